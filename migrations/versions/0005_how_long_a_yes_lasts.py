"""How long a yes lasts, and what a guardian without authority sees.

Why: a school chooses whether consents end by themselves, and what it shows to a parent who may not decide.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("school", sa.Column("yes_lasts", sa.String(), server_default="", nullable=False))
    op.add_column("school", sa.Column("onlookers_see", sa.String(), server_default="standing", nullable=False))
    with op.batch_alter_table("school") as batch:  # the defaults were for the school that was there
        batch.alter_column("yes_lasts", server_default=None)
        batch.alter_column("onlookers_see", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("school") as batch:
        batch.drop_column("onlookers_see")
        batch.drop_column("yes_lasts")
