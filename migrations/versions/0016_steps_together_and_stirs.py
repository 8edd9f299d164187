"""Steps of a review that one press made, what was stirred in an event, and doubts with a place and a reader.

Why: a press that answered forty faces is taken back by one press; two people at one event see each other's answers within seconds, which
takes one cheap question; a doubt points at a place in the picture, and whoever asked sees that the answer is there.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (sa.Column("event_id", sa.String()), sa.Column("batch", sa.String()), sa.Column("stirred", sa.Integer())):
        op.add_column("answers", column)
    op.execute("UPDATE answers SET event_id = (SELECT items.event_id FROM items WHERE items.id = answers.item_id)")
    op.create_index(op.f("ix_answers_event_id_by"), "answers", ["event_id", "by", "id"], unique=False)
    op.create_index(op.f("ix_answers_batch"), "answers", ["batch"], unique=False)
    op.create_index(op.f("ix_answers_sighting_id"), "answers", ["sighting_id"], unique=False)
    op.add_column("items", sa.Column("stirred", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_items_event_id_stirred"), "items", ["event_id", "stirred"], unique=False)
    for side in ("left", "top", "right", "bottom"):
        op.add_column("doubts", sa.Column(side, sa.Integer(), nullable=True))
    op.add_column("doubts", sa.Column("read_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_doubts_raised_by"), "doubts", ["raised_by"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_doubts_raised_by"), "doubts")
    for column in ("read_at", "bottom", "right", "top", "left"):
        op.drop_column("doubts", column)
    op.drop_index(op.f("ix_items_event_id_stirred"), "items")
    op.drop_column("items", "stirred")
    for index in ("ix_answers_sighting_id", "ix_answers_batch", "ix_answers_event_id_by"):
        op.drop_index(op.f(index), "answers")
    for column in ("stirred", "batch", "event_id"):
        op.drop_column("answers", column)
