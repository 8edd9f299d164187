"""Files that may break off and go on, over loopback to gunicorn: beside a plain POST of the same bytes, and cut at random."""

import os
import re
import socket
import tempfile
from base64 import b64encode
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, sleep

from psutil import Process

from app.commands.serving import web_command
from bench._site import Site, Visitor
from bench.intake import Desk, computing, peak
from bench.report import Report
from consent_store.records.queries import uploads

PHOTOS, PHOTO, LARGE, FILM = 24, 6_000_000, 79_000_000, 200_000_000  # files and bytes
ROUNDS = 3
CUT, CUTS, CHUNK = 20, 3, 8_000_000  # uploads, cuts of each, and bytes of a request after which the first is cut
_AT_ONCE = 3  # as the page sends them
_WITH_THE_FIRST = 8 * 2**20  # bytes that upload.js sends along when it asks
_AT_MOST = 2**27  # bytes of a request of upload.js
_TOKEN = re.compile(rb'name="csrf-token" content="([^"]+)"')
_BYTES = "application/offset+octet-stream"
_PAUSE = 0.3  # seconds; the page waits longer


def run(report: Report, photos: int = PHOTOS) -> None:
    """Both ways in turns; the goal is nine tenths of what the plain one reaches."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk.open(Site.at(Path(folder) / "home"))
        with desk.site.web(_serving(desk.site)) as web:
            sender, before = Sender.at(desk), peak(web)
            for count, size in ((photos, PHOTO), (3, LARGE)):
                tus, plain = _in_turns(sender, web, count, size)
                told = f"{count} files of {size // 10**6} MB, tus beside plain POST"
                report.row(told, tus.seconds, plain.seconds, goal=plain.seconds / 0.9)
                report.row(
                    "  in processor time of the web, which others do not change", tus.computed, plain.computed, goal=plain.computed / 0.9
                )
            pieces = _timed(web, lambda data: sender.in_pieces(data, CHUNK), [_photo(LARGE) for _ in range(3)])
            report.row(f"  the same over a bad line, in requests of {CHUNK // 10**6} MB", pieces.seconds, plain.seconds)
            _film(report, sender, web)
            _cut_at_random(report, sender)
            report.row("memory that all of it added to the web process", peak(web) - before, unit="MB", goal=50)


@dataclass(frozen=True, slots=True)
class Sender:
    """A teacher who sends files to an event, in both ways."""

    visitor: Visitor
    site: Site
    event: str
    headers: dict[str, str]

    @classmethod
    def at(cls, desk: Desk) -> "Sender":
        """Whoever sits there, with the token of a page."""
        token = _TOKEN.search(desk.teacher.get("/events/new")[1])
        assert token, "a page of ours carries a token"
        return cls(desk.teacher, desk.site, desk.event, {"X-CSRFToken": token[1].decode()})

    def plain(self, data: bytes) -> None:
        """The whole file as a body."""
        status, _ = self.visitor.send("POST", f"/plain/{self.event}", data, **self.headers, **{"X-Name": "IMG.jpg"})
        assert status == 201

    def tus(self, data: bytes) -> None:
        """As upload.js sends it over a good line: a small file at once, a large one after the question."""
        if len(data) <= _WITH_THE_FIRST:
            self.begin(len(data), data)
        else:
            self.in_pieces(data, len(data))

    def in_pieces(self, data: bytes, chunk: int) -> None:
        """In requests of so many bytes."""
        where = self.begin(len(data))
        for start in range(0, len(data), chunk):
            assert self.ask("PATCH", where, data[start : start + chunk], **{"Upload-Offset": str(start)})[0] == 204

    def begin(self, size: int, data: bytes | None = None) -> str:
        """Say that a file comes, perhaps with all of it. The address where it goes on."""
        told = {"Upload-Length": str(size), "Upload-Metadata": f"ground {b64encode(b'own_work').decode()}"}
        status, headers = self.ask("POST", f"/events/{self.event}/uploads", data, **told)
        assert status == 201
        return headers["Location"]

    def offset(self, where: str) -> int:
        """How much of a file is there."""
        return int(self.ask("HEAD", where)[1]["Upload-Offset"])

    def cut(self, where: str, start: int, data: bytes, after: int) -> None:
        """A request whose connection ends after so many of its bytes."""
        headers = self._headers(len(data)) | {"Upload-Offset": str(start)}
        lines = [f"PATCH {where} HTTP/1.1", *(f"{name}: {text}" for name, text in headers.items()), "", ""]
        with socket.create_connection(("127.0.0.1", self.visitor.port)) as line:
            line.sendall("\r\n".join(lines).encode() + data[:after])

    def ask(self, method: str, where: str, data: bytes | None = None, **headers: str) -> tuple[int, dict[str, str]]:
        """Any request of the protocol: its status and headers."""
        connection = HTTPConnection("127.0.0.1", self.visitor.port, timeout=60)
        connection.request(method, where, data, self._headers(len(data or b"")) | headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status, dict(answer.headers)

    def _headers(self, size: int) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.visitor.cookies.items())
        ours = {"Host": f"localhost:{self.visitor.port}", "Sec-Fetch-Site": "same-origin", "Cookie": cookies, "Tus-Resumable": "1.0.0"}
        return ours | self.headers | {"Content-Length": str(size), "Content-Type": _BYTES}


def _serving(site: Site) -> list[str]:
    """The web as `make run` starts it, with one more way in."""
    return [word.replace("wsgi:app", "bench._plain:app") for word in web_command(site.built)]


def _film(report: Report, sender: "Sender", web: Process) -> None:
    """One film at a time, as the page sends it and as it does over a bad line; its pieces become one file in the end."""
    good: list[Took] = []
    bad: list[Took] = []
    plain: list[Took] = []
    for _ in range(ROUNDS):
        good.append(_timed(web, lambda data: sender.in_pieces(data, _AT_MOST), [_recording(FILM)]))
        bad.append(_timed(web, lambda data: sender.in_pieces(data, CHUNK), [_recording(FILM)]))
        plain.append(_timed(web, sender.plain, [_recording(FILM)]))
    ours, worse, beside = map(_middle, (good, bad, plain))
    report.row(f"a film of {FILM // 10**6} MB, tus beside plain POST", ours.seconds, beside.seconds)
    report.row("  in processor time of the web", ours.computed, beside.computed)
    report.row(f"  the same over a bad line, in requests of {CHUNK // 10**6} MB", worse.seconds, beside.seconds)


def _middle(times: "Sequence[Took]") -> "Took":
    return Took(median(each.seconds for each in times), median(each.computed for each in times))


def _recording(size: int) -> bytes:
    """Bytes that begin as a film does."""
    head = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"
    return head + os.urandom(size - len(head))


def _photo(size: int) -> bytes:
    """Bytes that begin as a photo does, and that nobody had before."""
    return b"\xff\xd8\xff\xe0" + os.urandom(size - 4)


@dataclass(frozen=True, slots=True, order=True)
class Took:
    """How long something took by the clock, and of the web's processors, in seconds."""

    seconds: float
    computed: float


