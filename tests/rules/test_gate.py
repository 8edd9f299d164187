"""The nine rules of the gate, each with what opens and what holds."""

from dataclasses import replace

import pytest

from consent_store.ids import PersonId, SightingId
from consent_store.rules.gate import RULE_OF, Analysis, Code, DoubtState, Verdict
from consent_store.rules.sightings import Answer, Origin
from consent_store.rules.standing import State
from consent_store.rules.terms import Kind
from tests.rules.build import (
    ANALYSED,
    ANNA,
    BRAM,
    OTHER_ITEM,
    PHOTO,
    PORTAL,
    PRESS,
    REVIEWER,
    TODAY,
    UPLOADER,
    WEBSITE,
    Case,
    attested,
    doubted,
    known,
    seen,
    stands,
)

PERSON, STRANGER, UNRECOGNISABLE, NOBODY = Answer.PERSON, Answer.STRANGER, Answer.UNRECOGNISABLE, Answer.NOBODY
A, B = seen("a", PERSON, ANNA), seen("b", PERSON, BRAM)
UNPLACED_B = seen("b", PERSON, BRAM, place=False)
BRAMS = BRAM, Kind.PHOTO
BOTH = known(stands(ANNA), stands(BRAM))
FOR_PORTAL = known(stands(ANNA, purpose=PORTAL), stands(BRAM, purpose=PORTAL))
FOR_PRESS = known(stands(ANNA, purpose=PRESS), stands(BRAM, purpose=PRESS))
REFUSED = BOTH | known(stands(BRAM, State.REFUSED))
HIDDEN = FOR_PRESS | known(stands(BRAM, barred=True, purpose=PRESS))
REFUSED_PRESS = FOR_PRESS | known(stands(BRAM, State.REFUSED, purpose=PRESS))
INTERNAL = Case(standings=FOR_PORTAL, purpose=PORTAL)
MASKABLE = Case(standings=REFUSED_PRESS, purpose=PRESS)


def analysed(**changes: object) -> Case:
    """The open case, with another analysis."""
    return Case(replace(PHOTO, analysis=replace(ANALYSED, **changes)))  # type: ignore[arg-type]


