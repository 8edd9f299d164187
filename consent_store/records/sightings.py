"""Who is said to be where, what people answered, and what the machine proposed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from consent_store.records.base import Base

_DESCRIBED = text("descriptor IS NOT NULL")
_NAMED = text("person_id IS NOT NULL")


class SightingRow(Base):
    """A claim. The box is four columns or none; `descriptor` is sealed and goes as soon as there is an answer.

    Faces of one `cluster` look alike. `spans` (see `rules.spans`) are the union of what its tracks say; `cut`: all of them are
    cut out of the recording. That is for lists of what waits: whether it counts, says `rules.trimming`.
    """

    __tablename__ = "sightings"
    __table_args__ = (
        Index("ix_sightings_described", "item_id", sqlite_where=_DESCRIBED, postgresql_where=_DESCRIBED),
        Index("ix_sightings_named", "item_id", "person_id", sqlite_where=_NAMED, postgresql_where=_NAMED),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("items.id"), index=True)
    origin: Mapped[str]
    left: Mapped[int | None]
    top: Mapped[int | None]
    right: Mapped[int | None]
    bottom: Mapped[int | None]
    score: Mapped[float | None]
    quality: Mapped[float | None]
    answer: Mapped[str | None]
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True)
    answered_by: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    confidence: Mapped[str | None]
    proposed: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    distance: Mapped[float | None]
    runner_up: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    runner_up_distance: Mapped[float | None]
    descriptor: Mapped[bytes | None]
    cluster: Mapped[str | None] = mapped_column(index=True)
    sense: Mapped[str] = mapped_column(default="seen")
    spans: Mapped[str] = mapped_column(default="")
    cut: Mapped[bool] = mapped_column(default=False)


class AnswerRow(Base):
    """One step of a review, so that it can be taken back. Both sides are an answer, and a person where it names one.

    None is "no answer yet", `absent` is "not there": drawn a step later, or taken away. `revision` is the item's revision that the step
    made, done or undone, so that whoever looked at an older one can be told; `stirred` is the event's count then, as in `ItemRow`. Steps
    that one press made share a `batch`, and are taken back by one press.
    """

    __tablename__ = "answers"
    __table_args__ = (Index("ix_answers_item_id_by", "item_id", "by"), Index("ix_answers_event_id_by", "event_id", "by", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    sighting_id: Mapped[str] = mapped_column(ForeignKey("sightings.id"), index=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("items.id"))
    event_id: Mapped[str | None]
    batch: Mapped[str | None] = mapped_column(index=True)
    stirred: Mapped[int | None]
    by: Mapped[str]
    at: Mapped[datetime]
    before: Mapped[str | None]
    before_person: Mapped[str | None]
    after: Mapped[str | None]
    after_person: Mapped[str | None]
    revision: Mapped[int]
    undone_at: Mapped[datetime | None]


class WatchRow(Base):
    """How many proposals of a model people confirmed and rejected, a row a day and confidence. No faces."""

    __tablename__ = "watch"

    model: Mapped[str] = mapped_column(primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    confidence: Mapped[str] = mapped_column(primary_key=True)
    confirmed: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
