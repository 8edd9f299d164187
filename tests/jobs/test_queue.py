"""The queue on one machine's file and on Redis: the same tasks, once; and what a killed worker dropped comes back."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from smtplib import SMTPRecipientsRefused
from time import monotonic, sleep

import pytest

from app.jobs.queue import Queue, make_huey
from app.mail import Letter
from app.vault import seal
from consent_store.ids import ItemId
from consent_store.records import ledger
from consent_store.records.queries import media as questions
from tests.jobs.conftest import FACES, World, minutes, photo
from tests.redis_server import RedisServer, redis

ROOT = Path(__file__).parents[2]
CODE = "739 104"


@dataclass
class Line:
    """A queue in the test's hands."""

    queue: Queue
    url: str
    everything: Callable[[], bytes]

    def drain(self) -> int:
        """Do what waits, as a worker does; how many tasks that were."""
        done = 0
        while task := self.queue.huey.dequeue():
            self.queue.huey.execute(task)
            done += 1
        return done

    def minute(self, at: datetime) -> None:
        """What the scheduler does at the start of each minute."""
        for task in self.queue.huey.read_periodic(at.replace(tzinfo=None)):
            self.queue.huey.enqueue(task)


@pytest.fixture(scope="module")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with redis(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture(params=["sqlite", "redis"])
def line(request: pytest.FixtureRequest, world: World, tmp_path: Path) -> Line:
    """An empty queue of each kind in turn, with the world's worker at its end."""
    if request.param == "sqlite":
        path = tmp_path / "queue.db"
        url, everything = f"sqlite:///{path}", lambda: b"".join(file.read_bytes() for file in tmp_path.glob("queue.db*"))
    else:
        server: RedisServer = request.getfixturevalue("redis_server")
        server.clear()
        url, everything = server.url, server.everything
    return Line(Queue(make_huey(url), lambda: world.worker), url, everything)


def _analysed(world: World, item: ItemId) -> int:
    """How often an item was analysed, by the ledger."""
    with world.services.db.reading() as session:
        return len(ledger.read(session, item=item, kind="ItemAnalysed"))


def test_tasks_reach_the_worker(world: World, line: Line) -> None:
    item = world.upload(photo(FACES[:1])[1])
    line.queue.analyse(item)
    line.queue.analyse(item)
    assert line.drain() == 2
    assert _analysed(world, item) == 1


def test_a_letter_waits_sealed(world: World, line: Line) -> None:
    letter = Letter("anna@school.test", "Your code", f"Your code is {CODE}.")
    assert line.queue.post(seal(world.services.keys, letter.as_bytes()))
    waiting = line.everything()
    assert b"post" in waiting and not any(word.encode() in waiting for word in (CODE, letter.to, letter.subject))
    assert line.drain() == 1
    [file] = (world.services.note.parent / "mail").iterdir()
    assert CODE in file.read_text() and letter.to in file.read_text()


def test_a_letter_waits_for_no_pictures(world: World, line: Line) -> None:
    for number in range(3):
        line.queue.analyse(ItemId(f"item {number}"))
    line.queue.post(seal(world.services.keys, Letter("anna@school.test", "Your code", CODE).as_bytes()))
    assert [line.queue.huey.dequeue().name for _ in range(2)] == ["post", "analyse"]


class _Refused:
    """Hands of which the mail server wants nothing."""

    def post(self, sealed: bytes) -> None:
        raise SMTPRecipientsRefused({"anna@school.test": (550, b"nobody of that name")})


def test_what_fails_is_logged_without_what_it_says(
    line: Line, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    refused = Queue(make_huey(line.url), _Refused)  # type: ignore[arg-type]
    refused.post(b"sealed")
    refused.huey.execute(refused.huey.dequeue())
    said = capsys.readouterr().out
    assert "SMTPRecipientsRefused" in said and "post" in said
    assert "anna" not in said + caplog.text


def test_what_the_night_does_waits_for_no_night(line: Line) -> None:
    line.queue.start()
    assert [task.name for task in line.queue.huey.pending()] == ["nightly"]


def test_the_sweeper_asks_once_for_what_was_dropped(world: World, line: Line) -> None:
    dropped, waiting = (world.upload(photo(FACES[:1], seed)[1]) for seed in (1, 2))
    line.queue.analyse(waiting)
    line.minute(world.at)
    names = [(task.name, task.args) for task in line.queue.huey.pending()]
    assert names[0] == ("analyse", (waiting,))
    while line.queue.huey.pending()[0].name != "sweep":
        line.queue.huey.execute(line.queue.huey.dequeue())
    line.queue.huey.execute(line.queue.huey.dequeue())
    asked = [task.args[0] for task in line.queue.huey.pending() if task.name == "analyse"]
    assert asked == [dropped]


def test_a_killed_workers_item_is_analysed_exactly_once(world: World, line: Line) -> None:
    item = world.upload(photo(FACES[:6])[1])
    line.queue.analyse(item)
    _kill_in_the_middle(world, line, item)
    line.queue.huey.flush()  # with whatever its own sweep had asked for meanwhile
    assert _analysed(world, item) == 0
    world.at = datetime.now(UTC) + minutes(1)
    for _ in range(2):
        line.minute(world.at)
        line.drain()
    assert _analysed(world, item) == 1
    with world.services.db.reading() as session:
        assert len(questions.sightings_of(session, item)) == 6


def test_two_threads_share_a_worker(world: World, line: Line) -> None:
    items = [world.upload(photo(FACES[:3], seed)[1]) for seed in range(4)]
    for item in items:
        line.queue.analyse(item)
    with ThreadPoolExecutor(2) as pool:
        shares = [each.result() for each in [pool.submit(line.drain) for _ in range(2)]]
    assert sum(shares) == 4 and min(shares) > 0
    assert [_analysed(world, item) for item in items] == [1] * 4
    with world.services.db.reading() as session:
        clusters = [{view.cluster for view in questions.sightings_of(session, item)} for item in items]
    assert all(each == clusters[0] and len(each) == 3 for each in clusters)


def _kill_in_the_middle(world: World, line: Line, item: ItemId) -> None:
    """Run a real worker, and kill it as soon as it has the item in hand."""
    home = world.services.note.parent
    ours = {"FLASK_APP": "wsgi:app", "BEELDPOORT_HOME": str(home), "BEELDPOORT_QUEUE_URL": line.url}
    worker = subprocess.Popen([sys.executable, "-m", "flask", "worker"], cwd=ROOT, env=os.environ | ours, stderr=subprocess.DEVNULL)
    try:
        _wait(lambda: _claimed(home / "registry.db", item))
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()


def _claimed(database: Path, item: ItemId) -> bool:
    with closing(sqlite3.connect(database)) as connection:
        [(until,)] = connection.execute("SELECT claimed_until FROM items WHERE id = ?", [item])
    return until is not None


def _wait(for_: Callable[[], bool], seconds: float = 60) -> None:
    until = monotonic() + seconds
    while not for_():
        assert monotonic() < until, "it did not happen in time"
        sleep(0.002)
