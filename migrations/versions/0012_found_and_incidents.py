"""What was found elsewhere, and what came of it.

Why: a copy of a picture that turns up somewhere must lead back to its releases, and a post against the protocol to a case.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = ("fingerprints", "inquiries", "matches", "incidents", "incident_people", "incident_notes")


def upgrade() -> None:
    _fingerprints()
    _inquiries()
    _matches()
    _incidents()
    _incident_people()
    _incident_notes()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _fingerprints() -> None:
    op.create_table(
        "fingerprints",
        sa.Column("rendition_id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_fingerprints_item_id_items")),
        sa.PrimaryKeyConstraint("rendition_id", name=op.f("pk_fingerprints")),
    )
    op.create_index(op.f("ix_fingerprints_item_id"), "fingerprints", ["item_id"], unique=False)


def _inquiries() -> None:
    op.create_table(
        "inquiries",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("vault_name", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_inquiries_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiries")),
    )
    op.create_index(op.f("ix_inquiries_by"), "inquiries", ["by"], unique=False)


def _matches() -> None:
    op.create_table(
        "matches",
        sa.Column("inquiry_id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("distance", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiries.id"], name=op.f("fk_matches_inquiry_id_inquiries")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_matches_item_id_items")),
        sa.PrimaryKeyConstraint("inquiry_id", "item_id", name=op.f("pk_matches")),
    )


def _incidents() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("item_id", sa.String(), nullable=True),
        sa.Column("vault_name", sa.String(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["opened_by"], ["people.id"], name=op.f("fk_incidents_opened_by_people")),
        sa.ForeignKeyConstraint(["closed_by"], ["people.id"], name=op.f("fk_incidents_closed_by_people")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_incidents_item_id_items")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
        sa.UniqueConstraint("number", name=op.f("uq_incidents_number")),
    )


def _incident_people() -> None:
    op.create_table(
        "incident_people",
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name=op.f("fk_incident_people_incident_id_incidents")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_incident_people_person_id_people")),
        sa.PrimaryKeyConstraint("incident_id", "person_id", "part", name=op.f("pk_incident_people")),
    )


def _incident_notes() -> None:
    op.create_table(
        "incident_notes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("sort", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name=op.f("fk_incident_notes_incident_id_incidents")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_incident_notes_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_notes")),
    )
    op.create_index(op.f("ix_incident_notes_incident_id"), "incident_notes", ["incident_id"], unique=False)
