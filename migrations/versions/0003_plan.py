"""Days, series, plans, ceremonies, documents and programmes"""

import sqlalchemy as sa
from alembic import op

revision = "0003_plan"
down_revision = "0002_people"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["host_id"], ["unit.id"], name=op.f("fk_day_host_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day")),
        sa.UniqueConstraint("host_id", "date", name=op.f("uq_day_host_id_date")),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("year_in_symbol", sa.Integer(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issuers", sa.JSON(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_document_file_id_stored_file")),
        sa.ForeignKeyConstraint(["host_id"], ["unit.id"], name=op.f("fk_document_host_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("host_id", "key", name=op.f("uq_document_host_id_key")),
    )
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("when_off", sa.String(length=24), nullable=False),
        sa.Column("start", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("rain_place", sa.Text(), nullable=False),
        sa.Column("dress", sa.Text(), nullable=False),
        sa.Column("is_first", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["host_id"], ["unit.id"], name=op.f("fk_series_host_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("host_id", "name", name=op.f("uq_series_host_id_name")),
    )
    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.create_index(
            "uq_series_first",
            ["host_id"],
            unique=True,
            sqlite_where=sa.text("is_first"),
            postgresql_where=sa.text("is_first"),
        )

    op.create_table(
        "ceremony",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("slot", sa.Date(), nullable=False),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("start", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("rain_place", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("date_before", sa.Date(), nullable=True),
        sa.Column("reason_before", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("dress", sa.Text(), nullable=False),
        sa.Column("presiding_id", sa.Integer(), nullable=True),
        sa.Column("mc_id", sa.Integer(), nullable=True),
        sa.Column("secretary_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("state <> 'postponed' OR date IS NULL", name=op.f("ck_ceremony_postponed_has_no_date")),
        sa.ForeignKeyConstraint(["host_id"], ["unit.id"], name=op.f("fk_ceremony_host_id_unit")),
        sa.ForeignKeyConstraint(["mc_id"], ["person.id"], name=op.f("fk_ceremony_mc_id_person")),
        sa.ForeignKeyConstraint(["presiding_id"], ["person.id"], name=op.f("fk_ceremony_presiding_id_person")),
        sa.ForeignKeyConstraint(["secretary_id"], ["person.id"], name=op.f("fk_ceremony_secretary_id_person")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_ceremony_series_id_series")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ceremony")),
        sa.UniqueConstraint("key", name=op.f("uq_ceremony_key")),
        sa.UniqueConstraint("series_id", "slot", name=op.f("uq_ceremony_series_id_slot")),
        sa.UniqueConstraint("uid", name=op.f("uq_ceremony_uid")),
    )
    with op.batch_alter_table("ceremony", schema=None) as batch_op:
        batch_op.create_index("ix_ceremony_host_date", ["host_id", "date"], unique=False)
        batch_op.create_index(
            "uq_ceremony_series_date",
            ["series_id", "date"],
            unique=True,
            sqlite_where=sa.text("state <> 'cancelled'"),
            postgresql_where=sa.text("state <> 'cancelled'"),
        )

    op.create_table(
        "guest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.CheckConstraint("heads > 0", name=op.f("ck_guest_somebody_comes")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_guest_series_id_series")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_guest_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest")),
        sa.UniqueConstraint("series_id", "unit_id", name=op.f("uq_guest_series_id_unit_id")),
    )
    op.create_table(
        "year_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_year_plan_series_id_series")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_plan")),
        sa.UniqueConstraint("series_id", "year", name=op.f("uq_year_plan_series_id_year")),
    )
    op.create_table(
        "programme_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ceremony_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["ceremony_id"], ["ceremony.id"], name=op.f("fk_programme_item_ceremony_id_ceremony")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_programme_item_document_id_document")),
        sa.ForeignKeyConstraint(["speaker_id"], ["person.id"], name=op.f("fk_programme_item_speaker_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_item")),
        sa.UniqueConstraint("ceremony_id", "document_id", name=op.f("uq_programme_item_ceremony_id_document_id")),
        sa.UniqueConstraint("ceremony_id", "position", name=op.f("uq_programme_item_ceremony_id_position")),
    )
    with op.batch_alter_table("programme_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_item_document_id"), ["document_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("programme_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_item_document_id"))

    op.drop_table("programme_item")
    op.drop_table("year_plan")
    op.drop_table("guest")
    with op.batch_alter_table("ceremony", schema=None) as batch_op:
        batch_op.drop_index("uq_ceremony_series_date")
        batch_op.drop_index("ix_ceremony_host_date")

    op.drop_table("ceremony")
    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.drop_index("uq_series_first")

    op.drop_table("series")
    op.drop_table("document")
    op.drop_table("day")
