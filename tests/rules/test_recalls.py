"""Which releases an entry reaches, and which must come back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from consent_store.ids import DoubtId, EventId, ReleaseId, ReviewId, SightingId
from consent_store.rules.entries import (
    BODIES,
    Body,
    ConfidentialityRecorded,
    DoubtRaised,
    DoubtSettled,
    GuardianshipRecorded,
    ItemAdmitted,
    ItemAnalysed,
    ItemRemoved,
    LocatableRecorded,
    MakerRecorded,
    NoticePublished,
    PersonCorrected,
    PersonErased,
    PersonRegistered,
    ReviewAttested,
    ReviewReopened,
    Say,
)
from consent_store.rules.gate import Decision
from consent_store.rules.recalls import Outside, deadline, may_reach, must_return
from consent_store.rules.sightings import Answer
from consent_store.rules.standing import State
from consent_store.rules.terms import Audience, Kind
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
            DoubtRaised(item, DOUBT),
            DoubtSettled(item, DOUBT, False),
            ItemAnalysed(item, "v3", 3),
            ItemRemoved(item, "asked"),
            MakerRecorded(item, "withdrawn"),
            ReviewReopened(item, 5),
        )
    ),
    (ReviewAttested(ITEM, ReviewId("review"), 4, 2), False),
    (ItemAdmitted(ITEM, EventId("event"), Kind.PHOTO, "00" * 32), False),
    (PersonRegistered(ANNA), False),
]


@pytest.mark.parametrize(("body", "reached"), REACHES, ids=lambda value: type(value).__name__)
def test_what_an_entry_reaches(body: Body, reached: bool) -> None:
    assert may_reach(body, OUT) is reached
    assert type(body) in BODIES.values()


REFUSED_PRESS = Case(
    standings={ANNA: stands(ANNA, purpose=PRESS), BRAM: stands(BRAM, State.REFUSED, purpose=PRESS)}, purpose=PRESS
).decide()


@pytest.mark.parametrize(
    ("decision", "covered", "returns"),
    [
        (Case().decide(), "", False),
        (Case().decide(), "b", False),
        (Case(standings={ANNA: stands(ANNA), BRAM: stands(BRAM, State.WITHDRAWN)}).decide(), "", True),
        (Case(standings={ANNA: stands(ANNA), BRAM: stands(BRAM, State.WITHDRAWN)}).decide(), "b", True),
        (REFUSED_PRESS, "", True),
        (REFUSED_PRESS, "a", True),
        (REFUSED_PRESS, "b", False),
        (REFUSED_PRESS, "ab", False),
    ],
)
def test_a_release_stays_out_only_while_the_gate_would_let_it_out(decision: Decision, covered: str, returns: bool) -> None:
    assert must_return(decision, replace(OUT, masks=frozenset(map(SightingId, covered)))) is returns


OUTDATED = replace(PHOTO, analysis=replace(PHOTO.analysis, in_force="another"))
NOT_BRAM = {ANNA: stands(ANNA, purpose=PRESS), BRAM: stands(BRAM, State.WITHDRAWN, purpose=PRESS)}
HIDING = {ANNA: stands(ANNA, purpose=PRESS), BRAM: stands(BRAM, State.WITHDRAWN, barred=True, purpose=PRESS)}
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
