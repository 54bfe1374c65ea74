"""Units that speak, notes, how a programme ran, and the parts that a series begins with"""

import sqlalchemy as sa
from alembic import op

revision = "0015_running"
down_revision = "0014_theme_basis"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("programme_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unit_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("notes", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("said", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("is_unreached", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("carried_from_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key("fk_programme_item_unit_id_unit", "unit", ["unit_id"], ["id"])
        batch_op.create_foreign_key(
            "fk_programme_item_carried_from_id_programme_item",
            "programme_item",
            ["carried_from_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch_op.create_index("ix_programme_item_unit_id", ["unit_id"], unique=False)
        batch_op.create_unique_constraint(op.f("uq_programme_item_carried_from_id"), ["carried_from_id"])
        batch_op.create_check_constraint(
            op.f("ck_programme_item_ended_after_begun"), "ended_at IS NULL OR begun_at IS NOT NULL"
        )
        batch_op.create_check_constraint(
            op.f("ck_programme_item_unreached_never_begun"), "NOT is_unreached OR begun_at IS NULL"
        )
    op.execute(
        "UPDATE programme_item SET unit_id = (SELECT unit_id FROM person WHERE person.id = programme_item.speaker_id)"
    )
    with op.batch_alter_table("programme_item", schema=None) as batch_op:
        batch_op.alter_column("notes", existing_type=sa.Text(), server_default=None)
        batch_op.alter_column("said", existing_type=sa.Text(), server_default=None)
        batch_op.alter_column("is_unreached", existing_type=sa.Boolean(), server_default=None)
    op.create_table(
        "series_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_series_part_series_id_series")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_part")),
        sa.UniqueConstraint("series_id", "position", name=op.f("uq_series_part_series_id_position")),
    )


def downgrade() -> None:
    op.drop_table("series_part")
    with op.batch_alter_table("programme_item", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_programme_item_unreached_never_begun"), type_="check")
        batch_op.drop_constraint(op.f("ck_programme_item_ended_after_begun"), type_="check")
        batch_op.drop_constraint(op.f("uq_programme_item_carried_from_id"), type_="unique")
        batch_op.drop_index("ix_programme_item_unit_id")
        batch_op.drop_constraint(op.f("fk_programme_item_carried_from_id_programme_item"), type_="foreignkey")
        batch_op.drop_constraint(op.f("fk_programme_item_unit_id_unit"), type_="foreignkey")
        for name in ("carried_from_id", "is_unreached", "said", "ended_at", "begun_at", "notes", "unit_id"):
            batch_op.drop_column(name)
