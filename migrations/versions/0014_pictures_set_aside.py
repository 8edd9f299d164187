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
    with op.batch_alter_table("items") as items:
        items.add_column(sa.Column("aside_at", sa.DateTime(timezone=True), nullable=True))
        items.add_column(sa.Column("aside_by", sa.String(), nullable=True))
        items.add_column(sa.Column("aside_why", sa.String(), nullable=True))
        items.create_foreign_key(op.f("fk_items_aside_by_people"), "people", ["aside_by"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("items") as items:
        items.drop_constraint(op.f("fk_items_aside_by_people"), "foreignkey")
        for column in ("aside_why", "aside_by", "aside_at"):
            items.drop_column(column)
