"""Since which revision of its item analysis knows a track.

Why: a strip gets more while the film is looked at. Whoever answers it on a page of before names faces that they did not see.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tracks", sa.Column("revision", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("tracks", "revision")
