"""The moment of a film or a sound that a doubt is about.

Why: whoever answers looks at the very frame, or listens at the very second, that whoever asked had before them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("doubts", sa.Column("moment_ms", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("doubts", "moment_ms")
