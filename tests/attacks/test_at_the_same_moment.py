"""Two who act at the same moment: one order wins, and nothing falls between them."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db import Database
from consent_store.errors import Refusal
from consent_store.operations import school as school_operations
from consent_store.operations import templates
from consent_store.operations.templates import Reference
from consent_store.records import ledger
from consent_store.records.queries import people
from consent_store.records.templates import PersonKeyRow, TemplateRow
from consent_store.rules import chain
from consent_store.rules.entries import Say
from consent_store.rules.terms import RECOGNITION, Duty
from tests.school import School


def _at_once(database: Database, *acts: Callable[[Session], object]) -> list[str]:
    """What became of each act, in a transaction of its own, all started together."""
    start, results = threading.Barrier(len(acts)), [""] * len(acts)

    def run(number: int, act: Callable[[Session], object]) -> None:
        start.wait()
        try:
            with database.unit_of_work() as session:
                act(session)
            results[number] = "done"
        except Refusal as refusal:
            results[number] = refusal.code

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.parametrize("_", range(3))
def test_a_template_kept_while_its_consent_is_withdrawn(database: Database, _: int) -> None:
    with database.unit_of_work() as session:
        school = School.open(session)
        child, guardian = school.family()
        school.gives(guardian, child, RECOGNITION)

    def keep(session: Session) -> None:
        templates.keep(session, child, "resnet", b"key", [Reference(b"sealed", 0.9)], actor=school.admin, at=school.at)

    def withdraw(session: Session) -> None:
        School(session, school.admin).says(guardian, Say.WITHDRAWN, child, RECOGNITION)

    kept, withdrawn = _at_once(database, keep, withdraw)
    assert withdrawn == "done" and kept in ("done", "no_consent")
    with database.reading() as session:
        assert [session.scalar(select(func.count()).select_from(table)) for table in (TemplateRow, PersonKeyRow)] == [0, 0]
        assert chain.verify(ledger.lines(session)) == ledger.head(session)


def test_the_last_two_administrators_do_not_take_each_others_place_away(database: Database) -> None:
    with database.unit_of_work() as session:
        school = School.open(session)
        pair = [school.admin, school.staff(Duty.ADMIN)]

    def remove(number: int) -> Callable[[Session], object]:
        return lambda session: school_operations.record_duty(session, pair[number], Duty.ADMIN, False, actor=pair[1 - number], at=school.at)

    assert sorted(_at_once(database, remove(0), remove(1))) == ["done", "last_administrator"]
    with database.reading() as session:
        assert len(people.staff_with(session, Duty.ADMIN)) == 1
