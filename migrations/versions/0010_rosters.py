"""Rosters that the office imports, how their columns were read, and whether somebody was asked about legal authority.

Why: an import is planned first and applied by whoever saw the plan, perhaps an hour later; a mapping is made once for each export. A roster
names guardians without saying who has authority in law, so that nobody having answered must look different from an answer that was no.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rosters",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("files", sa.String(), nullable=False),
        sa.Column("vault_name", sa.String(), nullable=True),
        sa.Column("mapping", sa.String(), nullable=True),
        sa.Column("apart", sa.String(), nullable=False),
        sa.Column("part", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_by", sa.String(), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counts", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_rosters_by_people")),
        sa.ForeignKeyConstraint(["applied_by"], ["people.id"], name=op.f("fk_rosters_applied_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rosters")),
    )
    op.create_table(
        "roster_mappings",
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("mapping", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_roster_mappings_by_people")),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_roster_mappings")),
    )
    _add_flag("guardianships", "answered", sa.true())
    _add_flag("groups", "from_roster", sa.false())


def downgrade() -> None:
    op.drop_column("groups", "from_roster")
    op.drop_column("guardianships", "answered")
    for table in ("roster_mappings", "rosters"):
        op.drop_table(table)


def _add_flag(table: str, column: str, before: sa.ColumnElement[bool]) -> None:
    """A flag that what is there has; what comes later says its own."""
    op.add_column(table, sa.Column(column, sa.Boolean(), nullable=False, server_default=before))
    with op.batch_alter_table(table) as altered:
        altered.alter_column(column, server_default=None)
