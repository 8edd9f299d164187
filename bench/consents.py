"""How long it takes to say what stands, from the database to the answer."""

import tempfile
from pathlib import Path

from sqlalchemy.orm import Session

from app.db import Database, make_engine
from bench.gate import per_call
from bench.ledger import NOW, fill
from bench.report import Report
from consent_store.ids import PersonId, PurposeCode
from consent_store.operations import people
from consent_store.operations.model_form import DUTCH_MODEL_FORM
from consent_store.operations.school import open_school
from consent_store.records import ledger
from consent_store.records.queries import consents, school
from consent_store.records.tables import Base
from consent_store.rules.entries import Say, Word
from consent_store.rules.terms import SYSTEM, Kind, Role

WORDS = 500
BEHIND = 100_000
CLASS = 30


def run(report: Report) -> None:
    """Somebody with five hundred words about one purpose, and a class of which each has a word for every purpose, behind 100,000 others.

    As on pages that are asked for again: what the texts of the entries say is remembered by then.
    """
    with tempfile.TemporaryDirectory() as folder:
        database = Database(make_engine(f"sqlite:///{Path(folder) / 'consents.db'}"))
        Base.metadata.create_all(database.engine)
        with database.unit_of_work() as session:
            one, others = _people(session)
        with database.reading() as session:
            website = school.purpose(session, PurposeCode("website"))
            for name, asked in ((f"standing of one from {WORDS} words", [one]), (f"standing of a class of {CLASS}", others)):
                seconds = per_call(lambda asked=asked: consents.standings_for(session, asked, website, Kind.PHOTO, at=NOW), 20)  # type: ignore[misc]
                report.row(name, seconds * 1_000, unit="ms", goal=5)
            seconds = per_call(lambda: consents.family_view(session, one, at=NOW), 5)
            report.row("everything a family sees of one", seconds * 1_000, unit="ms")


def _people(session: Session) -> tuple[PersonId, list[PersonId]]:
    names = {"given_name": "Ada", "family_name": "Beheer", "email": "ada@school.test"}
    open_school(session, name="De Linde", origin="school.test/ledger", **names, at=NOW)  # type: ignore[arg-type]
    fill(session, BEHIND)
    one, *others = [_guest(session) for _ in range(CLASS + 1)]
    codes = [draft.code for draft in DUTCH_MODEL_FORM]
    for number in range(WORDS):
        _say(session, one, "website", (Say.YES, Say.NO)[number % 2])
    for person in others:
        for code in codes:
            _say(session, person, code, Say.YES)
    return one, others


def _guest(session: Session) -> PersonId:
    return people.register(session, role=Role.GUEST, given_name="Gast", family_name="Gast", actor=SYSTEM, at=NOW)


def _say(session: Session, person: PersonId, purpose: PurposeCode, say: Say) -> None:
    word = Word(person, person, say, purpose, Kind.PHOTO, notice=1, language="nl")
    ledger.append(session, word, actor=person, at=NOW)
