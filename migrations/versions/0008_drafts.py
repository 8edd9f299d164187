"""Drafts of releases, and the lines that belong under what is published.

Why: a file is made for one release, with its own masks and size, before that is let out; and what is written beside it is looked at first.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("personally", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("caption", sa.String(), nullable=False),
        sa.Column("caption_checked", sa.String(), nullable=False),
        sa.Column("alt", sa.String(), nullable=False),
        sa.Column("rendition_id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("masks", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("release_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_drafts_by_people")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_drafts_item_id_items")),
        sa.ForeignKeyConstraint(["purpose"], ["purposes.code"], name=op.f("fk_drafts_purpose_purposes")),
        sa.ForeignKeyConstraint(["release_id"], ["releases.id"], name=op.f("fk_drafts_release_id_releases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
    )
    op.create_index("ix_drafts_batch_item_id", "drafts", ["batch", "item_id"], unique=True)
    op.create_index(op.f("ix_drafts_item_id"), "drafts", ["item_id"], unique=False)
    op.create_table(
        "lines",
        sa.Column("behalf", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("behalf", "language", name=op.f("pk_lines")),
    )


def downgrade() -> None:
    op.drop_table("lines")
    op.drop_table("drafts")
