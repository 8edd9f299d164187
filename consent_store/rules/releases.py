"""What may leave: a rendition under a passing decision, bound to its bytes.

A `Release` cannot be made by hand: `released` is the one place, and it asks for the decision.
"""

from dataclasses import InitVar, dataclass
from datetime import datetime
from enum import StrEnum

from consent_store.errors import NotCleared
from consent_store.ids import ItemId, PersonId, PurposeCode, ReleaseId, RenditionId, SightingId
from consent_store.rules.gate import Decision
from consent_store.rules.terms import Audience

_MADE_HERE = object()


class Use(StrEnum):
    """What a file is for: `CLEAN` is the base of what is made later, `PREVIEW`, `THUMB` and `CROP` are for those who review, of a recording
    also the `STRIP` of pictures and the `WAVE` of sound along its time.

    Only a `RELEASE` file may be released: made for one release, masked and sized, with our metadata in it. A `SHOWN` one is for a family's
    eyes, everybody else covered.
    """

    CLEAN = "clean"
    PREVIEW = "preview"
    THUMB = "thumb"
    CROP = "crop"
    STRIP = "strip"
    WAVE = "wave"
    RELEASE = "release"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class Rendition:
    """A file made from an item: the SHA-256 (hex) of its bytes, and the sightings covered in it."""

    id: RenditionId
    item: ItemId
    sha256: str
    masks: frozenset[SightingId] = frozenset()


@dataclass(frozen=True, slots=True)
class Release:
    """A rendition let out for one purpose and one channel."""

    id: ReleaseId
    item: ItemId
    rendition: RenditionId
    sha256: str
    purpose: PurposeCode
    audience: Audience
    channel: str
    personally: bool
    by: PersonId
    at: datetime
    masks: frozenset[SightingId]
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _MADE_HERE:
            raise TypeError("a Release is made by released(), from a decision")


def released(decision: Decision, rendition: Rendition, release: ReleaseId, *, channel: str, personally: bool, by: PersonId) -> Release:
    """Let a rendition out under a decision. Raises `NotCleared` unless the decision passes and the rendition covers exactly its masks."""
    if not decision.passes or rendition.item != decision.item or rendition.masks != frozenset(decision.masks):
        raise NotCleared()
    return Release(
        id=release,
        item=decision.item,
        rendition=rendition.id,
        sha256=rendition.sha256,
        purpose=decision.purpose,
        audience=decision.audience,
        channel=channel,
        personally=personally,
        by=by,
        at=decision.at,
        masks=rendition.masks,
        seal=_MADE_HERE,
    )