# rule, what it shows, the case, what the gate answers, the codes of its reasons
CASES: list[tuple[int, str, Case, Verdict, set[Code]]] = [
    (1, "analysed and all else in order", Case(), Verdict.CLEARED, set()),
    (1, "not analysed", analysed(version=None), Verdict.HELD, {Code.NOT_ANALYSED}),
    (1, "not counted", analysed(faces=None), Verdict.HELD, {Code.NOT_ANALYSED}),
    (1, "by an older version", analysed(version="v1"), Verdict.HELD, {Code.ANALYSIS_OUTDATED}),
    (1, "failed", analysed(failed=True), Verdict.HELD, {Code.ANALYSIS_FAILED}),
    (2, "a face without an answer", Case(sightings=(A, seen("b", None))), Verdict.HELD, {Code.UNANSWERED}),
    (2, "a stranger where nothing masks", Case(sightings=(A, seen("b", STRANGER))), Verdict.HELD, {Code.STRANGER}),
    (2, "not recognisable", Case(sightings=(A, seen("b", UNRECOGNISABLE))), Verdict.CLEARED, set()),
    (2, "a false alarm", Case(sightings=(A, seen("b", NOBODY)), reviews=(attested(listed=1),)), Verdict.CLEARED, set()),
    (3, "nobody attested", Case(reviews=()), Verdict.HELD, {Code.NOT_ATTESTED}),
    (3, "attested another item", Case(reviews=(attested(item=OTHER_ITEM),)), Verdict.HELD, {Code.NOT_ATTESTED}),
    (3, "changed since", Case(reviews=(attested(revision=3),)), Verdict.HELD, {Code.CHANGED_SINCE_ATTESTED}),
    (3, "attested in a state to come", Case(reviews=(attested(revision=5),)), Verdict.HELD, {Code.CHANGED_SINCE_ATTESTED}),
    (3, "attested again since", Case(reviews=(attested(revision=3), attested())), Verdict.CLEARED, set()),
    (3, "attested fewer", Case(reviews=(attested(listed=1),)), Verdict.HELD, {Code.FEWER_LISTED_THAN_FOUND}),
    (3, "one of two attested fewer", Case(reviews=(attested(), attested(listed=1))), Verdict.HELD, {Code.FEWER_LISTED_THAN_FOUND}),
    (
        3,
        "fewer sightings than found",
        Case(sightings=(A,), reviews=(attested(listed=1),)),
        Verdict.HELD,
        {Code.FEWER_LISTED_THAN_FOUND},
    ),
    (
        3,
        "a drawn box is no found face",
        Case(sightings=(A, replace(B, origin=Origin.HUMAN))),
        Verdict.HELD,
        {Code.FEWER_LISTED_THAN_FOUND},
    ),
    (
        3,
        "somebody added by hand",
        Case(sightings=(A, B, seen("c", PERSON, ANNA, human=True, place=False)), reviews=(attested(listed=3),)),
        Verdict.CLEARED,
        set(),
    ),
    (3, "an empty picture", Case(replace(PHOTO, analysis=replace(ANALYSED, faces=0)), (), (attested(listed=0),)), Verdict.CLEARED, set()),
    (4, "public, by the uploader", Case(reviews=(attested(UPLOADER),)), Verdict.HELD, {Code.FOUR_EYES}),
    (4, "public, by both", Case(reviews=(attested(UPLOADER), attested())), Verdict.CLEARED, set()),
    (
        4,
        "public, the other's is of an older state",
        Case(reviews=(attested(UPLOADER), attested(revision=3))),
        Verdict.HELD,
        {Code.FOUR_EYES},
    ),
    (4, "internal, by the uploader", replace(INTERNAL, reviews=(attested(UPLOADER),)), Verdict.CLEARED, set()),
    (5, "an open doubt", Case(doubts=(doubted(DoubtState.OPEN),)), Verdict.HELD, {Code.DOUBT_OPEN}),
    (5, "upheld", Case(doubts=(doubted(DoubtState.UPHELD),)), Verdict.HELD, {Code.DOUBT_UPHELD}),
    (5, "resolved", Case(doubts=(doubted(DoubtState.RESOLVED),)), Verdict.CLEARED, set()),
    (
        5,
        "one resolved, one open",
        Case(doubts=(doubted(DoubtState.RESOLVED), doubted(DoubtState.OPEN))),
        Verdict.HELD,
        {Code.DOUBT_OPEN},
    ),
    (5, "a doubt about another item", Case(doubts=(doubted(DoubtState.OPEN, OTHER_ITEM),)), Verdict.CLEARED, set()),
    (6, "the maker's permission is missing", Case(replace(PHOTO, maker_permitted=False)), Verdict.HELD, {Code.MAKER_UNKNOWN}),
    (7, "everybody agreed, internal", INTERNAL, Verdict.CLEARED, set()),
    *(
        (7, f"one {state}", Case(standings=BOTH | known(stands(BRAM, state))), Verdict.HELD, {Code.NO_CONSENT})
        for state in State
        if state is not State.GIVEN
    ),
    (8, "a refuser is masked", MASKABLE, Verdict.MASKED, {Code.NO_CONSENT}),
    (
        8,
        "a stranger is masked",
        Case(sightings=(A, seen("b", STRANGER)), standings=FOR_PRESS, purpose=PRESS),
        Verdict.MASKED,
        {Code.STRANGER},
    ),
    (
        8,
        "no place to mask",
        replace(MASKABLE, sightings=(A, UNPLACED_B), item=replace(PHOTO, analysis=replace(ANALYSED, faces=1))),
        Verdict.HELD,
        {Code.NO_CONSENT, Code.NO_PLACE_TO_MASK},
    ),
    (
        8,
        "a place and no place",
        replace(MASKABLE, sightings=(A, B, seen("c", PERSON, BRAM, human=True, place=False)), reviews=(attested(listed=3),)),
        Verdict.HELD,
        {Code.NO_CONSENT, Code.NO_PLACE_TO_MASK},
    ),
    (8, "masks are not allowed", Case(standings=REFUSED), Verdict.HELD, {Code.NO_CONSENT}),
    (8, "not to be located is not masked", Case(standings=HIDDEN, purpose=PRESS), Verdict.HELD, {Code.NOT_LOCATABLE}),
    (9, "confidential", Case(replace(PHOTO, confidential=True)), Verdict.HELD, {Code.CONFIDENTIAL}),
    (9, "set aside", Case(replace(PHOTO, aside=True)), Verdict.HELD, {Code.ASIDE}),
    (9, "removed", Case(replace(PHOTO, removed=True)), Verdict.HELD, {Code.REMOVED}),
    (
        9,
        "a purpose that is not for photos",
        Case(purpose=replace(WEBSITE, kinds=frozenset({Kind.FILM}))),
        Verdict.HELD,
        {Code.KIND_NOT_SERVED},
    ),
    (9, "no standing", Case(standings=known(stands(ANNA))), Verdict.HELD, {Code.STANDING_UNKNOWN}),
    (
        9,
        "no standing, masks allowed",
        replace(MASKABLE, standings=known(stands(ANNA, purpose=PRESS))),
        Verdict.HELD,
        {Code.STANDING_UNKNOWN},
    ),
    (9, "another's standing", Case(standings=BOTH | {BRAMS: stands(ANNA)}), Verdict.HELD, {Code.STANDING_UNKNOWN}),
    (9, "another purpose's standing", Case(standings=BOTH | {BRAMS: FOR_PRESS[BRAMS]}), Verdict.HELD, {Code.STANDING_UNKNOWN}),
    (
        9,
        "another kind's standing",
        Case(standings=BOTH | {BRAMS: stands(BRAM, kind=Kind.FILM)}),
        Verdict.HELD,
        {Code.STANDING_UNKNOWN},
    ),
    (9, "another item's sighting", Case(sightings=(A, replace(B, item=OTHER_ITEM))), Verdict.HELD, {Code.BROKEN}),
    (9, "the same sighting twice", Case(sightings=(A, A)), Verdict.HELD, {Code.BROKEN}),
    (9, "a person without an id", Case(sightings=(A, replace(B, person=PersonId("")))), Verdict.HELD, {Code.STANDING_UNKNOWN}),
    (9, "an answer that nobody knows", Case(sightings=(A, seen("b", "maybe"))), Verdict.HELD, {Code.STANDING_UNKNOWN}),  # type: ignore[arg-type]
    (9, "an answer as text", Case(sightings=(A, seen("b", "stranger"))), Verdict.HELD, {Code.STRANGER}),  # type: ignore[arg-type]
    (
        9,
        "an audience that nobody knows",
        Case(reviews=(attested(UPLOADER),), purpose=replace(WEBSITE, audience="alumni")),  # type: ignore[arg-type]
        Verdict.HELD,
        {Code.FOUR_EYES},
    ),
]


