"""Which worker holds what it makes or looks at; and which parts of a sound could not be read.

Why: a worker that stood still for longer than its lease went on beside the one that had taken its work over, and both wrote. A film with
a damaged second of sound is taken in with silence there, and whoever reviews it has to know.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("items", sa.Column("claimed_by", sa.String(), nullable=True))
    op.add_column("wanted", sa.Column("claimed_by", sa.String(), nullable=True))
    op.add_column("recordings", sa.Column("unread", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("recordings", "unread")
    op.drop_column("wanted", "claimed_by")
    op.drop_column("items", "claimed_by")
