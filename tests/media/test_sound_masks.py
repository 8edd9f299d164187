"""Covered spans are silent to the sample, the rest is as it was, and an outcome that does not hold up is no file."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from app.media import sound_masks
from app.media.sound_masks import MARGIN, mask_sound
from app.media.sound_writing import FORMATS, SoundWriter, WrongFormat
from app.media.unplayable import Uncovered, Unplayable
from tests.media.sounds import RATE, saved, tones
from tests.media.test_sound import heard, pitch
from tests.needs import need


def quietly(_: str) -> Callable[[float, float | None], None]:
    return lambda done, of: None


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return saved(tmp_path, "wav", tones(440, 440, 440, 440))


@pytest.mark.parametrize("ending", FORMATS)
def test_what_is_covered_is_silent_and_the_rest_is_as_it_was(source: Path, ending: str) -> None:
    out = source.with_name(f"out{ending}")
    mask_sound(source, out, [(1.0, 2.0), (3.9, 9.0)], steps=quietly)
    before, after = heard(source)[:, 0], heard(out)[:, 0]
    first, last = int((1 - MARGIN) * RATE), int((2 + MARGIN) * RATE)
    assert np.abs(after[first + 1600 : last - 1600]).max() < 1e-3
    assert np.abs(after[int((3.9 - MARGIN) * RATE) + 1600 : len(before)]).max() < 1e-3
    assert np.abs(after[: first - 1600] - before[: first - 1600]).max() < 0.1
    assert list(out.parent.glob(".*")) == []


def test_without_loss_a_cover_begins_and_ends_on_its_sample(source: Path) -> None:
    out = source.with_name("out.flac")
    mask_sound(source, out, [(1.0, 2.0)], steps=quietly)
    before, after = heard(source)[:, 0], heard(out)[:, 0]
    first, last = int((1 - MARGIN) * RATE), int(np.ceil((2 + MARGIN) * RATE))
    assert not after[first:last].any()
    assert np.array_equal(np.delete(after, slice(first, last)), np.delete(before, slice(first, last)))


def test_a_tone_stands_where_the_voice_was(source: Path) -> None:
    out = source.with_name("out.m4a")
    mask_sound(saved(source.parent, "flac", tones(880, 880, 880)), out, [(1.0, 2.0)], tone=True, steps=quietly)
    assert pitch(heard(out)[RATE : 2 * RATE, 0]) == pytest.approx(440, abs=2)


def test_overlapping_spans_and_spans_beyond_the_end_cover_what_there_is(source: Path) -> None:
    out = source.with_name("out.wav")
    mask_sound(source, out, [(0.0, 3.0), (2.0, 99.0)], steps=quietly)
    assert len(heard(out)) == 4 * RATE
    assert not heard(out).any()


def writes_all(writer: SoundWriter, samples: np.ndarray) -> None:
    WRITE(writer, np.full_like(samples, 0.2))


def writes_half(writer: SoundWriter, samples: np.ndarray) -> None:
    WRITE(writer, samples[::2])


def writes_late(writer: SoundWriter, samples: np.ndarray) -> None:
    WRITE(writer, np.roll(samples, 18, axis=0))


WRITE = SoundWriter.write


@pytest.mark.parametrize("wrong", [writes_all, writes_half, writes_late])
def test_an_encoder_that_does_something_else_is_found_out_and_leaves_no_file(
    source: Path, monkeypatch: pytest.MonkeyPatch, wrong: Callable[[SoundWriter, np.ndarray], None]
) -> None:
    out = source.with_name("out.m4a")
    monkeypatch.setattr(SoundWriter, "write", wrong)
    with pytest.raises(Uncovered):
        mask_sound(source, out, [(1.0, 2.0)], steps=quietly)
    assert sorted(path.name for path in source.parent.iterdir()) == [source.name]


def test_what_stood_there_stays_until_the_new_one_is_whole(source: Path) -> None:
    out = source.with_name("out.flac")
    out.write_bytes(b"as it was")
    with pytest.raises(Unplayable):
        mask_sound(source.with_name("gone.wav"), out, [(1.0, 2.0)], steps=quietly)
    assert out.read_bytes() == b"as it was"


def test_other_formats_are_not_written(source: Path) -> None:
    with pytest.raises(WrongFormat, match=r"out.mp3 has to end in \.m4a, \.wav, \.flac"):
        mask_sound(source, source.with_name("out.mp3"), [], steps=quietly)


@pytest.mark.parametrize("ending", FORMATS)
def test_nothing_is_in_the_file_but_the_sound(source: Path, ending: str) -> None:
    out = source.with_name(f"out{ending}")
    mask_sound(source, out, [(1.0, 2.0)], steps=quietly)
    [said] = json.loads(subprocess.run([need("exiftool"), "-json", "-a", "-u", "-G0", str(out)], capture_output=True, check=True).stdout)
    written = {name.partition(":")[2] for name in said if not name.startswith(("File:", "ExifTool:", "Source"))}
    assert not {
        name for name in written if any(word in name for word in ("Software", "Encoder", "Vendor", "Comment", "Title", "Artist"))
    } - {
        "HandlerVendorID",
        "Vendor",
    }
    assert said.get("Vorbis:Vendor", "ffmpeg") in {"ffmpeg", "Lavf"}
    assert b"Lavc" not in out.read_bytes()


def test_the_margin_reaches_beyond_what_an_encoder_smears() -> None:
    assert MARGIN > sound_masks._SMEARED > 2048 / 48_000
