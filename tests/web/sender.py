"""Somebody who speaks tus by hand, to say what no client would."""

from base64 import b64encode
from dataclasses import dataclass
from random import Random
from typing import Self

from werkzeug.test import TestResponse

from consent_store.ids import EventId, PersonId
from consent_store.records.queries import media, uploads
from consent_store.records.views import ItemView
from consent_store.rules.terms import Duty
from tests.gallery import Gallery
from tests.web.browser import OURS, Browser, Web

BYTES = "application/offset+octet-stream"
OWN = {"ground": "own_work"}


def jpeg(size: int = 200_000, seed: int = 1) -> bytes:
    """Bytes that begin as a photo does; nobody opens them here."""
    return b"\xff\xd8\xff\xe0" + Random(seed).randbytes(size - 4)


def about(**told: str) -> str:
    """What is said of a file, as the header has it."""
    return ",".join(f"{key} {b64encode(value.encode()).decode()}" for key, value in told.items())


@dataclass
class Sender:
    """A teacher's client, at one event."""

    web: Web
    person: PersonId
    event: EventId
    browser: Browser

    @classmethod
    def at_work(cls, web: Web, event: EventId | None = None) -> Self:
        """A new teacher, at a new event unless there is one."""
        with web.school() as school:
            person, at = school.staff(Duty.TEACHER), event or Gallery.open(school).event
        sender = cls(web, person, at, web.browser())
        sender.sign_in()
        return sender

    def sign_in(self) -> None:
        """Come in, again."""
        self.browser = self.web.enter(self.person)
        self.browser.client.set_cookie("language", "en", domain="localhost")
        self.browser.get("/events/new")

    def begin(self, size: int, name: str = "IMG_1.jpg", data: bytes | None = None, **told: str) -> TestResponse:
        """Say that a file comes, perhaps with bytes of it."""
        headers = {"Upload-Length": str(size), "Upload-Metadata": about(filename=name, **OWN, **told)}
        return self.send("POST", f"/events/{self.event}/uploads", data, **headers)

    def begun(self, size: int, **told: str) -> str:
        """The address of a file that is expected."""
        answer = self.begin(size, **told)
        assert answer.status_code == 201
        return answer.location

    def go_on(self, where: str, start: int, data: bytes, **headers: str) -> TestResponse:
        """Send bytes."""
        return self.send("PATCH", where, data, **{"Upload-Offset": str(start)}, **headers)

    def ask(self, where: str) -> TestResponse:
        """How far it is."""
        return self.send("HEAD", where)

    def send(self, method: str, where: str, data: bytes | None = None, **headers: str) -> TestResponse:
        """Any request of the protocol."""
        ours = OURS | {"X-CSRFToken": self.browser.token, "Tus-Resumable": "1.0.0"} | ({"Content-Type": BYTES} if data is not None else {})
        return self.browser.client.open(where, method=method, data=data, headers=ours | headers, base_url=self.browser.url)

    def items(self) -> list[ItemView]:
        """What came in for the event."""
        with self.web.services.db.reading() as session:
            return media.items_of(session, self.event)

    def half_way(self, where: str) -> list[str]:
        """The files of the vault that arrived of it."""
        with self.web.services.db.reading() as session:
            return [name for name, _sha256, _size in uploads.pieces(session, where.rpartition("/")[2])]  # type: ignore[arg-type]

    def kept(self) -> list[bytes]:
        """Every file in the vault, opened."""
        vault = self.web.services.vault
        return [b"".join(vault.open(name)) for name in vault.names()]
