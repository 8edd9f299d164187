"""The night's round: what has had its time goes."""

import os
from datetime import timedelta

from app.mail import FolderMailer, Letter
from consent_store.operations import accounts
from consent_store.records.queries import accounts as questions
from consent_store.records.queries.accounts import Area, Stage
from tests.jobs.conftest import World


def test_old_letters_sessions_and_what_a_crash_left_go(world: World) -> None:
    mailer = world.services.mailer
    assert isinstance(mailer, FolderMailer)
    for days in (31, 29):
        mailer.send(Letter("anna@school.test", str(days), "Your code"), world.at - timedelta(days=days))
    left = world.services.vault.root / "incoming" / "left"  # type: ignore[attr-defined]
    left.write_bytes(b"x" * 1000)
    os.utime(left, (world.at.timestamp() - 7200,) * 2)
    with world.services.db.unit_of_work() as session:
        accounts.start_session(session, "old", world.teacher, Area.STAFF, Stage.FULL, at=world.at - timedelta(days=2))
    world.worker.nightly()
    assert [letter.subject for letter in mailer.letters()] == ["29"]
    assert not left.exists()
    with world.services.db.reading() as session:
        assert questions.session_of(session, "old") is None


def test_before_the_first_run_a_night_has_nothing_to_do(unopened: World) -> None:
    unopened.worker.nightly()
    assert not unopened.services.note.exists()
