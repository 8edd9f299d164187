"""What stands around us fails: the queue is away, the disk is full. What must work works; what cannot is refused whole."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from consent_store.ids import EventId
from consent_store.records.queries import media, people
from consent_store.rules.entries import Say
from consent_store.rules.standing import State
from consent_store.rules.terms import Duty
from tests.databases import SqliteServer
from tests.disk import full_beyond
from tests.gallery import VERSION, Gallery
from tests.redis_server import RedisServer, redis
from tests.web.browser import Web
from tests.web.test_families import page_form, words
from tests.web.test_upload import items, picture, send


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    with redis(tmp_path) as server:
        yield server


@pytest.fixture
def away(tmp_path: Path, sqlite_server: SqliteServer, server: RedisServer) -> Iterator[Web]:
    """A Beeldpoort whose Redis, which also counts its rate limits, went away after the start."""
    web = Web.start(tmp_path / "home", sqlite_server.copy(), QUEUE_URL=server.url)
    web.open()
    server.stop()
    yield web
    web.stop()


def test_a_family_takes_its_word_back_while_the_queue_is_away(away: Web) -> None:
    with away.school() as school:
        child, guardian = school.family()
        school.gives(guardian, child)
    browser = away.enter(guardian)
    form = page_form(browser.get(f"/families/{child}").text) | {"website.photo": "no"}
    assert browser.post(f"/families/{child}", form).status_code == 303
    assert words(away, child)[-1].say is Say.WITHDRAWN
    with away.school() as school:
        assert school.standing(child).state is not State.GIVEN


def test_a_picture_that_came_in_while_the_queue_was_away_is_found_later(away: Web, server: RedisServer) -> None:
    with away.school() as school:
        event = Gallery.open(school).event
    teacher = away.enter_as(Duty.TEACHER)
    teacher.get("/events/new")
    assert send(teacher, event, picture()).status_code == 201
    (item,) = items(away, event)
    server.start()
    assert away.queue.huey.pending() == []
    with away.services.db.reading() as session:
        assert media.to_analyse(session, VERSION, at=away.at, limit=10) == [item.id]


def test_a_code_is_sent_without_the_queue(away: Web, hasty: None) -> None:
    with away.school() as school:
        email = people.person(school.session, school.guardian()).email
    answer = away.browser().post("/signin", {"email": email})
    assert answer.status_code == 303
    [letter] = (away.services.note.parent / "mail").iterdir()
    assert email and email in letter.read_text()


@pytest.mark.parametrize(
    ("side", "room", "status"), [(900, 100_000, 507), (8, 2_000, 503)], ids=["no room for the file", "no room for its row"]
)
def test_on_a_full_disk_an_upload_is_refused_and_nothing_is_half_there(web: Web, side: int, room: int, status: int) -> None:
    with web.school() as school:
        event = Gallery.open(school).event
    teacher = web.enter_as(Duty.TEACHER)
    teacher.get("/events/new")
    with full_beyond(room):
        answer = send(teacher, event, picture(side=side))
    assert answer.status_code == status
    assert _nothing(web, event)
    assert send(teacher, event, picture(side=side)).status_code == 201


def _nothing(web: Web, event: EventId) -> bool:
    vault = web.services.vault
    return not items(web, event) and not list(vault.names()) and not list(vault.unfinished())
