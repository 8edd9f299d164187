"""What a worker keeps of a track so that another goes on from there: where its faces are is in a row of its own, this is the rest."""

import struct
from collections.abc import Sequence

import numpy as np

from app.analysis.film_sights import Look, Sight, Track
from consent_store.rules.sightings import Box

_HEAD = struct.Struct("<?ddI")  # whether it ended, until when it was not seen, when it was described, length of a descriptor
_LOOK = struct.Struct("<d?dd4i")  # quality, whether that is good, score, second, box


def packed(track: Track, ended: bool) -> bytes:
    """The state of a track but its sights and `before`."""
    parts = [_HEAD.pack(ended, track.after, track.described, track.looks[0].descriptor.size)]
    for look in track.looks:
        time, box = look.sight
        parts.append(_LOOK.pack(look.quality, look.good, look.score, time, box.left, box.top, box.right, box.bottom))
        parts.append(look.descriptor.astype("<f4").tobytes())
    return b"".join(parts)


def unpacked(state: bytes, number: int, sights: Sequence[Sight], before: float) -> tuple[Track, bool]:
    """The track, and whether it ended. Raises ValueError for what `packed` did not make."""
    try:
        ended, after, described, length = _HEAD.unpack_from(state)
        each = _LOOK.size + 4 * length
        looks = [_look(state[start : start + each]) for start in range(_HEAD.size, len(state), each)]
    except struct.error as error:
        raise ValueError("not the state of a track") from error
    return Track(list(sights), before, after, looks, described, number), ended


def _look(part: bytes) -> Look:
    quality, good, score, time, *sides = _LOOK.unpack_from(part)
    return Look(np.frombuffer(part[_LOOK.size :], "<f4").astype(np.float32), quality, good, Sight(time, Box(*sides)), score)
