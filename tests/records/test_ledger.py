"""The ledger: what is appended comes back, in order, however it is asked for."""

import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app.db import Database
from consent_store.errors import BrokenRecord
from consent_store.ids import ItemId, PersonId, PurposeCode
from consent_store.records import ledger
from consent_store.records.entries import EntryRow
from consent_store.rules import chain
from consent_store.rules.entries import ItemRemoved, PersonLeft, PersonRegistered, Say, Word
from consent_store.rules.terms import SYSTEM, Kind
from tests.school import NOON, ORIGIN, School

ANNA, BRAM, ITEM = PersonId("anna"), PersonId("bram"), ItemId("item")


def _word(person: PersonId, purpose: str | None) -> Word:
    return Word(PersonId("guardian"), person, Say.NO, PurposeCode(purpose) if purpose else None, Kind.PHOTO, item=ITEM)


@pytest.fixture
def filled(session: Session) -> Session:
    bodies = [PersonRegistered(ANNA), _word(ANNA, "website"), _word(BRAM, "website"), _word(ANNA, None), _word(ANNA, "press")]
    for body in (*bodies, ItemRemoved(ITEM, "asked"), PersonLeft(ANNA, NOON.date())):
        ledger.append(session, body, actor=SYSTEM, at=NOON)
    return session


def test_many_appended_at_once_are_the_chain_that_each_in_turn_would_be(filled: Session) -> None:
    bodies = [_word(person, "portal") for person in (ANNA, BRAM) for _ in range(600)]
    entries = ledger.append_many(filled, bodies, actor=SYSTEM, at=NOON)
    assert [entry.seq for entry in entries] == list(range(8, 8 + len(bodies)))
    assert [entry.body for entry in ledger.read(filled)[7:]] == bodies
    assert chain.verify(ledger.lines(filled)) == ledger.head(filled)
    assert ledger.append_many(filled, [], actor=SYSTEM, at=NOON) == []
    with pytest.raises(ValueError, match="time zone"):
        ledger.append_many(filled, bodies, actor=SYSTEM, at=NOON.replace(tzinfo=None))


def test_what_is_appended_comes_back_in_order(filled: Session) -> None:
    entries = ledger.read(filled)
    assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5, 6, 7]
    assert entries[-1].body == PersonLeft(ANNA, NOON.date())
    assert (entries[0].actor, entries[0].at) == (SYSTEM, NOON)


@pytest.mark.parametrize(
    ("asked", "seqs"),
    [
        ({"person": ANNA}, [1, 2, 4, 5, 7]),
        ({"person": ANNA, "limit": 2}, [5, 7]),
        ({"person": ANNA, "before": 5}, [1, 2, 4]),
        ({"item": ITEM, "kind": "ItemRemoved"}, [6]),
        ({"kind": "Word", "before": 5, "limit": 1}, [4]),
        ({"limit": 3}, [5, 6, 7]),
        ({"person": PersonId("nobody")}, []),
    ],
)
def test_reading_filters_and_keeps_the_newest(filled: Session, asked: dict, seqs: list[int]) -> None:  # type: ignore[type-arg]
    assert [entry.seq for entry in ledger.read(filled, **asked)] == seqs


def test_words_about_somebody_leave_out_what_cannot_touch_the_purpose(filled: Session) -> None:
    assert [entry.seq for entry in ledger.about(filled, ANNA)] == [2, 4, 5]
    found = ledger.words(filled, [ANNA, BRAM], PurposeCode("website"))
    assert {person: [entry.seq for entry in entries] for person, entries in found.items()} == {ANNA: [2, 4], BRAM: [3]}


def test_the_chain_of_the_lines_holds(filled: Session) -> None:
    assert chain.verify(ledger.lines(filled)) == ledger.head(filled)
    assert [line.seq for line in ledger.lines(filled, start=6)] == [6, 7]


def test_a_moment_without_zone_is_refused_and_another_zone_becomes_utc(session: Session) -> None:
    with pytest.raises(ValueError, match="time zone"):
        ledger.append(session, PersonRegistered(ANNA), actor=SYSTEM, at=datetime(2026, 1, 1))  # noqa: DTZ001
    ledger.append(session, PersonRegistered(ANNA), actor=SYSTEM, at=datetime.fromisoformat("2026-01-01T01:00+01:00"))
    assert ledger.read(session)[0].at == datetime(2026, 1, 1, tzinfo=UTC)


def test_an_entry_that_is_not_the_ledgers_is_a_broken_record(filled: Session) -> None:
    values = {"seq": 8, "at": chain.timestamp(NOON), "actor": "x", "kind": "Invented", "body": "{}", "hash": b""}
    filled.execute(insert(EntryRow).values(**values))
    with pytest.raises(BrokenRecord):
        ledger.read(filled)


def test_checkpoints_name_heads_of_this_ledger_only(school: School) -> None:
    head = ledger.head(school.session)
    assert ledger.latest_checkpoint(school.session) is None
    ledger.keep_checkpoint(school.session, head.size, _note(ORIGIN, head), NOON)
    latest = ledger.latest_checkpoint(school.session)
    assert latest is not None and latest.size == head.size
    assert ledger.heads(school.session) == [head]
    ledger.keep_checkpoint(school.session, head.size + 1, _note(ORIGIN, head), NOON)
    with pytest.raises(BrokenRecord, match="speaks of"):
        ledger.heads(school.session)


def test_a_checkpoint_of_another_ledger_is_a_broken_record(school: School) -> None:
    head = ledger.head(school.session)
    ledger.keep_checkpoint(school.session, head.size, _note("elsewhere", head), NOON)
    with pytest.raises(BrokenRecord):
        ledger.heads(school.session)


def test_two_writers_at_once_make_one_chain(database: Database) -> None:
    each, start = 20, threading.Barrier(2)

    def write(actor: PersonId) -> None:
        start.wait()
        for _ in range(each):
            with database.unit_of_work() as session:
                ledger.append(session, PersonRegistered(actor), actor=actor, at=NOON)

    writers = [threading.Thread(target=write, args=(actor,)) for actor in (ANNA, BRAM)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with database.reading() as session:
        assert chain.verify(ledger.lines(session)) == ledger.head(session)
        counts = session.execute(select(EntryRow.actor, func.count()).group_by(EntryRow.actor)).all()
    assert sorted(map(tuple, counts)) == [(ANNA, each), (BRAM, each)]


def _note(origin: str, head: chain.Head) -> str:
    return f"{chain.checkpoint(origin, head)}\n— {origin} c2lnbmF0dXJl\n"
