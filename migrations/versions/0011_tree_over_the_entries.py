"""The roots of complete blocks of the tree over the ledger's entries.

Why: a receipt shows that one entry is under a signed checkpoint, without showing the others, and without reading them all.
"""

import sqlalchemy as sa
from alembic import op

from consent_store.records import triggers

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blocks",
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_blocks")),
    )
    for statement in triggers.guards(op.get_context().dialect.name, triggers.BLOCKS):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("blocks")
