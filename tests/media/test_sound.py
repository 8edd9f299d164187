"""Sound from outside comes out of the box as it went in, at its true times; what is none is refused in a sentence."""

import os
import struct
from pathlib import Path

import numpy as np
import pytest

from app.media.sound import open_sound
from app.media.unplayable import Unplayable
from tests.media.sounds import FORMATS, RATE, picture_only, saved, tones


def heard(path: Path, rate: int = RATE, channels: int = 1) -> np.ndarray:
    with open_sound(path, rate, channels) as sound:
        return np.concatenate([np.empty((0, channels), np.float32), *(piece.copy() for piece in sound)])


def pitch(samples: np.ndarray, rate: int = RATE) -> float:
    strengths = np.abs(np.fft.rfft(samples))
    return float(strengths.argmax() * rate / len(samples))


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_sound_that_went_in(tmp_path: Path, name: str) -> None:
    samples = heard(saved(tmp_path, name, tones(440, 880, 660)))[:, 0]
    assert abs(len(samples) / RATE - 3) < 0.15
    assert [round(pitch(samples[start + 3000 : start + 13_000]), -1) for start in (0, RATE, 2 * RATE)] == [440, 880, 660]


def test_of_a_film_the_sound_is_read_and_the_rest_is_named(tmp_path: Path) -> None:
    with open_sound(saved(tmp_path, "alac", tones(440), film=True)) as sound:
        assert (sound.dropped, sound.rate, sound.channels) == (("video",), 44_100, 1)
        assert sum(len(piece) for piece in sound) == pytest.approx(44_100, abs=2000)


def test_a_hole_in_a_track_is_silence_so_that_what_follows_stands_at_its_time(tmp_path: Path) -> None:
    samples = heard(saved(tmp_path, "alac", tones(440), starts=(0.0, 3.0)))[:, 0]
    assert np.abs(samples[int(1.1 * RATE) : int(2.9 * RATE)]).max() == 0
    assert pitch(samples[int(3.1 * RATE) : int(3.9 * RATE)]) == pytest.approx(440, abs=5)


def cut(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return path


def named(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def wav(kind: int, bits: int, data: bytes) -> bytes:
    size = bits // 8
    form = struct.pack("<IHHIIHH", 16, kind, 1, RATE, size * RATE, size, bits)
    return b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " + form + b"data" + struct.pack("<I", len(data)) + data


REFUSED = {
    "empty": ("empty", lambda folder: named(folder / "e.wav", b"")),
    "text": ("not_sound", lambda folder: named(folder / "t.mp3", b"Dear parents, tomorrow we go to the zoo.")),
    "playlist": ("not_sound", lambda folder: named(folder / "p.mp3", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n")),
    "concat script": ("not_sound", lambda folder: named(folder / "c.m4a", b"ffconcat version 1.0\nfile s.wav\n")),
    "no sound in it": ("no_sound", lambda folder: picture_only(folder)),
    "cut flac": ("truncated", lambda folder: cut(saved(folder, "flac", tones(*[440] * 6)))),
    "cut wav": ("truncated", lambda folder: cut(saved(folder, "wav", tones(440)))),
    "cut m4a": ("truncated", lambda folder: cut(saved(folder, "m4a", tones(*[440] * 6)))),
    "no samples": ("no_sound", lambda folder: named(folder / "n.wav", wav(1, 16, b""))),
    "only a header": ("truncated", lambda folder: named(folder / "h.wav", wav(1, 16, b"")[:20])),
    "odd codec": ("sound_codec", lambda folder: named(folder / "o.wav", wav(0x22, 16, bytes(4096)))),
    "hours of nothing": ("too_long", lambda folder: saved(folder, "alac", tones(440), starts=(0.0, 5 * 3600.0))),
    "a folder": ("not_a_file", lambda folder: folder),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_heard_is_refused_by_its_code(tmp_path: Path, what: str) -> None:
    code, made = REFUSED[what]
    with pytest.raises(Unplayable) as refusal:
        heard(made(tmp_path))
    assert refusal.value.code == code


def test_a_link_or_a_pipe_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "link.wav").symlink_to(saved(tmp_path, "wav", tones(440)))
    os.mkfifo(tmp_path / "pipe.wav")
    for name in ("link.wav", "pipe.wav"):
        with pytest.raises(Unplayable, match=r"not an ordinary file|empty"):
            heard(tmp_path / name)


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(tmp_path: Path, seed: int) -> None:
    chance = np.random.default_rng(seed)
    path = saved(tmp_path, ["mp3", "m4a", "flac", "opus", "avi", "matroska"][seed], tones(440, 880))
    data = bytearray(path.read_bytes())
    for place in chance.integers(0, len(data), 40):
        data[place] ^= int(chance.integers(1, 256))
    path.write_bytes(bytes(data))
    try:
        assert np.isfinite(heard(path)).all()
    except Unplayable as refusal:
        assert str(refusal)


def test_samples_that_are_no_numbers_are_silence(tmp_path: Path) -> None:
    values = np.array([0.5, np.nan, np.inf, -np.inf, 3e38] * 2000, "<f4")
    samples = heard(named(tmp_path / "nan.wav", wav(3, 32, values.tobytes())))
    assert np.isfinite(samples).all()
