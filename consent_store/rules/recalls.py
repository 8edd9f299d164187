"""Which releases a new entry reaches, by when they must come down, and who is reminded meanwhile.

`may_reach` is the quick look that finds candidates; `must_return` asks the gate's fresh decision whether a candidate may stay out.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from consent_store.ids import ItemId, PersonId, PurposeCode, ReleaseId, SightingId
from consent_store.rules.entries import (
    AsideRecorded,
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
from consent_store.rules.gate import Code, Decision, Reason
from consent_store.rules.terms import Audience

REMIND_AGAIN = timedelta(hours=24)


class TaskState(StrEnum):
    """Where one thing to do of a recall stands. `WAITING`: somebody else was asked to do it."""

    TO_DO = "to_do"
    WAITING = "waiting"
    DONE = "done"


class Found(StrEnum):
    """What the address of a posting answered when it was asked."""

    THERE = "there"
    GONE = "gone"
    UNKNOWN = "unknown"


class Rung(IntEnum):
    """Whom a reminder has climbed to. Each rung adds to those below it."""

    OWNER = 0
    COMMS = 1
    SUPERVISOR = 2


DEADLINES: dict[Audience, timedelta] = {Audience.PUBLIC: timedelta(hours=24), Audience.INTERNAL: timedelta(hours=72)}
_COVERABLE = frozenset({Code.NO_CONSENT, Code.STRANGER})


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
        case ConfidentialityRecorded() | AsideRecorded() | MakerRecorded() | ItemRemoved():
            return body.item == outside.item
        case _:
            return False


def must_return(decision: Decision, outside: Outside) -> bool:
    """Whether a release may no longer be out: the gate is shut, or asks for masks that it does not have.

    Where a new analysis version is all that the gate waits for, beside consents of people who are covered in what went out, nobody shown
    has objected: no more goes out, what is out may stay.
    """
    outdated = any(reason.code is Code.ANALYSIS_OUTDATED for reason in decision.reasons)
    if outdated and all(_waits_or_is_covered(reason, outside.masks) for reason in decision.reasons):
        return False
    return not decision.passes or not frozenset(decision.masks) <= outside.masks


def _waits_or_is_covered(reason: Reason, masks: frozenset[SightingId]) -> bool:
    return reason.code is Code.ANALYSIS_OUTDATED or (reason.code in _COVERABLE and reason.sighting in masks)


def deadline(audience: Audience, at: datetime) -> datetime:
    """By when a recall must be done."""
    return at + DEADLINES[audience]


def whose_consent(decision: Decision, outside: Outside) -> frozenset[PersonId]:
    """Those whom a release shows and may not show: they are told when it is gone."""
    shown = (reason for reason in decision.reasons if reason.sighting not in outside.masks)
    return frozenset(reason.person for reason in shown if reason.person)


def reached_at(rung: Rung, opened: datetime, due: datetime, at: datetime) -> datetime:
    """From when on a task that is not done is a rung's matter: the owner's at once, all of communications' after half the time, the
    supervisor's once it is late. That it is late is news to everybody.
    """
    return due if due <= at else (opened, opened + (due - opened) / 2, due)[rung]


def remind_now(since: Iterable[datetime], last: datetime | None, at: datetime) -> bool:
    """Whether somebody is reminded now of tasks that are their matter `since` these moments, after a letter at `last` (None: never yet):
    at once for what is new, else once a day.
    """
    due = [moment for moment in since if moment <= at]
    return bool(due) and (last is None or max(due) > last or at - last >= REMIND_AGAIN)


def column(tasks: Collection[TaskState], closed: bool) -> TaskState:
    """Where a recall stands on the board. One whose tasks are all done, or that has none, still waits for somebody to close it."""
    if closed:
        return TaskState.DONE
    return TaskState.WAITING if TaskState.WAITING in tasks and TaskState.TO_DO not in tasks else TaskState.TO_DO
