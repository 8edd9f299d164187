"""Which pictures of an event look almost the same, and what somebody chose among them."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consent_store.records.base import Base


class LikenedRow(Base):
    """That a picture was compared with the others of its event. `sharpness`: how strong its edges are, see `app.media.sharpness`."""

    __tablename__ = "likened"

    item_id: Mapped[str] = mapped_column(ForeignKey("items.id"), primary_key=True)
    sharpness: Mapped[float]


class LikenessRow(Base):
    """That two pictures of an event look alike: in how many bits, of 256, they differ."""

    __tablename__ = "likenesses"

    one_id: Mapped[str] = mapped_column(ForeignKey("items.id"), primary_key=True)
    other_id: Mapped[str] = mapped_column(ForeignKey("items.id"), primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), index=True)
    bits: Mapped[int]


class ChoiceRow(Base):
    """That somebody chose among pictures that look alike: nobody is asked about these together again, unless it is undone."""

    __tablename__ = "choices"

    id: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), index=True)
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class ChoiceItemRow(Base):
    """A picture among which somebody chose, and whether the choice `set_aside` it."""

    __tablename__ = "choice_items"

    choice_id: Mapped[str] = mapped_column(ForeignKey("choices.id"), primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("items.id"), primary_key=True)
    set_aside: Mapped[bool]
