"""What people contest of their record, and how it was answered"""

import sqlalchemy as sa
from alembic import op

revision = "0007_objections"
down_revision = "0006_start"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ceremony_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ruling", sa.String(length=24), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ceremony_id"], ["ceremony.id"], name=op.f("fk_objection_ceremony_id_ceremony")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_objection_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
    )
    with op.batch_alter_table("objection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_objection_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_objection_open",
            ["ceremony_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("ruling IS NULL"),
            postgresql_where=sa.text("ruling IS NULL"),
        )


def downgrade() -> None:
    op.drop_table("objection")
