"""Whoever asked the supervisor gets one letter an answer, and none about an answer that they read."""

from datetime import timedelta

import pytest

from app.jobs import answering
from consent_store.ids import DoubtId
from consent_store.operations import media, reviews
from tests.gallery import VERSION, Gallery
from tests.jobs.conftest import World
from tests.jobs.post import Post


class Asked:
    """Two questions of one teacher, about one picture."""

    def __init__(self, world: World) -> None:
        self.world, self.post = world, Post(world)
        with world.services.db.unit_of_work() as session:
            school = world.school(session)
            media.bring_into_force(session, VERSION, at=school.at)
            gallery = Gallery.open(school)
            item, _ = gallery.photo(1)
            self.teacher, self.admin = gallery.teacher, school.admin
            told = {"actor": self.teacher, "at": school.at}
            self.doubts = [reviews.raise_doubt(session, item, question, **told) for question in ("Is this decent?", "And this?")]

    def settle(self, doubt: DoubtId, *, resolved: bool) -> None:
        with self.world.services.db.unit_of_work() as session:
            reviews.settle_doubt(session, doubt, resolved=resolved, reason="Talked.", actor=self.admin, at=self.world.at)

    def letters(self) -> list[tuple[str, str]]:
        self.world.at += timedelta(hours=1)
        return self.post.goes(answering.tell)


@pytest.fixture
def asked(world: World) -> Asked:
    return Asked(world)


def test_an_answer_is_told_once_without_what_was_asked(asked: Asked) -> None:
    assert asked.letters() == []
    asked.settle(asked.doubts[0], resolved=False)
    assert asked.letters() == [(asked.post.address(asked.teacher), "Uw vraag over foto 1 is beantwoord")]
    text = asked.post.new[0].text
    assert f"/doubts/{asked.doubts[0]}" in text and "decent" not in text and "Talked" not in text
    assert asked.letters() == []
    asked.settle(asked.doubts[0], resolved=True)
    assert len(asked.letters()) == 1


def test_an_answer_that_was_read_is_not_told(asked: Asked) -> None:
    asked.settle(asked.doubts[1], resolved=True)
    with asked.world.services.db.unit_of_work() as session:
        reviews.read_answer(session, asked.doubts[1], actor=asked.teacher, at=asked.world.at)
    assert asked.letters() == []
