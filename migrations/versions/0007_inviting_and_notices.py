"""Wordings that are being written, what a receipt names, how often a family is reminded, and what there is an answer to.

Why: the office writes a notice before it is in force; a receipt says who is responsible and who receives what; and who has answered is
counted for a whole school at once, which reading its ledger would take seconds for.
"""

import json
from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TEXTS = ("address", "email", "privacy_contact", "storage")


def upgrade() -> None:
    _notice_drafts()
    _answered()
    for name in TEXTS:
        op.add_column("school", sa.Column(name, sa.String(), nullable=True))
    op.add_column("school", sa.Column("remind_days", sa.Integer(), server_default="7", nullable=False))
    op.add_column("school", sa.Column("remind_times", sa.Integer(), server_default="3", nullable=False))
    with op.batch_alter_table("school") as batch:  # the defaults were for the school that was there
        batch.alter_column("remind_days", server_default=None)
        batch.alter_column("remind_times", server_default=None)
    op.add_column("purposes", sa.Column("recipients", sa.String(), nullable=True))
    op.add_column("purposes", sa.Column("retention", sa.String(), nullable=True))


def downgrade() -> None:
    for name in ("retention", "recipients"):
        op.drop_column("purposes", name)
    for name in ("remind_times", "remind_days", *reversed(TEXTS)):
        op.drop_column("school", name)
    op.drop_table("answered")
    op.drop_table("notice_drafts")


def _notice_drafts() -> None:
    op.create_table(
        "notice_drafts",
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_notice_drafts_by_people")),
        sa.ForeignKeyConstraint(["purpose"], ["purposes.code"], name=op.f("fk_notice_drafts_purpose_purposes")),
        sa.PrimaryKeyConstraint("purpose", "language", name=op.f("pk_notice_drafts")),
    )


def _answered() -> None:
    table = op.create_table(
        "answered",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("say", sa.String(), nullable=False),
        sa.Column("notice", sa.Integer(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_answered_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", "purpose", "kind", name=op.f("pk_answered")),
    )
    said = op.get_bind().execute(sa.text("SELECT body FROM entries WHERE kind = 'Word' ORDER BY seq"))
    words = (json.loads(body) for (body,) in said)
    latest = {(word["person"], word["purpose"], word["kind"]): _row(word) for word in words if _usual(word)}
    op.bulk_insert(table, list(latest.values()))


def _usual(word: dict[str, str | int | None]) -> bool:
    """Whether a word is about all items, for one purpose and kind."""
    return word["item"] is None and word["purpose"] is not None and word["kind"] is not None


def _row(word: dict[str, str | int | None]) -> dict[str, object]:
    until = word["until"]
    return {
        "person_id": word["person"],
        **{name: word[name] for name in ("purpose", "kind", "say", "notice")},
        "until": date.fromisoformat(until) if isinstance(until, str) else None,
    }
