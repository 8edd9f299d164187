"""Which releases an entry reaches, and which must come back."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from consent_store.ids import DoubtId, EventId, ReleaseId, ReviewId, SightingId
from consent_store.rules.entries import (
    BODIES,
    AsideRecorded,
    Body,
    ConfidentialityRecorded,
    DoubtRaised,
    DoubtSettled,
    DraftOpened,
    GuardianshipRecorded,
    ItemAdmitted,
    ItemAnalysed,
    ItemRemoved,
    LocatableRecorded,
    MakerRecorded,
    MendingRecorded,
    NoticePublished,
    PersonCorrected,
    PersonErased,
    PersonRegistered,
    ReviewAttested,
    ReviewReopened,
    Say,
)
from consent_store.rules.gate import Decision
from consent_store.rules.recalls import (
    Outside,
    Rung,
    TaskState,
    column,
    deadline,
    may_reach,
    must_return,
    reached_at,
    remind_now,
    whose_consent,
)
from consent_store.rules.sightings import Answer
from consent_store.rules.standing import State
from consent_store.rules.terms import Audience, Kind, Mending
from tests.rules.build import (
    ANNA,
    BRAM,
    ITEM,
    MOTHER,
    OTHER_ITEM,
    PHOTO,
    PORTAL,
    PRESS,
    TODAY,
    UNCLE,
    WEBSITE,
    Case,
    attested,
    known,
    says,
    seen,
    stands,
)  # fmt: skip

OUT = Outside(ReleaseId("release"), ITEM, WEBSITE.code, Audience.PUBLIC, frozenset({ANNA, BRAM}), frozenset())
WITHDRAWAL = says(Say.WITHDRAWN)[1]
DOUBT = DoubtId("doubt")

REACHES: list[tuple[Body, bool]] = [
    (WITHDRAWAL, True),
    (replace(WITHDRAWAL, person=UNCLE), False),
    (replace(WITHDRAWAL, purpose=PORTAL.code), False),
    (replace(WITHDRAWAL, purpose=None, kind=None), True),
    (replace(WITHDRAWAL, item=ITEM), True),
    (replace(WITHDRAWAL, item=OTHER_ITEM), False),
    (replace(WITHDRAWAL, say=Say.LIFTED, item=ITEM), True),
    (LocatableRecorded(ANNA, True), True),
    (LocatableRecorded(UNCLE, True), False),
    (GuardianshipRecorded(ANNA, MOTHER, False), True),
    (GuardianshipRecorded(UNCLE, MOTHER, False), False),
    (PersonErased(BRAM), True),
    (PersonErased(UNCLE), False),
    (PersonCorrected(BRAM, "born"), True),
    (PersonCorrected(UNCLE, "born"), False),
    (NoticePublished(WEBSITE.code, 2, True, "00" * 32), True),
    (NoticePublished(PORTAL.code, 2, True, "00" * 32), False),
    *(
        (made, made.item == ITEM)
        for item in (ITEM, OTHER_ITEM)
        for made in (
            ConfidentialityRecorded(item, True),
            AsideRecorded(item, True),
            DoubtRaised(item, DOUBT),
            DoubtSettled(item, DOUBT, False),
            ItemAnalysed(item, "v3", 3),
            ItemRemoved(item, "asked"),
            MakerRecorded(item, "withdrawn"),
            ReviewReopened(item, 5),
        )
    ),
    (ReviewAttested(ITEM, ReviewId("review"), 4, 2), False),
    (MendingRecorded(ITEM, Mending.UNCOVERED), False),
    (DraftOpened(ITEM, ReleaseId("draft")), False),
    (ItemAdmitted(ITEM, EventId("event"), Kind.PHOTO, "00" * 32), False),
    (PersonRegistered(ANNA), False),
]


@pytest.mark.parametrize(("body", "reached"), REACHES, ids=lambda value: type(value).__name__)
def test_what_an_entry_reaches(body: Body, reached: bool) -> None:
    assert may_reach(body, OUT) is reached
    assert type(body) in BODIES.values()


REFUSED_PRESS = Case(standings=known(stands(ANNA, purpose=PRESS), stands(BRAM, State.REFUSED, purpose=PRESS)), purpose=PRESS).decide()


@pytest.mark.parametrize(
    ("decision", "covered", "returns"),
    [
        (Case().decide(), "", False),
        (Case().decide(), "b", False),
        (Case(standings=known(stands(ANNA), stands(BRAM, State.WITHDRAWN))).decide(), "", True),
        (Case(standings=known(stands(ANNA), stands(BRAM, State.WITHDRAWN))).decide(), "b", True),
        (REFUSED_PRESS, "", True),
        (REFUSED_PRESS, "a", True),
        (REFUSED_PRESS, "b", False),
        (REFUSED_PRESS, "ab", False),
    ],
)
def test_a_release_stays_out_only_while_the_gate_would_let_it_out(decision: Decision, covered: str, returns: bool) -> None:
    assert must_return(decision, replace(OUT, masks=frozenset(map(SightingId, covered)))) is returns


OUTDATED = replace(PHOTO, analysis=replace(PHOTO.analysis, in_force="another"))
NOT_BRAM = known(stands(ANNA, purpose=PRESS), stands(BRAM, State.WITHDRAWN, purpose=PRESS))
HIDING = known(stands(ANNA, purpose=PRESS), stands(BRAM, State.WITHDRAWN, barred=True, purpose=PRESS))
BRAM_SOMEWHERE = (seen("a", Answer.PERSON, ANNA), seen("b", Answer.PERSON, BRAM), seen("c", Answer.PERSON, BRAM, place=False))


@pytest.mark.parametrize(
    ("case", "covered", "returns"),
    [
        (Case(OUTDATED), "", False),
        (Case(OUTDATED, standings=NOT_BRAM, purpose=PRESS), "b", False),
        (Case(OUTDATED, standings=NOT_BRAM, purpose=PRESS), "a", True),
        (Case(OUTDATED, standings=NOT_BRAM, purpose=PRESS), "", True),
        (Case(OUTDATED, standings=HIDING, purpose=PRESS), "b", True),
        (Case(OUTDATED, BRAM_SOMEWHERE, (attested(listed=3),), standings=NOT_BRAM, purpose=PRESS), "b", True),
        (Case(replace(OUTDATED, confidential=True), standings=NOT_BRAM, purpose=PRESS), "b", True),
        (Case(OUTDATED, reviews=(), standings=NOT_BRAM, purpose=PRESS), "b", True),
    ],
)
def test_a_new_engine_calls_back_only_what_shows_somebody_who_may_not_be(case: Case, covered: str, returns: bool) -> None:
    assert must_return(case.decide(), replace(OUT, masks=frozenset(map(SightingId, covered)))) is returns


def test_the_public_comes_first() -> None:
    assert deadline(Audience.PUBLIC, TODAY) - TODAY == timedelta(hours=24)
    assert deadline(Audience.INTERNAL, TODAY) - TODAY == timedelta(hours=72)


TO_DO, WAITING, DONE = TaskState.TO_DO, TaskState.WAITING, TaskState.DONE


@pytest.mark.parametrize(
    ("tasks", "closed", "where"),
    [
        ([], False, TO_DO),
        ([], True, DONE),
        ([DONE, DONE], False, TO_DO),
        ([DONE, WAITING], False, WAITING),
        ([WAITING, TO_DO], False, TO_DO),
        ([DONE], True, DONE),
    ],
)
def test_a_recall_is_done_only_once_somebody_closed_it(tasks: list[TaskState], closed: bool, where: TaskState) -> None:
    assert column(tasks, closed) is where


HOURS = [TODAY + timedelta(hours=hours) for hours in range(40)]


@pytest.mark.parametrize(
    ("rung", "first"), [(Rung.OWNER, HOURS[0]), (Rung.COMMS, HOURS[12]), (Rung.SUPERVISOR, HOURS[24])], ids=lambda value: str(value)
)
def test_a_reminder_climbs_with_the_share_of_time_that_is_over(rung: Rung, first: datetime) -> None:
    since = [reached_at(rung, HOURS[0], HOURS[24], at) for at in HOURS]
    assert since == [first] * 24 + [HOURS[24]] * 16


def test_somebody_is_reminded_of_what_is_new_at_once_and_else_once_a_day() -> None:
    assert not remind_now([HOURS[5]], None, HOURS[4]) and not remind_now([], None, HOURS[4])
    assert remind_now([HOURS[5]], None, HOURS[5])
    assert not remind_now([HOURS[5]], HOURS[5], HOURS[28]) and remind_now([HOURS[5]], HOURS[5], HOURS[29])
    assert remind_now([HOURS[5], HOURS[7]], HOURS[6], HOURS[7])
    assert not remind_now([HOURS[5], HOURS[8]], HOURS[6], HOURS[7])


def test_those_are_told_whom_it_shows_and_may_not_show() -> None:
    decision = Case(standings=known(stands(ANNA, State.WITHDRAWN), stands(BRAM, State.WITHDRAWN))).decide()
    assert whose_consent(decision, replace(OUT, masks=frozenset())) == {ANNA, BRAM}
    assert whose_consent(decision, replace(OUT, masks=frozenset({SightingId("b")}))) == {ANNA}
