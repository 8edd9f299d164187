"""How long a withdrawal takes that reaches a thousand releases, and how long the nightly check of a hundred thousand."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from itertools import islice, product
from pathlib import Path
from random import Random
from resource import RUSAGE_SELF, getrusage
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.db import Database, make_engine
from bench.report import Report
from consent_store.ids import PersonId, PurposeCode, new_id
from consent_store.operations import consents, media, people, recalls, school
from consent_store.records import ledger
from consent_store.records.base import Base
from consent_store.records.entries import EntryRow
from consent_store.records.media import EventRow, ItemRow, RenditionRow
from consent_store.records.people import GuardianshipRow, PersonRow
from consent_store.records.queries import recalls as questions
from consent_store.records.releases import DownloadRow, PostingRow, ReleaseRow
from consent_store.records.reviews import ReviewRow
from consent_store.records.sightings import SightingRow
from consent_store.records.tables import Base as Tables
from consent_store.rules import chain
from consent_store.rules.entries import Entry, Say, Word
from consent_store.rules.terms import Audience, Duty, Kind, Permission, Role

NOW = datetime(2026, 5, 12, 10, tzinfo=UTC)
PUPILS, ITEMS, FACES, REACHED = 1_000, 20_000, 4, 1_000
PURPOSES = [PurposeCode(code) for code in ("website", "newsletter", "social_media", "parent_portal", "school_guide")]
VERSION = "bench-1"
_BATCH = 2_000
Row = dict[str, Any]


def run(report: Report, releases: int = ITEMS * len(PURPOSES)) -> None:
    """A withdrawal and a night on SQLite; each release was taken once, and one in ten was posted."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(make_engine(f"sqlite:///{Path(folder) / 'recalls.db'}"))
        Tables.metadata.create_all(database.engine)
        with database.unit_of_work() as session:
            made = _Archive(session, releases)
        _night(report, database, releases)
        _withdrawal(report, database, made)


def _withdrawal(report: Report, database: Database, made: "_Archive") -> None:
    word = Word(made.guardian, made.pupils[0], Say.WITHDRAWN, PURPOSES[0], Kind.PHOTO)
    start, busy = perf_counter(), process_time()
    with database.unit_of_work() as session:
        consents.speak(session, word, actor=made.guardian, at=NOW)
    busy = process_time() - busy
    report.row(f"withdrawal that reaches {REACHED:,} releases, commit and all", perf_counter() - start, goal=1)
    report.row("the same, processor time", busy)
    with database.reading() as session:
        found = len(questions.undone(session))
        if found < REACHED:
            raise AssertionError(f"only {found} tasks")


def _night(report: Report, database: Database, releases: int) -> None:
    before, busy = getrusage(RUSAGE_SELF).ru_maxrss, process_time()
    with database.reading() as session:
        start = perf_counter()
        found = recalls.overdue(session, at=NOW)
        seconds = perf_counter() - start
        if found or questions.number_out(session) != releases:
            raise AssertionError("the archive of the bench is not as it should be")
    report.row(f"nightly check of {releases:,} releases", seconds, goal=120)
    report.row("the same, processor time", process_time() - busy)
    report.row("memory that it took on top", (getrusage(RUSAGE_SELF).ru_maxrss - before) / 1024, unit="MB", goal=300)


