"""Files that somebody asked for and a worker makes, what is covered by hand, and how the school wants each form."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from consent_store.records.base import Base

_WAITING = text("made_at IS NULL AND failure IS NULL")


class WantedRow(Base):
    """An order for one file; `id` is that of the rendition to be. `masks` and `covers` are ids, sorted, separated by spaces; `crop` is
    "left top right bottom" in pixels of the picture, `trim` and `hush` are as in renditions. It stays
    as the word for what the file was to be.
    """

    __tablename__ = "wanted"
    __table_args__ = (
        Index("ix_wanted_item_id_use", "item_id", "use"),
        Index("ix_wanted_waiting", "wanted_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("items.id"))
    use: Mapped[str]
    masks: Mapped[str] = mapped_column(default="")
    covers: Mapped[str] = mapped_column(default="")
    form: Mapped[str]
    crop: Mapped[str | None]
    media_type: Mapped[str]
    quality: Mapped[int]
    revision: Mapped[int]
    release_id: Mapped[str | None]
    wanted_at: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
    claimed_by: Mapped[str | None]
    share: Mapped[float | None]
    seconds_left: Mapped[int | None]
    made_at: Mapped[datetime | None]
    failure: Mapped[str | None]
    trim: Mapped[str] = mapped_column(default="")
    hush: Mapped[str] = mapped_column(default="")


class CoverRow(Base):
    """A place that somebody covered by hand in whatever is made of an item: a name badge, a jersey, a number plate."""

    __tablename__ = "covers"

    id: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("items.id"), index=True)
    left: Mapped[int]
    top: Mapped[int]
    right: Mapped[int]
    bottom: Mapped[int]
    why: Mapped[str]
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class CutRow(Base):
    """The part of an item to which somebody cut whatever goes out of it."""

    __tablename__ = "cuts"

    item_id: Mapped[str] = mapped_column(ForeignKey("items.id"), primary_key=True)
    left: Mapped[int]
    top: Mapped[int]
    right: Mapped[int]
    bottom: Mapped[int]
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]


class FormRow(Base):
    """How the school wants the files of a form; without a row, as `rules.forms` says."""

    __tablename__ = "forms"

    code: Mapped[str] = mapped_column(primary_key=True)
    media_type: Mapped[str]
    quality: Mapped[int]
