"""A closed roll keeps what its units were called on that day"""

import sqlalchemy as sa
from alembic import op

revision = "0022_names_of_the_day"
down_revision = "0021_passkeys"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("unit_count", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unit_name", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE unit_count SET unit_name = (SELECT name FROM unit WHERE unit.id = unit_count.unit_id)")
    with op.batch_alter_table("unit_count", schema=None) as batch_op:
        batch_op.alter_column("unit_name", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("unit_count", schema=None) as batch_op:
        batch_op.drop_column("unit_name")
