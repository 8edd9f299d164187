"""Films are opened in the box as people see them, and whatever is none is refused with a code."""

import os
import struct
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from app.media.film import Film, Frame, Sound, Unplayable, open_film
from tests.media.filming import FPS, film, shade, with_cover


def read(path: Path, **wanted: object) -> tuple[Film, list[tuple[float, np.ndarray]], int]:
    """The film, its frames as pixels, and how many samples of sound it has."""
    with open_film(path, **wanted) as opened:  # type: ignore[arg-type]
        frames, heard = [], 0
        for piece in opened:
            if isinstance(piece, Frame):
                frames.append((piece.time, piece.pixels(4000)))
            else:
                assert isinstance(piece, Sound)
                heard += len(piece.samples)
    return opened, frames, heard


def code(path: Path) -> str:
    with pytest.raises(Unplayable) as refusal:
        read(path)
    return refusal.value.code


KINDS = {
    "phone.mp4": {"codec": "libx264", "sound": "aac"},
    "editor.mov": {"codec": "libx264", "sound": "aac"},
    "new phone.mp4": {"codec": "libx265", "pix_fmt": "yuv420p10le"},
    "film.mkv": {"codec": "libx264", "sound": "libopus"},
    "web.webm": {"codec": "libvpx-vp9", "sound": "libopus"},
    "newest.mp4": {"codec": "libsvtav1"},
    "old camera.avi": {"codec": "mpeg4", "sound": "libmp3lame"},
    "older camera.avi": {"codec": "mjpeg", "pix_fmt": "yuvj420p"},
    "in pieces.mp4": {"codec": "libx264", "movflags": "+frag_keyframe+empty_moov"},
}


@pytest.mark.parametrize("name", KINDS)
def test_what_cameras_make_is_read_frame_by_frame(name: str, tmp_path: Path) -> None:
    opened, frames, heard = read(film(tmp_path / name, **KINDS[name]), sound=True)  # type: ignore[arg-type]
    assert (opened.width, opened.height, opened.has_sound) == (160, 96, "sound" in KINDS[name])
    assert [time for time, _ in frames] == pytest.approx([number / FPS for number in range(20)], abs=0.045)
    assert opened.duration == pytest.approx(0.8, abs=0.1)
    assert (heard > 0.7 * 48_000) == opened.has_sound
    assert np.abs(frames[10][1].astype(int) - shade(10)).mean() < 12


def test_making_the_newest_film_leaves_this_process_its_place_in_the_line(tmp_path: Path) -> None:
    """All that it started afterwards went before everything else: a browser that was busy stopped whatever else ran."""
    film(tmp_path / "newest.mp4", **KINDS["newest.mp4"])  # type: ignore[arg-type]
    assert os.sched_getscheduler(0) == os.SCHED_OTHER


def test_frames_keep_their_own_times(tmp_path: Path) -> None:
    path = film(tmp_path / "phone.mp4", times=lambda number: Fraction(number * number, 100))
    assert [time for time, _ in read(path)[1]] == pytest.approx([number * number / 100 for number in range(20)], abs=0.001)


@pytest.mark.parametrize(("degrees", "corner"), [(0, (0, 0)), (90, (0, -1)), (180, (-1, -1)), (270, (-1, 0))])
def test_a_camera_that_was_turned_is_turned_back(degrees: int, corner: tuple[int, int], tmp_path: Path) -> None:
    path = film(tmp_path / "turned.mp4")
    _turn(path, degrees)
    opened, frames, _ = read(path)
    assert (opened.width, opened.height) == ((96, 160) if degrees % 180 else (160, 96))
    pixels = frames[0][1]
    red = [(pixels[y, x] - np.array((0, 60, 60)) > 90)[0] and pixels[y, x][1] < 90 for y, x in ((3, 3), (3, -4), (-4, -4), (-4, 3))]
    assert [(0, 0), (0, -1), (-1, -1), (-1, 0)][red.index(True)] == corner
    assert sum(red) == 1


def _turn(path: Path, degrees: int) -> None:
    """Write a turn, clockwise, into the header of the first track (ISO/IEC 14496-12, 8.3.2)."""
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd") + 4 + 40
    cos, sin = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[degrees]
    struct.pack_into(">9i", data, at, cos << 16, sin << 16, 0, -sin << 16, cos << 16, 0, 0, 0, 1 << 30)
    path.write_bytes(data)


