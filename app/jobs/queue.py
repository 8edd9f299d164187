"""The queue: Huey over SQLite on one machine, over Redis on many. Tasks carry ids, never pictures or names."""

import logging
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import structlog
from huey import Huey, PriorityRedisHuey, SqliteHuey, crontab
from huey.api import Task
from huey.signals import SIGNAL_ERROR
from redis import ConnectionPool, RedisError

from app.traces import where
from consent_store.ids import ItemId

_log = structlog.get_logger()
_AWAY = (RedisError, sqlite3.Error, OSError)
THREADS = 4  # of a worker: one may be at a film and one make one for an hour, while two do all else
_BEFORE_PICTURES = 1  # a code lasts ten minutes, somebody waits for a file, and an afternoon's pictures take longer
_CONNECTING, _ANSWERING = 2.0, 5.0  # seconds that a page waits for a Redis that does not answer


class Hands(Protocol):
    """What does the work: see `app.jobs.worker.Worker`."""

    def start(self) -> bool: ...
    def analyse(self, item: ItemId) -> None: ...
    def make(self) -> None: ...
    def tidy(self) -> None: ...
    def post(self, sealed: bytes) -> None: ...
    def demo(self) -> None: ...
    def dropped(self) -> Sequence[ItemId]: ...
    def sign(self) -> None: ...
    def nightly(self) -> None: ...
    def remind(self) -> None: ...


def make_huey(url: str) -> Huey:
    """The queue behind a `sqlite:///` or `redis://` URL."""
    logging.getLogger("huey").addFilter(_without_trace)
    if not url.startswith("sqlite:"):
        pool = ConnectionPool.from_url(url, socket_connect_timeout=_CONNECTING, socket_timeout=_ANSWERING)
        return PriorityRedisHuey("beeldpoort", connection_pool=pool, results=False)
    path = Path(url.removeprefix("sqlite:///"))
    path.parent.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("beeldpoort", filename=str(path), results=False)


def _without_trace(record: logging.LogRecord) -> bool:
    """Not what a task's failure says, which `_failed` writes without its words."""
    return not record.exc_info


def _failed(_signal: str, task: Task, error: BaseException) -> None:
    _log.error("task failed", task=task.name, error=type(error).__name__, where=where(error))


class Queue:
    """A `Nudge` over Huey. `hands` is called in the worker alone, when a task runs: the web never loads the engine."""

    def __init__(self, huey: Huey, hands: Callable[[], Hands]) -> None:
        self.huey = huey
        self._hands = hands
        task, periodic = huey.task, huey.periodic_task
        self._analyse = task(name="analyse")(lambda item: hands().analyse(item))
        self._make = task(name="make", priority=_BEFORE_PICTURES)(lambda: hands().make())
        self._tidy = task(name="tidy")(lambda: hands().tidy())
        self._post = task(name="post", retries=5, retry_delay=60, priority=_BEFORE_PICTURES)(lambda sealed: hands().post(sealed))
        self._demo = task(name="demo")(lambda: hands().demo())
        periodic(crontab(minute="*"), name="sweep")(self._sweep)
        periodic(crontab(minute="0"), name="sign")(lambda: hands().sign())
        periodic(crontab(minute="10"), name="remind")(lambda: hands().remind())
        self._nightly = periodic(crontab(minute="30", hour="2"), name="nightly")(lambda: hands().nightly())
        huey.signal(SIGNAL_ERROR)(_failed)

    def start(self) -> None:
        """Make the hands ready, before the first task comes. What the night does is done now too: some machines sleep by night."""
        self._hands().start()
        self._nightly()

    def analyse(self, item: ItemId) -> None:
        """See `Nudge`."""
        self._sent(self._analyse.s(item))

    def make(self) -> None:
        """See `Nudge`."""
        self._sent(self._make.s())

    def tidy(self) -> None:
        """See `Nudge`."""
        self._sent(self._tidy.s())

    def post(self, sealed: bytes) -> bool:
        """See `Nudge`."""
        return self._sent(self._post.s(sealed))

    def demo(self) -> None:
        """See `Nudge`. No record asks for it: where the queue is away, this raises."""
        self._demo()

    def _sent(self, task: Task) -> bool:
        """Whether a task got into the queue. Where not, what was committed stays committed, and the sweeper finds it."""
        try:
            self.huey.enqueue(task)
        except _AWAY as error:
            _log.error("queue away", task=task.name, error=type(error).__name__)
            return False
        return True

    def _sweep(self) -> None:
        """Ask again for what a dead worker dropped, unless it waits in the queue already."""
        if not self._hands().start():
            return
        waiting = {task.args[0] for task in self.huey.pending() if task.name == "analyse"}
        for item in self._hands().dropped():
            if item not in waiting:
                self._analyse(item)
        self._hands().make()
        self._hands().tidy()
