"""A recording is known by its first bytes: what cameras and recorders make is told apart, and what is none is refused with the reason."""

from pathlib import Path

import pytest

from app.media.recordings import is_sound
from app.media.unplayable import Unplayable
from tests.media.filming import film
from tests.media.sounds import FORMATS, saved, tones


@pytest.mark.parametrize("name", ["f.mp4", "f.mov", "f.mkv", "f.avi", "f.m4v"])
def test_film_is_film(tmp_path: Path, name: str) -> None:
    assert is_sound(film(tmp_path / name, "mpeg4" if name.endswith("avi") else "libx264", frames=2).read_bytes()[:16]) is False


@pytest.mark.parametrize(
    ("name", "alone"),
    [(name, name not in {"alac", "matroska", "avi"}) for name in FORMATS],
)
def test_sound_is_sound_where_its_container_is_for_nothing_else(tmp_path: Path, name: str, alone: bool) -> None:
    assert is_sound(saved(tmp_path, name, tones(440.0, seconds=0.2)).read_bytes()[:64]) is alone


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (b"", "empty"),
        (b"#EXTM3U\n#EXT-X-VERSION:3\n", "not_a_recording"),
        (b"ffconcat version 1.0\nfile '/etc/passwd'\n", "not_a_recording"),
        (b"<?xml version='1.0'?><MPD>", "not_a_recording"),
        (b"PK\x03\x04\x14\x00\x00\x00" + bytes(60), "not_a_recording"),
        (b"PK\x03\x04\x14\x00\x01\x00" + bytes(60), "password_protected"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(100) + b"%PDF-1.7\n", "polyglot"),
        (b"\xff\xfb\x90\x64" + bytes(100) + b"__HALT_COMPILER();", "polyglot"),
        (b"Are free software", "not_a_recording"),
    ],
)
def test_anything_else_is_refused(head: bytes, code: str) -> None:
    with pytest.raises(Unplayable) as refusal:
        is_sound(head)
    assert refusal.value.code == code
