"""Turning 16: two weeks before, on the day, and after it, by the school's clock."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.jobs import coming_of_age
from consent_store.ids import PersonId
from consent_store.operations import people
from consent_store.operations import school as school_operations
from consent_store.records.queries import school as questions
from consent_store.rules.entries import Say
from consent_store.rules.terms import Policy
from tests.jobs.conftest import World
from tests.jobs.post import Post
from tests.school import NOON, School

NOW = "You decide about your own pictures"


@pytest.fixture
def post(world: World) -> Post:
    return Post(world)


def _family(world: World, born: date | None) -> tuple[PersonId, PersonId]:
    with world.services.db.unit_of_work() as session:
        school = School(session, world.admin, world.at)
        pupil, guardian = school.family(born=born)
        for person in (pupil, guardian):
            people.correct(session, person, {"language": "en"}, actor=world.admin, at=world.at)
    return pupil, guardian


@pytest.mark.parametrize(
    ("born", "at", "due"),
    [
        ("2010-12-05", "2026-11-20T12:00", False),  # in fifteen days
        ("2010-12-04", "2026-11-20T12:00", True),  # in fourteen
        ("2010-11-21", "2026-11-20T12:00", True),  # tomorrow
        ("2010-11-20", "2026-11-20T12:00", False),  # today
        ("2010-12-05", "2026-11-20T23:30", True),  # in Amsterdam it is the 21st already
        ("2012-02-29", "2028-02-15T12:00", True),  # in a leap year, on 29 February
        ("2012-02-29", "2028-02-14T12:00", False),
        (None, "2026-11-20T12:00", False),
    ],
)
def test_two_weeks_before_the_pupil_is_invited_and_the_guardian_told(
    world: World, post: Post, born: str | None, at: str, due: bool
) -> None:
    pupil, guardian = _family(world, date.fromisoformat(born) if born else None)
    went = post.goes(coming_of_age.invite, at=datetime.fromisoformat(at).replace(tzinfo=UTC))
    assert [address for address, _ in went] == (sorted(map(post.address, (pupil, guardian))) if due else [])


def test_a_leap_day_child_of_a_common_year_turns_on_the_first_of_march(world: World, post: Post) -> None:
    with world.services.db.unit_of_work() as session:
        policy = Policy(age_of_consent=17)
        school_operations.set_policy(session, policy, actor=world.admin, at=world.at)
    _family(world, date(2012, 2, 29))
    assert post.goes(coming_of_age.invite, at=datetime(2029, 2, 14, 12, tzinfo=UTC)) == []
    assert len(post.goes(coming_of_age.invite, at=datetime(2029, 2, 15, 12, tzinfo=UTC))) == 2


def test_on_the_day_the_pupil_is_asked_once_and_told_how_long_the_old_word_counts(world: World, post: Post) -> None:
    with world.services.db.unit_of_work() as session:
        policy = questions.policy(session)
        school_operations.set_policy(session, Policy(16, policy.zone, 30), actor=world.admin, at=world.at)
    pupil, _ = _family(world, date(2010, 11, 25))
    assert post.goes(coming_of_age.ask) == []
    assert post.goes(coming_of_age.ask, at=NOON + timedelta(days=5)) == [(post.address(pupil), NOW)]
    assert "24 december 2026" in post.new[0].text.lower()
    assert post.goes(coming_of_age.ask, at=NOON + timedelta(days=6)) == []


def test_a_pupil_who_spoke_since_is_not_asked(world: World, post: Post) -> None:
    pupil, _ = _family(world, date(2010, 11, 18))
    with world.services.db.unit_of_work() as session:
        School(session, world.admin, world.at).says(pupil, Say.NO, pupil)
    assert post.goes(coming_of_age.ask) == []


def test_without_an_address_of_the_pupil_the_guardian_reads_what_to_do(world: World, post: Post) -> None:
    pupil, guardian = _family(world, date(2010, 11, 30))
    with world.services.db.unit_of_work() as session:
        people.correct(session, pupil, {"email": None}, actor=world.admin, at=world.at)
    assert [address for address, _ in post.goes(coming_of_age.invite)] == [post.address(guardian)]
    assert "letter with a code" in post.new[0].text
