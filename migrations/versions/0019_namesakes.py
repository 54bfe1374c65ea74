"""People of the same name are looked for wherever people are listed"""

from alembic import op

revision = "0019_namesakes"
down_revision = "0018_sealed_head"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index("ix_person_host_name", ["host_id", "full_name", "forgotten_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index("ix_person_host_name")
