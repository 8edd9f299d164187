"""The queue: Huey over SQLite on one machine, over Redis on many. Tasks carry ids, never pictures or names."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from huey import Huey, RedisHuey, SqliteHuey, crontab

from consent_store.ids import ItemId


class Hands(Protocol):
    """What does the work: see `app.jobs.worker.Worker`."""

    def start(self) -> bool: ...
    def analyse(self, item: ItemId) -> None: ...
    def tidy(self) -> None: ...
    def post(self, sealed: bytes) -> None: ...
    def demo(self) -> None: ...
    def dropped(self) -> Sequence[ItemId]: ...
    def sign(self) -> None: ...
    def nightly(self) -> None: ...


def make_huey(url: str) -> Huey:
    """The queue behind a `sqlite:///` or `redis://` URL."""
    if not url.startswith("sqlite:"):
        return RedisHuey("beeldpoort", url=url, results=False)
    path = Path(url.removeprefix("sqlite:///"))
    path.parent.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("beeldpoort", filename=str(path), results=False)


class Queue:
    """A `Nudge` over Huey. `hands` is called in the worker alone, when a task runs: the web never loads the engine."""

    def __init__(self, huey: Huey, hands: Callable[[], Hands]) -> None:
        self.huey = huey
        self._hands = hands
        task, periodic = huey.task, huey.periodic_task
        self._analyse = task(name="analyse")(lambda item: hands().analyse(item))
        self._tidy = task(name="tidy")(lambda: hands().tidy())
        self._post = task(name="post", retries=5, retry_delay=60)(lambda sealed: hands().post(sealed))
        self._demo = task(name="demo")(lambda: hands().demo())
        periodic(crontab(minute="*"), name="sweep")(self._sweep)
        periodic(crontab(minute="0"), name="sign")(lambda: hands().sign())
        periodic(crontab(minute="30", hour="2"), name="nightly")(lambda: hands().nightly())

    def start(self) -> None:
        """Make the hands ready, before the first task comes."""
        self._hands().start()

    def analyse(self, item: ItemId) -> None:
        """See `Nudge`."""
        self._analyse(item)

    def tidy(self) -> None:
        """See `Nudge`."""
        self._tidy()

    def post(self, sealed: bytes) -> None:
        """See `Nudge`."""
        self._post(sealed)

    def demo(self) -> None:
        """See `Nudge`."""
        self._demo()

    def _sweep(self) -> None:
        """Ask again for what a dead worker dropped, unless it waits in the queue already."""
        if not self._hands().start():
            return
        waiting = {task.args[0] for task in self.huey.pending() if task.name == "analyse"}
        for item in self._hands().dropped():
            if item not in waiting:
                self._analyse(item)
        self._hands().tidy()
