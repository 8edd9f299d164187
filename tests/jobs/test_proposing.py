"""Faces under review are proposed anew when somebody is enrolled or withdraws, and only then."""

import pytest

from app.demo.portraits import Face
from consent_store.ids import ItemId, PersonId
from consent_store.operations import media
from consent_store.records.queries import media as queries
from consent_store.rules.entries import Say
from consent_store.rules.terms import RECOGNITION
from tests.jobs.conftest import FACES, World, photo


def _proposed(world: World, item: ItemId) -> set[PersonId | None]:
    with world.services.db.reading() as session:
        guesses = [view.proposal for view in queries.sightings_of(session, item)]
    assert all(guesses)
    return {guess.person for guess in guesses if guess}


def _withdraws(world: World, face: Face) -> None:
    with world.services.db.unit_of_work() as session:
        world.school(session).says(world.people[face], Say.WITHDRAWN, world.people[face], RECOGNITION)


def test_who_is_enrolled_later_is_proposed_and_who_withdraws_no_more(world: World) -> None:
    item = world.analysed(photo(FACES[:2])[1])
    assert _proposed(world, item) == {None}
    world.enrol(*FACES[:2])
    first, second = (world.people[face] for face in FACES[:2])
    assert _proposed(world, item) == {first, second}
    _withdraws(world, FACES[0])
    world.worker.tidy()
    assert _proposed(world, item) == {None, second}


def test_without_news_nothing_is_opened_or_written(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.enrol(FACES[0])
    world.analysed(photo(FACES[:2])[1])
    world.worker.tidy()
    monkeypatch.setattr("app.jobs.proposing.unseal", lambda *_: pytest.fail("a face was opened"))
    world.worker.tidy()
    world.worker.shop.proposed_from = None  # another worker, which has only just started
    monkeypatch.undo()
    monkeypatch.setattr(media, "repropose", lambda *_: pytest.fail("a guess was written again"))
    world.worker.tidy()
