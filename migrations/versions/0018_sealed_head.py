"""The seal over the head of the audit log"""

import sqlalchemy as sa
from alembic import op

revision = "0018_sealed_head"
down_revision = "0017_personal_data"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("audit_head", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seal", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("audit_head", schema=None) as batch_op:
        batch_op.alter_column("seal", existing_type=sa.Text(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("audit_head", schema=None) as batch_op:
        batch_op.drop_column("seal")
