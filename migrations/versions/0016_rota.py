"""The unit that leads a ceremony, and the units that take no turns"""

import sqlalchemy as sa
from alembic import op

revision = "0016_rota"
down_revision = "0015_running"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("ceremony", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mc_unit_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_ceremony_mc_unit_id_unit"), "unit", ["mc_unit_id"], ["id"])
    op.execute("UPDATE ceremony SET mc_unit_id = (SELECT unit_id FROM person WHERE person.id = ceremony.mc_id)")
    op.create_table(
        "rota_exempt",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_rota_exempt_unit_id_unit")),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_rota_exempt")),
    )


def downgrade() -> None:
    op.drop_table("rota_exempt")
    with op.batch_alter_table("ceremony", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_ceremony_mc_unit_id_unit"), type_="foreignkey")
        batch_op.drop_column("mc_unit_id")
