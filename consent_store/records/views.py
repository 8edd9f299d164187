"""What the questions about media answer with: frozen values, never rows."""

from dataclasses import dataclass
from datetime import date, datetime

from consent_store.ids import EventId, GroupId, ItemId, PersonId, RenditionId
from consent_store.rules.sightings import Proposal, Sighting
from consent_store.rules.terms import Kind, Maker, WhyAside


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an event is, in items; what was removed counts nowhere, unreadable files as `refused`.

    `attested` leaves out what is set `aside`; `to_review` counts the readable items that are not.
    """

    received: int = 0
    analysed: int = 0
    failed: int = 0
    refused: int = 0
    attested: int = 0
    aside: int = 0
    to_review: int = 0


@dataclass(frozen=True, slots=True)
class EventView:
    """An occasion, and how far its items are."""

    id: EventId
    title: str
    on: date
    groups: tuple[GroupId, ...]
    recognition_off: bool
    made_by: PersonId
    progress: Progress


@dataclass(frozen=True, slots=True)
class EventTitle:
    """An occasion, to choose it from a list."""

    id: EventId
    title: str
    on: date


@dataclass(frozen=True, slots=True)
class Aside:
    """Who set an item aside, when and why."""

    why: WhyAside
    by: PersonId
    at: datetime


@dataclass(frozen=True, slots=True)
class ItemView:
    """One medium. `failure` is the code of what went wrong in analysis; `unanswered` counts faces; `dropped` names metadata left out.

    `length_ms`: how long a film or a sound is, once it was opened; `looked_ms`: up to where it was looked at.
    """

    id: ItemId
    event: EventId
    number: int
    kind: Kind
    label: str
    uploader: PersonId
    received_at: datetime
    taken_at: datetime | None
    width: int | None
    height: int | None
    dropped: tuple[str, ...]
    analysed: bool
    failure: str | None
    faces: int | None
    revision: int
    maker: Maker | None
    confidential: bool
    removed: bool
    aside: Aside | None
    unanswered: int
    attested: bool
    thumb: RenditionId | None
    preview: RenditionId | None
    length_ms: int | None
    looked_ms: int


@dataclass(frozen=True, slots=True)
class SightingView:
    """A claim with what the machine proposes for it, who answered, and the picture of the face. Faces of one `cluster` look alike."""

    sighting: Sighting
    proposal: Proposal | None
    score: float | None
    quality: float | None
    answered_by: PersonId | None
    answered_at: datetime | None
    crop: RenditionId | None
    cluster: str | None
