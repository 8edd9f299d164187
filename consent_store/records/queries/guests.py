"""Questions about guests: by which code they come in, who came, and what they said."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consent_store.ids import EventDoorId, EventId, GroupId, PersonId, PurposeCode
from consent_store.records import ledger
from consent_store.records.guests import EventDoorRow, EventGuestRow
from consent_store.records.media import EventGroupRow
from consent_store.records.queries import people
from consent_store.records.queries.people import PersonView
from consent_store.rules.entries import Say, Word
from consent_store.rules.terms import Kind


@dataclass(frozen=True, slots=True)
class DoorView:
    """A code that lets guests of an event in, from one day through another."""

    id: EventDoorId
    event: EventId
    opens_on: date
    closes_on: date

    def is_open(self, on: date) -> bool:
        """Whether it opens on a day."""
        return self.opens_on <= on <= self.closes_on


@dataclass(frozen=True, slots=True)
class StayView:
    """That somebody came to an event. `leaves_on`: when what they said runs out."""

    event: EventId
    person: PersonId
    confirmed: bool
    leaves_on: date


def door(session: Session, hashed: str, *, on: date) -> DoorView | None:
    """What a code opens on a day."""
    row = session.scalar(select(EventDoorRow).where(EventDoorRow.hash == hashed, EventDoorRow.closed_at.is_(None)))
    return found if row is not None and (found := _door(row)).is_open(on) else None


def door_of(session: Session, event: EventId) -> DoorView | None:
    """The code that an event shows, on whatever day."""
    query = select(EventDoorRow).where(EventDoorRow.event_id == event, EventDoorRow.closed_at.is_(None))
    row = session.scalar(query.order_by(EventDoorRow.made_at.desc()).limit(1))
    return _door(row) if row is not None else None


def guests_of(session: Session, event: EventId) -> list[PersonView]:
    """Whoever came to an event, and is who they say as far as one knows, by name."""
    query = select(EventGuestRow.person_id).where(EventGuestRow.event_id == event, EventGuestRow.confirmed_at.is_not(None))
    found = people.people(session, [PersonId(person) for person in session.scalars(query)])
    return sorted((view for view in found.values() if not view.erased and view.left_on is None), key=lambda view: view.name)


def at_event(session: Session, event: EventId) -> list[PersonView]:
    """Whoever may be expected in an event's pictures: the people of its groups who are still at school, then its guests, each by name."""
    groups = session.scalars(select(EventGroupRow.group_id).where(EventGroupRow.event_id == event))
    members = people.people_in(session, map(GroupId, groups))
    known = {view.id for view in members}
    return [*members, *(view for view in guests_of(session, event) if view.id not in known)]


def stay(session: Session, person: PersonId) -> StayView | None:
    """To which event somebody came last."""
    query = select(EventGuestRow).where(EventGuestRow.person_id == person).order_by(EventGuestRow.came_at.desc()).limit(1)
    row = session.scalar(query, execution_options={"populate_existing": True})
    return StayView(EventId(row.event_id), PersonId(row.person_id), row.confirmed_at is not None, row.leaves_on) if row else None


def answers(session: Session, guest: PersonId, *, on: date) -> dict[tuple[PurposeCode, Kind], bool]:
    """What a guest said last of themselves, of each purpose and kind, as far as it counts on a day."""
    found = words(session, guest)
    return {key: word.say is Say.YES for key, word in found.items() if word.say is not Say.YES or word.until is None or word.until > on}


def words(session: Session, guest: PersonId) -> dict[tuple[PurposeCode, Kind], Word]:
    """A guest's last word of themselves, of each purpose and kind."""
    found: dict[tuple[PurposeCode, Kind], Word] = {}
    for entry in ledger.about(session, guest):
        word = entry.body
        if isinstance(word, Word) and word.speaker == guest and word.item is None and word.purpose and word.kind:
            found[word.purpose, word.kind] = word
    return found


def counted(session: Session, event: EventId) -> int:
    """How many came to an event by its code."""
    return session.scalar(select(func.count()).select_from(EventGuestRow).where(EventGuestRow.event_id == event)) or 0


def _door(row: EventDoorRow) -> DoorView:
    return DoorView(EventDoorId(row.id), EventId(row.event_id), row.opens_on, row.closes_on)
