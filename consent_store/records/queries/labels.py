"""What is known for the words inside a released file: of whom it is, for what it may be used, and whom it shows."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent_store.ids import ItemId, ReleaseId, RenditionId, SightingId
from consent_store.records.media import EventRow, ItemRow
from consent_store.records.people import PersonRow
from consent_store.records.queries import drafts, facts, school
from consent_store.records.recordings import RecordingRow
from consent_store.records.releases import DraftRow
from consent_store.records.wanted import WantedRow
from consent_store.rules import names, spans, trimming
from consent_store.rules.sightings import Answer, Sighting
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
    shown = _shown(session, order)
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


def _shown(session: Session, order: WantedRow) -> list[Sighting]:
    """Who can be recognised in a file: not who is covered in it, and not who is only in what was cut out of it."""
    item, covered = ItemId(order.item_id), set(map(SightingId, order.masks.split()))
    kept = session.get(RecordingRow, item)
    left = trimming.left(facts.sightings_of(session, [item])[item], spans.read(order.trim), kept.duration_ms if kept else 0)
    return [sighting for sighting in left if sighting.answer in _SEEN and sighting.id not in covered]


def _ages(session: Session, people: set[str], on: date) -> tuple[int | None, ...]:
    query = select(PersonRow.born).where(PersonRow.id.in_(people), PersonRow.role == Role.PUPIL)
    return tuple(_age(born, on) if born else None for born in session.scalars(query))


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
