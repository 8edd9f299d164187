"""What a new version of the analysis would say otherwise, beside what people said.

Why: an answer stays until a person changes it. Where a new engine disagrees, somebody is told and settles it; what only it saw comes first.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "differences",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sighting_id", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["sighting_id"], ["sightings.id"], name=op.f("fk_differences_sighting_id_sightings")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_differences_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_differences")),
    )
    op.create_index(op.f("ix_differences_sighting_id"), "differences", ["sighting_id"], unique=False)
    op.create_index(op.f("ix_differences_person_id"), "differences", ["person_id"], unique=False)
    op.create_index("ix_differences_open", "differences", ["found_at"], sqlite_where=_OPEN, postgresql_where=_OPEN)


_OPEN = sa.text("settled_at IS NULL")


def downgrade() -> None:
    op.drop_table("differences")
