"""Events, their items, and the files made from them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from consent_store.records.base import Base


class EventRow(Base):
    """An occasion at which media were made."""

    __tablename__ = "events"

    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    on: Mapped[date]
    made_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
    recognition_off: Mapped[bool] = mapped_column(default=False)


class EventGroupRow(Base):
    """That a group took part in an event."""

    __tablename__ = "event_groups"

    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), primary_key=True)
    group_id: Mapped[str] = mapped_column(ForeignKey("groups.id"), primary_key=True)


class ItemRow(Base):
    """One uploaded medium. `revision` counts every change to what is said about it; `label` is the name it came under, for the eye only.

    `stirred` is where the event's count of changes stood when something about this item last changed: whoever looks on asks what came
    since.
    """

    __tablename__ = "items"
    __table_args__ = (
        Index("ix_items_event_id_number", "event_id", "number", unique=True),
        Index("ix_items_event_id_stirred", "event_id", "stirred"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"))
    number: Mapped[int]
    kind: Mapped[str]
    uploader: Mapped[str] = mapped_column(ForeignKey("people.id"))
    label: Mapped[str]
    sha256: Mapped[str] = mapped_column(unique=True)
    size: Mapped[int]
    vault_name: Mapped[str | None]
    received_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    dropped: Mapped[str] = mapped_column(default="")
    analysis_version: Mapped[str | None] = mapped_column(index=True)
    analysis_failure: Mapped[str | None]
    faces: Mapped[int | None]
    analysed_at: Mapped[datetime | None]
    claimed_until: Mapped[datetime | None]
    claimed_by: Mapped[str | None]
    revision: Mapped[int] = mapped_column(default=0)
    stirred: Mapped[int | None]
    maker: Mapped[str | None]
    maker_permission: Mapped[str | None]
    maker_proof: Mapped[str | None]
    confidential: Mapped[bool] = mapped_column(default=False)
    removed_at: Mapped[datetime | None]
    aside_at: Mapped[datetime | None]
    aside_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    aside_why: Mapped[str | None]


class RenditionRow(Base):
    """A file made from an item for a use (`rules.releases.Use`). `masks` are sighting ids, sorted, separated by spaces; `trim` is what of
    a film or sound was cut out (see `rules.spans`), `hush` how its covered voices sound.

    `revision` is the item's that it shows, `form` its size, `release_id` the release that it was made for: see `records.wanted`.
    """

    __tablename__ = "renditions"
    __table_args__ = (Index("ix_renditions_item_id_use", "item_id", "use"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("items.id"))
    use: Mapped[str]
    sighting_id: Mapped[str | None] = mapped_column(ForeignKey("sightings.id"), index=True)
    masks: Mapped[str] = mapped_column(default="")
    vault_name: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    media_type: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    made_at: Mapped[datetime]
    revision: Mapped[int | None]
    form: Mapped[str | None]
    release_id: Mapped[str | None]
    trim: Mapped[str] = mapped_column(default="")
    hush: Mapped[str] = mapped_column(default="")
