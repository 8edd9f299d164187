"""Sound that goes out of the registry: covered, without what was cut out, with our packet and nothing else."""

from pathlib import Path

import numpy as np
import pytest

from app.media import still
from app.media.labels import packet
from app.media.sound_covers import MARGIN, Sounding
from app.media.sound_masks import make_sound
from app.media.still import Stopped
from app.media.trims import NothingLeft
from consent_store.rules.spans import Span
from consent_store.rules.timeline import Hush
from tests.media.sounds import RATE, saved, tones
from tests.media.test_labels import LABEL, WRITTEN, properties
from tests.media.test_sound import heard, pitch
from tests.media.test_sound_masks import quietly


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A second each of three pitches, and again."""
    return saved(tmp_path, "wav", tones(440, 880, 660, 440, 880, 660))


def pitches(path: Path) -> list[int]:
    samples = heard(path)[:, 0]
    return [round(pitch(samples[start + 4000 : start + 12_000]), -1) for start in range(0, len(samples) - 12_000, RATE)]


@pytest.mark.parametrize("ending", [".m4a", ".flac"])
def test_what_is_cut_out_is_gone_and_what_follows_comes_at_once(source: Path, ending: str) -> None:
    out = source.with_name(f"out{ending}")
    seconds = make_sound(source, out, Sounding(trims=[Span(1000, 2000), Span(4000, 9000)]), ending=ending, steps=quietly)
    assert pitches(out) == [440, 660, 440]
    assert seconds == pytest.approx(3.0)


def test_a_voice_may_be_cut_out_with_what_stands_around_it(source: Path) -> None:
    out = source.with_name("out.m4a")
    seconds = make_sound(source, out, Sounding([Span(1000, 2000)], Hush.CUT), steps=quietly)
    assert seconds == pytest.approx(5 - 2 * MARGIN)
    assert 880 not in pitches(out)[:2]


def test_a_cover_that_ends_where_a_cut_begins_is_silent_up_to_it(source: Path) -> None:
    out = source.with_name("out.m4a")
    make_sound(source, out, Sounding([Span(1000, 2000)], trims=[Span(1500, 3000)]), steps=quietly)
    samples = heard(out)[:, 0]
    assert np.abs(samples[int((1 - MARGIN) * RATE) + 1600 : int(1.5 * RATE) - 1600]).max() < 1e-3
    assert np.abs(samples[int(1.5 * RATE) + 1600 :]).max() > 0.2


def test_it_carries_our_packet_alone(source: Path) -> None:
    out = source.with_name("out.m4a")
    make_sound(source, out, Sounding(), packet=packet(LABEL), steps=quietly)
    assert properties(out.read_bytes(), source.parent) == WRITTEN


def test_nothing_goes_out_where_all_is_cut_out(source: Path) -> None:
    with pytest.raises(NothingLeft):
        make_sound(source, source.with_name("out.m4a"), Sounding([Span(0, 6000)], Hush.CUT), steps=quietly)


def test_it_stops_once_nobody_wants_it(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(still, "EVERY", 0.0)
    with pytest.raises(Stopped):
        make_sound(source, source.with_name("out.m4a"), Sounding(), steps=quietly, still=lambda: False)
