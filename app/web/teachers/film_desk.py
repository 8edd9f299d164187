"""What lies before whoever reviews a film or a sound: everybody who is seen or heard in it, and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from string import ascii_uppercase

from app.web.context import now, session
from app.web.teachers.desk import Desk, Shut
from consent_store.ids import PersonId, SightingId
from consent_store.records.queries import consents, recordings
from consent_store.records.queries.recordings import RecordingView
from consent_store.records.views import SightingView
from consent_store.rules import trimming
from consent_store.rules.sightings import Answer, Sense, Sighting
from consent_store.rules.spans import Span, merged, overlap
from consent_store.rules.terms import Kind
from consent_store.rules.together import Offer

VOICES = 8  # colours of voices, in tokens.css


@dataclass(frozen=True, slots=True)
class Lane:
    """Somebody through a recording: when they may be seen or heard. `letter` and `colour` (1 to `VOICES`) are a voice's alone.

    `gone`: all of it is cut out.
    """

    view: SightingView
    spans: tuple[Span, ...]
    letter: str
    colour: int
    gone: bool

    @property
    def length(self) -> int:
        """How long that is altogether, in milliseconds."""
        return sum(span.end - span.start for span in merged(self.spans))


@dataclass(frozen=True)
class FilmDesk(Desk):
    """Everything about one film or sound under review. `faces` are strips and voices, in order of time: see `in_time`."""

    @cached_property
    def recording(self) -> RecordingView | None:
        """What is known of it; None before analysis opened it."""
        return recordings.recording(session(), self.item.id)

    @cached_property
    def duration(self) -> int:
        """How long it is, in milliseconds."""
        return max(1, self.recording.duration_ms) if self.recording else 1

    @cached_property
    def trims(self) -> tuple[Span, ...]:
        """What is cut out."""
        return self.recording.cut_out if self.recording else ()

    @cached_property
    def waiting(self) -> list[SightingView]:
        """The strips and voices that want an answer: not those of which all is cut out."""
        return [face for face in self.faces if face.sighting.answer is None and not self.is_gone(face)]

    @cached_property
    def lanes(self) -> Mapping[SightingId, Lane]:
        """Each strip and voice through time."""
        voices = [face.sighting.id for face in self.faces if is_heard(face)]
        return {face.sighting.id: self._lane(face, voices) for face in self.faces}

    @cached_property
    def strips(self) -> list[Lane]:
        """Who is seen."""
        return [lane for lane in self.lanes.values() if not is_heard(lane.view)]

    @cached_property
    def voices(self) -> list[Lane]:
        """Who is heard."""
        return [lane for lane in self.lanes.values() if is_heard(lane.view)]

    @cached_property
    def lane(self) -> Lane | None:
        """The one in question."""
        return self.lanes.get(self.current.sighting.id) if self.current else None

    @cached_property
    def offer(self) -> Offer | None:
        """Of what is asked about: with which voice or strip it may go together. A voice without an answer has nothing to say of a strip."""
        if self.current is None or self.current.sighting.answer is not None:
            return None
        here = self.current.sighting.id
        known = {face.sighting.id for face in self.faces if face.sighting.person}
        found = recordings.offers(session(), self.item.id)
        return next((each for each in found if each.voice == here or (each.strip == here and each.voice in known)), None)

    @cached_property
    def offered(self) -> SightingView | None:
        """The other of the two."""
        here = self.current.sighting.id if self.current else None
        other = {self.offer.voice, self.offer.strip} - {here} if self.offer else set()
        return next((face for face in self.faces if face.sighting.id in other), None)

    @cached_property
    def together(self) -> PersonId | None:
        """Who that is, where it has an answer."""
        return self.offered.sighting.person if self.offered else None

    @cached_property
    def back(self) -> Lane | None:
        """Of a strip that is asked about: the one of whoever was answered before, and probably comes back in it."""
        if self.current is None or self.current.sighting.answer is not None or is_heard(self.current):
            return None
        known = recordings.again(session(), self.current.sighting, (face.sighting for face in self.faces))
        return self.lanes[known] if known else None

    @cached_property
    def same(self) -> list[Lane]:
        """Which strips may be the same person as the one in question: first who is answered, last who is seen meanwhile."""
        here = self.lane
        if here is None or is_heard(here.view):
            return []
        others = [lane for lane in self.strips if lane is not here and _may_be_one(here.view.sighting, lane.view.sighting)]
        return sorted(others, key=lambda lane: (overlap(lane.spans, here.spans) > 0, lane.view.sighting.answer is None, lane.spans))

    @property
    def guess(self) -> PersonId | None:
        """Who the strip or voice in question probably is."""
        return self.together or super().guess

    @cached_property
    def unheard(self) -> list[Shut]:
        """Who of the event's groups may be seen in this film but not heard, and where."""
        if not (self.recording and self.recording.has_picture and self.recording.has_sound):
            return []
        seen = {view.id: {purpose.code for purpose in closed} for view, closed in self.shut}
        found = consents.may_not_be_shown(session(), self.item.event, at=now(), kind=Kind.SOUND)
        return self._first([pair for pair in found if {purpose.code for purpose in pair[1]} - seen.get(pair[0].id, set())])

    def is_gone(self, face: SightingView) -> bool:
        """Whether all of a strip or voice is cut out."""
        return trimming.gone(face.sighting, self.trims, self.duration)

    def _lane(self, face: SightingView, voices: Sequence[SightingId]) -> Lane:
        place = voices.index(face.sighting.id) if is_heard(face) else 0
        letter = voice_letter(place) if is_heard(face) else ""
        return Lane(face, face.sighting.spans, letter, place % VOICES + 1, self.is_gone(face))


def _may_be_one(here: Sighting, other: Sighting) -> bool:
    """Whether two strips can become one: both are followed through time, and no answer is against it."""
    said = {(claim.answer, claim.person) for claim in (here, other) if claim.answer is not None}
    followed = all(claim.placed and claim.spans for claim in (here, other))
    return followed and (Answer.NOBODY, None) not in said and len(said) < 2


def in_time(faces: Sequence[SightingView]) -> list[SightingView]:
    """Strips and then voices as they first come, those that are nowhere in particular at the end of theirs."""
    return sorted(faces, key=lambda face: (is_heard(face), not face.sighting.spans, face.sighting.spans[:1], face.sighting.id))


def is_heard(face: SightingView) -> bool:
    """Whether it is a voice."""
    return face.sighting.sense is Sense.HEARD


def voice_letter(place: int) -> str:
    """A, B … Z, AA, AB …: what the voices of one recording are called, counted from nought."""
    rest, last = divmod(place, len(ascii_uppercase))
    return (voice_letter(rest - 1) if rest else "") + ascii_uppercase[last]
