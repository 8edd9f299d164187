"""A click and a flash of one moment are of one moment in whatever is made of a film, whichever of its tracks starts first."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
import pytest
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

from app.analysis.film_recipe import Recipe
from app.analysis.film_rendering import Rendering
from app.analysis.pipeline import Engine
from app.media.film_preview import make_preview
from app.media.sound import open_sound
from consent_store.rules.spans import Span
from tests.media.filming import shade
from tests.media.sounds import RATE

FPS = 25
FLASH = 2.0  # seconds after the later of the two tracks has begun


def film(path: Path, picture: float, sound: float) -> Path:
    """A film whose tracks begin at these seconds, with a flash and a click at one moment."""
    flash = max(picture, sound) + FLASH
    with av.open(str(path), "w") as container:
        video: Any = container.add_stream("mpeg4", rate=FPS)
        video.width, video.height, video.pix_fmt = 160, 96, "yuv420p"
        track: Any = container.add_stream("flac", rate=RATE, layout="mono")
        times = sound + np.arange(int((flash + 2 - sound) * RATE)) / RATE
        wave = (np.where(np.abs(times - flash - 0.02) < 0.02, 20_000, 0) * np.sin(times * 6000)).astype(np.int16)
        frame = AudioFrame.from_ndarray(wave[None], format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, round(sound * RATE), Fraction(1, RATE)
        container.mux([*track.encode(frame), *track.encode(None)])
        for number in range(int((flash + 2 - picture) * FPS)):
            lit = abs(picture + (number + 0.5) / FPS - flash - 0.04) < 0.04
            shown = VideoFrame.from_ndarray(shade(0) if lit else np.zeros_like(shade(0)), format="rgb24").reformat(format="yuv420p")
            shown.pts, shown.time_base = number + round(picture * FPS), Fraction(1, FPS)
            container.mux(video.encode(shown))
        container.mux(video.encode(None))
    return path


def shortened(source: Path, out: Path, start: float) -> Path:
    """The film from a second on, cut as phones do it: nothing is encoded anew, and the pictures before stay in the file, not shown."""
    with av.open(str(source)) as long, av.open(str(out), "w", options={"avoid_negative_ts": "disabled"}) as container:
        tracks: dict[int, Any] = {track.index: container.add_stream_from_template(track) for track in long.streams}
        for packet in long.demux():
            before, tick = round(start / packet.time_base), packet.time_base
            if packet.pts is not None and packet.dts is not None and (packet.stream.type == "video" or packet.pts * tick >= start):
                packet.pts, packet.dts, packet.stream = packet.pts - before, packet.dts - before, tracks[packet.stream.index]
                container.mux(packet)
    return out


def apart(path: Path) -> float:
    """Seconds from the flash to the click, as a player has them."""
    with av.open(str(path)) as container:
        lit = [frame.time for frame in container.decode(video=0) if frame.to_ndarray(format="gray").mean() > 60]
    with av.open(str(path)) as container:
        rate = container.streams.audio[0].rate
        pieces = [(frame.time, np.abs(frame.to_ndarray().astype(float)).max(axis=0)) for frame in container.decode(audio=0)]
    loudest = max(piece.max() for _, piece in pieces)
    loud = [time + int(np.flatnonzero(piece > loudest / 2)[0]) / rate for time, piece in pieces if piece.max() > loudest / 2]
    return float(loud[0] - lit[0])


def previewed(source: Path, out: Path) -> None:
    """What is looked at while it is reviewed."""
    make_preview(source, out, progress=silent)


def rendered(source: Path, out: Path) -> None:
    """What goes out, of which a quarter of a second is cut out."""
    recipe = Recipe(masked=[], shown=[], cuts=[], trims=[Span(1000, 1240)], colour="#000000")
    Rendering(source, out, recipe, cast(Engine, None)).write(silent)


def silent(_done: float, _of: float | None) -> None:
    """Tell nobody."""


@pytest.mark.parametrize("made", [previewed, rendered])
@pytest.mark.parametrize(("picture", "sound"), [(0, 0), (0, 0.52), (0.52, 0), (0.04, 0), (61.0, 0)])
def test_a_click_stays_with_its_flash(tmp_path: Path, picture: float, sound: float, made: Callable[[Path, Path], None]) -> None:
    source, out = film(tmp_path / "film.mkv", picture, sound), tmp_path / "made.mp4"
    assert abs(apart(source)) < 0.01
    made(source, out)
    assert abs(apart(out)) < 0.01


@pytest.mark.parametrize("made", [previewed, rendered])
def test_it_does_in_a_film_that_was_shortened_without_encoding_it_anew(tmp_path: Path, made: Callable[[Path, Path], None]) -> None:
    source, out = shortened(film(tmp_path / "film.mkv", 0, 0), tmp_path / "shortened.mp4", 0.8), tmp_path / "made.mp4"
    assert abs(apart(source)) < 0.01
    made(source, out)
    assert abs(apart(out)) < 0.01


def test_sound_that_is_left_out_before_a_late_picture_is_not_missing(tmp_path: Path) -> None:
    with open_sound(film(tmp_path / "film.mp4", 61.0, 0)) as sound:
        assert sum(map(len, sound)) / sound.rate == pytest.approx(FLASH + 2, abs=0.1)
