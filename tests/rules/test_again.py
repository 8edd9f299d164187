"""Who comes back is offered as who they were said to be, and nobody else is."""

import pytest

from consent_store.ids import ItemId, PersonId, SightingId
from consent_store.rules.again import Piece, again
from consent_store.rules.sightings import Answer, Box, Origin, Sighting
from consent_store.rules.spans import Span

ANNA, BRAM = PersonId("anna"), PersonId("bram")
EARLY, LATE, NEW = SightingId("early"), SightingId("late"), SightingId("new")


def claim(strip: SightingId, said: PersonId | Answer | None) -> Sighting:
    """A strip, and what is said of it."""
    person = None if said is None or isinstance(said, Answer) else said
    answer = Answer.PERSON if person else Answer(said) if said else None
    start = {EARLY: 0, LATE: 5000, NEW: 9000}[strip]
    return Sighting(strip, ItemId("film"), Origin.MACHINE, Box(0, 0, 9, 9), answer, person, spans=(Span(start, start + 1000),))


@pytest.mark.parametrize(
    ("early", "late", "new", "offered"),
    [
        (ANNA, None, Piece(NEW, 1, 3, False), {NEW: EARLY}),
        (Answer.STRANGER, None, Piece(NEW, 1, 3, False), {NEW: EARLY}),
        (ANNA, ANNA, Piece(NEW, 1, 3, False), {NEW: EARLY}),
        (ANNA, BRAM, Piece(NEW, 1, 3, False), {}),  # people said that the machine takes two for one
        (Answer.NOBODY, None, Piece(NEW, 1, 3, False), {}),
        (Answer.UNRECOGNISABLE, None, Piece(NEW, 1, 3, False), {}),  # of another moment: here they may be known
        (ANNA, None, Piece(NEW, 2, 3, False), {}),
        (ANNA, None, Piece(NEW, 1, 3, True), {}),  # parted from somebody
        (ANNA, None, Piece(NEW, 1, 1, False), {}),  # the rest of a track of which a part is somebody else
        (None, None, Piece(NEW, 1, 3, False), {}),
    ],
)
def test_who_comes_back(early: PersonId | Answer | None, late: PersonId | None, new: Piece, offered: dict[SightingId, SightingId]) -> None:
    claims = {strip: claim(strip, said) for strip, said in ((EARLY, early), (LATE, late), (NEW, None))}
    pieces = [Piece(EARLY, 1, 1, True), new, *([Piece(LATE, 1, 2, False)] if late else [])]
    assert again(claims, pieces) == offered
