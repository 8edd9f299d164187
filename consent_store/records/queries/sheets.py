"""The question of whoever takes pictures at an event: who may be shown, class by class."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent_store.ids import EventId, PersonId
from consent_store.records.media import EventGroupRow
from consent_store.records.people import GroupRow, MembershipRow
from consent_store.records.queries import consents, guests, media, people, school
from consent_store.records.queries.people import PersonView
from consent_store.records.queries.school import PurposeView
from consent_store.records.views import EventView
from consent_store.rules import extent
from consent_store.rules.extent import Extent, Shut, Use
from consent_store.rules.standing import Standing
from consent_store.rules.terms import RECOGNITION, Kind


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody, and how far they may be shown. `pictured`: the office shows a picture of them, and nobody shut anything."""

    person: PersonId
    name: str
    extent: Extent
    shut: tuple[Shut, ...]
    pictured: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A class, or with no name the guests, by name."""

    group: str | None
    people: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class SheetView:
    """Who may be shown at an event, as it was `made_at`. `per_item`: purposes that ask about each picture, and stand on no sheet."""

    event: EventView
    sections: tuple[Section, ...]
    purposes: tuple[PurposeView, ...]
    per_item: tuple[PurposeView, ...]
    made_at: datetime
    ask_again_at: datetime


def of_event(session: Session, event: EventId, *, at: datetime) -> SheetView:
    """The sheet of an event, in a fixed number of queries. Why somebody is not shown, it does not say. Raises `NotFound`."""
    view, members = media.event(session, event), guests.at_event(session, event)
    known = consents.grounds(session, [member.id for member in members], at=at)
    ours = [each for each in school.purposes(session) if each.code != RECOGNITION]
    usual = [each for each in ours if not each.purpose.consent_per_item]
    served = [(each.purpose, kind) for each in usual for kind in Kind if kind in each.purpose.kinds]
    standings = {member.id: [known.standing(member.id, *use, at) for use in served] for member in members}
    pictured = people.pictured(session, standings)
    listed = [_shown(member, served, standings[member.id], member.id in pictured) for member in members]
    again = extent.ask_again((each for found in standings.values() for each in found), school.policy(session), at)
    per_item = tuple(each for each in ours if each.purpose.consent_per_item)
    return SheetView(view, tuple(_sections(listed, _classes(session, event))), tuple(usual), per_item, at, again)


def _shown(member: PersonView, served: Sequence[Use], standings: Sequence[Standing], pictured: bool) -> Shown:
    open_ = [use for use, standing in zip(served, standings, strict=True) if standing.stands]
    reach = extent.extent(served, open_)
    return Shown(member.id, member.name, reach, extent.shut(served, open_), pictured and reach is Extent.EVERYWHERE)


def _classes(session: Session, event: EventId) -> dict[PersonId, str]:
    """The class of each at an event; of several, the first by name."""
    query = select(MembershipRow.person_id, GroupRow.name).join(GroupRow, GroupRow.id == MembershipRow.group_id)
    query = query.join(EventGroupRow, EventGroupRow.group_id == GroupRow.id).where(EventGroupRow.event_id == event)
    return {PersonId(person): name for person, name in session.execute(query.order_by(GroupRow.name.desc()))}


def _sections(listed: Iterable[Shown], classes: dict[PersonId, str]) -> Iterator[Section]:
    found: dict[str | None, list[Shown]] = {name: [] for name in sorted(set(classes.values()))}
    for each in listed:
        found.setdefault(classes.get(each.person), []).append(each)
    return (Section(name, tuple(shown)) for name, shown in found.items() if shown)
