"""Pictures set aside, which pictures of an event look almost the same, and those of which somebody said that they do not.

Why: of twelve pictures of one jump one is enough to look through; what nobody needs must not cost decisions, and must not be lost either.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _aside()
    _likenesses()
    _choices()


def downgrade() -> None:
    for table in ("choice_items", "choices", "likenesses", "likened"):
        op.drop_table(table)
    with op.batch_alter_table("items") as items:
        items.drop_constraint(op.f("fk_items_aside_by_people"), "foreignkey")
        for column in ("aside_why", "aside_by", "aside_at"):
            items.drop_column(column)


def _aside() -> None:
    with op.batch_alter_table("items") as items:
        items.add_column(sa.Column("aside_at", sa.DateTime(timezone=True), nullable=True))
        items.add_column(sa.Column("aside_by", sa.String(), nullable=True))
        items.add_column(sa.Column("aside_why", sa.String(), nullable=True))
        items.create_foreign_key(op.f("fk_items_aside_by_people"), "people", ["aside_by"], ["id"])


def _likenesses() -> None:
    op.create_table(
        "likened",
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("sharpness", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_likened_item_id_items")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_likened")),
    )
    op.create_table(
        "likenesses",
        sa.Column("one_id", sa.String(), nullable=False),
        sa.Column("other_id", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("bits", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["one_id"], ["items.id"], name=op.f("fk_likenesses_one_id_items")),
        sa.ForeignKeyConstraint(["other_id"], ["items.id"], name=op.f("fk_likenesses_other_id_items")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_likenesses_event_id_events")),
        sa.PrimaryKeyConstraint("one_id", "other_id", name=op.f("pk_likenesses")),
    )
    op.create_index(op.f("ix_likenesses_event_id"), "likenesses", ["event_id"], unique=False)


def _choices() -> None:
    op.create_table(
        "choices",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_choices_event_id_events")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_choices_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_choices")),
    )
    op.create_index(op.f("ix_choices_event_id"), "choices", ["event_id"], unique=False)
    op.create_table(
        "choice_items",
        sa.Column("choice_id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("set_aside", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["choice_id"], ["choices.id"], name=op.f("fk_choice_items_choice_id_choices")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_choice_items_item_id_items")),
        sa.PrimaryKeyConstraint("choice_id", "item_id", name=op.f("pk_choice_items")),
    )
