"""Questions about one photo, film or sound: who is asked, until when, and what they answered."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from consent_store.errors import NotFound
from consent_store.ids import ItemId, PersonId, PurposeCode, RequestId
from consent_store.records import ledger
from consent_store.records.media import ItemRow
from consent_store.records.queries import consents, people, school
from consent_store.records.queries.people import PersonView
from consent_store.records.requests import RequestPersonRow, RequestRow
from consent_store.records.sightings import SightingRow
from consent_store.rules import gate
from consent_store.rules.asking import Reply, is_open
from consent_store.rules.entries import Entry, Say, Word
from consent_store.rules.sightings import Sense
from consent_store.rules.terms import Kind


@dataclass(frozen=True, slots=True)
class RequestView:
    """A question to these people in an item, for one purpose: each about the kinds in which they are in it, seen or heard. `ends_on` is
    the first day on which nobody can say yes any more.
    """

    id: RequestId
    item: ItemId
    kind: Kind
    purpose: PurposeCode
    why: str
    asked_by: PersonId
    asked_at: datetime
    ends_on: date
    cancelled: bool
    people: tuple[PersonId, ...]
    kinds: Mapping[PersonId, tuple[Kind, ...]]

    @property
    def last_day(self) -> date:
        """The last day on which a yes can be said."""
        return self.ends_on - timedelta(days=1)

    def is_open(self, on: date) -> bool:
        """Whether a yes may still be said on a day."""
        return is_open(self.ends_on, self.cancelled, on)


def request(session: Session, request: RequestId) -> RequestView:
    """One question. Raises `NotFound`."""
    found = _requests(session, RequestRow.id == request)
    if not found:
        raise NotFound()
    return found[0]


def of_item(session: Session, item: ItemId) -> list[RequestView]:
    """Every question about an item, the latest first."""
    return _requests(session, RequestRow.item_id == item)


def open_now(session: Session, *, at: datetime) -> list[RequestView]:
    """Every question that can be answered now, the latest first."""
    today = school.policy(session).day(at)
    return _requests(session, RequestRow.ends_on > today, RequestRow.cancelled_at.is_(None))


def about(session: Session, persons: Collection[PersonId], *, limit: int = 50) -> list[RequestView]:
    """The questions about any of these people, the latest first."""
    asked = select(RequestPersonRow.request_id).where(RequestPersonRow.person_id.in_(persons))
    return _requests(session, RequestRow.id.in_(asked))[:limit]


def replies(session: Session, request: RequestView, *, at: datetime) -> dict[PersonId, Reply]:
    """What became of it for everybody who is asked and still in the register; a yes that another's no shuts is a no."""
    known = consents.grounds(session, request.people, at=at, purpose=request.purpose)
    purpose = school.purpose(session, request.purpose)
    found = {}
    for person in request.people:
        if person in known.registers:
            standings = [known.standing(person, purpose, kind, at, request.item) for kind in request.kinds[person]]
            answered = any(spoken.word.item == request.item for standing in standings for spoken in standing.spoken)
            yes = all(standing.stands for standing in standings)
            found[person] = Reply.YES if yes else Reply.NO if answered else Reply.SILENT
    return found


def own(words: Sequence[Entry], speaker: PersonId, request: RequestView) -> Say | None:
    """What a speaker last said to one question, and did not take back; `words` are all about one person, in order."""
    lifted = set()
    for entry in reversed(words):
        word = entry.body
        if isinstance(word, Word) and (word.speaker, word.item) == (speaker, request.item) and word.purpose in (request.purpose, None):
            if word.say is Say.LIFTED:
                lifted.add((word.purpose, word.kind))
            elif (word.purpose, word.kind) not in lifted:
                return word.say
    return None


def answers_of(session: Session, speaker: PersonId, requests: Sequence[RequestView]) -> Mapping[tuple[RequestId, PersonId], Say | None]:
    """What a speaker last said to each question, for each person asked about."""
    words = ledger.words(session, {person for request in requests for person in request.people})
    pairs = ((request, person) for request in requests for person in request.people)
    return {(request.id, person): own(words.get(person, ()), speaker, request) for request, person in pairs}


def unanswered(session: Session, speaker: PersonId, person: PersonId, *, at: datetime) -> int:
    """How many questions about somebody wait for a speaker's answer now; none for whoever could not say yes."""
    today = school.policy(session).day(at)
    found = [each for each in about(session, [person]) if each.is_open(today)]
    if not found or speaker not in {view.id for view in people.speakers_for(session, person, today)}:
        return 0
    said = answers_of(session, speaker, found)
    return sum(said[each.id, person] is None for each in found)


def readers(
    session: Session, request: RequestView, persons: Collection[PersonId], *, at: datetime
) -> list[tuple[PersonView, list[PersonView]]]:
    """Whoever may say yes for these people and has an e-mail address, with those for whom."""
    today, views = school.policy(session).day(at), people.people(session, persons)
    found: dict[PersonId, tuple[PersonView, list[PersonView]]] = {}
    for person in request.people:
        for speaker in people.speakers_for(session, person, today) if person in views else ():
            if speaker.email:
                found.setdefault(speaker.id, (speaker, []))[1].append(views[person])
    return list(found.values())


def _requests(session: Session, *conditions: ColumnElement[bool]) -> list[RequestView]:
    query = select(RequestRow, ItemRow.kind).join(ItemRow, ItemRow.id == RequestRow.item_id).where(*conditions)
    rows = session.execute(query.order_by(RequestRow.asked_at.desc(), RequestRow.id)).all()
    asked: dict[str, list[PersonId]] = {row.id: [] for row, _ in rows}
    named = select(RequestPersonRow).where(RequestPersonRow.request_id.in_(asked)).order_by(RequestPersonRow.person_id)
    for each in session.scalars(named):
        asked[each.request_id].append(PersonId(each.person_id))
    kinds = _kinds(session, {row.item_id: Kind(kind) for row, kind in rows})
    return [_view(row, Kind(kind), asked[row.id], kinds) for row, kind in rows]


def _kinds(session: Session, items: Mapping[str, Kind]) -> dict[tuple[str, str], set[Kind]]:
    """The kinds in which each person is in each of these items."""
    query = select(SightingRow.item_id, SightingRow.person_id, SightingRow.sense).where(SightingRow.item_id.in_(items)).distinct()
    found: dict[tuple[str, str], set[Kind]] = defaultdict(set)
    for item, person, sense in session.execute(query.where(SightingRow.person_id.is_not(None), SightingRow.removed_at.is_(None))):
        found[item, str(person)].add(gate.needed(items[item], Sense(sense)))
    return found


def _view(row: RequestRow, kind: Kind, asked: Sequence[PersonId], kinds: Mapping[tuple[str, str], set[Kind]]) -> RequestView:
    return RequestView(
        RequestId(row.id),
        ItemId(row.item_id),
        kind,
        PurposeCode(row.purpose),
        row.why,
        PersonId(row.asked_by),
        row.asked_at,
        row.ends_on,
        row.cancelled_at is not None,
        tuple(asked),
        {person: tuple(sorted(kinds.get((row.item_id, person), {kind}))) for person in asked},
    )
