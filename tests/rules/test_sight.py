"""How much somebody sees of a person, as a table."""

from datetime import date

import pytest

from consent_store.ids import PersonId
from consent_store.rules.capacity import Sight, sight
from consent_store.rules.terms import Guardianship, Onlookers, Role, Subject

CHILD, READER = PersonId("child"), PersonId("reader")
TODAY = date(2026, 11, 20)
TWELVE, SIXTEEN = date(2014, 5, 4), date(2010, 11, 20)


def tie(authority: bool, since: str = "2020-01-01", until: str | None = None) -> Guardianship:
    return Guardianship(READER, CHILD, authority, date.fromisoformat(since), date.fromisoformat(until) if until else None)


@pytest.mark.parametrize(
    ("born", "ties", "onlookers", "seen"),
    [
        (TWELVE, [], Onlookers.PICTURES, Sight.NOTHING),
        (TWELVE, [tie(True)], Onlookers.NOTHING, Sight.WHOLE),
        (TWELVE, [tie(False)], Onlookers.NOTHING, Sight.NOTHING),
        (TWELVE, [tie(False)], Onlookers.STANDING, Sight.STANDING),
        (TWELVE, [tie(False)], Onlookers.PICTURES, Sight.PICTURES),
        (TWELVE, [tie(False, until="2026-11-20")], Onlookers.PICTURES, Sight.NOTHING),
        (TWELVE, [tie(False, since="2026-11-21")], Onlookers.PICTURES, Sight.NOTHING),
        (TWELVE, [tie(True, until="2026-11-20"), tie(False, since="2026-11-20")], Onlookers.STANDING, Sight.STANDING),
        (SIXTEEN, [tie(True)], Onlookers.PICTURES, Sight.NAME),
        (SIXTEEN, [tie(False)], Onlookers.PICTURES, Sight.NOTHING),
        (None, [tie(True)], Onlookers.NOTHING, Sight.WHOLE),
    ],
)
def test_what_a_guardian_sees(born: date | None, ties: list[Guardianship], onlookers: Onlookers, seen: Sight) -> None:
    assert sight(READER, Subject(CHILD, Role.PUPIL, born), ties, TODAY, (16, onlookers)) is seen


@pytest.mark.parametrize("onlookers", Onlookers)
def test_whom_only_a_list_named_sees_nothing(onlookers: Onlookers) -> None:
    named = Guardianship(READER, CHILD, False, date(2026, 1, 1), answered=False)
    assert sight(READER, Subject(CHILD, Role.PUPIL, TWELVE), [named], TODAY, (16, onlookers)) is Sight.NOTHING


@pytest.mark.parametrize(
    ("onlookers", "seen"),
    [(Onlookers.NOTHING, Sight.NOTHING), (Onlookers.STANDING, Sight.STANDING), (Onlookers.PICTURES, Sight.STANDING)],
)
def test_an_onlooker_sees_no_pictures_of_somebody_who_must_not_be_found(onlookers: Onlookers, seen: Sight) -> None:
    hidden = Subject(CHILD, Role.PUPIL, TWELVE, not_locatable=True)
    assert sight(READER, hidden, [tie(False)], TODAY, (16, onlookers)) is seen
    assert sight(READER, hidden, [tie(True)], TODAY, (16, onlookers)) is Sight.WHOLE


def test_everybody_sees_all_of_themselves() -> None:
    assert sight(CHILD, Subject(CHILD, Role.PUPIL, SIXTEEN), [], TODAY, (16, Onlookers.NOTHING)) is Sight.WHOLE
