"""How much of a file of film or sound is made, and how long the rest takes.

Why: a film takes as long as it plays, and whoever waits for it wants to know whether to go home.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("wanted", sa.Column("share", sa.Double(), nullable=True))
    op.add_column("wanted", sa.Column("seconds_left", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("wanted", "seconds_left")
    op.drop_column("wanted", "share")
