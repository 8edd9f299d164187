"""What recalls do by themselves: reminders that climb, word to the family, and asking whether a posting is still there."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.jobs import addresses
from app.jobs.correspondence import on_its_own, send
from app.jobs.workshop import Workshop
from app.letters import recalls as letters
from app.letters.recalls import Recalled
from consent_store.ids import PersonId, RecallId
from consent_store.operations import postings
from consent_store.records.queries import media, people, register, school
from consent_store.records.queries import recalls as questions
from consent_store.records.queries import releases as release_questions
from consent_store.records.queries import reminders as sent
from consent_store.records.queries.people import PersonView
from consent_store.records.queries.recalls import TaskView
from consent_store.records.queries.releases import RecallView
from consent_store.rules.recalls import Rung, reached_at, remind_now
from consent_store.rules.terms import Duty

_TO_DO, _GONE = "recall", "recall_gone"
_LOOK_BACK = timedelta(days=30)  # how long ago a recall may have been closed and its family still be told
_ASK_AGAIN = timedelta(hours=6)
_ADDRESSES_AT_ONCE = 5


@dataclass(slots=True)
class _Due:
    """What somebody is reminded of: each task with the moment at which it became theirs, and the highest rung that it reached."""

    rung: Rung = Rung.OWNER
    since: dict[TaskView, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Told:
    """Somebody who speaks for a person, and the recalls about which they are told."""

    reader: PersonView
    child: PersonView
    recalls: Sequence[RecallView]


def remind(shop: Workshop) -> None:
    """Remind whoever sees to what is still out: the owner, then all of communications, then the supervisor."""
    with shop.services.db.reading() as session:
        due, name, teller = _due(session, shop.now()), school.opened(session).name, _teller(session)
        readers = [view for view in people.people(session, due).values() if view.email]
        listed = [(reader, due[reader.id], teller.tasks(due[reader.id].since, reader.language)) for reader in readers]
    for reader, what, tasks in listed:
        with on_its_own(_TO_DO):
            letter = letters.to_do(reader, what.rung, tasks, len(what.since), name, _link(shop, "/releases/recalls"))
            send(shop, _TO_DO, reader.id, [""], letter)


def tell(shop: Workshop) -> None:
    """Tell families that what was out with somebody is gone, once a recall was closed."""
    with shop.services.db.reading() as session:
        name, teller = school.opened(session).name, _teller(session)
        told = [(each, teller.pictures(each.recalls, each.reader.language)) for each in _to_tell(session, shop.now())]
    for each, pictures in told:
        with on_its_own(_GONE):
            letter = letters.gone(each.reader, each.child, pictures, name, _link(shop, "/family"))
            send(shop, _GONE, each.reader.id, [f"{recall.id} {each.child.id}" for recall in each.recalls], letter)


def ask_addresses(shop: Workshop) -> None:
    """Ask the addresses of what must come back whether it is still there, where the office allows that."""
    with shop.services.db.reading() as session:
        if not questions.may_ask_addresses(session):
            return
        found = release_questions.to_ask(session, shop.now() - _ASK_AGAIN, limit=_ADDRESSES_AT_ONCE)
    for posting in found:
        answer = addresses.look(posting.address)
        with shop.services.db.unit_of_work() as session:
            postings.answered(session, posting.id, answer, at=shop.now())


def _link(shop: Workshop, path: str) -> str:
    return shop.services.site.public_url.rstrip("/") + path


def _teller(session: Session) -> "_Teller":
    return _Teller(session, school.policy(session).zone)


def _due(session: Session, at: datetime) -> dict[PersonId, _Due]:
    """Who is reminded now, and of what."""
    comms = {view.id for view in people.staff_with(session, Duty.COMMS)}
    supervisors = {view.id for view in people.staff_with(session, Duty.SUPERVISOR)}
    found: dict[PersonId, _Due] = defaultdict(_Due)
    for task in questions.undone(session):
        owners = comms & {task.owner} or comms
        for rung, readers in ((Rung.OWNER, owners), (Rung.COMMS, comms), (Rung.SUPERVISOR, supervisors)):
            since = reached_at(rung, task.opened_at, task.due_at, at)
            for reader in readers if since <= at else ():
                found[reader].since[task] = since
                found[reader].rung = max(found[reader].rung, rung)
    before = sent.of(session, _TO_DO)
    last = {reader: reminded.last_at for (reader, _), reminded in before.items()}
    return {reader: due for reader, due in found.items() if remind_now(due.since.values(), last.get(reader), at)}


def _to_tell(session: Session, at: datetime) -> list[_Told]:
    """Every speaker with what they have not been told yet, by person spoken for."""
    closed = {recall.id: recall for recall in release_questions.recalls_closed_since(session, at - _LOOK_BACK)}
    about: dict[PersonId, list[RecallView]] = defaultdict(list)
    for recall, persons in questions.people_of(session, list(closed)).items():
        for person in persons:
            about[person].append(closed[recall])
    told = {(reader, key) for reader, key in sent.of(session, _GONE)}
    found = []
    for child, recalls in about.items():
        for reader in _speakers(session, child, at):
            fresh = [recall for recall in recalls if (reader.id, f"{recall.id} {child}") not in told]
            if fresh:
                found.append(_Told(reader, people.person(session, child), fresh))
    return found


def _speakers(session: Session, person: PersonId, at: datetime) -> list[PersonView]:
    """Whoever may speak for somebody today; where nobody can, those with authority over them."""
    speakers = people.speakers_for(session, person, school.policy(session).day(at))
    held = [tie.person for tie in register.guardians_of(session, person) if tie.has_authority]
    return [reader for reader in speakers or held if reader.email]


@dataclass(frozen=True, slots=True)
class _Teller:
    """Puts recalls into what letters say of them, in each reader's language; times are told by the school's clock."""

    session: Session
    wall: ZoneInfo

    def tasks(self, tasks: Iterable[TaskView], language: str) -> list[Recalled]:
        """What is still to be done, the most urgent first, as many as a letter lists."""
        urgent = sorted(tasks, key=lambda task: (task.due_at, task.id))[: letters.LISTED]
        known = self._known(release_questions.recalls_among(self.session, {task.recall for task in urgent}), language)
        places = {task.id: task.posting.place if task.posting else "" for task in urgent}
        due = {task.id: task.due_at.astimezone(self.wall) for task in urgent}
        return [replace(known[task.recall], place=places[task.id], due=due[task.id], gone=None) for task in urgent]

    def pictures(self, recalls: Sequence[RecallView], language: str) -> list[Recalled]:
        """What is gone."""
        return list(self._known(recalls, language).values())

    def _known(self, recalls: Sequence[RecallView], language: str) -> dict[RecallId, Recalled]:
        items = media.items(self.session, [recall.release.item for recall in recalls])
        events = {item.event for item in items.values()}
        titles = {event.id: event.title for event in media.event_titles(self.session, among=events, limit=len(events))}
        purposes = {
            view.code: view.titles.get(language) or next(iter(view.titles.values())) for view in school.purposes(self.session, retired=True)
        }
        found = {}
        for recall in recalls:
            item, out = items[recall.release.item], recall.release
            gone = recall.closed_at.astimezone(self.wall) if recall.closed_at else None
            found[recall.id] = Recalled(item.number, item.kind, titles[item.event], purposes[out.purpose], out.channel, gone=gone)
        return found
