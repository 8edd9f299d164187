"""Which voice is offered with which face."""

import pytest

from consent_store.ids import PersonId, SightingId
from consent_store.rules.sightings import Answer, Box, Origin, Sense, Sighting
from consent_store.rules.spans import Span
from consent_store.rules.together import offers
from tests.rules.build import ANNA, BRAM, ITEM

S = 1000


def seen(name: str, *spans: tuple[int, int], answer: Answer | None = None, person: PersonId | None = None) -> Sighting:
    """A strip; seconds."""
    said = Answer.PERSON if person else answer
    when = tuple(Span(start * S, end * S) for start, end in spans)
    return Sighting(SightingId(name), ITEM, Origin.MACHINE, Box(0, 0, 9, 9), said, person, Sense.SEEN, when)


def heard(name: str, *spans: tuple[int, int], answer: Answer | None = None, person: PersonId | None = None) -> Sighting:
    """A voice; seconds."""
    said = Answer.PERSON if person else answer
    return Sighting(SightingId(name), ITEM, Origin.MACHINE, None, said, person, Sense.HEARD, tuple(Span(a * S, b * S) for a, b in spans))


def pairs(*sightings: Sighting) -> list[tuple[str, str]]:
    """Voice and strip of each offer."""
    return [(offer.voice, offer.strip) for offer in offers(sightings)]


def test_who_is_seen_while_a_voice_speaks_is_offered() -> None:
    [offer] = offers([seen("sara", (0, 10)), seen("tim", (10, 20)), heard("A", (1, 5), (8, 11))])
    assert (offer.voice, offer.strip) == ("A", "sara") and offer.share == pytest.approx(6 / 7)


@pytest.mark.parametrize(
    "others",
    [
        [seen("sara", (0, 3)), heard("A", (0, 6))],  # most of the time nobody is there
        [seen("sara", (0, 9)), seen("tim", (0, 9)), heard("A", (0, 6))],  # two are
        [seen("sara", (0, 10)), seen("tim", (2, 10)), heard("A", (0, 10))],  # nearly as long
        [seen("sara", (0, 20)), heard("A", (0, 6)), heard("B", (10, 15))],  # and another speaks as much
        [seen("sara", (0, 20), answer=Answer.NOBODY), heard("A", (0, 6))],
        [seen("sara", (0, 20), answer=Answer.STRANGER), heard("A", (0, 6))],
        [seen("sara", (0, 20)), heard("A", (0, 6), answer=Answer.CROWD)],
        [seen("sara", (0, 20), person=ANNA), heard("A", (0, 6), person=BRAM)],
        [seen("sara", (0, 20), person=ANNA), heard("A", (0, 6), person=ANNA)],
        [heard("A", (0, 6))],
        [seen("sara", (0, 20)), heard("A")],
    ],
)
def test_nothing_is_offered_where_it_is_not_clear_or_settled(others: list[Sighting]) -> None:
    assert pairs(*others) == []


def test_an_answer_on_one_side_is_offered_to_the_other() -> None:
    assert pairs(seen("sara", (0, 20), person=ANNA), heard("A", (0, 6))) == [("A", "sara")]
    assert pairs(seen("sara", (0, 20)), heard("A", (0, 6), person=ANNA)) == [("A", "sara")]


def test_two_strips_of_one_person_count_together() -> None:
    assert pairs(seen("one", (0, 4), person=ANNA), seen("two", (4, 8), person=ANNA), heard("A", (0, 8))) == [("A", "one")]


def test_who_interrupts_shortly_takes_no_offer_away() -> None:
    assert pairs(seen("sara", (0, 20)), heard("A", (0, 6)), heard("B", (6, 10))) == [("A", "sara")]