class _Archive:
    """A school's archive, written in bulk, row by row as the operations would: the first pupil is in `REACHED` of its photos."""

    def __init__(self, session: Session, releases: int) -> None:
        self.session, self.random, self.releases = session, Random(1), releases
        told = {"given_name": "Ada", "family_name": "Beheer", "email": "ada@school.test"}
        self.admin = school.open_school(session, name="De Linde", origin="school.test/ledger", **told, at=NOW - timedelta(days=900))  # type: ignore[arg-type]
        school.record_duty(session, self.admin, Duty.COMMS, True, actor=self.admin, at=NOW)
        media.bring_into_force(session, VERSION, at=NOW)
        self.pupils = [PersonId(new_id()) for _ in range(PUPILS)]
        self._families()
        self._words()
        self._items()

    def _add(self, table: type[Base], rows: Iterable[Row]) -> None:
        waiting = iter(rows)
        while some := list(islice(waiting, _BATCH)):
            self.session.execute(insert(table), some)

    def _families(self) -> None:
        who = {"role": Role.GUARDIAN, "given_name": "Mia", "family_name": "Jansen", "email": "mia@school.test"}
        self.guardian = people.register(self.session, **who, actor=self.admin, at=NOW)  # type: ignore[arg-type]
        named = {"role": Role.PUPIL, "given_name": "Anna", "family_name": "Jansen", "born": date(2014, 5, 4), "registered_at": NOW}
        self._add(PersonRow, ({"id": pupil, **named} for pupil in self.pupils))
        holds = {"guardian_id": self.guardian, "has_authority": True, "since": date(2024, 1, 1)}
        self._add(GuardianshipRow, ({"id": new_id(), "pupil_id": pupil, **holds} for pupil in self.pupils))

    def _words(self) -> None:
        """A yes of each pupil for each purpose; said twice, as after a year."""
        said = [
            Word(self.guardian, pupil, Say.YES, code, Kind.PHOTO, notice=1)
            for _ in range(2)
            for code, pupil in product(PURPOSES, self.pupils)
        ]
        self._add(EntryRow, self._lines(said))

    def _lines(self, said: Iterable[Word]) -> Iterator[Row]:
        head = ledger.head(self.session)
        before = head.hash
        for seq, word in enumerate(said, head.size + 1):
            kept = chain.line(Entry(seq, NOW - timedelta(days=1), self.guardian, word), before)
            before = kept.hash
            yield asdict(kept)

    def _items(self) -> None:
        event, ids = new_id(), [new_id() for _ in range(ITEMS)]
        self._add(EventRow, [{"id": event, "title": "Archive", "on": NOW.date(), "made_by": self.admin, "made_at": NOW}])
        seen = {"analysis_version": VERSION, "faces": FACES, "analysed_at": NOW, "revision": FACES, "width": 4000, "height": 3000}
        mine = {"maker": "De Linde", "maker_permission": Permission.OWN_WORK, "uploader": self.pupils[1], "received_at": NOW, "size": 9}
        rows = (
            {"id": item, "event_id": event, "number": n, "kind": Kind.PHOTO, "label": "IMG", "sha256": item, **seen, **mine}
            for n, item in enumerate(ids)
        )
        self._add(ItemRow, rows)
        self._add(SightingRow, (face for number, item in enumerate(ids) for face in self._faces(number, item)))
        reviewed = {"reviewer": self.admin, "revision": FACES, "listed": FACES, "at": NOW}
        self._add(ReviewRow, ({"id": new_id(), "item_id": item, **reviewed} for item in ids))
        file = {
            "use": "clean",
            "vault_name": "x",
            "sha256": "x",
            "size": 9,
            "media_type": "image/jpeg",
            "width": 4000,
            "height": 3000,
            "made_at": NOW,
        }
        self._add(RenditionRow, ({"id": item, "item_id": item, **file} for item in ids))
        self._out(ids)

    def _faces(self, number: int, item: str) -> Iterator[Row]:
        first = [self.pupils[0]] if number < REACHED else []
        for place, person in enumerate([*first, *self.random.sample(self.pupils[1:], FACES - len(first))]):
            box = {"left": 300 * place, "top": 200, "right": 300 * place + 200, "bottom": 460}
            yield {"id": new_id(), "item_id": item, "origin": "machine", "score": 0.9, "answer": "person", "person_id": person, **box}

    def _out(self, ids: list[str]) -> None:
        pairs = list(islice(product(PURPOSES, ids), self.releases))
        out = {"sha256": "x", "audience": Audience.PUBLIC, "channel": "news", "personally": False, "by": self.admin, "at": NOW}
        rows = [{"id": new_id(), "item_id": item, "rendition_id": item, "purpose": code, **out} for code, item in pairs]
        self._add(ReleaseRow, rows)
        self._add(DownloadRow, ({"id": new_id(), "release_id": row["id"], "by": self.admin, "at": NOW, "why": "news"} for row in rows))
        posted = {"by": self.admin, "at": NOW, "address": "https://school.test/news"}
        self._add(PostingRow, ({"id": new_id(), "release_id": row["id"], **posted} for row in rows[::10]))