def _in_turns(sender: Sender, web: Process, count: int, size: int) -> tuple[Took, Took]:
    """By tus and by plain POST: medians."""
    took: dict[Callable[[bytes], None], list[Took]] = {sender.tus: [], sender.plain: []}
    for _ in range(ROUNDS):
        for way, times in took.items():
            times.append(_timed(web, way, [_photo(size) for _ in range(count)]))
    tus, plain = map(_middle, took.values())
    return tus, plain


def _timed(web: Process, way: Callable[[bytes], None], photos: Sequence[bytes]) -> Took:
    computed, began = computing(web), perf_counter()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(way, photos))
    return Took(perf_counter() - began, computing(web) - computed)


def _cut_at_random(report: Report, sender: Sender) -> None:
    """Each upload loses its connection a few times, at any byte of a request, and goes on from where the school says."""
    luck, twice, lost = Random(5), [0], 0
    for _ in range(CUT):
        data = _photo(luck.randrange(CHUNK, 4 * CHUNK))
        twice.append(_sent_twice(sender, data, luck))
        with sender.site.built.services.db.reading() as session:
            lost += len(uploads.known(session, [sha256(data).hexdigest()])) != 1
    report.row(f"{CUT} uploads cut {CUTS} times each: most bytes sent twice of one", max(twice) / 1e6, unit="MB", goal=CHUNK / 1e6)
    report.row("  files of which anything was lost", lost, unit="", goal=0)


def _sent_twice(sender: Sender, data: bytes, luck: Random) -> int:
    """How many bytes went more often than once."""
    where, sent, start = sender.begin(len(data)), 0, 0
    for _ in range(CUTS):
        body = data[start : start + CHUNK]
        after = luck.randrange(len(body) - 1) if len(body) > 1 else 0
        sender.cut(where, start, body, after)
        sleep(_PAUSE)
        sent, start = sent + after, sender.offset(where)
    while start < len(data):
        body = data[start : start + CHUNK]
        assert sender.ask("PATCH", where, body, **{"Upload-Offset": str(start)})[0] == 204
        sent, start = sent + len(body), start + len(body)
    return sent - len(data)
