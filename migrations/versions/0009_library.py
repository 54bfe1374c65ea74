"""What a document is about and links to, what it rests on, what replaced it, and its earlier files"""

import sqlalchemy as sa
from alembic import op

revision = "0009_library"
down_revision = "0008_search"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.add_column(sa.Column("summary", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("link", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("replaced_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("added_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_document_replaced_by_id_document"), "document", ["replaced_by_id"], ["id"]
        )
    op.create_table(
        "document_basis",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("basis_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_basis_document_id_document")),
        sa.ForeignKeyConstraint(["basis_id"], ["document.id"], name=op.f("fk_document_basis_basis_id_document")),
        sa.PrimaryKeyConstraint("document_id", "basis_id", name=op.f("pk_document_basis")),
    )
    op.create_table(
        "document_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_version_document_id_document")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_document_version_file_id_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_version")),
    )
    with op.batch_alter_table("document_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_version_document_id"), ["document_id"], unique=False)


def downgrade() -> None:
    op.drop_table("document_version")
    op.drop_table("document_basis")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_document_replaced_by_id_document"), type_="foreignkey")
        for name in ("added_at", "replaced_by_id", "ended_on", "link", "summary"):
            batch_op.drop_column(name)
