"""What is known for the words inside a released file: of whom it is, for what it may be used, and whom it shows."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent_store.ids import ItemId, ReleaseId, RenditionId, SightingId
from consent_store.records.media import EventRow, ItemRow
from consent_store.records.people import PersonRow
from consent_store.records.queries import drafts, facts, school
from consent_store.records.releases import DraftRow
from consent_store.records.wanted import WantedRow
from consent_store.rules import names
from consent_store.rules.sightings import Answer
from consent_store.rules.terms import Maker, Role

_SEEN = frozenset({Answer.PERSON, Answer.STRANGER})


@dataclass(frozen=True, slots=True)
class About:
    """`titles` are the purpose's, by language. `recognisable`: is anybody shown. `ages`: of the pupils shown, in whole years on the day
    of the event, None where the school does not know. `names`: does the alternative text name somebody of the register.
    """

    release: ReleaseId
    maker: Maker | None
    school: str
    titles: dict[str, str]
    alt: str
    recognisable: bool
    ages: tuple[int | None, ...]
    names: bool


def about(session: Session, rendition: RenditionId) -> About | None:
    """What is known of a file that was asked for; None where no release wants it."""
    order = session.get(WantedRow, rendition)
    if order is None or order.release_id is None:
        return None
    item, draft = session.get_one(ItemRow, order.item_id), session.get(DraftRow, order.release_id)
    titles = {view.code: view.titles for view in school.purposes(session, retired=True)}
    seen = [sighting for sighting in facts.sightings_of(session, [ItemId(item.id)])[ItemId(item.id)] if sighting.answer in _SEEN]
    shown = [sighting for sighting in seen if sighting.id not in set(map(SightingId, order.masks.split()))]
    on, alt = session.get_one(EventRow, item.event_id).on, draft.alt if draft else ""
    return About(
        ReleaseId(order.release_id),
        facts.maker(item),
        school.opened(session).name,
        next((found for code, found in titles.items() if draft and code == draft.purpose), {}),
        alt,
        bool(shown),
        _ages(session, {str(sighting.person) for sighting in shown if sighting.person}, on),
        any(names.found(alt, drafts.named(session, [ItemId(item.id)]) if alt else ())),
    )


def _ages(session: Session, people: set[str], on: date) -> tuple[int | None, ...]:
    query = select(PersonRow.born).where(PersonRow.id.in_(people), PersonRow.role == Role.PUPIL)
    return tuple(_age(born, on) if born else None for born in session.scalars(query))


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
