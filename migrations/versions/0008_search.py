"""The words of documents, to be searched without marks"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0008_search"
down_revision = "0007_objections"
branch_labels = None
depends_on = None

_PLACES = ("title", "symbol", "points", "body")


def upgrade() -> None:
    op.create_table(
        "document_words",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("points", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_words_document_id_document")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_document_words")),
    )
    if op.get_context().dialect.name == "postgresql":
        everything = " || ' ' || ".join(_PLACES)
        op.execute(f"CREATE INDEX document_fts ON document_words USING gin (to_tsvector('simple', {everything}))")
    else:
        _make_index_of_sqlite()
    _fill()


def _make_index_of_sqlite() -> None:
    columns, new, old = ", ".join(_PLACES), _values("new"), _values("old")
    add = f"INSERT INTO document_fts (rowid, {columns}) VALUES ({new});"  # noqa: S608 - names of our own columns
    drop = f"INSERT INTO document_fts (document_fts, rowid, {columns}) VALUES ('delete', {old});"  # noqa: S608
    op.execute(
        f"CREATE VIRTUAL TABLE document_fts USING fts5 "
        f"({columns}, content='document_words', content_rowid='document_id')"
    )
    for event, act in (("INSERT", add), ("DELETE", drop), ("UPDATE", drop + add)):
        op.execute(f"CREATE TRIGGER document_words_{event.lower()} AFTER {event} ON document_words BEGIN {act} END")


def _values(row: str) -> str:
    return ", ".join(f"{row}.{column}" for column in ("document_id", *_PLACES))


def _fill() -> None:
    bind = op.get_bind()
    document = sa.table(
        "document",
        *(sa.column(name) for name in ("id", "type", "number", "year_in_symbol", "symbol", "subject", "points")),
    )
    words = sa.table("document_words", *(sa.column(name) for name in ("document_id", *_PLACES, "text")))
    for row in bind.execute(sa.select(document)).all():
        symbol = f"{row.number} {row.year_in_symbol or ''} {row.symbol}"
        values = {
            "document_id": row.id,
            "title": _folded(f"{row.type} {symbol} {row.subject}"),
            "symbol": _folded(symbol),
            "points": _folded(str(row.points)),
            "body": "",
            "text": "",
        }
        bind.execute(sa.insert(words).values(values))


def _folded(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join(re.findall("[a-z0-9]+", "".join(one for one in bare if not unicodedata.combining(one))))


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP INDEX document_fts")
    else:
        for event in ("insert", "delete", "update"):
            op.execute(f"DROP TRIGGER document_words_{event}")
        op.execute("DROP TABLE document_fts")
    op.drop_table("document_words")
