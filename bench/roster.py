"""How long a large school's roster takes from its file to the last row, in how much memory, beside registering one by one."""

import csv
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from itertools import islice
from pathlib import Path
from time import perf_counter

from sqlalchemy.orm import Session

from app.db import Database, make_engine, migrate
from app.roster import Given, fingerprint, guess, read, understand
from bench._peak import peak
from bench.report import Report
from consent_store.ids import PersonId
from consent_store.operations import people, roster, school
from consent_store.operations.roster import Choices
from consent_store.records.queries.people import staff_with
from consent_store.rules.terms import Duty, Role

PUPILS = 10_000  # 18,000 guardians: every fifth pupil has one, the others two
CLASSES = 400
NAIVE = 300  # pupils that are registered one by one
NOW = datetime(2026, 5, 12, 10, tzinfo=UTC)
_HEADER = (
    "Leerlingnummer;Roepnaam;Tussenvoegsel;Achternaam;Geboortedatum;Stamgroep;BSN;"
    "Verzorger 1 naam;Verzorger 1 e-mail;Verzorger 2 naam;Verzorger 2 e-mail\n"
)


def run(report: Report, pupils: int = PUPILS) -> None:
    """One file in a process of its own; beside it, as measured on a part, plain csv reading and an operation a person."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "roster.csv"
        file.write_text(_HEADER + "".join(_rows(pupils)))
        told = subprocess.run([sys.executable, "-m", "bench.roster", file], check=True, capture_output=True, text=True).stdout
        found = json.loads(told)
        naive = _naive(file, Path(folder) / "naive.db")
    words = f"{pupils:,} pupils and {found['guardians']:,} guardians"
    report.row(f"roster of {words}, file to commit", found["seconds"], naive * pupils / NAIVE, unit="s", goal=60)
    report.row("reading and understanding of that", found["reading"], unit="s")
    report.row("comparing with the register, of that", found["comparing"], unit="s")
    report.row("the same file again: nothing changes", found["again"], unit="s")
    report.row("memory of the process at its peak", found["peak"], unit="MB", goal=300)


def main(file: Path) -> None:
    """Import a file into an empty registry, and again; prints seconds, and the peak of memory in megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        database = _opened(Path(folder) / "registry.db")
        began = perf_counter()
        reading = read([Given(file.name, file.read_bytes())])
        understood = understand(reading, {fingerprint(table.header): guess(table.header) for table in reading.tables}, NOW.date())
        read_at = perf_counter()
        with database.reading() as session:
            seen = roster.plan(session, understood, Choices()).digest
        compared_at = perf_counter()
        with database.unit_of_work() as session:
            done = roster.apply(session, understood, seen, Choices(), actor=_office(session), at=NOW)
        ended = perf_counter()
        with database.reading() as session:
            if not roster.plan(session, understood, Choices()).empty:
                raise AssertionError("the same roster again would change something")
        figures = {"guardians": done.guardians, "seconds": ended - began, "reading": read_at - began, "comparing": compared_at - read_at}
        print(json.dumps(figures | {"again": perf_counter() - ended, "peak": peak() / 1024}))


def _rows(pupils: int) -> Iterator[str]:
    """No two guardians are alike; every fifth pupil has one, the others two."""
    for number in range(pupils):
        second = "" if number % 5 == 0 else f"Mark Ouder{number};mark{number}@example.test"
        first = f"Karin Ouder{number};karin{number}@example.test"
        born = f"{1 + number % 28:02d}-{1 + number % 12:02d}-{2008 + number % 10}"
        yield f"{100_000 + number};Kind{number};van;Ouder{number};{born};{number % CLASSES};{123456782};{first};{second or ';'}\n"


def _opened(path: Path) -> Database:
    database = Database(make_engine(f"sqlite:///{path}"))
    migrate(database.engine)
    with database.unit_of_work() as session:
        who = {"given_name": "Ada", "family_name": "Beheer", "email": "ada@school.test"}
        school.open_school(session, name="De Linde", origin="bench.test/ledger", **who, at=NOW)
    return database


def _office(session: Session) -> PersonId:
    return staff_with(session, Duty.ADMIN)[0].id


def _naive(file: Path, path: Path) -> float:
    """Seconds for the first pupils by csv and one operation a person, all in one transaction."""
    database = _opened(path)
    began = perf_counter()
    rows = islice(csv.DictReader(StringIO(file.read_text()), delimiter=";"), NAIVE)
    with database.unit_of_work() as session:
        by = {"actor": _office(session), "at": NOW}
        for row in rows:
            born = datetime.strptime(row["Geboortedatum"], "%d-%m-%Y").replace(tzinfo=UTC).date()
            name = {"given_name": row["Roepnaam"], "family_name": f"van {row['Achternaam']}"}
            child = people.register(session, role=Role.PUPIL, born=born, external_id=row["Leerlingnummer"], **name, **by)
            for place in (1, 2):
                given, _, family = row[f"Verzorger {place} naam"].partition(" ")
                if given:
                    email = row[f"Verzorger {place} e-mail"]
                    one = people.register(session, role=Role.GUARDIAN, given_name=given, family_name=family, email=email, **by)
                    people.record_guardianship(session, one, child, False, **by)
    return perf_counter() - began


if __name__ == "__main__":
    main(Path(sys.argv[1]))
