"""A letter with the receipt, once for all that was said in one go."""

from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

import pytest

from app import receipts
from app.jobs import receipting
from app.mail import Enclosure, FolderMailer, Letter
from consent_store.ids import PersonId
from consent_store.operations import people
from consent_store.rules.entries import Say
from tests.jobs.conftest import World
from tests.jobs.post import Post
from tests.receipts import on_paper
from tests.school import NOON, PORTAL, WEBSITE, School

QUIET = NOON + timedelta(minutes=20)


@pytest.fixture
def post(world: World) -> Post:
    return Post(world)


@pytest.fixture
def family(world: World) -> tuple[PersonId, PersonId, PersonId]:
    """Two children, and a guardian who reads English."""
    with world.services.db.unit_of_work() as session:
        school = School(session, world.admin, world.at)
        first, guardian = school.family()
        second = school.pupil()
        people.record_guardianship(session, guardian, second, True, actor=world.admin, at=world.at)
        people.correct(session, guardian, {"language": "en"}, actor=world.admin, at=world.at)
    return first, second, guardian


def says(world: World, speaker: PersonId, child: PersonId, say: Say, purpose: str = WEBSITE, **later: float) -> None:
    with world.services.db.unit_of_work() as session:
        School(session, world.admin, world.at + timedelta(**later)).says(speaker, say, child, purpose)  # type: ignore[arg-type]


def newest(world: World) -> EmailMessage:
    """The last letter as it would leave."""
    folder = cast(FolderMailer, world.services.mailer).folder
    return cast(EmailMessage, message_from_bytes(sorted(folder.glob("*.eml"))[-1].read_bytes(), policy=policy.default))


def test_one_letter_for_all_that_was_said_in_one_go(world: World, post: Post, family: tuple[PersonId, PersonId, PersonId]) -> None:
    first, second, guardian = family
    says(world, guardian, first, Say.YES)
    says(world, guardian, first, Say.NO, PORTAL, minutes=4)
    says(world, guardian, second, Say.YES, minutes=5)
    assert post.goes(receipting.send, at=NOON + timedelta(minutes=15)) == []  # they may not be done yet
    assert post.goes(receipting.send, at=QUIET) == [(post.address(guardian), "Receipt of your choices")]
    text = post.new[0].text
    assert "2 choices for " in text and "1 choice for " in text and f"/receipts/{first}/" in text and f"/receipts/{second}/" in text
    with world.services.db.reading() as session:
        key = receipts.school_key(session, world.services)
    assert key in text
    files = [each.get_content() for each in newest(world).iter_attachments()]
    told = [[(event.event, event.kind) for event in receipts.check(cast(bytes, file), key).events] for file in files]
    assert told == [[("given", "photo"), ("refused", "photo")], [("given", "photo")]]


def test_what_is_said_later_is_a_letter_of_its_own(world: World, post: Post, family: tuple[PersonId, PersonId, PersonId]) -> None:
    first, _, guardian = family
    says(world, guardian, first, Say.YES)
    assert len(post.goes(receipting.send, at=QUIET)) == 1
    says(world, guardian, first, Say.WITHDRAWN, minutes=1)
    assert post.goes(receipting.send, at=QUIET + timedelta(minutes=5)) == []
    assert len(post.goes(receipting.send, at=QUIET + timedelta(minutes=20))) == 1
    assert "1 choice for " in post.new[0].text


def test_nothing_is_sent_twice_when_the_days_move_on(world: World, post: Post, family: tuple[PersonId, PersonId, PersonId]) -> None:
    first, _, guardian = family
    says(world, guardian, first, Say.YES)
    says(world, guardian, first, Say.NO, PORTAL, minutes=10)
    assert len(post.goes(receipting.send, at=NOON + timedelta(days=2, hours=23))) == 1
    for minutes in (1, 5, 9, 11, 30):  # the first word is out of sight, the second is not
        assert post.goes(receipting.send, at=NOON + timedelta(days=3, minutes=minutes)) == []


def test_what_came_on_paper_is_told_too_and_who_has_no_address_is_not(world: World, post: Post) -> None:
    with world.services.db.unit_of_work() as session:
        school = School(session, world.admin, world.at)
        child, guardian = school.family()
        silent = school.guardian(child)
        people.correct(session, silent, {"email": None}, actor=world.admin, at=world.at)
        on_paper(school, guardian, child, WEBSITE)
        school.says(silent, Say.NO, child)
    assert [address for address, _ in post.goes(receipting.send, at=QUIET)] == [post.address(guardian)]
    assert "van een formulier op papier" in post.new[0].text


def test_a_letter_keeps_what_is_enclosed_while_it_waits() -> None:
    letter = Letter("a@school.test", "x", "y", (Enclosure("r.jsonld", "application/ld+json", "{}"),))
    assert Letter.from_bytes(letter.as_bytes()) == letter
