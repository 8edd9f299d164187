"""The night's round: what has had its time goes."""

import os
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.mail import FolderMailer, Letter
from consent_store.ids import ReleaseId
from consent_store.operations import accounts, media, recalls
from consent_store.records.queries import accounts as questions
from consent_store.records.queries import facts, releases
from consent_store.records.queries import media as media_questions
from consent_store.records.queries.accounts import Area, Stage
from consent_store.rules.entries import Say
from tests.gallery import Gallery
from tests.jobs.conftest import FACES, World, photo
from tests.school import PORTAL


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


def test_while_all_that_is_out_is_asked_about_others_may_write(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with world.services.db.unit_of_work() as session:
        school = world.school(session)
        child, guardian = school.family()
        tomorrow = school.at.date() + timedelta(days=1)
        school.says(guardian, Say.YES, child, until=tomorrow)
        gallery = Gallery.open(school)
        media.bring_into_force(session, world.worker.shop.engine.version, at=school.at)
        item, (face,) = gallery.photo(1, world.worker.shop.engine.version)
        gallery.answer(face, child)
        gallery.attest(item)
        release = gallery.release(item)
    asked = recalls.overdue

    def meanwhile(session: Session, *, at: datetime) -> list[ReleaseId]:
        found = asked(session, at=at)
        with world.services.db.unit_of_work() as other:
            world.school(other).withdraws(guardian, child, PORTAL)
        return found

    monkeypatch.setattr(recalls, "overdue", meanwhile)
    world.at += timedelta(days=1)
    world.worker.nightly()
    with world.services.db.reading() as session:
        assert releases.release(session, release).ended_at is not None


def test_a_worker_that_another_version_replaced_does_nothing_more(world: World) -> None:
    item = world.upload(photo(FACES[:1])[1])
    with world.services.db.unit_of_work() as session:
        media.bring_into_force(session, "a newer engine", at=world.at)
    assert not world.worker.start()
    world.worker.analyse(item)
    with world.services.db.reading() as session:
        assert facts.in_force(session) == "a newer engine"
        assert media_questions.to_analyse(session, "a newer engine", at=world.at, limit=9) == [item]