@pytest.mark.parametrize(("case", "verdict", "codes"), [pytest.param(*row[2:], id=f"{row[0]}: {row[1]}") for row in CASES])
def test_rules_of_the_gate(case: Case, verdict: Verdict, codes: set[Code]) -> None:
    decision = case.decide()
    assert decision.verdict is verdict
    assert {reason.code for reason in decision.reasons} == codes
    assert decision.passes is (verdict is not Verdict.HELD)


def test_every_code_has_a_case_and_a_rule() -> None:
    assert set().union(*(row[4] for row in CASES)) == set(Code) == set(RULE_OF)
    assert set(RULE_OF.values()) == set(range(1, 10))


def test_reasons_carry_the_number_of_their_rule() -> None:
    decision = Case(replace(PHOTO, maker_permitted=False), standings=REFUSED).decide()
    assert [reason.rule for reason in decision.reasons] == [6, 7]


def test_masks_name_exactly_those_who_may_not_be_shown() -> None:
    decision = MASKABLE.decide()
    assert decision.masks == (SightingId("b"),)
    assert [(reason.sighting, reason.person, reason.state) for reason in decision.reasons] == [("b", BRAM, State.REFUSED)]


def test_everybody_who_may_not_be_shown_is_masked() -> None:
    nobody = known(*(stands(person, State.NEVER_ASKED, purpose=PRESS) for person in (ANNA, BRAM)))
    assert replace(MASKABLE, standings=nobody).decide().masks == ("a", "b")


def test_a_held_item_names_no_masks() -> None:
    assert replace(MASKABLE, doubts=(doubted(DoubtState.OPEN),)).decide().masks == ()


def test_every_reason_is_told_at_once() -> None:
    item = replace(PHOTO, maker_permitted=False, confidential=True, analysis=Analysis(None, "v2", None))
    decision = Case(item, (A, seen("b", None)), (), (doubted(DoubtState.OPEN),), known(stands(ANNA, State.EXPIRED))).decide()
    assert {reason.rule for reason in decision.reasons} == {1, 2, 3, 5, 6, 7, 9}


def test_a_decision_says_what_it_is_about() -> None:
    decision = Case().decide()
    assert (decision.item, decision.revision, decision.purpose, decision.at) == (PHOTO.id, 4, WEBSITE.code, TODAY)
    assert decision.audience is WEBSITE.audience
    assert REVIEWER != UPLOADER


def test_a_verdict_that_nobody_knows_does_not_pass() -> None:
    assert not replace(Case().decide(), verdict="opened").passes  # type: ignore[arg-type]
