"""Questions about one picture, wishes about what is kept, copies of it, and guests who come in by an event's code.

Why: families see where somebody was shown and may object, ask for correction and copy; guests speak for themselves on their own phone.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = ("requests", "request_people", "corrections", "exports", "event_doors", "event_guests")


def upgrade() -> None:
    _requests()
    _corrections()
    _exports()
    _event_doors()
    _event_guests()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _requests() -> None:
    op.create_table(
        "requests",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_requests_asked_by_people")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_requests_item_id_items")),
        sa.ForeignKeyConstraint(["purpose"], ["purposes.code"], name=op.f("fk_requests_purpose_purposes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
    )
    for column in ("item_id", "ends_on"):
        op.create_index(op.f(f"ix_requests_{column}"), "requests", [column], unique=False)
    op.create_table(
        "request_people",
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_request_people_person_id_people")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_request_people_request_id_requests")),
        sa.PrimaryKeyConstraint("request_id", "person_id", name=op.f("pk_request_people")),
    )
    op.create_index(op.f("ix_request_people_person_id"), "request_people", ["person_id"], unique=False)


def _corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("wanted", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_corrections_asked_by_people")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_corrections_person_id_people")),
        sa.ForeignKeyConstraint(["settled_by"], ["people.id"], name=op.f("fk_corrections_settled_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_index(op.f("ix_corrections_person_id"), "corrections", ["person_id"], unique=False)


def _exports() -> None:
    op.create_table(
        "exports",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_exports_asked_by_people")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_exports_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
    )
    op.create_index(op.f("ix_exports_person_id"), "exports", ["person_id"], unique=False)


def _event_doors() -> None:
    op.create_table(
        "event_doors",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_event_doors_event_id_events")),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_event_doors_made_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_doors")),
        sa.UniqueConstraint("hash", name=op.f("uq_event_doors_hash")),
    )
    op.create_index(op.f("ix_event_doors_event_id"), "event_doors", ["event_id"], unique=False)


def _event_guests() -> None:
    op.create_table(
        "event_guests",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leaves_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_event_guests_event_id_events")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_event_guests_person_id_people")),
        sa.PrimaryKeyConstraint("event_id", "person_id", name=op.f("pk_event_guests")),
    )
    op.create_index(op.f("ix_event_guests_person_id"), "event_guests", ["person_id"], unique=False)
