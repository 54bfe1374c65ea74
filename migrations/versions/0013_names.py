"""Names to search by and to sort by"""

import sqlalchemy as sa
from alembic import op

from ceremony.core.text import fold

revision = "0013_names"
down_revision = "0012_rain_place"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("search_key", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("sort_name", sa.Text(), nullable=True))
    person = sa.table("person", sa.column("id"), sa.column("full_name"), sa.column("search_key"))
    rows = op.get_bind().execute(sa.select(person.c.id, person.c.full_name)).all()
    if rows:
        keyed = sa.update(person).where(person.c.id == sa.bindparam("person_id"))
        keys = [{"person_id": row.id, "search_key": f" {fold(row.full_name)}"} for row in rows]
        op.get_bind().execute(keyed.values(search_key=sa.bindparam("search_key")), keys)
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.alter_column("search_key", existing_type=sa.Text(), server_default=None)
        batch_op.create_index("ix_person_search", ["unit_id", "left", "search_key", "staff_code"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index("ix_person_search")
        batch_op.drop_column("sort_name")
        batch_op.drop_column("search_key")
