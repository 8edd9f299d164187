"""Letters that go out by themselves: by day, and one round that fails stops no other."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.jobs.reminding import remind
from app.jobs.workshop import Workshop
from consent_store.operations import reminders
from consent_store.records.queries import reminders as questions
from tests.jobs.conftest import World

WALL = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(("hour", "rounds"), [(7, 0), (8, 1), (19, 1), (20, 0)])
def test_nobody_is_woken(world: World, hour: int, rounds: int) -> None:
    went: list[datetime] = []
    world.at = datetime(2026, 11, 23, hour, 59 if hour == 7 else 0, tzinfo=WALL)
    remind(world.worker.shop, (lambda shop: went.append(shop.now()),))
    assert len(went) == rounds


def test_a_round_that_fails_stops_no_other(world: World) -> None:
    went: list[str] = []

    def broken(_: Workshop) -> None:
        raise OSError("the mail server is away")

    remind(world.worker.shop, (broken, lambda _: went.append("other")))
    assert went == ["other"]


def test_what_was_sent_is_known(world: World) -> None:
    with world.services.db.unit_of_work() as session:
        reminders.record(session, "renewal", world.teacher, "2027", at=world.at)
        reminders.record(session, "renewal", world.teacher, "2027", at=world.at + timedelta(days=1))
        reminders.record(session, "invitation", world.teacher, at=world.at)
    with world.services.db.reading() as session:
        found = questions.of(session, "renewal", ["2027"])
        assert questions.of(session, "renewal", ["2026"]) == {}
    assert {key: (kept.times, kept.last_at) for key, kept in found.items()} == {(world.teacher, "2027"): (2, world.at + timedelta(days=1))}
