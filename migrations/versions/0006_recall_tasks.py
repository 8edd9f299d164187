"""What a recall asks of whom, where things were posted, and what the nights found.

Why: a recall is done when everybody who took or posted something has seen to it, and somebody can show it. An account and a day find a
posting that has no address of its own, and the comms page says what the last night's round found.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _tasks()
    _notes()
    _recalled_people()
    _nights()
    op.add_column("postings", sa.Column("account", sa.String(), nullable=True))
    op.add_column("postings", sa.Column("posted_on", sa.Date(), nullable=True))
    op.add_column("postings", sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("postings", sa.Column("found", sa.String(), nullable=True))
    op.add_column("school", sa.Column("addresses_asked_since", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_releases_at_purpose"), "releases", ["at", "purpose"], unique=False)
    op.create_index(op.f("ix_recalls_closed_at"), "recalls", ["closed_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_recalls_closed_at"), "recalls")
    op.drop_index(op.f("ix_releases_at_purpose"), "releases")
    op.drop_column("school", "addresses_asked_since")
    for column in ("found", "asked_at", "posted_on", "account"):
        op.drop_column("postings", column)
    for table in ("nights", "recall_people", "recall_notes", "recall_tasks"):
        op.drop_table(table)


def _tasks() -> None:
    op.create_table(
        "recall_tasks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("recall_id", sa.String(), nullable=False),
        sa.Column("posting_id", sa.String(), nullable=True),
        sa.Column("downloader", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(), nullable=True),
        sa.Column("proof", sa.String(), nullable=True),
        sa.Column("proof_address", sa.String(), nullable=True),
        sa.Column("vault_name", sa.String(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("media_type", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["recall_id"], ["recalls.id"], name=op.f("fk_recall_tasks_recall_id_recalls")),
        sa.ForeignKeyConstraint(["posting_id"], ["postings.id"], name=op.f("fk_recall_tasks_posting_id_postings")),
        sa.ForeignKeyConstraint(["downloader"], ["people.id"], name=op.f("fk_recall_tasks_downloader_people")),
        sa.ForeignKeyConstraint(["owner"], ["people.id"], name=op.f("fk_recall_tasks_owner_people")),
        sa.ForeignKeyConstraint(["done_by"], ["people.id"], name=op.f("fk_recall_tasks_done_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recall_tasks")),
    )
    op.create_index(op.f("ix_recall_tasks_recall_id"), "recall_tasks", ["recall_id"], unique=False)


def _notes() -> None:
    op.create_table(
        "recall_notes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("task_id", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["recall_tasks.id"], name=op.f("fk_recall_notes_task_id_recall_tasks")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_recall_notes_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recall_notes")),
    )
    op.create_index(op.f("ix_recall_notes_task_id"), "recall_notes", ["task_id"], unique=False)


def _recalled_people() -> None:
    op.create_table(
        "recall_people",
        sa.Column("recall_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["recall_id"], ["recalls.id"], name=op.f("fk_recall_people_recall_id_recalls")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_recall_people_person_id_people")),
        sa.PrimaryKeyConstraint("recall_id", "person_id", name=op.f("pk_recall_people")),
    )
    op.create_index(op.f("ix_recall_people_person_id"), "recall_people", ["person_id"], unique=False)


def _nights() -> None:
    op.create_table(
        "nights",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("called_back", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("at", name=op.f("pk_nights")),
    )
