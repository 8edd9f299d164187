"""What ends is asked for again in time, and once a year everybody reads what stands."""

from datetime import date, timedelta

import pytest

from app.jobs import renewing
from app.letters import families
from app.mail import Letter
from consent_store.ids import PersonId
from consent_store.operations import people, settings
from consent_store.operations import school as school_operations
from consent_store.records.queries.people import PersonView
from consent_store.rules.entries import Say
from consent_store.rules.terms import RECOGNITION, Policy
from tests.jobs.conftest import World
from tests.jobs.post import Post
from tests.school import NOON, PORTAL, WEBSITE, School


@pytest.fixture
def post(world: World) -> Post:
    return Post(world)


@pytest.fixture
def family(world: World) -> tuple[PersonId, PersonId]:
    """A child and a guardian who reads English."""
    with world.services.db.unit_of_work() as session:
        pupil, guardian = School(session, world.admin, world.at).family()
        people.correct(session, guardian, {"language": "en"}, actor=world.admin, at=world.at)
    return pupil, guardian


def test_a_consent_that_ends_is_asked_for_again_thirty_days_before(world: World, post: Post, family: tuple[PersonId, PersonId]) -> None:
    pupil, guardian = family
    with world.services.db.unit_of_work() as session:
        settings.choose_lasting(session, "year 07-31", actor=world.admin, at=world.at)
        School(session, world.admin, world.at).gives(guardian, pupil, WEBSITE, PORTAL)
    end = date(2027, 8, 1) - NOON.date()
    assert post.goes(renewing.ask, at=NOON + end - timedelta(days=31)) == []
    [(address, _)] = post.goes(renewing.ask, at=NOON + end - timedelta(days=30))
    assert address == post.address(guardian)
    assert "31 July 2027" in post.new[0].text
    assert "School website" in post.new[0].text
    assert "Press" not in post.new[0].text
    assert post.goes(renewing.ask, at=NOON + end - timedelta(days=29)) == []
    assert len(post.goes(renewing.ask, at=NOON + end - timedelta(days=10))) == 1


def test_whoever_renewed_hears_no_more(world: World, post: Post, family: tuple[PersonId, PersonId]) -> None:
    pupil, guardian = family
    with world.services.db.unit_of_work() as session:
        settings.choose_lasting(session, "months 12", actor=world.admin, at=world.at)
        School(session, world.admin, world.at).gives(guardian, pupil)
    world.at = NOON + timedelta(days=340)
    assert len(post.goes(renewing.ask)) == 1
    with world.services.db.unit_of_work() as session:
        School(session, world.admin, world.at).gives(guardian, pupil)
    assert post.goes(renewing.ask, at=NOON + timedelta(days=362)) == []


def test_recognition_is_asked_for_again_before_its_year_is_over(world: World, post: Post, family: tuple[PersonId, PersonId]) -> None:
    pupil, guardian = family
    with world.services.db.unit_of_work() as session:
        School(session, world.admin, world.at).gives(guardian, pupil, RECOGNITION)
    assert post.goes(renewing.ask, at=NOON + timedelta(days=334)) == []
    assert len(post.goes(renewing.ask, at=NOON + timedelta(days=335))) == 1


def test_what_lapses_after_sixteen_is_asked_of_the_pupil(world: World, post: Post) -> None:
    with world.services.db.unit_of_work() as session:
        school_operations.set_policy(session, Policy(lapse_days=100), actor=world.admin, at=world.at)
        school = School(session, world.admin, world.at)
        pupil, guardian = school.family(born=date(2010, 11, 25))
        school.gives(guardian, pupil)
    went = post.goes(renewing.ask, at=NOON + timedelta(days=80))
    assert [address for address, _ in went] == [post.address(pupil)]


def test_once_a_year_everybody_who_speaks_reads_what_stands(world: World, post: Post, family: tuple[PersonId, PersonId]) -> None:
    pupil, guardian = family
    with world.services.db.unit_of_work() as session:
        school = School(session, world.admin, world.at)
        school.gives(guardian, pupil)
        school.says(guardian, Say.NO, pupil, PORTAL)
        school.family()  # of whom nobody said anything
    assert post.goes(renewing.tell, at=NOON + timedelta(days=364)) == []
    assert post.goes(renewing.tell, at=NOON + timedelta(days=365)) == [(post.address(guardian), "What stands about pictures at school")]
    yes, no = (line for line in post.new[0].text.splitlines() if line.startswith("- "))
    assert yes == "- Yes: School website"
    assert "Parent portal" in no
    assert post.goes(renewing.tell, at=NOON + timedelta(days=366)) == []
    assert len(post.goes(renewing.tell, at=NOON + timedelta(days=731))) == 1


def test_a_letter_that_cannot_be_made_keeps_no_other_waiting(world: World, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    with world.services.db.unit_of_work() as session:
        settings.choose_lasting(session, "year 07-31", actor=world.admin, at=world.at)
        school = School(session, world.admin, world.at)
        readers = []
        for _ in range(2):
            pupil, guardian = school.family()
            school.gives(guardian, pupil, WEBSITE)
            readers.append(guardian)
    write, broken = families.ends_soon, readers.copy()

    def ends_soon(reader: PersonView, *about: object) -> Letter:
        if reader.id in broken:
            raise ValueError(reader.id)
        return write(reader, *about)  # type: ignore[arg-type]

    monkeypatch.setattr(families, "ends_soon", ends_soon)
    day = NOON + (date(2027, 8, 1) - NOON.date()) - timedelta(days=30)
    assert post.goes(renewing.ask, at=day) == []
    broken.pop()
    assert [address for address, _ in post.goes(renewing.ask)] == [post.address(readers[1])]
    broken.pop()
    assert [address for address, _ in post.goes(renewing.ask)] == [post.address(readers[0])]
