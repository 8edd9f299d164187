"""Film and sound: what is known of a recording, who is seen and heard in it when, and what is cut out of it."""

import struct
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from consent_store.ids import SightingId, TrackId
from consent_store.records.base import Base
from consent_store.rules.sightings import Box, Origin
from consent_store.rules.timeline import Sight, Track

_SIGHT = struct.Struct("<5i")


class RecordingRow(Base):
    """What an item of film or sound is, and how far the analysis of `version` came: all faces up to `done_ms` are written down, from
    where a crash goes on, and voices once `listened_at`. At `told_at` the worker was at `looked_ms`, `seconds_left` before its end.

    `cuts` are moments in milliseconds at which another shot starts, separated by spaces; `hush` is how covered voices sound.
    `unread` are the parts of its sound that could not be read, and are silent (see `rules.spans`).
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
    unread: Mapped[str | None]


class TrackRow(Base):
    """A stretch of time of a sighting: a face followed, or, with an empty `path`, only that somebody is seen or heard.

    `path` holds the sights, each five little-endian 32-bit numbers: milliseconds, left, top, right, bottom. `number` and `person` are
    the analysis' own (a track, and the group that it took for one person). `batch` made it and `gone_batch` ended it, where steps of a
    review did; `there`: whether it counts now. `revision` is the item's that came of it where analysis saw or heard somebody anew, so that
    whoever looked at an older one can be told. `looks` are sealed descriptors, kept only while the analysis goes on.
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
    revision: Mapped[int | None]
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


def packed(sights: Iterable[Sight]) -> bytes:
    """The path of a track as it is kept."""
    return b"".join(_SIGHT.pack(at, box.left, box.top, box.right, box.bottom) for at, box in sights)


def unpacked(path: bytes) -> tuple[Sight, ...]:
    """The reverse of `packed`."""
    return tuple(Sight(at, Box(*sides)) for at, *sides in _SIGHT.iter_unpack(path))


def track(row: TrackRow) -> Track:
    """A followed face as the rules look at it."""
    return Track(TrackId(row.id), SightingId(row.sighting_id), Origin(row.origin), unpacked(row.path), row.before_ms, row.after_ms)