def test_brightness_beyond_a_screen_is_toned(tmp_path: Path) -> None:
    """Of 10 bits by SMPTE ST 2084 the middle is some 100 candelas: bright, and not what 8 bits without a transfer would show."""
    wide = {"codec": "libx264", "pix_fmt": "yuv420p10le", "frames": 4}
    toned = read(film(tmp_path / "hdr.mp4", transfer=16, **wide))[1][0][1]  # type: ignore[arg-type]
    plain = read(film(tmp_path / "plain.mp4", **wide))[1][0][1]  # type: ignore[arg-type]
    levels = [int(toned[80, x].mean()) for x in (10, 50, 90, 130, 155)]
    assert levels == sorted(levels)
    assert levels[0] < plain[80, 10].mean() - 8
    assert levels[-1] > 150


def test_a_large_film_is_made_smaller(tmp_path: Path) -> None:
    opened, frames, _ = read(film(tmp_path / "large.mp4", size=(640, 360), frames=3), longest=320)
    assert (opened.width, opened.height, opened.scale) == (320, 180, 2)
    assert frames[0][1].shape == (180, 320, 3)


def test_one_picture_and_one_sound_track_go_on_and_the_rest_is_named(tmp_path: Path) -> None:
    opened, frames, _ = read(film(tmp_path / "two.mkv", tracks=2, sound="aac"))
    assert opened.dropped == ("picture",)
    assert len(frames) == 20


def test_only_some_frames_are_looked_at_and_one_at_each_cut(tmp_path: Path) -> None:
    path = film(tmp_path / "calm.mp4", frames=60, times=lambda number: Fraction(number, FPS))
    with open_film(path, step=1.0, busy=0.5) as opened:
        times = [(piece.time, piece.cut) for piece in opened if isinstance(piece, Frame)]
    assert 3 <= len(times) <= 6
    assert [time for time, cut in times if cut] == pytest.approx([0.0, 1.6])  # there the shade jumps back


BAD = {
    "nothing": (b"", "empty"),
    "a text": (b"hello, this is no film at all", "not_a_film"),
    "a playlist": (b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n", "not_a_film"),
    "a list of files": (b"ffconcat version 1.0\nfile /etc/passwd\n", "not_a_film"),
    "no index": (b"\0\0\0\x18ftypisom\0\0\2\0isomiso2\0\0\1\0mdat" + bytes(248), "truncated"),
    "rubbish in a box": (b"\0\0\0\x18ftypisom\0\0\2\0isomiso2\0\0\1\0moov" + bytes(248), "no_picture"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_film_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(BAD[name][0])
    assert code(tmp_path / "film.mp4") in {BAD[name][1], "broken"} - ({"broken"} if name != "rubbish in a box" else set())


@pytest.mark.parametrize("name", ["cut.mp4", "cut.mkv", "cut.avi"])
def test_a_film_that_is_not_whole_is_refused(name: str, tmp_path: Path) -> None:
    whole = film(tmp_path / name, "mpeg4" if name.endswith("avi") else "libx264").read_bytes()
    (tmp_path / name).write_bytes(whole[: len(whole) * 3 // 4])
    assert code(tmp_path / name) == "truncated"


def test_a_still_and_a_sound_are_no_films(tmp_path: Path) -> None:
    assert code(film(tmp_path / "one.mp4", frames=1)) == "still"
    sound = film(tmp_path / "sound.m4a", tracks=0, sound="aac")
    assert code(sound) == "no_picture"
    assert code(with_cover(tmp_path / "cover.mp4", sound)) == "no_picture"


def test_a_link_and_a_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "link.mp4").symlink_to(film(tmp_path / "real.mp4"))
    assert code(tmp_path / "link.mp4") == code(tmp_path) == code(tmp_path / "missing.mp4") == "not_a_file"


def test_a_duration_that_lies_is_not_believed(tmp_path: Path) -> None:
    data = bytearray(film(tmp_path / "lie.mp4").read_bytes())
    struct.pack_into(">I", data, data.index(b"mvhd") + 4 + 16, 3_000_000)
    (tmp_path / "lie.mp4").write_bytes(data)
    assert read(tmp_path / "lie.mp4")[0].duration == pytest.approx(0.8, abs=0.1)
