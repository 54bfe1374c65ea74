"""Passwords, one-time links, sign-ins and their tries"""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0005_sign_in"
down_revision = "0004_month"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("fs_uniquifier", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("password", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("password_set_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("language", sa.Text(), nullable=True))
        # Several persons may share an address.
        batch_op.drop_constraint(batch_op.f("uq_account_email"), type_="unique")
        batch_op.create_index(batch_op.f("ix_account_email"), ["email"], unique=False)
        batch_op.create_index(
            "uq_account_email_alone",
            ["email"],
            unique=True,
            sqlite_where=sa.text("person_id IS NULL"),
            postgresql_where=sa.text("person_id IS NULL"),
        )
    _name_the_accounts()
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.alter_column("fs_uniquifier", existing_type=sa.Text(), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_account_fs_uniquifier"), ["fs_uniquifier"])

    op.create_table(
        "one_time_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next", sa.Text(), nullable=True),
        sa.Column("kept", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_one_time_link_user_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint("nonce", name=op.f("uq_one_time_link_nonce")),
    )
    with op.batch_alter_table("one_time_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_one_time_link_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_one_time_link_user_id"), ["user_id"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_sign_in_user_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("key", name=op.f("uq_sign_in_key")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_user_id"), ["user_id"], unique=False)

    op.create_table(
        "sign_in_tries",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("open_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_sign_in_tries")),
    )
    with op.batch_alter_table("sign_in_tries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_tries_last_at"), ["last_at"], unique=False)


def _name_the_accounts() -> None:
    account = sa.table("account", sa.column("id"), sa.column("fs_uniquifier"))
    for row in op.get_bind().execute(sa.select(account.c.id)).all():
        named = sa.update(account).where(account.c.id == row.id).values(fs_uniquifier=uuid.uuid4().hex)
        op.get_bind().execute(named)


def downgrade() -> None:
    op.drop_table("sign_in_tries")
    op.drop_table("sign_in")
    op.drop_table("one_time_link")
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_account_email_alone",
            sqlite_where=sa.text("person_id IS NULL"),
            postgresql_where=sa.text("person_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_account_email"))
        batch_op.drop_constraint(batch_op.f("uq_account_fs_uniquifier"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_account_email"), ["email"])
        batch_op.drop_column("language")
        batch_op.drop_column("password_set_at")
        batch_op.drop_column("password")
        batch_op.drop_column("fs_uniquifier")
