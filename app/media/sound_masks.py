"""Sound that goes out: voices covered, parts cut out, and the outcome heard again before it is anybody's.

Everything is done on plain samples at the rate of the recording, so that a span begins and ends on a sample.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import ceil, floor
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.media.files import whole_or_nothing
from app.media.sound import Samples, Sound, open_sound
from app.media.sound_covers import MARGIN, TONE, Sounding, inside, whole_seconds
from app.media.sound_writing import ending_of, writing_sound
from app.media.sources import Source
from app.media.still import Still, always, asking
from app.media.targets import Target, emptied, written
from app.media.trims import NothingLeft
from app.media.unplayable import Uncovered
from consent_store.rules.spans import Span
from consent_store.rules.timeline import Hush

__all__ = ["MARGIN", "check_sound", "make_sound", "mask_sound"]

_SMEARED: Final = 0.06  # seconds inside a cover, at each of its ends, that an encoder may fill with what stands beside it
_SILENT: Final = 0.002  # the loudest sample of what is silent
_SAME: Final = 0.5  # the most that a second may differ from what it should be, as a share of its own strength,
_ROUNDING: Final = 0.005  # and besides
_LONGER: Final = 0.2  # seconds that an encoder may add

Progress = Callable[[float, float | None], None]
Steps = Callable[[str], Progress]


def mask_sound(source: Path, out: Path, spans: Sequence[tuple[float, float]], *, tone: bool = False, steps: Steps) -> None:
    """The sound of `source` at `out`, with `spans` (seconds) and `MARGIN` around each of them silent, or a tone.

    The name of `out` says what it becomes: .m4a (AAC), .wav or .flac. Raises WrongFormat, and what `make_sound` does; then there is no
    `out`.
    """
    ending = ending_of(out)
    silenced = [Span(floor(start * 1000), ceil(end * 1000)) for start, end in spans]
    with whole_or_nothing(out) as part:
        make_sound(source, part, Sounding(silenced, Hush.TONE if tone else Hush.SILENCE), ending=ending, steps=steps)


def make_sound(
    source: Source, out: Target, plan: Sounding, *, ending: str = ".m4a", packet: bytes = b"", steps: Steps, still: Still = always
) -> float:
    """Write what is heard of `source` to `out` in the format of `ending`; how many seconds that are.

    `steps` gives what is told how far each step is, in seconds; `still` is asked now and then. Raises Unplayable, BoxUnavailable, OSError,
    NothingLeft, Stopped, and Uncovered where the outcome does not hold up: `out` is to go then.
    """
    ask, count = asking(still), 0
    with open_sound(source) as sound, writing_sound(emptied(out), ending, sound.rate, sound.channels, packet=packet) as writer:
        for samples in _heard(sound, plan, steps("covering"), ask):
            if len(samples):
                writer.write(samples)
                count += len(samples)
        if not count:
            raise NothingLeft
    check_sound(source, written(out), plan, steps("checking"), ask=ask)
    return count / sound.rate


def check_sound(
    source: Source, made: Source, plan: Sounding, progress: Progress, *, rate: int = 0, channels: int = 0, ask: Callable[[], None]
) -> None:
    """Read both again, a second at a time: what is covered must be so, and the rest the same as it was, as far as an encoder can.

    `rate` and `channels` of 0 are those of the source. Raises Uncovered.
    """
    quiet = _surely(plan.left.spans(plan.covered))
    with open_sound(source, rate, channels) as sound, open_sound(made, sound.rate, sound.channels) as other:
        first = over = 0
        found = whole_seconds(other, sound.rate)
        for wanted in whole_seconds(_heard(sound, plan, progress, ask), sound.rate):
            got = next(found, np.empty((0, sound.channels), np.float32))
            if len(got) < len(wanted):
                raise Uncovered("The new recording is shorter than it should be. Nothing was written.")
            _check_second(wanted, got[: len(wanted)], inside(quiet, first, len(wanted), sound.rate), plan.hush)
            first += len(wanted)
            over = len(got) - len(wanted)
        if over + sum(map(len, found)) > _LONGER * sound.rate:
            raise Uncovered("The new recording is longer than it should be. Nothing was written.")


def _surely(covered: Sequence[Span]) -> list[Span]:
    """What of `covered` an encoder leaves as it is."""
    edge = round(_SMEARED * 1000)
    return [Span(start + edge, end - edge) for start, end in covered if end - start > 2 * edge]


def _heard(sound: Sound, plan: Sounding, progress: Progress, ask: Callable[[], None]) -> Iterator[Samples]:
    """What is heard of a recording, while somebody is told how far that is."""
    return plan.of(_told(sound, sound.rate, sound.claimed, progress, ask), sound.rate)


def _told(pieces: Iterable[Samples], rate: int, claimed: float | None, progress: Progress, ask: Callable[[], None]) -> Iterator[Samples]:
    done = 0
    for piece in pieces:
        yield piece
        ask()
        done += len(piece)
        progress(done / rate, claimed)


def _check_second(wanted: Samples, got: Samples, covered: NDArray[np.bool_], hush: Hush) -> None:
    wrong = np.abs(got - wanted)
    tone = hush is Hush.TONE
    if not tone and wrong[covered].max(initial=0) > _SILENT:
        raise Uncovered("A voice that should be covered can still be heard in the new recording. Nothing was written.")
    if _strength(wrong) > _SAME * _strength(wanted) + _ROUNDING or (tone and _strength(wrong[covered]) > _SAME * TONE):
        raise Uncovered("The new recording does not sound as it should. Nothing was written.")


def _strength(samples: Samples) -> float:
    return float(np.sqrt(np.square(samples).mean())) if samples.size else 0.0
