"""Number, day and bases of a year's plan, and who approved it"""

import sqlalchemy as sa
from alembic import op

revision = "0011_plan_papers"
down_revision = "0010_calendar_feeds"
branch_labels = None
depends_on = None

_TEXTS = ("number", "basis", "approved_by")


def upgrade() -> None:
    with op.batch_alter_table("year_plan", schema=None) as batch_op:
        for name in _TEXTS:
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("dated", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("year_plan", schema=None) as batch_op:
        for name in _TEXTS:
            batch_op.alter_column(name, existing_type=sa.Text(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("year_plan", schema=None) as batch_op:
        for name in ("approved_at", "dated", *_TEXTS):
            batch_op.drop_column(name)
