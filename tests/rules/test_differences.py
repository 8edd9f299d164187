"""When a new version of the analysis says otherwise than a person did."""

import pytest

from consent_store.ids import ItemId, PersonId, SightingId
from consent_store.rules.differences import Change, Difference, disagreement, lost
from consent_store.rules.sightings import Answer, Box, Confidence, Origin, Proposal, Sighting

ANNA, BRAM = PersonId("anna"), PersonId("bram")
HERE = Box(0, 0, 9, 9)


def claim(answer: Answer | None, *, box: Box | None = HERE, origin: Origin = Origin.MACHINE) -> Sighting:
    """What is said of a face; where it names somebody, that is Anna."""
    return Sighting(SightingId("face"), ItemId("item"), origin, box, answer, ANNA if answer is Answer.PERSON else None)


def sees(person: PersonId | None, confidence: Confidence = Confidence.SURE) -> Proposal:
    """What the machine takes it for."""
    return Proposal(confidence, person, 0.3, None, None)


@pytest.mark.parametrize("answer", [answer for answer in Answer if answer is not Answer.CROWD])
def test_somebody_else_for_sure_contradicts_every_answer(answer: Answer) -> None:
    assert disagreement(claim(answer), None, sees(BRAM)) == Difference(Change.PERSON, BRAM)


@pytest.mark.parametrize(
    ("said", "earlier", "now"),
    [
        (None, None, sees(BRAM)),
        (Answer.PERSON, None, sees(ANNA)),
        (Answer.PERSON, None, sees(BRAM, Confidence.UNSURE)),
        (Answer.PERSON, None, sees(None)),
        (Answer.PERSON, None, None),
        (Answer.STRANGER, sees(BRAM), sees(BRAM)),
    ],
)
def test_what_agrees_is_not_sure_or_was_seen_before_contradicts_nothing(
    said: Answer | None, earlier: Proposal | None, now: Proposal | None
) -> None:
    assert disagreement(claim(said), earlier, now) is None


@pytest.mark.parametrize("earlier", [sees(BRAM, Confidence.UNSURE), sees(ANNA)])
def test_a_name_that_was_not_sure_then_or_another_one_is_news(earlier: Proposal) -> None:
    assert disagreement(claim(Answer.STRANGER), earlier, sees(BRAM)) == Difference(Change.PERSON, BRAM)


@pytest.mark.parametrize("answer", [Answer.PERSON, Answer.STRANGER, Answer.UNRECOGNISABLE])
def test_a_face_of_the_machine_that_it_no_longer_finds_contradicts_its_answer(answer: Answer) -> None:
    assert lost(claim(answer)) == Difference(Change.GONE)


def test_an_open_face_a_false_alarm_a_drawn_one_and_one_without_a_place_are_not_missed() -> None:
    unmissed = [claim(None), claim(Answer.NOBODY), claim(Answer.STRANGER, origin=Origin.HUMAN), claim(Answer.STRANGER, box=None)]
    assert [lost(each) for each in unmissed] == [None] * 4
