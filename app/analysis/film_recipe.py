"""What is to become of a film that goes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.analysis.film_covers import Placed
from app.analysis.film_sights import Sight, Track
from app.media.film_masks import MASK_COLOUR
from app.media.sound_covers import Sounding
from consent_store.rules import timeline
from consent_store.rules.forms import Form
from consent_store.rules.sightings import Box, Origin
from consent_store.rules.spans import Span
from consent_store.rules.timeline import Hush

_FRAMED: Final = 100  # places of faces by which it is decided which part of the frames is shown

_OFTEN: Final = 500  # milliseconds from one sight to the next where somebody drew the way between


@dataclass(frozen=True, slots=True)
class Recipe:
    """Tracks and `cuts` in seconds, spans in milliseconds, places in pixels of the frames at most `film.LONGEST` long, as they are found.

    `masked` are covered, `shown` are everybody else who was found; `covers` are covered all the time. `silenced` voices sound as `hush`
    has it, `trims` are cut out. `crop` is the part that `form` is made of. `asks`: whether a face that lies in nobody's cover is
    somebody to ask about, who holds the film, and not somebody to cover; `describe`: whether such a face may be described.
    """

    masked: Sequence[Placed]
    shown: Sequence[Placed]
    cuts: Sequence[float]
    covers: Sequence[Box] = ()
    silenced: Sequence[Span] = ()
    hush: Hush = Hush.SILENCE
    trims: Sequence[Span] = ()
    form: Form = Form.ORIGINAL
    crop: Box | None = None
    packet: bytes = b""
    colour: str = MASK_COLOUR
    asks: bool = False
    describe: bool = False

    @property
    def sounding(self) -> Sounding:
        """What is heard. Voices are never cut out: that would take people's picture as well."""
        return Sounding(self.silenced, Hush.TONE if self.hush is Hush.TONE else Hush.SILENCE, self.trims)

    @property
    def places(self) -> list[Box]:
        """Where those who are shown are in what is left, now and then."""
        left = self.sounding.left
        boxes = [sight.box for track in self.shown for sight in track.sights if left.keeps(sight.time)]
        return boxes[:: 1 + len(boxes) // _FRAMED]


def in_seconds(track: timeline.Track) -> Track:
    """A track of the registry, for a recipe. Drawn by hand it is meant to go in straight lines: no gap is one in which nothing is known."""
    moments = {sight.at for sight in track.sights}
    if track.origin is Origin.HUMAN:
        moments.update(range(track.sights[0].at, track.sights[-1].at, _OFTEN))
    boxes = ((moment, track.at(moment)) for moment in sorted(moments))
    return Track([Sight(moment / 1000, box) for moment, box in boxes if box], track.before / 1000, track.after / 1000)
