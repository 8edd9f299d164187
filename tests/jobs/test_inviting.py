"""Reminders and letters after a change of wording go out by themselves, once each, and stop."""

from datetime import timedelta

import pytest

from app.jobs import coming_of_age, renewing
from app.jobs.inviting import ask_again, remind_unanswered
from consent_store.ids import PersonId
from consent_store.operations import invitations, people
from consent_store.operations import school as operations
from consent_store.operations.model_form import Wording
from consent_store.records.queries.invitations import Way
from consent_store.rules.entries import Say
from tests.jobs.conftest import World
from tests.jobs.post import Post
from tests.school import NOON, RECOGNITION, WEBSITE


@pytest.fixture
def post(world: World) -> Post:
    return Post(world)


@pytest.fixture
def family(world: World) -> tuple[PersonId, PersonId]:
    with world.services.db.unit_of_work() as session:
        school = world.school(session)
        child, guardian = school.family()
        people.correct(session, guardian, {"language": "en"}, actor=world.admin, at=world.at)
        invitations.invite(session, [guardian], Way.MAIL, at=world.at)
    return child, guardian


def test_a_silent_family_is_reminded_three_times_and_no_more(world: World, post: Post, family: tuple[PersonId, PersonId]) -> None:
    sent = {}
    for day in (6, 7, 8, 21, 42, 60, 200):
        sent[day] = post.goes(remind_unanswered, at=NOON + timedelta(days=day))
        if day == 42:
            assert ["This is our last reminder." in letter.text for letter in post.new] == [True]
    assert {day: [address for address, _ in letters] for day, letters in sent.items() if letters} == {
        day: [post.address(family[1])] for day in (7, 21, 42)
    }


def test_one_word_stops_the_reminders(world: World, post: Post, family: tuple[PersonId, PersonId]) -> None:
    child, guardian = family
    with world.services.db.unit_of_work() as session:
        world.school(session).says(guardian, Say.NO, child)
    assert post.goes(remind_unanswered, at=NOON + timedelta(days=8)) == []


@pytest.mark.parametrize(("left", "letters"), [(False, 4), (True, 0)])
def test_a_guardian_who_left_is_written_to_no_more(world: World, post: Post, left: bool, letters: int) -> None:
    day = world.at.date()
    with world.services.db.unit_of_work() as session:
        school = world.school(session)
        silent, guardian = school.family()
        asked, turning = school.pupil(), school.pupil(born=day.replace(year=day.year - 16) + timedelta(days=16))
        for pupil in (asked, turning):
            people.record_guardianship(session, guardian, pupil, True, actor=world.admin, at=world.at)
        people.correct(session, turning, {"email": None}, actor=world.admin, at=world.at)
        invitations.invite(session, [guardian], Way.MAIL, at=world.at)
        for purpose in (WEBSITE, RECOGNITION):
            school.says(guardian, Say.YES, asked, purpose, until=day + timedelta(days=20))
        changed = {"nl": Wording("Site", "Anders."), "en": Wording("Our site", "Different.")}
        operations.publish_notice(session, WEBSITE, changed, True, actor=world.admin, at=world.at)
        if left:
            people.leave(session, guardian, day, actor=world.admin, at=world.at)
    rounds = (remind_unanswered, ask_again, coming_of_age.invite, renewing.ask)
    assert len(post.goes(*rounds, at=NOON + timedelta(days=8))) == letters and silent


def test_after_a_material_change_whoever_agreed_is_asked_again_once(world: World, post: Post, family: tuple[PersonId, PersonId]) -> None:
    child, guardian = family
    with world.services.db.unit_of_work() as session:
        world.school(session).gives(guardian, child)
    for material, expected in ((False, 0), (True, 1)):
        with world.services.db.unit_of_work() as session:
            words = {"nl": Wording("Site", f"Anders {material}."), "en": Wording("Our site", f"Different {material}.")}
            operations.publish_notice(session, WEBSITE, words, material, actor=world.admin, at=world.at)
        assert len(post.goes(ask_again)) == expected
    [letter] = post.new
    assert "Our site" in letter.subject
    assert f"/in/{guardian}" in letter.text
