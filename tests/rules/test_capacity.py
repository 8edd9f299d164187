"""Who may speak on what day."""

from datetime import date

import pytest

from consent_store.ids import PersonId
from consent_store.rules.capacity import authority_day, birthday, has_authority, may_give, may_refuse, speaks_alone
from consent_store.rules.terms import Guardianship, Policy, Role, Subject
from tests.rules.build import ANNA, BRAM, FATHER, MOTHER, PARENTS, PUPIL, UNCLE, guards, moment

DAY = date(2026, 5, 12)
UNKNOWN = Subject(ANNA, Role.PUPIL, None)


@pytest.mark.parametrize(
    ("born", "years", "turned"),
    [
        (date(2010, 5, 12), 16, date(2026, 5, 12)),
        (date(2008, 2, 29), 16, date(2024, 2, 29)),
        (date(2008, 2, 29), 15, date(2023, 3, 1)),
        (date(2010, 12, 31), 16, date(2026, 12, 31)),
    ],
)
def test_birthday(born: date, years: int, turned: date) -> None:
    assert birthday(born, years) == turned


@pytest.mark.parametrize(
    ("subject", "on", "alone"),
    [
        (Subject(ANNA, Role.PUPIL, date(2010, 5, 13)), DAY, False),
        (Subject(ANNA, Role.PUPIL, date(2010, 5, 12)), DAY, True),
        (Subject(ANNA, Role.PUPIL, date(2008, 2, 29)), date(2024, 2, 28), False),
        (Subject(ANNA, Role.PUPIL, date(2008, 2, 29)), date(2024, 2, 29), True),
        (UNKNOWN, DAY, False),
        (Subject(ANNA, Role.STAFF), DAY, True),
        (Subject(ANNA, Role.GUEST), DAY, True),
        (Subject(ANNA, Role.GUARDIAN), DAY, True),
    ],
)
def test_speaks_alone_from_the_birthday_on(subject: Subject, on: date, alone: bool) -> None:
    assert speaks_alone(subject, on, 16) is alone


def test_a_leap_day_child_speaks_alone_on_the_first_of_march_where_there_is_no_leap_day() -> None:
    leapling = Subject(ANNA, Role.PUPIL, date(2008, 2, 29))
    assert not speaks_alone(leapling, date(2025, 2, 28), 17)
    assert speaks_alone(leapling, date(2025, 3, 1), 17)


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        ("2026-05-11T21:59", date(2026, 5, 11)),
        ("2026-05-11T22:00", date(2026, 5, 12)),
        ("2026-05-11T23:30", date(2026, 5, 12)),
        ("2026-01-11T22:59", date(2026, 1, 11)),
        ("2026-01-11T23:30", date(2026, 1, 12)),
    ],
)
def test_days_are_those_on_the_schools_wall(utc: str, day: date) -> None:
    assert Policy().day(moment(utc)) == day


def test_authority_is_looked_at_today_or_on_the_last_day_before_the_pupil_spoke_alone() -> None:
    assert authority_day(PUPIL, DAY, 16) == DAY
    assert authority_day(PUPIL, date(2031, 1, 1), 16) == date(2030, 3, 1)
    assert authority_day(UNKNOWN, DAY, 16) == DAY


@pytest.mark.parametrize(
    ("guardianship", "holds"),
    [
        (guards(MOTHER), True),
        (guards(MOTHER, authority=False), False),
        (guards(MOTHER, since="2026-05-12"), True),
        (guards(MOTHER, since="2026-05-13"), False),
        (guards(MOTHER, until="2026-05-13"), True),
        (guards(MOTHER, until="2026-05-12"), False),
        (guards(FATHER), False),
        (Guardianship(MOTHER, BRAM, True, date(2014, 1, 1)), False),
    ],
)
def test_authority_has_a_first_and_a_last_day(guardianship: Guardianship, holds: bool) -> None:
    assert has_authority(MOTHER, ANNA, [guardianship], DAY) is holds


@pytest.mark.parametrize(
    ("speaker", "on", "gives", "refuses"),
    [
        (MOTHER, date(2030, 3, 1), True, True),
        (MOTHER, date(2030, 3, 2), False, False),
        (ANNA, date(2030, 3, 1), False, True),
        (ANNA, date(2030, 3, 2), True, True),
        (UNCLE, date(2030, 3, 1), False, False),
        (UNCLE, date(2030, 3, 2), False, False),
    ],
)
def test_who_may_give_and_who_may_refuse(speaker: PersonId, on: date, gives: bool, refuses: bool) -> None:
    assert may_give(speaker, PUPIL, PARENTS, on, 16) is gives
    assert may_refuse(speaker, PUPIL, PARENTS, on, 16) is refuses


def test_without_a_birth_date_nobody_gives_and_everybody_concerned_refuses() -> None:
    assert not any(may_give(speaker, UNKNOWN, PARENTS, DAY, 16) for speaker in (ANNA, MOTHER, FATHER))
    assert all(may_refuse(speaker, UNKNOWN, PARENTS, DAY, 16) for speaker in (ANNA, MOTHER, FATHER))
