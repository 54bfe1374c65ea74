"""Erased people, how long data are kept, and requests to correct them"""

import sqlalchemy as sa
from alembic import op

revision = "0017_personal_data"
down_revision = "0016_rota"
branch_labels = None
depends_on = None

_KEPT = {"keep_years": "1", "keep_reasons": "12"}


def upgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("office", schema=None) as batch_op:
        for name, default in _KEPT.items():
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default=default))
    with op.batch_alter_table("office", schema=None) as batch_op:
        for name in _KEPT:
            batch_op.alter_column(name, existing_type=sa.Integer(), server_default=None)
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ruling", sa.String(length=24), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_correction_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_correction_open",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("ruling IS NULL"),
            postgresql_where=sa.text("ruling IS NULL"),
        )


def downgrade() -> None:
    op.drop_table("correction")
    with op.batch_alter_table("office", schema=None) as batch_op:
        for name in _KEPT:
            batch_op.drop_column(name)
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("forgotten_at")
