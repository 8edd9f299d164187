"""Questions with an end: one reminder for a picture, a word to the office, and guests who go."""

from datetime import date, timedelta

import pytest

from app.jobs import asking
from consent_store.ids import EventDoorId, ItemId, PersonId, RequestId, new_id
from consent_store.operations import corrections, guests, media, requests
from consent_store.records.queries import people
from consent_store.rules.asking import Matter
from consent_store.rules.entries import Say
from consent_store.rules.terms import Duty
from tests.gallery import VERSION, Gallery
from tests.jobs.conftest import World
from tests.jobs.post import Post
from tests.school import NOON, WEBSITE, School


@pytest.fixture
def post(world: World) -> Post:
    """What the rounds write."""
    return Post(world)


def asked(world: World, days: int = 7) -> tuple[RequestId, ItemId, PersonId, PersonId]:
    """A question about a picture of a child."""
    with world.services.db.unit_of_work() as session:
        school = School(session, world.admin, world.at)
        gallery, (child, guardian) = Gallery.open(school), school.family()
        item, _ = gallery.photo_of(child)
        media.bring_into_force(session, VERSION, at=world.at)
        request = requests.ask(session, item, WEBSITE, why="news", days=days, actor=gallery.teacher, at=world.at)
    return request, item, child, guardian


def test_who_is_silent_is_reminded_once_two_days_before_the_end(world: World, post: Post) -> None:
    _, _, _, guardian = asked(world)
    assert post.goes(asking.remind_asked, at=NOON + timedelta(days=4)) == []
    [(address, subject)] = post.goes(asking.remind_asked, at=NOON + timedelta(days=5))
    assert address == post.address(guardian) and subject.startswith("Nog open: één foto van")
    assert post.goes(asking.remind_asked, at=NOON + timedelta(days=6)) == []
    assert post.goes(asking.remind_asked, at=NOON + timedelta(days=8)) == []


def test_who_answered_is_not_reminded(world: World, post: Post) -> None:
    request, _, child, guardian = asked(world)
    with world.services.db.unit_of_work() as session:
        requests.answer(session, request, child, Say.NO, actor=guardian, at=world.at)
    assert post.goes(asking.remind_asked, at=NOON + timedelta(days=6)) == []


def test_the_office_hears_while_a_week_of_the_month_is_left_and_each_week_after(world: World, post: Post) -> None:
    with world.services.db.unit_of_work() as session:
        school = School(session, world.admin, world.at)
        child, guardian = school.family()
        officer = school.staff(Duty.OFFICE)
        corrections.ask(session, child, Matter.OTHER, "the class", actor=guardian, at=world.at)
    due = [NOON + timedelta(days=days) for days in (22, 23, 26, 30, 40)]
    heard = [[address for address, _ in post.goes(asking.warn_office, at=at)] for at in due]
    assert heard == [[], [post.address(officer)], [], [post.address(officer)], [post.address(officer)]]
    assert "20 december 2026" in post.new[0].text and "/office/wishes" in post.new[0].text


def test_guests_who_never_confirmed_are_forgotten(world: World, post: Post) -> None:
    with world.services.db.unit_of_work() as session:
        told = {"opens_on": date(2026, 11, 20), "closes_on": date(2026, 11, 20), "actor": world.teacher, "at": world.at}
        guests.open_door(session, world.event, EventDoorId(new_id()), "hash", **told)  # type: ignore[arg-type]
        named = {"given_name": "Gijs", "family_name": "Gast", "email": "gijs@guest.test", "language": "nl"}
        _, guest = guests.come(session, "hash", **named, at=world.at)
    assert post.goes(asking.let_guests_go, at=NOON + timedelta(days=2)) == []
    with world.services.db.reading() as session:
        assert people.person(session, guest).erased
