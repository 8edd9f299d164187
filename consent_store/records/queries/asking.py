"""Who is due a letter: families who were invited and said nothing, and those whose consent a change of wording outdated."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from consent_store.ids import PersonId, PurposeCode
from consent_store.records.answered import AnsweredRow
from consent_store.records.people import PersonRow
from consent_store.records.queries import controller, invitations, people, reminders, school
from consent_store.records.queries.controller import Reminding
from consent_store.records.queries.invitations import MATTER, Stage
from consent_store.records.queries.people import PersonView
from consent_store.records.queries.reminders import Reminded
from consent_store.rules.entries import Say
from consent_store.rules.invitations import due_at
from consent_store.rules.terms import Role

REMINDER, REWORDED = "invitation_reminder", "reworded"  # what reminders calls these matters
_ASKED_AGAIN_FOR = timedelta(days=60)  # a change older than this no longer sets letters off


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody who is due a reminder, for these children; `about` is the day of the invitation, `number` counts from one, to `of`."""

    reader: PersonView
    children: tuple[PersonView, ...]
    about: str
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """Somebody who is asked again, because these wordings changed: by purpose, the version in force."""

    reader: PersonView
    versions: Mapping[PurposeCode, int]


def unanswered(session: Session, *, at: datetime) -> list[Due]:
    """Whoever is due a reminder now: invited, reachable by e-mail, and nothing was said about the child since. Each stands once."""
    told, chosen = _invited_at(session), controller.reminding(session)
    silent: dict[PersonId, list[PersonView]] = {}
    readers: dict[PersonId, PersonView] = {}
    stages = invitations.stages_of(session, None, at=at)
    for pupil in invitations.pupils(session, {id_: stage for id_, stage in stages.items() if stage is Stage.INVITED}, at=at):
        for reader, ways in pupil.speakers:
            if ways and reader.email and reader.left_on is None:
                silent.setdefault(reader.id, []).append(pupil.person)
                readers[reader.id] = reader
    sent = reminders.of(session, REMINDER)
    due = (_due(readers[id_], tuple(children), told[id_], sent, chosen, at) for id_, children in silent.items())
    return [each for each in due if each]


def asked_again(session: Session, *, at: datetime) -> list[AskedAgain]:
    """Whoever may speak for somebody whose consent a change of wording outdated, and has not been told of that change."""
    changed = {notice.purpose: notice for notice in school.notice_versions(session) if notice.material and notice.version > 1}
    in_use = {view.code for view in school.purposes(session)}
    fresh = {code: each.version for code, each in changed.items() if code in in_use and at - each.since < _ASKED_AGAIN_FOR}
    outdated = _outdated(session, fresh)
    speaking = invitations.speakers(session, people.people(session, outdated).values(), school.policy(session).day(at))
    told = reminders.of(session, REWORDED)
    news: dict[PersonId, dict[PurposeCode, int]] = {}
    readers = {reader.id: reader for found in speaking.values() for reader in found if reader.email and reader.left_on is None}
    for person, codes in outdated.items():
        for reader in speaking.get(person, []):
            unheard = {code: fresh[code] for code in codes if (reader.id, about(code, fresh[code])) not in told}
            if unheard and reader.id in readers:
                news.setdefault(reader.id, {}).update(unheard)
    return [AskedAgain(readers[id_], versions) for id_, versions in news.items()]


def about(purpose: PurposeCode, version: int) -> str:
    """What a letter about a change of wording is about, as reminders keeps it."""
    return f"{purpose}.{version}"


def _invited_at(session: Session) -> dict[PersonId, datetime]:
    """When each person was last invited."""
    found: dict[PersonId, datetime] = {}
    for (person, _), reminded in reminders.of(session, MATTER).items():
        found[person] = max(reminded.last_at, found.get(person, reminded.last_at))
    return found


def _due(
    reader: PersonView,
    children: tuple[PersonView, ...],
    invited_at: datetime,
    sent: Mapping[tuple[PersonId, str], Reminded],
    chosen: Reminding,
    at: datetime,
) -> Due | None:
    about = invited_at.date().isoformat()
    so_far = sent.get((reader.id, about), Reminded(0, invited_at))
    due = due_at(so_far.last_at, so_far.times, chosen.days, chosen.times)
    return Due(reader, children, about, so_far.times + 1, chosen.times) if due is not None and due <= at else None


def _outdated(session: Session, fresh: Mapping[PurposeCode, int]) -> dict[PersonId, list[PurposeCode]]:
    if not fresh:
        return {}
    older = or_(*(and_(AnsweredRow.purpose == code, AnsweredRow.notice < version) for code, version in fresh.items()))
    query = select(AnsweredRow.person_id, AnsweredRow.purpose).where(AnsweredRow.say == Say.YES, older).distinct()
    here = query.join(PersonRow, PersonRow.id == AnsweredRow.person_id)
    present = here.where(PersonRow.left_on.is_(None), PersonRow.erased_at.is_(None), PersonRow.role != Role.GUEST)
    found: dict[PersonId, list[PurposeCode]] = {}
    for person, purpose in session.execute(present.order_by(AnsweredRow.person_id, AnsweredRow.purpose)):
        found.setdefault(PersonId(person), []).append(PurposeCode(purpose))
    return found
