"""Events, their items and files, who is said to be in them, reviews, and what went out.

Why: the first version of the registry, part two. What a table is for says its class in `consent_store.records`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = (
    "watch",
    "events",
    "event_groups",
    "items",
    "doubts",
    "reviews",
    "sightings",
    "answers",
    "enrolments",
    "renditions",
    "releases",
    "downloads",
    "postings",
    "recalls",
    "shreds",
)


def upgrade() -> None:
    _watch()
    _events()
    _event_groups()
    _items()
    _doubts()
    _reviews()
    _sightings()
    _answers()
    _enrolments()
    _renditions()
    _releases()
    _downloads()
    _postings()
    _recalls()
    _shreds()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _watch() -> None:
    op.create_table(
        "watch",
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.Column("confirmed", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("model", "on", "confidence", name=op.f("pk_watch")),
    )


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recognition_off", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_events_made_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )


def _event_groups() -> None:
    op.create_table(
        "event_groups",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("group_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_event_groups_event_id_events")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_event_groups_group_id_groups")),
        sa.PrimaryKeyConstraint("event_id", "group_id", name=op.f("pk_event_groups")),
    )


def _items() -> None:
    op.create_table(
        "items",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("uploader", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("vault_name", sa.String(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("dropped", sa.String(), nullable=False),
        sa.Column("analysis_version", sa.String(), nullable=True),
        sa.Column("analysis_failure", sa.String(), nullable=True),
        sa.Column("faces", sa.Integer(), nullable=True),
        sa.Column("analysed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("maker", sa.String(), nullable=True),
        sa.Column("maker_permission", sa.String(), nullable=True),
        sa.Column("maker_proof", sa.String(), nullable=True),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_items_event_id_events")),
        sa.ForeignKeyConstraint(["uploader"], ["people.id"], name=op.f("fk_items_uploader_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_items")),
        sa.UniqueConstraint("sha256", name=op.f("uq_items_sha256")),
    )
    op.create_index(op.f("ix_items_analysis_version"), "items", ["analysis_version"], unique=False)
    op.create_index(op.f("ix_items_event_id_number"), "items", ["event_id", "number"], unique=True)


def _doubts() -> None:
    op.create_table(
        "doubts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("raised_by", sa.String(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_doubts_item_id_items")),
        sa.ForeignKeyConstraint(["raised_by"], ["people.id"], name=op.f("fk_doubts_raised_by_people")),
        sa.ForeignKeyConstraint(["settled_by"], ["people.id"], name=op.f("fk_doubts_settled_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doubts")),
    )
    op.create_index(op.f("ix_doubts_item_id"), "doubts", ["item_id"], unique=False)
    op.create_index(op.f("ix_doubts_state"), "doubts", ["state"], unique=False)


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("listed", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_reviews_item_id_items")),
        sa.ForeignKeyConstraint(["reviewer"], ["people.id"], name=op.f("fk_reviews_reviewer_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    op.create_index(op.f("ix_reviews_item_id"), "reviews", ["item_id"], unique=False)


def _sightings() -> None:
    op.create_table(
        "sightings",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=True),
        sa.Column("top", sa.Integer(), nullable=True),
        sa.Column("right", sa.Integer(), nullable=True),
        sa.Column("bottom", sa.Integer(), nullable=True),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("quality", sa.Double(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confidence", sa.String(), nullable=True),
        sa.Column("proposed", sa.String(), nullable=True),
        sa.Column("distance", sa.Double(), nullable=True),
        sa.Column("runner_up", sa.String(), nullable=True),
        sa.Column("runner_up_distance", sa.Double(), nullable=True),
        sa.Column("descriptor", sa.LargeBinary(), nullable=True),
        sa.Column("cluster", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_sightings_item_id_items")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sightings_person_id_people")),
        sa.ForeignKeyConstraint(["proposed"], ["people.id"], name=op.f("fk_sightings_proposed_people")),
        sa.ForeignKeyConstraint(["runner_up"], ["people.id"], name=op.f("fk_sightings_runner_up_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sightings")),
    )
    op.create_index(op.f("ix_sightings_cluster"), "sightings", ["cluster"], unique=False)
    described = sa.text("descriptor IS NOT NULL")
    op.create_index("ix_sightings_described", "sightings", ["item_id"], sqlite_where=described, postgresql_where=described)
    op.create_index(op.f("ix_sightings_item_id"), "sightings", ["item_id"], unique=False)
    op.create_index(op.f("ix_sightings_person_id"), "sightings", ["person_id"], unique=False)


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sighting_id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("before_person", sa.String(), nullable=True),
        sa.Column("after", sa.String(), nullable=True),
        sa.Column("after_person", sa.String(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_answers_item_id_items")),
        sa.ForeignKeyConstraint(["sighting_id"], ["sightings.id"], name=op.f("fk_answers_sighting_id_sightings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
    )
    op.create_index(op.f("ix_answers_item_id_by"), "answers", ["item_id", "by"], unique=False)


def _enrolments() -> None:
    op.create_table(
        "enrolments",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("vault_name", sa.String(), nullable=True),
        sa.Column("sighting_id", sa.String(), nullable=True),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_enrolments_asked_by_people")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_enrolments_person_id_people")),
        sa.ForeignKeyConstraint(["sighting_id"], ["sightings.id"], name=op.f("fk_enrolments_sighting_id_sightings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolments")),
    )
    op.create_index(op.f("ix_enrolments_person_id"), "enrolments", ["person_id"], unique=False)
    op.create_index(op.f("ix_enrolments_state"), "enrolments", ["state"], unique=False)


def _renditions() -> None:
    op.create_table(
        "renditions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("use", sa.String(), nullable=False),
        sa.Column("sighting_id", sa.String(), nullable=True),
        sa.Column("masks", sa.String(), nullable=False),
        sa.Column("vault_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_renditions_item_id_items")),
        sa.ForeignKeyConstraint(["sighting_id"], ["sightings.id"], name=op.f("fk_renditions_sighting_id_sightings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renditions")),
    )
    op.create_index(op.f("ix_renditions_item_id_use"), "renditions", ["item_id", "use"], unique=False)
    op.create_index(op.f("ix_renditions_sighting_id"), "renditions", ["sighting_id"], unique=False)


def _releases() -> None:
    op.create_table(
        "releases",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("rendition_id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("personally", sa.Boolean(), nullable=False),
        sa.Column("masks", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_releases_by_people")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_releases_item_id_items")),
        sa.ForeignKeyConstraint(["purpose"], ["purposes.code"], name=op.f("fk_releases_purpose_purposes")),
        sa.ForeignKeyConstraint(["rendition_id"], ["renditions.id"], name=op.f("fk_releases_rendition_id_renditions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
    )
    op.create_index(op.f("ix_releases_item_id"), "releases", ["item_id"], unique=False)
    op.create_index(op.f("ix_releases_purpose"), "releases", ["purpose"], unique=False)


def _downloads() -> None:
    op.create_table(
        "downloads",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("release_id", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_downloads_by_people")),
        sa.ForeignKeyConstraint(["release_id"], ["releases.id"], name=op.f("fk_downloads_release_id_releases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_downloads")),
    )
    op.create_index(op.f("ix_downloads_release_id"), "downloads", ["release_id"], unique=False)


def _postings() -> None:
    op.create_table(
        "postings",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("release_id", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_postings_by_people")),
        sa.ForeignKeyConstraint(["release_id"], ["releases.id"], name=op.f("fk_postings_release_id_releases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postings")),
    )
    op.create_index(op.f("ix_postings_release_id"), "postings", ["release_id"], unique=False)


def _recalls() -> None:
    op.create_table(
        "recalls",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("release_id", sa.String(), nullable=False),
        sa.Column("cause", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("proof", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["cause"], ["entries.seq"], name=op.f("fk_recalls_cause_entries")),
        sa.ForeignKeyConstraint(["closed_by"], ["people.id"], name=op.f("fk_recalls_closed_by_people")),
        sa.ForeignKeyConstraint(["owner"], ["people.id"], name=op.f("fk_recalls_owner_people")),
        sa.ForeignKeyConstraint(["release_id"], ["releases.id"], name=op.f("fk_recalls_release_id_releases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recalls")),
    )
    op.create_index(op.f("ix_recalls_release_id"), "recalls", ["release_id"], unique=False)


def _shreds() -> None:
    op.create_table(
        "shreds",
        sa.Column("vault_name", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("vault_name", name=op.f("pk_shreds")),
    )
