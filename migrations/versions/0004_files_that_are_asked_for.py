"""Files that are asked for before they are made, what is covered in each, and how the school wants them.

Why: what goes out is no longer the clean file itself, but one made for its release: covered, sized, with our metadata in it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _wanted()
    _covers()
    _cuts()
    op.create_table(
        "forms",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("quality", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_forms")),
    )
    op.add_column("renditions", sa.Column("revision", sa.Integer(), nullable=True))
    op.add_column("renditions", sa.Column("form", sa.String(), nullable=True))
    op.add_column("renditions", sa.Column("release_id", sa.String(), nullable=True))
    op.add_column("school", sa.Column("mask_colour", sa.String(), nullable=True))


def downgrade() -> None:
    for table, column in (("school", "mask_colour"), *(("renditions", name) for name in ("release_id", "form", "revision"))):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column)
    for table in ("forms", "cuts", "covers", "wanted"):
        op.drop_table(table)


def _wanted() -> None:
    op.create_table(
        "wanted",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("use", sa.String(), nullable=False),
        sa.Column("masks", sa.String(), nullable=False),
        sa.Column("covers", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("crop", sa.String(), nullable=True),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("quality", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.String(), nullable=True),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_wanted_item_id_items")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wanted")),
    )
    op.create_index(op.f("ix_wanted_item_id_use"), "wanted", ["item_id", "use"], unique=False)
    waiting = sa.text("made_at IS NULL AND failure IS NULL")
    op.create_index("ix_wanted_waiting", "wanted", ["wanted_at"], unique=False, sqlite_where=waiting, postgresql_where=waiting)


def _covers() -> None:
    op.create_table(
        "covers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("top", sa.Integer(), nullable=False),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("bottom", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_covers_by_people")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_covers_item_id_items")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_covers")),
    )
    op.create_index(op.f("ix_covers_item_id"), "covers", ["item_id"], unique=False)


def _cuts() -> None:
    op.create_table(
        "cuts",
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("top", sa.Integer(), nullable=False),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("bottom", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_cuts_by_people")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_cuts_item_id_items")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_cuts")),
    )
