"""What people said of which faces belong together.

Why: what somebody joined or took apart must hold for every grouping by the machine that comes after, and whom somebody said that a face
is not must not be proposed for it again. After each answer it is asked in which pictures of the event somebody has a name already.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    named = sa.text("person_id IS NOT NULL")
    op.create_index("ix_sightings_named", "sightings", ["item_id", "person_id"], sqlite_where=named, postgresql_where=named)
    op.create_table(
        "face_bonds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("same", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_face_bonds_event_id_events")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_face_bonds_person_id_people")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_face_bonds_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_face_bonds")),
    )
    op.create_index(op.f("ix_face_bonds_event_id"), "face_bonds", ["event_id"], unique=False)
    op.create_table(
        "face_bond_sides",
        sa.Column("bond_id", sa.Integer(), nullable=False),
        sa.Column("sighting_id", sa.String(), nullable=False),
        sa.Column("side", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("after", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["bond_id"], ["face_bonds.id"], name=op.f("fk_face_bond_sides_bond_id_face_bonds")),
        sa.ForeignKeyConstraint(["sighting_id"], ["sightings.id"], name=op.f("fk_face_bond_sides_sighting_id_sightings")),
        sa.PrimaryKeyConstraint("bond_id", "sighting_id", name=op.f("pk_face_bond_sides")),
    )


def downgrade() -> None:
    op.drop_table("face_bond_sides")
    op.drop_table("face_bonds")
    op.drop_index("ix_sightings_named", "sightings")
