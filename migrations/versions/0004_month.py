"""Invitations, the roll and its closing, articles"""

import sqlalchemy as sa
from alembic import op

revision = "0004_month"
down_revision = "0003_plan"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ceremony_id", sa.Integer(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("draft_digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ceremony_id"], ["ceremony.id"], name=op.f("fk_article_ceremony_id_ceremony")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("ceremony_id", name=op.f("uq_article_ceremony_id")),
    )
    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ceremony_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=24), nullable=False),
        sa.Column("source", sa.String(length=24), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ceremony_id"], ["ceremony.id"], name=op.f("fk_attendance_ceremony_id_ceremony")),
        sa.ForeignKeyConstraint(["host_id"], ["unit.id"], name=op.f("fk_attendance_host_id_unit")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attendance_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_attendance_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("ceremony_id", "person_id", name=op.f("uq_attendance_ceremony_id_person_id")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_person_id"), ["person_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ceremony_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("announced_revision", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(length=24), nullable=True),
        sa.Column("answer_revision", sa.Integer(), nullable=True),
        sa.Column("answer_source", sa.String(length=24), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ceremony_id"], ["ceremony.id"], name=op.f("fk_invitation_ceremony_id_ceremony")),
        sa.ForeignKeyConstraint(["host_id"], ["unit.id"], name=op.f("fk_invitation_host_id_unit")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitation_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_invitation_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("ceremony_id", "person_id", name=op.f("uq_invitation_ceremony_id_person_id")),
        sa.UniqueConstraint("nonce", name=op.f("uq_invitation_nonce")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_invitation_guest",
            ["ceremony_id", "unit_id"],
            unique=True,
            sqlite_where=sa.text("person_id IS NULL"),
            postgresql_where=sa.text("person_id IS NULL"),
        )

    op.create_table(
        "roll",
        sa.Column("ceremony_id", sa.Integer(), nullable=False),
        sa.Column("opens", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ceremony_id"], ["ceremony.id"], name=op.f("fk_roll_ceremony_id_ceremony")),
        sa.PrimaryKeyConstraint("ceremony_id", name=op.f("pk_roll")),
    )
    op.create_table(
        "roll_closing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ceremony_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ceremony_id"], ["ceremony.id"], name=op.f("fk_roll_closing_ceremony_id_ceremony")),
        sa.ForeignKeyConstraint(["host_id"], ["unit.id"], name=op.f("fk_roll_closing_host_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_closing")),
        sa.UniqueConstraint("ceremony_id", name=op.f("uq_roll_closing_ceremony_id")),
        sa.UniqueConstraint("host_id", "previous_hash", name=op.f("uq_roll_closing_host_id_previous_hash")),
    )
    op.create_table(
        "person_outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("closing_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=24), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint("NOT late OR outcome = 'attended'", name=op.f("ck_person_outcome_late_attended")),
        sa.ForeignKeyConstraint(
            ["closing_id"], ["roll_closing.id"], name=op.f("fk_person_outcome_closing_id_roll_closing")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_outcome_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_person_outcome_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_outcome")),
        sa.UniqueConstraint("closing_id", "person_id", name=op.f("uq_person_outcome_closing_id_person_id")),
    )
    with op.batch_alter_table("person_outcome", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_outcome_person_id"), ["person_id"], unique=False)

    op.create_table(
        "unit_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("closing_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("attended", sa.Integer(), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.Column("excused", sa.Integer(), nullable=False),
        sa.Column("absent", sa.Integer(), nullable=False),
        sa.Column("not_recorded", sa.Integer(), nullable=False),
        sa.Column("not_obliged", sa.Integer(), nullable=False),
        sa.CheckConstraint("late <= attended", name=op.f("ck_unit_count_late_attended")),
        sa.ForeignKeyConstraint(
            ["closing_id"], ["roll_closing.id"], name=op.f("fk_unit_count_closing_id_roll_closing")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_count_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_count")),
        sa.UniqueConstraint("closing_id", "unit_id", name=op.f("uq_unit_count_closing_id_unit_id")),
    )
    with op.batch_alter_table("unit_count", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_count_unit_id"), ["unit_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("unit_count", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_count_unit_id"))

    op.drop_table("unit_count")
    with op.batch_alter_table("person_outcome", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_outcome_person_id"))

    op.drop_table("person_outcome")
    op.drop_table("roll_closing")
    op.drop_table("roll")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_invitation_guest",
            sqlite_where=sa.text("person_id IS NULL"),
            postgresql_where=sa.text("person_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_invitation_person_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_person_id"))

    op.drop_table("attendance")
    op.drop_table("article")
