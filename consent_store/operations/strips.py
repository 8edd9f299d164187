"""Faces that analysis followed through a film, written beside what people said and never over it.

A track at the place and time of a known strip belongs to that strip; else to the strip that waits for an answer of the group that the
machine took for one person; else it begins a strip. So no name comes onto a face that nobody looked at. What was written down never moves.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from consent_store.ids import ItemId, SightingId, new_id
from consent_store.operations import differences, joins, tracks
from consent_store.operations.findings import guess
from consent_store.operations.items import sightings_in
from consent_store.records.media import ItemRow
from consent_store.records.queries import facts
from consent_store.records.queries.media import proposal as earlier
from consent_store.records.recordings import TrackRow, packed, track, unpacked
from consent_store.records.sightings import SightingRow
from consent_store.rules.differences import Change, Difference, disagreement, lost
from consent_store.rules.sightings import Origin, Proposal, Sense
from consent_store.rules.spans import Span
from consent_store.rules.timeline import Sight, Stretch, Track, agreement

EVERY_FRAME = "every frame"
"""The version of what a look at all that goes out found: an analysis, which looks at some frames, need not find it again."""
_FRESH = {"populate_existing": True}
_MOST = 0.5  # of its sights that a track has in common with the strip that it belongs to


@dataclass(frozen=True, slots=True)
class FoundTrack:
    """A face followed: `number` is its own, `person` the group of tracks that the machine takes for one person, both for good.

    `best` is the sight by which it is shown, with the detector's score and face quality (0 to 1), a guess, and a sealed descriptor;
    `looks` are the sealed descriptors that the analysis goes on with.
    """

    number: int
    person: int
    sights: Sequence[Sight]
    before: int
    after: int
    best: Sight
    score: float
    looks: bytes | None = None
    quality: float | None = None
    proposal: Proposal | None = None
    descriptor: bytes | None = None


@dataclass(frozen=True, slots=True)
class Portrait:
    """The best face of a strip so far, to be cut out."""

    sighting: SightingId
    sight: Sight


def write(session: Session, row: ItemRow, version: str, found: Sequence[FoundTrack], *, at: datetime) -> tuple[list[Portrait], bool]:
    """Write tracks down; returns the best faces that are new, and whether anything is where nothing was known."""
    strips = _Strips(session, row, version, found)
    for each in sorted(found, key=lambda each: each.number):
        strips.take(each)
    session.flush()
    tracks.unplace(session, [strips.faces[sighting] for sighting in strips.portraits])
    differences.note(session, version, strips.otherwise, at=at)
    return [Portrait(sighting, sight) for sighting, sight in strips.portraits.items()], strips.news


def close(session: Session, row: ItemRow, version: str, *, at: datetime) -> None:
    """Where an earlier version had looked at the film, keep beside what would be otherwise now."""
    query = select(TrackRow.sighting_id, TrackRow.version).where(TrackRow.item_id == row.id, TrackRow.batch.is_(None))
    seen_by: dict[str, set[str | None]] = defaultdict(set)
    for sighting, by in session.execute(query.distinct()):
        seen_by[sighting].add(by)
    if all(by <= {version, EVERY_FRAME} for by in seen_by.values()):
        return
    otherwise = differences.noted(session, row, version)
    for face in sightings_in(session, row):
        seen = {version, EVERY_FRAME} & seen_by[face.id] or face.sense == Sense.HEARD
        gone = None if seen else lost(facts.sighting(face))
        if gone:
            otherwise[SightingId(face.id)] = gone
        elif face.answer is None and seen_by[face.id] == {version}:
            otherwise[SightingId(face.id)] = Difference(Change.NEW)
    differences.renew(session, row, otherwise, at=at)


class _Strips:
    """What is written down of an item so far, as much of it as bears on what was `found`, and what becomes of it."""

    def __init__(self, session: Session, row: ItemRow, version: str, found: Sequence[FoundTrack]) -> None:
        self._session, self._row, self._version = session, row, version
        self.faces = {face.id: face for face in sightings_in(session, row)}
        self._homes = joins.homes(session, ItemId(row.id))
        self._own: dict[int, list[TrackRow]] = defaultdict(list)  # what this version wrote, by number
        self._parts: dict[int, list[TrackRow]] = defaultdict(list)  # the same as people left it
        self._groups: dict[int, dict[str, None]] = defaultdict(dict)  # the strips of whom the machine takes for one person
        self._known: dict[str, list[Track]] = defaultdict(list)  # where earlier versions and people saw somebody
        self.portraits: dict[SightingId, Sight] = {}
        self.otherwise: dict[SightingId, Difference] = {}
        self.news = False
        self._read_own({each.number for each in found})
        self._read_groups({each.person for each in found})
        self._read_known([each for each in found if each.number not in self._own])

    def take(self, found: FoundTrack) -> None:
        """Write one track down, or let it grow."""
        if found.number in self._own:
            self._grow(found, self._own[found.number])
            return
        face, known = self._strip(found)
        kept = self._add(face, found, Stretch(Span(found.before, _end(found)), tuple(found.sights)))
        kept.there = not known  # seen again where it was known, it changes nothing
        if not known:
            tracks.widen(face, kept)
        kept.revision = None if known else self._row.revision + 1
        self.news |= not known
        self._groups[found.person][face.id] = None
        self._portray(face, found, known=known)

    def _read_own(self, numbers: Collection[int]) -> None:
        query = select(TrackRow).where(self._seen(), TrackRow.version == self._version, TrackRow.number.in_(numbers))
        for kept in self._session.scalars(query.order_by(TrackRow.number, TrackRow.before_ms), execution_options=_FRESH):
            if kept.batch is None:
                self._own[kept.number or 0].append(kept)
            if kept.there:
                self._parts[kept.number or 0].append(kept)

    def _read_groups(self, people: Collection[int]) -> None:
        first = func.min(TrackRow.number)
        query = select(TrackRow.person, TrackRow.sighting_id).group_by(TrackRow.person, TrackRow.sighting_id).order_by(first)
        own = self._seen(), TrackRow.version == self._version, TrackRow.batch.is_(None), TrackRow.person.in_(people)
        for person, sighting in self._session.execute(query.where(*own)):
            self._groups[person or 0][self._home(sighting)] = None

    def _read_known(self, new: Sequence[FoundTrack]) -> None:
        """Only where somebody is seen anew at that time."""
        moments = [sight.at for each in new for sight in each.sights]
        versions = self._session.scalars(select(TrackRow.version).where(TrackRow.item_id == self._row.id).distinct()).all()
        others = [version for version in versions if version != self._version]
        if not moments or not others:
            return
        theirs = TrackRow.version.in_(others) | TrackRow.version.is_(None)
        then = TrackRow.before_ms <= max(moments), TrackRow.after_ms > min(moments)
        query = select(TrackRow).where(self._seen(), theirs, TrackRow.there, *then).order_by(TrackRow.number, TrackRow.before_ms)
        for kept in self._session.scalars(query, execution_options=_FRESH):
            if kept.sighting_id in self.faces:
                self._known[kept.sighting_id].append(track(kept))

    def _seen(self) -> ColumnElement[bool]:
        return and_(TrackRow.item_id == self._row.id, TrackRow.path != b"")

    def _home(self, sighting: str) -> str:
        """The strip that a sighting is part of, since somebody joined it."""
        while sighting not in self.faces:
            sighting = self._homes[sighting]
        return sighting

    def _strip(self, found: FoundTrack) -> tuple[SightingRow, bool]:
        """The strip that a track belongs to, and whether all of it was known."""
        shares = {sighting: agreement(found.sights, known) for sighting, known in self._known.items()}
        nearest = max(shares, key=lambda sighting: (shares[sighting], sighting), default=None)
        if nearest is not None and shares[nearest] >= _MOST:
            return self.faces[nearest], shares[nearest] == 1
        waiting = [face for id_ in self._groups[found.person] if (face := self.faces[id_]).answer is None]
        if waiting:
            return waiting[0], False
        face = SightingRow(id=new_id(), item_id=self._row.id, origin=Origin.MACHINE, sense=Sense.SEEN, spans="")
        self._session.add(face)
        self._session.flush()
        self.faces[face.id] = face
        return face, False

    def _grow(self, found: FoundTrack, own: list[TrackRow]) -> None:
        """What is new of a track that is written down. Where people changed its rows, the new part is a row of its own."""
        newest, seen = own[-1], unpacked(own[-1].path)
        if _end(found) < newest.after_ms:
            return  # from a worker that lost its claim, and is behind the one that has it
        new = tuple(sight for sight in found.sights if sight.at > seen[-1].at)
        newest.looks = found.looks
        if newest.there:
            newest.path, newest.after_ms = packed([*seen, *new]), _end(found)
            face = self.faces[newest.sighting_id]
        elif new or found.after > newest.after_ms:
            last = max(self._parts[found.number], key=lambda part: part.after_ms, default=newest)
            face = self.faces[self._home(last.sighting_id)]
            newest = self._add(face, found, Stretch(Span(seen[-1].at, _end(found)), new or seen[-1:]))
        else:
            return
        tracks.widen(face, newest)
        self.news |= bool(new)
        if found.best in new:
            self._portray(face, found, known=False)

    def _add(self, face: SightingRow, found: FoundTrack, stretch: Stretch) -> TrackRow:
        kept = tracks.add(self._session, face, stretch)
        kept.origin, kept.version, kept.number, kept.person = Origin.MACHINE, self._version, found.number, found.person
        kept.looks = found.looks
        self._own[found.number].append(kept)
        return kept

    def _portray(self, face: SightingRow, found: FoundTrack, *, known: bool) -> None:
        """Renew what the machine makes of a face, where this one is better; one that is `known` keeps its place and picture."""
        face.origin = Origin.MACHINE
        if face.answer is not None:
            said = disagreement(facts.sighting(face), earlier(face), found.proposal)
            self.otherwise |= {SightingId(face.id): said} if said else {}
        elif face.score is None or (found.quality or 0.0, found.score) > (face.quality or 0.0, face.score):
            guess(face, found.proposal)
            face.score, face.quality, face.descriptor = found.score, found.quality, found.descriptor
            if not known:
                box = found.best.box
                face.left, face.top, face.right, face.bottom = box.left, box.top, box.right, box.bottom
                self.portraits[SightingId(face.id)] = found.best


def _end(found: FoundTrack) -> int:
    """A track may be seen at its last sight, even where the film ends there."""
    return max(found.after, found.sights[-1].at + 1)
