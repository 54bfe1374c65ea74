"""Which steps of the first run an office has skipped"""

import sqlalchemy as sa
from alembic import op

revision = "0006_start"
down_revision = "0005_sign_in"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("office", schema=None) as batch_op:
        batch_op.add_column(sa.Column("skipped_steps", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("office", schema=None) as batch_op:
        batch_op.alter_column("skipped_steps", existing_type=sa.JSON(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("office", schema=None) as batch_op:
        batch_op.drop_column("skipped_steps")
