"""Reminders of what must come back climb, and the family is told once it is gone; each letter once, whatever happens."""

from datetime import timedelta

import pytest

from app.jobs import addresses, recalling
from app.mail import Letter
from app.services import Services
from consent_store.ids import PersonId, RecallId
from consent_store.operations import media, postings, recall_tasks, recalls, releases
from consent_store.operations import people as people_operations
from consent_store.operations.recall_tasks import Proof
from consent_store.records.queries import people
from consent_store.records.queries import recalls as questions
from consent_store.records.queries import releases as release_questions
from consent_store.rules.recalls import Found
from consent_store.rules.terms import Duty
from tests.gallery import VERSION, Gallery
from tests.jobs.conftest import World


class Out:
    """Two pictures of a child that were posted, and may no longer be there; who sees to it, and what is posted to whom."""

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        self.world, self.sent = world, list[Letter]()
        monkeypatch.setattr(Services, "post", lambda _, letter: self.sent.append(letter))
        with world.services.db.unit_of_work() as session:
            school = world.school(session)
            self.child, self.parent = school.family()
            school.gives(self.parent, self.child)
            media.bring_into_force(session, VERSION, at=school.at)
            self.gallery = Gallery.open(school)
            self.colleague, self.supervisor = school.staff(Duty.COMMS), school.staff(Duty.SUPERVISOR)
            for number in (1, 2):
                out = self.gallery.release(self.gallery.photo_of(self.child)[0])
                releases.post(session, out, f"https://school.test/{number}", actor=self.gallery.comms, at=school.at)
            school.withdraws(self.parent, self.child)
            self.recalls = [recall.id for recall in release_questions.recalls_open(session)]

    def round(self, **later: float) -> dict[str, list[str]]:
        """A round some time later, and another that must add nothing: the subjects by reader."""
        self.world.at += timedelta(**later)
        self.sent.clear()
        for _ in range(2):
            recalling.remind(self.world.worker.shop)
            recalling.tell(self.world.worker.shop)
        found: dict[str, list[str]] = {}
        for letter in self.sent:
            found.setdefault(letter.to, []).append(letter.subject)
        return found

    def mail(self, *who: PersonId) -> set[str]:
        with self.world.services.db.reading() as session:
            return {people.person(session, each).email or "" for each in who}

    def finish(self, recall: RecallId) -> None:
        with self.world.services.db.unit_of_work() as session:
            for task in questions.tasks_of(session, [recall])[recall]:
                recall_tasks.done(session, task.id, Proof("gone"), actor=self.gallery.comms, at=self.world.at)
            recalls.close(session, recall, actor=self.gallery.comms, at=self.world.at)


@pytest.fixture
def out(world: World, monkeypatch: pytest.MonkeyPatch) -> Out:
    """What must come back within a day."""
    return Out(world, monkeypatch)


def test_reminders_climb_from_the_owner_to_all_of_communications_to_the_supervisor(out: Out) -> None:
    owner, comms = out.mail(out.gallery.comms), out.mail(out.gallery.comms, out.colleague)
    assert out.round().keys() == owner
    assert out.round(hours=11) == {}
    assert out.round(hours=1).keys() == comms
    assert out.round(hours=11) == {}
    assert out.round(hours=1).keys() == comms | out.mail(out.supervisor)
    assert out.round(hours=23) == {}
    assert out.round(hours=1).keys() == comms | out.mail(out.supervisor)
    for recall in out.recalls:
        out.finish(recall)
    assert out.round(hours=24).keys() == out.mail(out.parent)


def test_whose_duty_ended_or_who_left_is_not_asked_but_all_of_communications_are(out: Out) -> None:
    with out.world.services.db.unit_of_work() as session:
        people_operations.leave(session, out.gallery.comms, out.world.at.date(), actor=out.world.admin, at=out.world.at)
    assert out.round().keys() == out.mail(out.colleague)


def test_a_family_is_told_once_and_of_no_other_child(out: Out) -> None:
    out.round()
    out.finish(out.recalls[0])
    told = out.round(hours=1)
    [to] = out.mail(out.parent)
    assert len(told[to]) == 1
    [letter] = [letter for letter in out.sent if letter.to == to]
    with out.world.services.db.reading() as session:
        child = people.person(session, out.child)
        others = {view.name for view in people.people_of_role(session, child.role)} - {child.name}
    assert child.given_name in letter.subject and "/family" in letter.text
    assert not any(name in letter.text for name in others)
    out.finish(out.recalls[1])
    assert len(out.round(hours=1)[to]) == 1
    assert out.round(hours=1) == {}


def test_a_mail_server_that_is_away_costs_one_letter_and_stops_no_round(out: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_: Services, __: Letter) -> None:
        raise OSError

    monkeypatch.setattr(Services, "post", away)
    with pytest.raises(OSError):
        recalling.remind(out.world.worker.shop)
    monkeypatch.setattr(Services, "post", lambda _, letter: out.sent.append(letter))
    assert out.round() == {}
    assert out.round(hours=12).keys() == out.mail(out.gallery.comms, out.colleague)


def test_addresses_are_asked_only_once_the_office_allows_it(out: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def look(address: str) -> Found:
        asked.append(address)
        return Found.GONE

    monkeypatch.setattr(addresses, "look", look)
    recalling.ask_addresses(out.world.worker.shop)
    assert asked == []
    with out.world.services.db.unit_of_work() as session:
        postings.switch_asking(session, True, actor=out.world.admin, at=out.world.at)
    for _ in range(2):
        recalling.ask_addresses(out.world.worker.shop)
    assert sorted(asked) == ["https://school.test/1", "https://school.test/2"]
    with out.world.services.db.reading() as session:
        found = [task.posting.found for task in questions.undone(session) if task.posting]
    assert found == [Found.GONE] * 2  # and nothing is done by it
