"""What a file made of film or sound must cover: who is where, and heard, when."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from sqlalchemy.orm import Session

from consent_store.ids import ItemId, SightingId
from consent_store.records.queries import recordings
from consent_store.rules import seeing
from consent_store.rules.sightings import Sense, Sighting
from consent_store.rules.spans import Span, merged
from consent_store.rules.timeline import Hush, Track, best

_NEVER = 24 * 3_600_000  # milliseconds: no recording lasts that long


@dataclass(frozen=True, slots=True)
class Moving:
    """All times are milliseconds of the whole recording, places pixels of its frames as analysed. `masked` are to be covered, `shown` are
    all other tracks, dismissed ones too. `silenced` are the voices' own spans, without the margin; `trims` are cut out. `at` is the frame
    to be shown, where one is.
    """

    duration_ms: int
    fps: float | None
    has_picture: bool
    has_sound: bool
    cuts: tuple[int, ...]
    masked: Mapping[SightingId, tuple[Track, ...]]
    shown: Mapping[SightingId, tuple[Track, ...]]
    silenced: tuple[Span, ...]
    hush: Hush
    trims: tuple[Span, ...]
    at: int | None = None

    @property
    def cut_out(self) -> tuple[Span, ...]:
        """`trims` as they are to be cut. Who is only beyond one that goes to the end is in nothing that is left (`rules.trimming`), and a
        sound may go on when the picture is over: what is cut to the end is cut to the very end.
        """
        return tuple(span._replace(end=_NEVER) if span.end >= self.duration_ms else span for span in self.trims)


def moving(
    session: Session, item: ItemId, claims: Sequence[Sighting], masks: Collection[SightingId], *, still: bool = False
) -> Moving | None:
    """What to cover so that these are masked; for a `still` also which frame. None where one of them has no place or time, or a still
    shows nobody.
    """
    known, tracks = recordings.recording(session, item), recordings.tracks_of(session, item)
    hidden = [claim for claim in claims if claim.id in masks]
    heard = [claim for claim in hidden if claim.sense is Sense.HEARD]
    if known is None or any(not claim.spans for claim in heard) or any(claim.id not in tracks for claim in hidden if claim not in heard):
        return None
    masked = {sighting: found for sighting, found in tracks.items() if sighting in masks}
    at = _moment([claim for claim in claims if claim.id not in masks], tracks, masked) if still else None
    if still and at is None:
        return None
    return Moving(
        known.duration_ms,
        known.fps,
        known.has_picture,
        known.has_sound,
        known.cuts,
        masked,
        {sighting: found for sighting, found in tracks.items() if sighting not in masks},
        merged(span for claim in heard for span in claim.spans),
        known.hush,
        merged(known.cut_out),
        at,
    )


def _moment(
    shown: Sequence[Sighting], tracks: Mapping[SightingId, tuple[Track, ...]], masked: Mapping[SightingId, tuple[Track, ...]]
) -> int | None:
    """When the face of the one who is shown can be seen best: not where somebody who is covered stood a moment before."""
    face = seeing.face(claim for claim in shown if claim.person and claim.id in tracks)
    return best(tracks[face.id], face.box, hidden=chain.from_iterable(masked.values())).at if face else None
