"""Which releases a new entry reaches, and by when they must come down.

`may_reach` is the quick look that finds candidates; `must_return` asks the gate's fresh decision whether a candidate may stay out.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from consent_store.ids import ItemId, PersonId, PurposeCode, ReleaseId, SightingId
from consent_store.rules.entries import (
    Body,
    ConfidentialityRecorded,
    DoubtRaised,
    DoubtSettled,
    GuardianshipRecorded,
    ItemAnalysed,
    ItemRemoved,
    LocatableRecorded,
    MakerRecorded,
    NoticePublished,
    PersonCorrected,
    PersonErased,
    ReviewReopened,
    Word,
)
from consent_store.rules.gate import Code, Decision
from consent_store.rules.terms import Audience

DEADLINES: dict[Audience, timedelta] = {Audience.PUBLIC: timedelta(hours=24), Audience.INTERNAL: timedelta(hours=72)}


@dataclass(frozen=True, slots=True)
class Outside:
    """A release that is out, with everybody listed in its item."""

    release: ReleaseId
    item: ItemId
    purpose: PurposeCode
    audience: Audience
    people: frozenset[PersonId]
    masks: frozenset[SightingId]


def may_reach(body: Body, outside: Outside) -> bool:
    """Whether an entry is about this release at all. Errs on the side of yes."""
    match body:
        case Word():
            return body.person in outside.people and body.item in (None, outside.item) and body.purpose in (None, outside.purpose)
        case LocatableRecorded() | GuardianshipRecorded() | PersonCorrected() | PersonErased():
            return body.person in outside.people
        case NoticePublished():
            return body.purpose == outside.purpose
        case DoubtRaised() | DoubtSettled() | ReviewReopened() | ItemAnalysed():
            return body.item == outside.item
        case ConfidentialityRecorded() | MakerRecorded() | ItemRemoved():
            return body.item == outside.item
        case _:
            return False


def must_return(decision: Decision, outside: Outside) -> bool:
    """Whether a release may no longer be out: the gate is shut, or asks for masks that it does not have.

    Where a new analysis version is all that the gate waits for, nobody in it has objected: no more goes out, what is out may stay.
    """
    if decision.reasons and all(reason.code is Code.ANALYSIS_OUTDATED for reason in decision.reasons):
        return False
    return not decision.passes or not frozenset(decision.masks) <= outside.masks


def deadline(audience: Audience, at: datetime) -> datetime:
    """By when a recall must be done."""
    return at + DEADLINES[audience]
