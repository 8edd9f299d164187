"""Film and sound: what is known of a recording, who is seen and heard in it when, and what is cut out of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from consent_store.records.base import Base


class RecordingRow(Base):
    """What an item of film or sound is, and how far the analysis of `version` came: all faces up to `done_ms` are written down, from
    where a crash goes on, and voices once `listened_at`. At `told_at` the worker was at `looked_ms`, `seconds_left` before its end.

    `cuts` are moments in milliseconds at which another shot starts, separated by spaces; `hush` is how covered voices sound.
    """

    __tablename__ = "recordings"

    item_id: Mapped[str] = mapped_column(ForeignKey("items.id"), primary_key=True)
    version: Mapped[str]
    duration_ms: Mapped[int]
    fps: Mapped[float | None]
    has_picture: Mapped[bool]
    has_sound: Mapped[bool]
    cuts: Mapped[str] = mapped_column(default="")
    done_ms: Mapped[int] = mapped_column(default=0)
    listened_at: Mapped[datetime | None]
    looked_ms: Mapped[int] = mapped_column(default=0)
    seconds_left: Mapped[int | None]
    told_at: Mapped[datetime | None]
    hush: Mapped[str] = mapped_column(default="silence")


class TrackRow(Base):
    """A stretch of time of a sighting: a face followed, or, with an empty `path`, only that somebody is seen or heard.

    `path` holds the sights, each five little-endian 32-bit numbers: milliseconds, left, top, right, bottom. `number` and `person` are
    the analysis' own (a track, and the group that it took for one person). `batch` made it and `gone_batch` ended it, where steps of a
    review did; `there`: whether it counts now. `looks` are sealed descriptors, kept only while the analysis goes on.
    """

    __tablename__ = "tracks"
    __table_args__ = (
        Index("ix_tracks_item_id_version_number", "item_id", "version", "number"),
        Index("ix_tracks_batch", "batch"),
        Index("ix_tracks_gone_batch", "gone_batch"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("items.id"))
    sighting_id: Mapped[str] = mapped_column(ForeignKey("sightings.id"), index=True)
    origin: Mapped[str]
    version: Mapped[str | None]
    number: Mapped[int | None]
    person: Mapped[int | None]
    before_ms: Mapped[int]
    after_ms: Mapped[int]
    path: Mapped[bytes] = mapped_column(default=b"")
    looks: Mapped[bytes | None]
    batch: Mapped[str | None]
    gone_batch: Mapped[str | None]
    there: Mapped[bool] = mapped_column(default=True)


class TrimRow(Base):
    """A part of a recording that somebody cut out of whatever goes out of it."""

    __tablename__ = "trims"

    id: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("items.id"), index=True)
    start_ms: Mapped[int]
    end_ms: Mapped[int]
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    gone_at: Mapped[datetime | None]
