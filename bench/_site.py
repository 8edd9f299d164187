"""A Beeldpoort in a folder, with its processes as `make run` starts them, and somebody to ask it for pages."""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from time import monotonic, sleep

import psutil

from app.commands.serving import web_command, worker_command
from app.db import migrate
from app.web import tokens
from app.wiring import Built, build
from config import Config
from consent_store.ids import PersonId
from consent_store.operations import accounts
from consent_store.records.queries.accounts import Area, Stage

_ROOT = Path(__file__).parents[1]
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Site:
    """Its settings, and the services that its processes use too."""

    built: Built
    environ: dict[str, str]

    @classmethod
    def at(cls, home: Path) -> "Site":
        """An empty registry in a folder, on a free port."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        ours = {"BEELDPOORT_HOME": str(home), "BEELDPOORT_PORT": str(port), "BEELDPOORT_LOG_LEVEL": "error", "FLASK_APP": "wsgi:app"}
        built = build(Config.from_env(ours))
        migrate(built.services.db.engine)
        return cls(built, {name: text for name, text in os.environ.items() if not name.startswith("BEELDPOORT_")} | ours)

    @contextmanager
    def web(self, command: list[str] | None = None) -> Iterator[psutil.Process]:
        """The web, answering; yields the process that serves. `command`: what starts it, if not the usual."""
        with self._running(command or web_command(self.built)) as server:
            self._wait_for_an_answer()
            yield server.children()[0]

    @contextmanager
    def worker(self) -> Iterator[psutil.Process]:
        """A worker."""
        with self._running(worker_command()) as worker:
            yield worker

    def enter(self, person: PersonId, area: Area = Area.STAFF) -> "Visitor":
        """Sign somebody in, as the door would have."""
        token, services = tokens.fresh(), self.built.services
        with services.db.unit_of_work() as session:
            accounts.start_session(session, tokens.hashed(token), person, area, Stage.FULL, at=services.clock())
        return Visitor(self.built.config.port, {"beeldpoort": token})

    def stranger(self) -> "Visitor":
        """Somebody who is not in."""
        return Visitor(self.built.config.port, {})

    @contextmanager
    def _running(self, command: list[str]) -> Iterator[psutil.Process]:
        with subprocess.Popen(command, cwd=_ROOT, env=self.environ, stdout=subprocess.DEVNULL) as process, ExitStack() as ending:
            ending.callback(process.terminate)
            yield psutil.Process(process.pid)

    def _wait_for_an_answer(self) -> None:
        until = monotonic() + _PATIENCE
        while True:
            try:
                self.stranger().get("/signin")
            except OSError:
                if monotonic() > until:
                    raise
                sleep(0.1)
            else:
                return


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser of sorts: it keeps cookies, and makes a connection for each request."""

    port: int
    cookies: dict[str, str]

    def get(self, path: str) -> tuple[int, bytes]:
        """A page: its status and its bytes."""
        return self.send("GET", path)

    def send(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        """Any request."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        ours = {"Host": f"localhost:{self.port}", "Sec-Fetch-Site": "same-origin", "Cookie": cookies}
        connection.request(method, path, body, ours | headers)
        answer = connection.getresponse()
        status, content = answer.status, answer.read()
        for given in answer.headers.get_all("Set-Cookie", []):
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(given).items()})
        connection.close()
        return status, content
