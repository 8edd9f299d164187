"""A preview is the film, smaller and quick to enter, with pictures of it and of its sound at their true times."""

from collections.abc import Callable
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from app.media import strips, waves
from app.media.film import Frame, open_film
from app.media.film_preview import Preview, make_preview, make_sound_preview
from app.media.sources import Source, Stored
from app.media.still import Stopped
from app.media.unplayable import Unplayable
from tests.media.filming import film, shade
from tests.media.sounds import saved, tones

FRAMES, FPS = 24, 6


def silent(_done: float, _of: float | None) -> None:
    """Nobody watches."""


def made(source: Source, make: Callable[..., Preview] = make_preview) -> tuple[Preview, bytes]:
    out = BytesIO()
    return make(source, out, progress=silent), out.getvalue()


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("preview") / "in.mov"
    return film(path, size=(1600, 900), frames=FRAMES, sound="aac", times=lambda number: Fraction(number, FPS))


@pytest.fixture(scope="module")
def shown(source: Path) -> tuple[Preview, bytes]:
    return made(source)


def test_a_preview_is_the_film_smaller_and_can_be_entered_every_two_seconds(shown: tuple[Preview, bytes]) -> None:
    preview, data = shown
    assert (preview.width, preview.height) == (1280, 720)
    assert preview.duration == pytest.approx(FRAMES / FPS, abs=0.05)
    with av.open(BytesIO(data), "r") as container:
        assert [(track.type, track.codec_context.name) for track in container.streams] == [("video", "h264"), ("audio", "aac")]
        packets = [packet for packet in container.demux(video=0) if packet.pts is not None]
    times = {round(float(packet.pts * packet.time_base), 3): packet.is_keyframe for packet in packets if packet.pts and packet.time_base}
    assert sorted(times) == pytest.approx([number / FPS for number in range(1, FRAMES)], abs=0.001)
    assert times[2.0]
    assert data.index(b"moov") < data.index(b"mdat")


def test_a_film_that_is_not_a_file_has_the_same_preview(source: Path, shown: tuple[Preview, bytes]) -> None:
    preview, data = made(Stored(BytesIO(source.read_bytes())))
    assert data == shown[1]
    assert preview.wave == shown[0].wave


def test_small_pictures_stand_side_by_side_each_for_its_share(shown: tuple[Preview, bytes]) -> None:
    assert shown[0].strip is not None
    assert shown[0].strip.shape == (strips.HEIGHT, strips.COUNT * strips.HEIGHT * 16 // 9, 3)
    middles = [(place + 0.5) * FRAMES / strips.COUNT for place in range(strips.COUNT)]
    assert brightness(shown[0].strip) == pytest.approx([shade(round(middle)).mean() for middle in middles], abs=6)


def brightness(strip: np.ndarray) -> np.ndarray:
    """Of each small picture."""
    return np.asarray(strip.reshape(strip.shape[0], strips.COUNT, -1).mean(axis=(0, 2)))


@pytest.mark.parametrize("frames", [2, 47, 191, 192, 2000])
def test_however_long_a_film_is_its_strip_is_its_whole_length(frames: int) -> None:
    strip = strips.Strip()
    for number in range(frames):
        bright = 30 + 180 * number / frames
        strip.show(Frame(number / FPS, False, np.repeat(np.array([bright, 128], np.uint8), [64 * 96, 64 * 48]).reshape(144, 64)))
    wanted = 1.164 * (30 + 180 * (np.arange(strips.COUNT) + 0.5) / strips.COUNT - 16)
    assert brightness(strip.pixels(frames / FPS)) == pytest.approx(wanted, abs=3 + 210 / min(frames, 100))


def test_a_film_of_a_phone_held_upright_stays_so(tmp_path: Path) -> None:
    preview = made(film(tmp_path / "phone.mp4", size=(900, 1600), frames=3))[0]
    assert (preview.width, preview.height) == (720, 1280)
    assert preview.poster is not None
    assert preview.poster.shape == (480, 270, 3)


def test_what_is_filmed_fast_is_shown_with_fewer_frames(tmp_path: Path) -> None:
    source = film(tmp_path / "slow motion.mp4", frames=240, times=lambda number: Fraction(number, 240))
    preview, data = made(source)
    assert preview.duration == pytest.approx(1.0, abs=0.01)
    with open_film(Stored(BytesIO(data))) as opened:
        assert 25 <= len(list(opened)) <= 33


def bars(png: bytes | None) -> np.ndarray:
    """How high each column of a wave is, as a share of its height."""
    assert png is not None
    picture = np.asarray(Image.open(BytesIO(png)))
    assert picture.shape[0] == waves.HEIGHT
    assert (picture[:, :, 0] == 255).all()
    return np.asarray((picture[:, :, 1] > 0).mean(axis=0))


def test_a_wave_is_high_where_it_is_loud(tmp_path: Path) -> None:
    quiet, loud, nothing = 0.2 * tones(440), tones(440), np.zeros(16_000, np.float32)
    preview, data = made(saved(tmp_path, "wav", np.concatenate([quiet, loud, nothing])), make_sound_preview)
    assert preview.duration == pytest.approx(3.0)
    assert (preview.strip, preview.poster, preview.width) == (None, None, 0)
    heights = [part.mean() for part in np.array_split(bars(preview.wave), 3)]
    assert heights == pytest.approx([0.2**0.6, 1.0, 2 / waves.HEIGHT], abs=0.02)
    with av.open(BytesIO(data), "r") as container:
        assert [track.codec_context.name for track in container.streams] == ["aac"]


def test_the_sound_of_a_film_that_falls_silent_ends_where_it_does(tmp_path: Path) -> None:
    source = saved(tmp_path, "matroska", tones(440), film=True)  # two seconds of picture, one of sound
    heights = bars(made(source)[0].wave)
    assert heights[: len(heights) // 3].mean() > 0.9
    assert heights[-len(heights) // 3 :].mean() < 0.1


def test_silence_has_a_line(tmp_path: Path) -> None:
    heights = bars(made(saved(tmp_path, "flac", np.zeros(16_000, np.float32)), make_sound_preview)[0].wave)
    assert set(heights) == {2 / waves.HEIGHT}


def test_a_film_without_sound_has_no_wave(tmp_path: Path) -> None:
    assert made(film(tmp_path / "mute.mp4"))[0].wave is None


@pytest.mark.parametrize("make", [make_preview, make_sound_preview])
def test_nobody_waits_for_what_is_not_wanted(make: Callable[..., Preview], source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.media.still.EVERY", 0.0)
    told: list[float] = []
    with pytest.raises(Stopped):
        make(source, BytesIO(), progress=lambda done, _: told.append(done), still=lambda: not told)
    assert len(told) == 1


def test_sound_alone_has_no_preview_of_its_picture(tmp_path: Path) -> None:
    with pytest.raises(Unplayable) as refusal:
        made(saved(tmp_path, "m4a", tones(440)))
    assert refusal.value.code == "no_picture"
