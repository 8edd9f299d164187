"""Who is only where a recording is cut.

Why: lists of what waits for an answer are asked for in SQL, which cannot read spans. The gate looks at the spans themselves.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sightings", sa.Column("cut", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("sightings") as table:
        table.alter_column("cut", server_default=None)


def downgrade() -> None:
    op.drop_column("sightings", "cut")
