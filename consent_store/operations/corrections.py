"""What a family asks of the office: that something is corrected, or that everything is erased. The law wants an answer within a month."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import CorrectionId, PersonId, new_id
from consent_store.operations import erasure, people
from consent_store.operations.fields import optional_text, text
from consent_store.records import ledger
from consent_store.records.queries import corrections, school, seeing
from consent_store.records.requests import CorrectionRow
from consent_store.rules.asking import AT_ONCE, Matter, answer_by

_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Settled:
    """How a wish ended. `to` is the address of whoever asked, read before anything was erased."""

    matter: Matter
    granted: bool
    to: str | None
    language: str


def ask(session: Session, person: PersonId, matter: Matter, wanted: str, *, actor: PersonId, at: datetime) -> CorrectionId:
    """Ask the office. The same wish while it waits is the same. Raises `NotFound` for whoever is not the actor's, `BadInput`."""
    ledger.lock(session)
    seeing.subject(session, actor, person, at=at)
    told = _checked(matter, wanted)
    waiting = corrections.asked_by(session, actor, person)
    same = next((each for each in waiting if each.granted is None and (each.matter, each.wanted) == (matter, told)), None)
    if same is not None:
        return same.id
    due = answer_by(school.policy(session).day(at))
    row = CorrectionRow(id=new_id(), person_id=person, matter=matter, wanted=told, asked_by=actor, asked_at=at, due_on=due)
    session.add(row)
    session.flush()
    return CorrectionId(row.id)


def settle(session: Session, correction: CorrectionId, granted: bool, answer: str, *, actor: PersonId, at: datetime) -> Settled:
    """Grant a wish, which corrects or erases at once where that can be, or refuse it, which needs a reason.

    Raises `Conflict` where it was settled already, or is granted to somebody who could not ask it any more, and as `people.correct` and
    `erasure.erase`.
    """
    ledger.lock(session)
    row = session.get(CorrectionRow, correction, populate_existing=True)
    if row is None:
        raise NotFound()
    if row.granted is not None:
        raise Conflict("This question was answered already.", code="already_settled")
    person, asker_id = PersonId(row.person_id), PersonId(row.asked_by)
    if granted and not seeing.looks_at(session, asker_id, person, at=at):
        raise Conflict("Whoever asked this has no say in it any more. Refuse it.", code="no_say_any_more")
    asker, matter = people.kept(session, asker_id), Matter(row.matter)
    settled = Settled(matter, granted, asker.email, asker.language)
    row.granted, row.settled_by, row.settled_at = granted, actor, at
    row.answer = optional_text(answer, "answer", _LONGEST) if granted else text(answer, "answer", _LONGEST)
    session.flush()
    if granted and matter in AT_ONCE:
        people.correct(session, person, {matter.value: _value(matter, row.wanted)}, actor=actor, at=at)
    if granted and matter is Matter.ERASURE:
        erasure.erase(session, person, actor=actor, at=at)
    return settled


def _checked(matter: Matter, wanted: str) -> str:
    """What is wanted, fit to be kept; an erasure needs no words."""
    if matter is Matter.ERASURE:
        return optional_text(wanted, "wanted", _LONGEST) or ""
    told = text(wanted, "wanted", _LONGEST)
    _value(matter, told)
    return told


def _value(matter: Matter, wanted: str) -> str | date:
    if matter is not Matter.BORN:
        return wanted
    try:
        return date.fromisoformat(wanted)
    except ValueError as error:
        raise BadInput("This is not a day.", field="wanted") from error
