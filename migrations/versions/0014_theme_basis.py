"""What the theme of a ceremony rests on: words, and a document of the library"""

import sqlalchemy as sa
from alembic import op

revision = "0014_theme_basis"
down_revision = "0013_names"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("ceremony", schema=None) as batch_op:
        batch_op.add_column(sa.Column("theme_basis", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("theme_document_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_ceremony_theme_document_id_document"), "document", ["theme_document_id"], ["id"]
        )
    with op.batch_alter_table("ceremony", schema=None) as batch_op:
        batch_op.alter_column("theme_basis", existing_type=sa.Text(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("ceremony", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_ceremony_theme_document_id_document"), type_="foreignkey")
        batch_op.drop_column("theme_document_id")
        batch_op.drop_column("theme_basis")
