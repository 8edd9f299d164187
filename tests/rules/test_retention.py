"""What must go, and when."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_store.rules.retention import BOUNDS, Kept, Matter, Schedule, due, goes_on

SINCE = date(2026, 1, 1)
DAYS = {Matter.ORIGINAL: 730, Matter.DRAFT: 90, Matter.DESCRIPTOR: 30, Matter.TEMPLATE: 365, Matter.LETTER: 30, Matter.PROOF: 365}


@pytest.mark.parametrize(("matter", "days"), DAYS.items())
def test_every_matter_has_its_days(matter: Matter, days: int) -> None:
    assert goes_on(Kept(matter, "key", SINCE), Schedule()) == SINCE + timedelta(days=days)
    assert set(DAYS) == set(Matter)


def test_a_school_chooses_its_own_days() -> None:
    assert goes_on(Kept(Matter.LETTER, "key", SINCE), Schedule(letters=7)) == date(2026, 1, 8)


schedules = st.fixed_dictionaries({}, optional={matter: st.sampled_from(days) for matter, days in BOUNDS.items()}).map(Schedule().choosing)


@given(schedules)
def test_a_schedule_is_read_as_it_was_written(schedule: Schedule) -> None:
    assert Schedule.parse(str(schedule)) == schedule


@pytest.mark.parametrize("matter", Matter)
def test_a_school_chooses_within_bounds_and_the_bounds_hold_what_we_propose(matter: Matter) -> None:
    days = BOUNDS.get(matter, range(0))
    assert not days or Schedule().days(matter) in days
    for other in (days.start - 1, days.stop, -1):
        with pytest.raises(ValueError, match=matter):
            Schedule().choosing({matter: other})


@pytest.mark.parametrize("text", ["originals", "originals=x", "pictures=3", "originals=3=4"])
def test_what_is_no_schedule_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Schedule.parse(text)


def test_a_descriptor_goes_as_soon_as_its_face_is_answered() -> None:
    assert goes_on(Kept(Matter.DESCRIPTOR, "key", SINCE, settled=True), Schedule()) == SINCE
    assert goes_on(Kept(Matter.ORIGINAL, "key", SINCE, settled=True), Schedule()) == SINCE + timedelta(days=730)


@pytest.mark.parametrize("matter", Matter)
def test_what_is_on_hold_stays(matter: Matter) -> None:
    assert goes_on(Kept(matter, "key", SINCE, settled=True, hold=True), Schedule()) is None


def test_what_must_go_goes_on_its_day() -> None:
    letter = Kept(Matter.LETTER, "key", SINCE)
    assert due([letter], Schedule(), date(2026, 1, 30)) == []
    assert due([letter], Schedule(), date(2026, 1, 31)) == [letter]


kept = st.builds(
    Kept, st.sampled_from(Matter), st.text(max_size=3), st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.booleans(), st.booleans()
)


@given(st.lists(kept, max_size=6), st.dates(date(2020, 1, 1), date(2034, 1, 1)))
def test_what_is_due_stays_due_and_nothing_else_is(things: list[Kept], today: date) -> None:
    gone = due(things, Schedule(), today)
    assert gone == [thing for thing in things if thing in gone]
    assert all(not thing.hold and thing.since <= today for thing in gone)
    assert set(gone) <= set(due(things, Schedule(), today + timedelta(days=1)))
    for thing in set(things) - set(gone):
        assert thing.hold or today < thing.since + timedelta(days=Schedule().days(thing.matter))
