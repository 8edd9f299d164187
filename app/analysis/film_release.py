"""A film that goes out: people covered, voices silent, parts cut out; every frame looked at, and repaired until nobody is left."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from app.analysis.film import Progress
from app.analysis.film_covers import grown
from app.analysis.film_finding import Followed
from app.analysis.film_recipe import Recipe as Recipe
from app.analysis.film_recipe import in_seconds as in_seconds
from app.analysis.film_rendering import Rendering
from app.analysis.film_sights import Sight
from app.analysis.pipeline import Engine
from app.media.film import RATE
from app.media.sound_masks import check_sound
from app.media.sources import Source
from app.media.still import Still, always, asking
from app.media.targets import Target, written
from app.media.unplayable import Uncovered

_ROUNDS: Final = 4
_LARGER: Final = 0.25  # of a face that was still found: how much larger it is covered, more in every round

Steps = Callable[[str], Progress]
"""Called with the name of each step of the work, for what is told of its progress."""


class NotCovered(Uncovered):
    """People could still be found after every repair: there is no rendition."""

    def __init__(self, frames: int) -> None:
        super().__init__(f"After {_ROUNDS} attempts somebody could still be found in {frames} frames. Nothing was written.")
        self.frames = frames


class SomebodyUnasked(Exception):
    """Somebody is in it whom nobody was asked about, `found` in pixels of the source: there is no rendition before somebody was."""

    def __init__(self, found: Sequence[Followed]) -> None:
        super().__init__(f"Nobody was asked about {len(found)} of the faces that are in it. Nothing was written.")
        self.found = found


@dataclass(frozen=True, slots=True)
class MadeFilm:
    """What came of it: pixels, seconds, how many frames, all of them looked at, how often it was made, and how many faces that nobody had
    found before were covered besides.
    """

    width: int
    height: int
    seconds: float
    frames: int
    rounds: int
    besides: int


def make_film(source: Source, out: Target, recipe: Recipe, engine: Engine, *, steps: Steps, still: Still = always) -> MadeFilm:
    """Write the film in `source` to `out` as H.264 and AAC in MP4, with `recipe.packet` and nothing else in it.

    `out` is good once the engine has gone over every frame and found nobody who should be covered, and the covered voices are silent:
    whatever is raised, it is to go. Whoever is found and is not known to be somebody who may be shown is covered too, or holds the film
    where the recipe `asks`. `still` is asked now and then.

    Raises SomebodyUnasked, NotCovered, Uncovered, TooSmall, NothingLeft, Stopped, `Unplayable` and `BoxUnavailable`.
    """
    rendering, ask, besides = Rendering(source, out, recipe, engine), asking(still), 0
    for attempt in range(1, _ROUNDS + 1):
        made = rendering.write(_asked(steps("masking"), ask))
        seen = rendering.look(made, _asked(steps("checking"), ask))
        if seen.unasked and recipe.asks:
            raise SomebodyUnasked(seen.unasked)
        besides += len(seen.unasked)
        if not seen.bare:
            if recipe.silenced and made.sounds:
                check_sound(source, written(out), recipe.sounding, steps("listening"), rate=RATE, channels=2, ask=ask)
            return MadeFilm(*made.framing.size, made.seconds, len(made.times), attempt, besides)
        rendering.cover(Sight(sight.time, grown(sight.box, _LARGER * attempt)) for sight in seen.bare)
    raise NotCovered(len({sight.time for sight in seen.bare}))


def _asked(progress: Progress, ask: Callable[[], None]) -> Progress:
    """Progress that asks, too, whether the work is still wanted."""

    def told(done: float, of: float | None) -> None:
        ask()
        progress(done, of)

    return told
