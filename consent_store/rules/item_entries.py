"""The kinds of entry about one item and its review: see `rules.entries`."""

from dataclasses import dataclass

from consent_store.ids import DoubtId, EventId, ItemId, ReleaseId, ReviewId
from consent_store.rules.terms import Kind, Mending


@dataclass(frozen=True, slots=True)
class ItemAdmitted:
    """A medium came in; `sha256` (hex) is that of the bytes received."""

    item: ItemId
    event: EventId
    kind: Kind
    sha256: str


@dataclass(frozen=True, slots=True)
class ItemAnalysed:
    """The engine looked at an item and found so many faces."""

    item: ItemId
    version: str
    faces: int


@dataclass(frozen=True, slots=True)
class ItemRemoved:
    """The bytes of an item are gone."""

    item: ItemId
    why: str


@dataclass(frozen=True, slots=True)
class MakerRecorded:
    """Under what permission the maker's work may be used; `proof` is the SHA-256 (hex) of a document."""

    item: ItemId
    permission: str
    proof: str | None = None


@dataclass(frozen=True, slots=True)
class ConfidentialityRecorded:
    """Whether an item is confidential: then no purpose opens it."""

    item: ItemId
    confidential: bool


@dataclass(frozen=True, slots=True)
class AsideRecorded:
    """Whether an item was set aside, as one that nobody needs: then no purpose opens it."""

    item: ItemId
    aside: bool


@dataclass(frozen=True, slots=True)
class MendingRecorded:
    """Somebody changed by hand what of an item is covered or left out in whatever is made of it from then on."""

    item: ItemId
    mending: Mending


@dataclass(frozen=True, slots=True)
class ReviewAttested:
    """A reviewer attested that everyone recognisable in this state of an item is listed."""

    item: ItemId
    review: ReviewId
    revision: int
    listed: int


@dataclass(frozen=True, slots=True)
class ReviewReopened:
    """What was said about an attested item changed, so that the attestation no longer counts."""

    item: ItemId
    revision: int


@dataclass(frozen=True, slots=True)
class DoubtRaised:
    """A question was put to the supervisor; the gate is shut until it is settled."""

    item: ItemId
    doubt: DoubtId


@dataclass(frozen=True, slots=True)
class DoubtSettled:
    """The supervisor answered; where not `resolved`, the gate stays shut."""

    item: ItemId
    doubt: DoubtId
    resolved: bool


@dataclass(frozen=True, slots=True)
class DraftOpened:
    """Somebody opened at its full size a file that was made for a release and is not released; once for each who does."""

    item: ItemId
    release: ReleaseId
