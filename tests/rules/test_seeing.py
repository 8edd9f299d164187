"""What a family gets to see of a picture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_store.ids import PersonId, SightingId
from consent_store.rules.gate import everybody_listed
from consent_store.rules.seeing import alone, face
from consent_store.rules.sightings import Answer, Box, Origin, Sighting
from consent_store.rules.terms import Kind
from tests.rules.build import ANNA, BRAM, ITEM, Case, attested, strip, voice

PERSON = Answer.PERSON
SMALL, LARGE = Box(0, 0, 10, 10), Box(50, 0, 90, 40)


def seen(name: str, who: PersonId | Answer | None, box: Box | None = SMALL) -> Sighting:
    """Somebody in the picture."""
    answer, person = (who, None) if who is None or isinstance(who, Answer) else (Answer.PERSON, who)
    return Sighting(SightingId(name), ITEM, Origin.MACHINE if box else Origin.HUMAN, box, answer, person)


@pytest.mark.parametrize(
    ("others", "masks", "crop"),
    [
        ([], set(), None),
        ([seen("b", BRAM)], {"b"}, None),
        ([seen("b", Answer.STRANGER), seen("c", None)], {"b", "c"}, None),
        ([seen("b", Answer.UNRECOGNISABLE)], {"b"}, None),
        ([seen("b", Answer.UNRECOGNISABLE, None)], set(), None),
        ([seen("b", Answer.NOBODY)], set(), None),
        ([seen("b", BRAM, None)], set(), LARGE),
        ([seen("b", Answer.STRANGER, None), seen("c", BRAM)], {"c"}, LARGE),
        ([seen("b", None, None)], set(), LARGE),
    ],
)
def test_everybody_else_is_covered_or_cut_away(others: list[Sighting], masks: set[str], crop: Box | None) -> None:
    shown = alone([seen("a", ANNA), seen("mirror", ANNA, LARGE), *others], ANNA)
    assert shown is not None
    assert (set(shown.masks), shown.crop) == (masks, crop)


def test_without_a_place_of_their_own_and_of_another_nothing_is_shown() -> None:
    assert alone([seen("a", ANNA, None), seen("b", BRAM, None)], ANNA) is None
    assert alone([seen("a", ANNA, None), seen("b", BRAM)], ANNA) is not None


def test_whoever_is_not_in_it_sees_nothing() -> None:
    assert alone([seen("b", BRAM)], ANNA) is None


@pytest.mark.parametrize(
    ("others", "masks", "cropped"),
    [
        ([strip("b", PERSON, BRAM, when="0-900")], {"b"}, False),
        ([voice("b", PERSON, BRAM)], set(), False),
        ([strip("b", PERSON, BRAM, place=False)], set(), True),
        ([strip("b", PERSON, BRAM, when="", place=False)], set(), True),
        ([strip("b", PERSON, BRAM, when="3999-5000", place=False)], set(), True),
        ([strip("b", PERSON, BRAM, when="4000-5000", place=False)], set(), False),
        ([strip("b", Answer.UNRECOGNISABLE, place=False)], set(), False),
    ],
)
def test_of_a_film_one_frame_is_shown_without_anybody_else(others: list[Sighting], masks: set[str], cropped: bool) -> None:
    shown = alone([strip("a", PERSON, ANNA), *others], ANNA, Kind.FILM)
    assert shown is not None
    assert (set(shown.masks), shown.crop is not None) == (masks, cropped)


def test_of_a_film_nobody_is_shown_who_has_no_face_in_it() -> None:
    assert alone([voice("a", PERSON, ANNA)], ANNA, Kind.FILM) is None
    assert alone([strip("a", PERSON, ANNA, place=False)], ANNA, Kind.FILM) is None
    assert alone([strip("a", PERSON, ANNA, place=False, when="")], ANNA, Kind.FILM) is None


def test_the_face_that_is_shown_is_the_largest() -> None:
    assert face([seen("a", ANNA), seen("b", ANNA, LARGE), seen("c", ANNA, None)]) == seen("b", ANNA, LARGE)
    assert face([seen("c", ANNA, None)]) is None


anybody = st.sampled_from([ANNA, BRAM, Answer.STRANGER, Answer.UNRECOGNISABLE, Answer.NOBODY, None])
places = st.sampled_from([None, SMALL, LARGE])


@given(st.lists(st.tuples(anybody, places), max_size=6))
def test_nobody_else_who_could_be_recognised_is_ever_in_sight(listed: list[tuple[PersonId | Answer | None, Box | None]]) -> None:
    sightings = [seen(str(number), who, box) for number, (who, box) in enumerate(listed)]
    shown = alone(sightings, ANNA)
    for sighting in sightings if shown else ():
        open_to_sight = sighting.id not in shown.masks and (shown.crop is None or sighting.box is not None)
        assert not open_to_sight or sighting.person == ANNA or sighting.answer in (Answer.NOBODY, Answer.UNRECOGNISABLE)


@pytest.mark.parametrize(
    ("case", "known"),
    [
        (Case(), True),
        (Case(reviews=()), False),
        (Case(reviews=(attested(revision=3),)), False),
        (Case(reviews=(attested(listed=1),)), False),
        (Case(sightings=(*Case().sightings, seen("c", None)), reviews=(attested(listed=3),)), False),
    ],
)
def test_nobody_is_shown_before_somebody_attested_who_is_there(case: Case, known: bool) -> None:
    assert everybody_listed(case.item, case.sightings, case.reviews) is known
