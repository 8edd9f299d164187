"""Masking people in a film by hand, by the numbers under which they were found."""

from collections.abc import Collection
from pathlib import Path

from app.analysis.film import FoundFilm
from app.analysis.film_recipe import Recipe
from app.analysis.film_release import MadeFilm, Steps, make_film
from app.analysis.pipeline import Engine
from app.media.files import whole_or_nothing
from app.media.film_masks import MASK_COLOUR


def mask_people(
    source: Path, out: Path, found: FoundFilm, masked: Collection[int], engine: Engine, *, colour: str = MASK_COLOUR, steps: Steps
) -> MadeFilm:
    """Write the film at `source` to `out`, with the people `masked` covered in every frame, as `make_film` does.

    `out` is there once all of it holds up; before that nothing is. Raises what `make_film` raises.
    """
    hidden = [track for track in found.tracks if track.person in masked]
    shown = [track for track in found.tracks if track.person not in masked]
    with whole_or_nothing(out) as draft:
        return make_film(source, draft, Recipe(hidden, shown, found.cuts, colour=colour), engine, steps=steps)
