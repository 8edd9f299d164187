"""Receipts behind a million entries: signing the tree, making a file, checking it, and what the tree costs a whole verification."""

import tempfile
from pathlib import Path
from time import process_time

from sqlalchemy.orm import Session

from app import ledger as signatures
from app import receipts
from app.services import Services
from app.wiring import build
from bench.gate import per_call
from bench.ledger import MANY, NOW, fill
from bench.report import Report
from config import Config
from consent_store.ids import PersonId
from consent_store.operations import people, school
from consent_store.operations.model_form import DUTCH_MODEL_FORM
from consent_store.records import ledger, tree
from consent_store.records.queries import receipts as questions
from consent_store.records.tables import Base
from consent_store.rules import chain
from consent_store.rules.chain import Head
from consent_store.rules.entries import PersonRegistered, Say, Word
from consent_store.rules.terms import SYSTEM, Role


def run(report: Report, many: int = MANY) -> None:
    """A guest with a yes to everything, then entries of others up to a million."""
    with tempfile.TemporaryDirectory() as folder:
        services = build(Config.from_env({"BEELDPOORT_HOME": folder})).services
        Base.metadata.create_all(services.db.engine)
        with services.db.unit_of_work() as session:
            guest = _everything(session)
            fill(session, many)
        report.row("signing a tree for the first time (processor time)", _signed(services, Path(folder)))
        with services.db.unit_of_work() as session:
            ledger.append(session, PersonRegistered(PersonId("x")), actor=SYSTEM, at=NOW)
        report.row("signing after one more entry (processor time)", _signed(services, Path(folder)) * 1_000, unit="ms")
        _file(report, services, guest)
        _verified(report, services)


def _file(report: Report, services: Services, guest: PersonId) -> None:
    with services.db.reading() as session:
        key = receipts.school_key(session, services)
        report.row("all issued about somebody", per_call(lambda: questions.about(session, guest, at=NOW), 10) * 1_000, unit="ms", goal=100)
        (receipt,) = questions.about(session, guest, at=NOW)
    data = receipts.make(services, receipt, "nl")
    words = len(receipt.happened)
    report.row(
        f"making a receipt of {words} words", per_call(lambda: receipts.make(services, receipt, "nl"), 5) * 1_000, unit="ms", goal=100
    )
    report.row("checking it", per_call(lambda: receipts.check(data, key), 5) * 1_000, unit="ms")
    report.row("its size", len(data) / 1_000, unit="kB")


def _verified(report: Report, services: Services) -> None:
    with services.db.reading() as session:
        head = ledger.head(session)
        signed = Head(head.size, head.hash, tree.root(session, head.size))
        start = process_time()
        chain.verify(ledger.lines(session))
        chain_alone = process_time() - start
        if chain.verify(ledger.lines(session), [signed]) != head:
            raise AssertionError("the tree of the bench is broken")
        report.row(
            f"verify {head.size:,} entries and their tree, beside the chain", process_time() - start - chain_alone, chain_alone, goal=60
        )


def _signed(services: Services, folder: Path) -> float:
    start = process_time()
    with services.db.unit_of_work() as session:
        signatures.sign_head(session, services.keys, folder / "note", at=NOW)
    return process_time() - start


def _everything(session: Session) -> PersonId:
    """A guest who says yes to every purpose and kind."""
    names = {"given_name": "Ada", "family_name": "Beheer", "email": "ada@school.test"}
    school.open_school(session, name="De Linde", origin="school.test/ledger", **names, at=NOW)  # type: ignore[arg-type]
    guest = people.register(session, role=Role.GUEST, given_name="Gast", family_name="Gast", actor=SYSTEM, at=NOW)
    for draft in DUTCH_MODEL_FORM:
        for kind in sorted(draft.kinds):
            word = Word(guest, guest, Say.YES, draft.code, kind, notice=1, language="nl")
            ledger.append(session, word, actor=guest, at=NOW)
    return guest
