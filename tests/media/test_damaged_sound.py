"""What cannot be read in the midst of a sound is silent and said, in its place; where it is more than a little, the file is refused."""

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from app.media.sound import open_sound
from app.media.unplayable import Unplayable
from consent_store.rules.spans import Span
from tests.media.sounds import RATE, saved, tones

KINDS = ("m4a", "alac", "flac")
SHIFTED = 0.06  # what half a sample makes of the highest pitch; a packet makes twice its strength, which is 0.3
PITCHES = (440, 880, 660, 550, 770, 990)


def damaged(path: Path, harmed: Callable[[float], bool]) -> Path:
    """The same file with nonsense in the packets of the seconds that are to be harmed."""
    data = bytearray(path.read_bytes())
    with av.open(str(path)) as container:
        for packet in container.demux(audio=0):
            if packet.size and packet.pts is not None and harmed(float(packet.pts * packet.time_base)):
                found = data.find(bytes(packet))
                data[found : found + packet.size] = bytes([0xFF]) * packet.size
    path.write_bytes(bytes(data))
    return path


def heard(path: Path) -> tuple[np.ndarray, tuple[Span, ...]]:
    """All of it, and what was lost."""
    with open_sound(path, RATE, 1) as sound:
        samples = np.concatenate([piece[:, 0].copy() for piece in sound])
    return samples, sound.lost


@pytest.mark.parametrize("kind", KINDS)
def test_what_cannot_be_read_is_silent_and_the_rest_stands_where_it_stood(tmp_path: Path, kind: str) -> None:
    whole, nothing = heard(saved(tmp_path, kind, tones(*PITCHES)))
    samples, lost = heard(damaged(saved(tmp_path, kind, tones(*PITCHES)), lambda at: 2.0 <= at < 2.2))
    assert nothing == () and abs(len(samples) - len(whole)) <= 2
    [span] = lost
    assert 1900 <= span.start <= 2120 and 2180 <= span.end <= 2350
    first, last = span.start * RATE // 1000, span.end * RATE // 1000
    assert np.abs(samples[first + 20 : last - 20]).max() == 0
    around = np.r_[0 : first - RATE // 10, last + RATE // 10 : len(whole) - 2]
    assert np.abs(samples[around] - whole[around]).max() < SHIFTED


def test_many_small_damages_are_one_by_one_in_their_places(tmp_path: Path) -> None:
    whole, _ = heard(saved(tmp_path, "m4a", tones(*PITCHES)))
    samples, lost = heard(damaged(saved(tmp_path, "m4a", tones(*PITCHES)), lambda at: at % 1 < 0.03))
    assert len(lost) == 5 and abs(len(samples) - len(whole)) <= 2
    assert np.abs(samples[11 * RATE // 2 : -9] - whole[11 * RATE // 2 : len(samples) - 9]).max() < SHIFTED


@pytest.mark.parametrize("kind", [*KINDS, "opus"])
def test_what_is_mostly_or_for_long_unreadable_is_refused(tmp_path: Path, kind: str) -> None:
    with pytest.raises(Unplayable) as refusal:
        heard(damaged(saved(tmp_path, kind, tones(*PITCHES)), lambda at: 2.0 <= at < 2.8))
    assert refusal.value.code == "broken"
