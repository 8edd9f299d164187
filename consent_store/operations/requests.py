"""The people in one picture are asked, for one purpose. Their answer goes before the standing word (rule 6); silence is no.

A question ends on a date, after which nobody can say yes to it any more.
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from consent_store.errors import BadInput, Conflict, NotAllowed, NotFound
from consent_store.ids import ItemId, PersonId, PurposeCode, RequestId, new_id
from consent_store.operations import consents, releases
from consent_store.operations.fields import text
from consent_store.records import ledger
from consent_store.records.queries import requests, school, seeing
from consent_store.records.queries.requests import RequestView
from consent_store.records.requests import RequestPersonRow, RequestRow
from consent_store.rules.asking import LONGEST, SHORTEST, USUAL
from consent_store.rules.entries import Entry, Say, Word
from consent_store.rules.gate import Code
from consent_store.rules.terms import Kind

_REVIEW_FIRST = frozenset({1, 2, 3, 5, 9})  # rules of the gate: until these hold, nobody knows who is in it, or it goes nowhere anyway
_LONGEST = 500


def ask(session: Session, item: ItemId, purpose: PurposeCode, *, why: str, days: int = USUAL, actor: PersonId, at: datetime) -> RequestId:
    """Ask everybody in an item whose consent for a purpose does not stand who said nothing about this item. Asked already, that is it.

    Raises `Conflict` with `review_first` while the gate is shut for something else, `nobody_to_ask` where nobody's answer is missing.
    """
    ledger.lock(session)
    if not SHORTEST <= days <= LONGEST:
        raise BadInput(f"People get from {SHORTEST} to {LONGEST} days to answer.", field="days")
    today = school.policy(session).day(at)
    standing = next((each for each in requests.of_item(session, item) if each.purpose == purpose and each.is_open(today)), None)
    if standing is not None:
        return standing.id
    row = RequestRow(id=new_id(), item_id=item, purpose=purpose, why=text(why, "why", _LONGEST), asked_by=actor, asked_at=at)
    row.ends_on = today + timedelta(days=days)
    missing = _missing(session, item, purpose, at)
    session.add(row)
    session.flush()
    session.add_all(RequestPersonRow(request_id=row.id, person_id=person) for person in missing)
    session.flush()
    return RequestId(row.id)


def cancel(session: Session, request: RequestId, *, actor: PersonId, at: datetime) -> None:
    """Ask no more. What was answered stands. Raises `NotAllowed` for anybody but who asked."""
    ledger.lock(session)
    row = session.get(RequestRow, request, populate_existing=True)
    if row is None:
        raise NotFound()
    if row.asked_by != actor:
        raise NotAllowed("Only whoever asked can stop asking.", code="not_the_asker")
    row.cancelled_at = row.cancelled_at or at
    session.flush()


def answer(
    session: Session, request: RequestId, person: PersonId, say: Say, *, notice: int | None = None, language: str | None = None,
    actor: PersonId, at: datetime,
) -> Entry | None:  # fmt: skip
    """Answer for somebody who is asked, under the wording that was read: for each kind in which they are in it, seen or heard. Said
    already, nothing happens. A no also counts after the end.

    Raises `NotFound` where they are not asked or not the actor's, `Conflict` (`request_ended`) for a yes that comes late, and as `speak`.
    """
    ledger.lock(session)
    seeing.subject(session, actor, person, at=at)
    asked = requests.request(session, request)
    if person not in asked.people:
        raise NotFound()
    if requests.own(ledger.about(session, person), actor, asked) is say:
        return None
    if say is Say.YES and not asked.is_open(school.policy(session).day(at)):
        raise Conflict("This question has ended. Nothing was recorded.", code="request_ended")
    served = school.purpose(session, asked.purpose).kinds
    kinds = [kind for kind in asked.kinds[person] if kind in served] or [asked.kind]
    words = [_word(asked, person, say, kind, notice, language, actor) for kind in kinds]
    return [consents.speak(session, word, actor=actor, at=at) for word in words][-1]


def _word(asked: RequestView, person: PersonId, say: Say, kind: Kind, notice: int | None, language: str | None, actor: PersonId) -> Word:
    about = (actor, person, say, asked.purpose, kind)
    return Word(*about, notice=notice, language=language, item=asked.item) if say is Say.YES else Word(*about, item=asked.item)


def _missing(session: Session, item: ItemId, purpose: PurposeCode, at: datetime) -> list[PersonId]:
    """Whose answer is missing: never theirs who must not be located, nor theirs who said something about this item."""
    decision = releases.ask(session, item, purpose, at=at)
    if any(reason.rule in _REVIEW_FIRST for reason in decision.reasons):
        raise Conflict("Review this picture first: nobody knows yet who must be asked.", code="review_first")
    heard = Kind.SOUND in school.purpose(session, purpose).kinds  # nobody can say yes to what a purpose does not serve
    asked = (reason for reason in decision.reasons if reason.code is Code.NO_CONSENT and (heard or not reason.heard))
    closed = {reason.person for reason in asked if reason.person}
    words = ledger.words(session, closed)
    answered = {person for person, said in words.items() if any(isinstance(e.body, Word) and e.body.item == item for e in said)}
    if not closed - answered:
        raise Conflict("There is nobody whose answer is missing.", code="nobody_to_ask")
    return sorted(closed - answered)
