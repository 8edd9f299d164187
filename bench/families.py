"""What a family waits for with a million entries behind it: the page, whom one may look at, and what the rounds of the day read."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from itertools import islice, product
from pathlib import Path
from statistics import median
from time import perf_counter

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.vault import Stored
from bench._school import LargeSchool, fill
from bench._site import Site
from bench.gate import per_call
from bench.report import Report
from consent_store.ids import DownloadId, ItemId, PersonId, ReleaseId, new_id
from consent_store.operations.model_form import DUTCH_MODEL_FORM
from consent_store.records import ledger
from consent_store.records.entries import EntryRow
from consent_store.records.queries import consents, due, families, people
from consent_store.records.queries.accounts import Area
from consent_store.rules import chain
from consent_store.rules.chain import Head
from consent_store.rules.entries import Body, Downloaded, Entry, Say, Word
from consent_store.rules.terms import Kind, Role

ENTRIES, WORDS = 1_000_000, 100  # in all; and more of them about each pupil
TIMES, GOAL = 40, 100
_BATCH = 5_000


def run(report: Report) -> None:
    """The families' page over loopback, 95th percentile, and the questions behind it, with a million entries in the ledger."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site.at(Path(folder) / "home")
        at, database = site.built.services.clock(), site.built.services.db
        with database.unit_of_work() as session:
            made = fill(session, {use: Stored("a" * 64, "0" * 64, 1) for use in ("clean", "preview", "thumb", "crop")}, at)
            _more(session, at)
        with database.reading() as session:
            guardian = PersonId(made.examples["guardian"])
            children = [member.person for member in families.family(session, guardian, at=at)[:1]]
            _row(report, "whom a guardian may look at", lambda: families.family(session, guardian, at=at))
            _row(report, "everything that is asked about a child", lambda: consents.choices_for(session, guardian, children, at=at))
            _row(report, "conflicts of the whole school", lambda: consents.conflicts(session, at=at), 3)
            _row(report, "whose consent ends soon (each hour, by the worker)", lambda: due.ending(session, at=at), 3)
            _row(report, "who is told what stands (each hour, by the worker)", lambda: due.yearly(session, at=at), 3)
        _pages(report, site, made)


def _row(report: Report, name: str, ask: Callable[[], object], times: int = 20) -> None:
    report.row(name, per_call(ask, times) * 1e3, unit="ms")


def _pages(report: Report, site: Site, made: LargeSchool) -> None:
    visitor = site.enter(PersonId(made.examples["guardian"]), Area.FAMILY)
    with site.web():
        took = []
        for _ in range(TIMES):
            began = perf_counter()
            visitor.get(f"/families/{made.examples['person']}")
            took.append((perf_counter() - began) * 1e3)
    late = sorted(took)[round(TIMES * 0.95) - 1]
    report.row(f"the family page with {ENTRIES:,} entries: median {median(took):.0f} ms; p95", late, unit="ms", goal=GOAL)


def _more(session: Session, at: datetime) -> None:
    """Words about every pupil, then downloads, until there are enough; chained as the ledger chains."""
    lines = _lines(session, ledger.head(session), at)
    while some := list(islice(lines, _BATCH)):
        session.execute(insert(EntryRow), some)


def _lines(session: Session, head: Head, at: datetime) -> Iterator[dict[str, object]]:
    before = head.hash
    for seq, (actor, body) in enumerate(islice(_said(session), ENTRIES - head.size), head.size + 1):
        kept = chain.line(Entry(seq, at, actor, body), before)
        before = kept.hash
        yield asdict(kept)


def _said(session: Session) -> Iterator[tuple[PersonId, Body]]:
    pupils = people.people_of_role(session, Role.PUPIL)
    ties = people.guardianships_of(session, [pupil.id for pupil in pupils])
    codes = [draft.code for draft in DUTCH_MODEL_FORM]
    for number, (turn, pupil) in enumerate(product(range(WORDS), pupils)):
        speaker = ties[pupil.id][0].guardian
        yield (
            speaker,
            Word(speaker, pupil.id, (Say.YES, Say.NO)[number % 7 == 0], codes[turn % len(codes)], Kind.PHOTO, notice=1, language="nl"),
        )
    while True:
        yield pupils[0].id, Downloaded(ItemId("bench"), ReleaseId("bench"), DownloadId(new_id()))
