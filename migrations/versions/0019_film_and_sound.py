"""Film and sound: recordings, who is seen and heard in them when, what is cut out, and that a release was played before it went.

Why: the same review, gate, masks and recall, for moving pictures and for voices.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


_SAID = (("sightings", "sense", "seen"), ("sightings", "spans", ""), ("renditions", "trim", ""), ("renditions", "hush", ""))
_ASKED = (("wanted", "trim", ""), ("wanted", "hush", ""))


def upgrade() -> None:
    for name, column, default in _SAID + _ASKED:
        op.add_column(name, sa.Column(column, sa.String(), nullable=False, server_default=default))
        with op.batch_alter_table(name) as table:
            table.alter_column(column, server_default=None)
    with op.batch_alter_table("drafts") as table:
        table.add_column(sa.Column("played_by", sa.String(), nullable=True))
        table.add_column(sa.Column("played_at", sa.DateTime(timezone=True), nullable=True))
        table.create_foreign_key(op.f("fk_drafts_played_by_people"), "people", ["played_by"], ["id"])
    _recordings()
    _tracks()
    _trims()


def downgrade() -> None:
    for name in ("trims", "tracks", "recordings"):
        op.drop_table(name)
    with op.batch_alter_table("drafts") as table:
        table.drop_constraint(op.f("fk_drafts_played_by_people"), type_="foreignkey")
        table.drop_column("played_at")
        table.drop_column("played_by")
    for name, column, _default in reversed(_SAID + _ASKED):
        op.drop_column(name, column)


def _recordings() -> None:
    op.create_table(
        "recordings",
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("fps", sa.Double(), nullable=True),
        sa.Column("has_picture", sa.Boolean(), nullable=False),
        sa.Column("has_sound", sa.Boolean(), nullable=False),
        sa.Column("cuts", sa.String(), nullable=False),
        sa.Column("done_ms", sa.Integer(), nullable=False),
        sa.Column("listened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_ms", sa.Integer(), nullable=False),
        sa.Column("seconds_left", sa.Integer(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hush", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_recordings_item_id_items")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_recordings")),
    )


def _tracks() -> None:
    op.create_table(
        "tracks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("sighting_id", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("person", sa.Integer(), nullable=True),
        sa.Column("before_ms", sa.Integer(), nullable=False),
        sa.Column("after_ms", sa.Integer(), nullable=False),
        sa.Column("path", sa.LargeBinary(), nullable=False),
        sa.Column("looks", sa.LargeBinary(), nullable=True),
        sa.Column("batch", sa.String(), nullable=True),
        sa.Column("gone_batch", sa.String(), nullable=True),
        sa.Column("there", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_tracks_item_id_items")),
        sa.ForeignKeyConstraint(["sighting_id"], ["sightings.id"], name=op.f("fk_tracks_sighting_id_sightings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tracks")),
    )
    op.create_index("ix_tracks_item_id_version_number", "tracks", ["item_id", "version", "number"], unique=False)
    for column in ("sighting_id", "batch", "gone_batch"):
        op.create_index(op.f(f"ix_tracks_{column}"), "tracks", [column], unique=False)


def _trims() -> None:
    op.create_table(
        "trims",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("start_ms", sa.Integer(), nullable=False),
        sa.Column("end_ms", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_trims_item_id_items")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_trims_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trims")),
    )
    op.create_index(op.f("ix_trims_item_id"), "trims", ["item_id"], unique=False)
