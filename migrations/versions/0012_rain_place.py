"""The place that a ceremony was to be held at before it rained"""

import sqlalchemy as sa
from alembic import op

revision = "0012_rain_place"
down_revision = "0011_plan_papers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("ceremony", schema=None) as batch_op:
        batch_op.add_column(sa.Column("place_before", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("ceremony", schema=None) as batch_op:
        batch_op.alter_column("place_before", existing_type=sa.Text(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("ceremony", schema=None) as batch_op:
        batch_op.drop_column("place_before")
