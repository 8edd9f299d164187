"""Where somebody was shown: the pictures that went out with them, for what, and where they were published."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from consent_store.ids import EventId, ItemId, PersonId, ReleaseId
from consent_store.records import ledger
from consent_store.records.media import EventRow, ItemRow, RenditionRow
from consent_store.records.queries import facts, releases
from consent_store.records.queries.releases import ReleaseView
from consent_store.records.recordings import RecordingRow
from consent_store.records.releases import DownloadRow, RecallRow, ReleaseRow
from consent_store.records.sightings import SightingRow
from consent_store.rules import spans, trimming
from consent_store.rules.entries import Say, Word
from consent_store.rules.sightings import Sense, Sighting
from consent_store.rules.spans import Span
from consent_store.rules.terms import Kind
from consent_store.rules.timeline import Hush


@dataclass(frozen=True, slots=True)
class Showing:
    """One release of something with somebody in it. `seen`, `heard`: not covered or silenced everywhere in it, and when, in milliseconds
    of the file that went out. `taken` counts downloads. `gone_at`: since when it is known to be away everywhere, None while anything of it
    must come back; `release.ended_at` only says that nobody takes it any more.
    """

    release: ReleaseView
    addresses: tuple[str, ...]
    seen: bool
    heard: bool
    when: tuple[Span, ...]
    taken: int
    gone_at: datetime | None

    @property
    def covered(self) -> bool:
        """Whether nobody sees or hears them in it."""
        return not (self.seen or self.heard)


@dataclass(frozen=True, slots=True)
class Appearance:
    """A photo, film or sound that somebody is in, with every release of it, the latest first. `gone`: its bytes are no longer kept."""

    item: ItemId
    event: EventId
    title: str
    on: date
    number: int
    kind: Kind
    gone: bool
    showings: tuple[Showing, ...]


def count(session: Session, person: PersonId) -> int:
    """How many pictures went out with somebody in them."""
    query = select(func.count(ReleaseRow.item_id.distinct())).where(ReleaseRow.item_id.in_(_listing(person)))
    return session.scalar(query) or 0


def appearances(session: Session, person: PersonId, *, start: int = 0, limit: int = 12) -> list[Appearance]:
    """The pictures that went out with somebody in them, what went out last first, in a fixed number of queries."""
    went = select(ReleaseRow.item_id, func.max(ReleaseRow.at).label("at")).where(ReleaseRow.item_id.in_(_listing(person)))
    last = went.group_by(ReleaseRow.item_id).order_by(func.max(ReleaseRow.at).desc(), ReleaseRow.item_id).limit(limit).offset(start)
    chosen = last.subquery()
    return _found(session, person, _pictures().join(chosen, chosen.c.item_id == ItemRow.id).order_by(chosen.c.at.desc(), ItemRow.id))


def pictures(session: Session, person: PersonId) -> list[Appearance]:
    """Every picture that somebody is listed in, whether it went out or not, the latest event first."""
    chosen = _pictures().where(ItemRow.id.in_(_listing(person)))
    return _found(session, person, chosen.order_by(EventRow.on.desc(), EventRow.id, ItemRow.number))


def is_in(session: Session, item: ItemId, person: PersonId) -> bool:
    """Whether somebody is listed in a picture."""
    return session.scalar(_listing(person).where(SightingRow.item_id == item).limit(1)) is not None


def objections(session: Session, speaker: PersonId, person: PersonId) -> frozenset[ItemId]:
    """The pictures in which somebody said that this person may be seen nowhere, and did not take that back."""
    latest: dict[ItemId, Say] = {}
    for entry in ledger.about(session, person):
        word = entry.body
        if isinstance(word, Word) and word.speaker == speaker and word.item is not None and word.purpose is None:
            latest[word.item] = word.say
    return frozenset(item for item, say in latest.items() if say is not Say.LIFTED)


def _listing(person: PersonId) -> Select[str]:
    return select(SightingRow.item_id).where(SightingRow.person_id == person, SightingRow.removed_at.is_(None))


def _pictures() -> Select[*tuple[Any, ...]]:
    columns = (ItemRow.id, ItemRow.event_id, EventRow.title, EventRow.on, ItemRow.number, ItemRow.kind, ItemRow.removed_at)
    return select(*columns).join(EventRow, EventRow.id == ItemRow.event_id)


def _found(session: Session, person: PersonId, query: Select[*tuple[Any, ...]]) -> list[Appearance]:
    rows = session.execute(query).all()
    showings = _showings(session, [row[0] for row in rows], person)
    return [
        Appearance(ItemId(item), EventId(event), title, on, number, Kind(kind), removed is not None, tuple(showings[item]))
        for item, event, title, on, number, kind, removed in rows
    ]


def _showings(session: Session, items: Sequence[str], person: PersonId) -> Mapping[str, list[Showing]]:
    found: dict[str, list[Showing]] = defaultdict(list)
    rows = session.execute(_released().where(ReleaseRow.item_id.in_(items)).order_by(ReleaseRow.at.desc(), ReleaseRow.id)).all()
    ids = [ReleaseId(row.id) for row, *_ in rows]
    addresses, own = releases.addresses_of(session, ids), _sightings(session, items, person)
    counted = select(DownloadRow.release_id, func.count()).where(DownloadRow.release_id.in_(ids)).group_by(DownloadRow.release_id)
    taken = {release: number for release, number in session.execute(counted).all()}
    gone, shortened = _gone(session, ids), _shortened(session, [row for row, _trim, hush, _length in rows if hush == Hush.CUT])
    for row, trim, _hush, length in rows:
        view, cut = releases.release_view(row), spans.read(trim or "")
        shows = [claim for claim in trimming.left(own[row.item_id], cut, length or 0) if claim.id not in view.masks]
        seen, heard = (any(claim.sense is sense for claim in shows) for sense in (Sense.SEEN, Sense.HEARD))
        when = spans.remaining((span for claim in shows for span in claim.spans), [*cut, *shortened[row.id]])
        found[row.item_id].append(Showing(view, addresses.get(view.id, ()), seen, heard, when, taken.get(row.id, 0), gone.get(row.id)))
    return found


def _released() -> Select[*tuple[Any, ...]]:
    """Releases, with what was cut out of their files, how covered voices sound in them, and how long the whole lasts."""
    query = select(ReleaseRow, RenditionRow.trim, RenditionRow.hush, RecordingRow.duration_ms)
    query = query.outerjoin(RenditionRow, RenditionRow.id == ReleaseRow.rendition_id)
    return query.outerjoin(RecordingRow, RecordingRow.item_id == ReleaseRow.item_id)


def _shortened(session: Session, rows: Sequence[ReleaseRow]) -> Mapping[str, list[Span]]:
    """What was taken out of sounds where a voice is covered."""
    masks = {row.id: row.masks.split() for row in rows}
    query = select(SightingRow).where(SightingRow.id.in_({mask for covered in masks.values() for mask in covered}))
    voices = {row.id: trimming.reach(facts.sighting(row)) for row in session.scalars(query)} if masks else {}
    return defaultdict(list, {id_: [span for mask in covered for span in voices.get(mask, ())] for id_, covered in masks.items()})


def _gone(session: Session, releases: Sequence[ReleaseId]) -> dict[str, datetime]:
    gone: dict[str, datetime] = {}
    coming: set[str] = set()
    for release, closed in session.execute(select(RecallRow.release_id, RecallRow.closed_at).where(RecallRow.release_id.in_(releases))):
        if closed is None:
            coming.add(release)
        else:
            gone[release] = max(closed, gone.get(release, closed))
    return {release: at for release, at in gone.items() if release not in coming}


def _sightings(session: Session, items: Sequence[str], person: PersonId) -> Mapping[str, list[Sighting]]:
    found: dict[str, list[Sighting]] = defaultdict(list)
    query = select(SightingRow).where(SightingRow.item_id.in_(items), SightingRow.person_id == person, SightingRow.removed_at.is_(None))
    for row in session.scalars(query):
        found[row.item_id].append(facts.sighting(row))
    return found
