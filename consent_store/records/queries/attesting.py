"""Questions before an attestation: which pictures only wait for somebody to attest them, who is said to be in each, and who said so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from consent_store.ids import EventId, ItemId, PersonId
from consent_store.records.media import EventRow, ItemRow
from consent_store.records.queries import facts, media
from consent_store.records.queries.media import ANALYSED, ATTESTED, ATTESTS, UNDER_REVIEW, WAITS
from consent_store.records.reviews import ReviewRow
from consent_store.records.sightings import SightingRow
from consent_store.records.views import EventTitle, ItemView
from consent_store.rules.sightings import Answer, Sighting

_OPEN = exists().where(SightingRow.item_id == ItemRow.id, *WAITS)
TO_ATTEST = (UNDER_REVIEW, ANALYSED, ~_OPEN, ~ATTESTED)


@dataclass(frozen=True, slots=True)
class Roll:
    """Whom an attestation of a picture would list: the claims, by place from left to right, those without one last.

    `answered_by` is everybody who gave one of these answers, `attested_by` whoever attested this revision.
    """

    item: ItemView
    claims: tuple[Sighting, ...]
    answered_by: frozenset[PersonId]
    attested_by: frozenset[PersonId]

    @property
    def listed(self) -> int:
        """How many it lists."""
        return sum(claim.answer is not Answer.NOBODY for claim in self.claims)

    @property
    def people(self) -> list[PersonId]:
        """Who is named, each once."""
        return list(dict.fromkeys(claim.person for claim in self.claims if claim.person))

    def number_of(self, answer: Answer) -> int:
        """How many have this answer."""
        return sum(claim.answer == answer for claim in self.claims)


def to_attest(session: Session, event: EventId, *, after: int = 0, limit: int) -> list[ItemId]:
    """The pictures of an event past a number of which every face is answered, and that nobody attested as they are now."""
    return _ids(session, event, *TO_ATTEST, ItemRow.number > after, limit=limit)


def number_to_attest(session: Session, event: EventId) -> int:
    """How many those are in all."""
    return _number(session, event, *TO_ATTEST)


def second_of(session: Session, event: EventId, reviewer: PersonId, *, after: int = 0, limit: int) -> list[ItemId]:
    """The pictures of an event past a number that only their uploader attested, and this colleague may attest too."""
    return _ids(session, event, *_second(reviewer), ItemRow.number > after, limit=limit)


def number_second(session: Session, event: EventId, reviewer: PersonId) -> int:
    """How many those are in all."""
    return _number(session, event, *_second(reviewer))


def second_by_event(session: Session, reviewer: PersonId) -> list[tuple[EventTitle, int]]:
    """The events in which pictures wait for this colleague's eyes, and how many, the newest event first."""
    query = select(EventRow.id, EventRow.title, EventRow.on, func.count()).join(ItemRow, ItemRow.event_id == EventRow.id)
    rows = session.execute(query.where(*_second(reviewer)).group_by(EventRow.id).order_by(EventRow.on.desc(), EventRow.id))
    return [(EventTitle(EventId(id_), title, on), number) for id_, title, on, number in rows]


def rolls(session: Session, items: Sequence[ItemId]) -> list[Roll]:
    """Who is in each of these pictures, in their order; one that does not exist is left out."""
    views, claims = media.items(session, items), facts.sightings_of(session, items)
    answered, attested = _answered_by(session, items), _attested_by(session, items)
    return [Roll(views[id_], _by_place(claims[id_]), answered[id_], attested[id_]) for id_ in items if id_ in views]


def _second(reviewer: PersonId) -> tuple[ColumnElement[bool], ...]:
    by_uploader = exists().where(ReviewRow.reviewer == ItemRow.uploader, *ATTESTS)  # seldom so: most items end here
    by_colleague = exists().where(ReviewRow.reviewer != ItemRow.uploader, *ATTESTS)
    return UNDER_REVIEW, ItemRow.uploader != reviewer, by_uploader, ~by_colleague


def _ids(session: Session, event: EventId, *conditions: ColumnElement[bool], limit: int) -> list[ItemId]:
    query = select(ItemRow.id).where(ItemRow.event_id == event, *conditions).order_by(ItemRow.number).limit(limit)
    return [ItemId(id_) for id_ in session.scalars(query)]


def _number(session: Session, event: EventId, *conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).where(ItemRow.event_id == event, *conditions)) or 0


def _answered_by(session: Session, items: Sequence[ItemId]) -> dict[ItemId, frozenset[PersonId]]:
    query = select(SightingRow.item_id, SightingRow.answered_by).where(SightingRow.item_id.in_(items), SightingRow.removed_at.is_(None))
    return _gathered(items, session.execute(query.distinct()))


def _attested_by(session: Session, items: Sequence[ItemId]) -> dict[ItemId, frozenset[PersonId]]:
    query = select(ReviewRow.item_id, ReviewRow.reviewer).join(ItemRow, ItemRow.id == ReviewRow.item_id)
    return _gathered(items, session.execute(query.where(ItemRow.id.in_(items), *ATTESTS).distinct()))


def _gathered(items: Sequence[ItemId], pairs: Iterable[tuple[str, str | None]]) -> dict[ItemId, frozenset[PersonId]]:
    found: dict[ItemId, set[PersonId]] = {item: set() for item in items}
    for item, person in pairs:
        if person is not None:
            found[ItemId(item)].add(PersonId(person))
    return {item: frozenset(people) for item, people in found.items()}


def _by_place(claims: Sequence[Sighting]) -> tuple[Sighting, ...]:
    return tuple(sorted(claims, key=lambda claim: (claim.box is None, claim.box.left if claim.box else 0, claim.id)))
