"""The sound of a film that goes out: what is heard of it, handed over beside the picture as that comes."""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain
from typing import Final

import numpy as np

from app.media.film import RATE, Sound
from app.media.film_writing import FilmWriter
from app.media.sound import Samples, open_sound
from app.media.sound_covers import Sounding
from app.media.sources import Source
from app.media.unplayable import Unplayable

__all__ = ["Beside", "heard"]

_FULL: Final = 32767


def heard(stack: ExitStack, source: Source, plan: Sounding) -> Iterator[Samples] | None:
    """What is heard of `source` until `stack` closes, float32 (n, 2) at `film.RATE`; None where its sound track is empty, or all of it cut.

    It stands at the times at which voices are found, and covered: those of `open_sound`. Raises Unplayable, then and later.
    """
    sound = stack.enter_context(open_sound(source, RATE, 2))
    pieces = (piece for piece in plan.of(sound, RATE) if len(piece))
    try:
        first = next(pieces, None)
    except Unplayable as refusal:
        if refusal.code != "no_sound":
            raise
        return None
    return None if first is None else chain([first], pieces)


class Beside:
    """Sound that waits for its picture."""

    def __init__(self, pieces: Iterator[Samples], writer: FilmWriter) -> None:
        self._pieces, self._writer, self._heard = pieces, writer, 0

    def until(self, time: float) -> None:
        """Hand over what is heard before `time`, in seconds of what goes out, or all of it."""
        while self._heard < time * RATE and (piece := next(self._pieces, None)) is not None:
            self._heard += len(piece)
            self._writer.sound(Sound(None, np.rint(np.clip(piece, -1, 1) * _FULL).astype(np.int16)))
