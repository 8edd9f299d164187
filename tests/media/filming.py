"""Films to open: made here, each in its own way."""

import os
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.container import OutputContainer
from av.stream import Disposition
from av.video.frame import VideoFrame

FPS = 25


def shade(number: int, size: tuple[int, int] = (160, 96)) -> np.ndarray:
    """Frame `number`: dark at the left, light at the right, a little lighter with each frame, red in the upper left corner."""
    ramp = np.linspace(30, 180, size[0])[None, :, None] + number % 40
    pixels = np.repeat(np.repeat(ramp, size[1], axis=0), 3, axis=2).astype(np.uint8)
    pixels[: size[1] // 3, : size[0] // 4] = (220, 30, 30)
    return pixels


def film(
    path: Path,
    codec: str = "libx264",
    frames: int = 20,
    size: tuple[int, int] = (160, 96),
    pix_fmt: str = "yuv420p",
    tracks: int = 1,
    sound: str | None = None,
    transfer: int = 2,
    times: Callable[[int], Fraction] = lambda number: Fraction(number, FPS),
    **options: str,
) -> Path:
    """A film at `path`, its container as the name says."""
    with av.open(str(path), "w", container_options=options) as container:
        videos = [_video(container, codec, size, pix_fmt, transfer) for _ in range(tracks)]
        audio = container.add_stream(sound, rate=48_000) if sound else None
        for number in range(frames):
            for track in videos:
                frame = VideoFrame.from_ndarray(shade(number, size), format="rgb24").reformat(format=pix_fmt)
                frame.pts, frame.time_base = round(times(number) * 90_000), Fraction(1, 90_000)
                container.mux(track.encode(frame))
        for track in videos:
            container.mux(track.encode(None))
        if audio is not None:
            _tone(container, audio, frames / FPS)
    # SVT-AV1 gives whoever runs it as root the first place before everything else on the machine, and keeps it when it is done.
    os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
    return path


def _video(container: OutputContainer, codec: str, size: tuple[int, int], pix_fmt: str, transfer: int) -> Any:
    speed = {"libx264": {"preset": "ultrafast"}, "libx265": {"preset": "ultrafast", "x265-params": "log-level=none"},
             "libvpx-vp9": {"deadline": "realtime", "cpu-used": "8"}, "libsvtav1": {"preset": "12"}}  # fmt: skip
    track: Any = container.add_stream(codec, rate=FPS, options=speed.get(codec, {}))
    track.width, track.height, track.pix_fmt = *size, pix_fmt
    track.codec_context.color_trc = transfer
    if codec != "mpeg4":
        track.codec_context.time_base = Fraction(1, 90_000)
    return track


def _tone(container: OutputContainer, track: Any, seconds: float) -> None:
    wave = (np.sin(np.arange(round(seconds * 48_000)) * 2 * np.pi * 440 / 48_000) * 9000).astype(np.int16)
    frame = AudioFrame.from_ndarray(np.repeat(wave, 2)[None], format="s16", layout="stereo")
    frame.sample_rate, frame.pts = 48_000, 0
    container.mux(track.encode(frame))
    container.mux(track.encode(None))


def with_cover(path: Path, source: Path) -> Path:
    """The sound of `source` with a picture on its cover, in a container of films."""
    with av.open(str(source)) as whole, av.open(str(path), "w") as container:
        heard = container.add_stream_from_template(whole.streams.audio[0])
        cover: Any = container.add_stream("mjpeg", rate=1)
        cover.width, cover.height, cover.pix_fmt = 160, 96, "yuvj420p"
        cover.disposition = Disposition.attached_pic
        for packet in whole.demux(whole.streams.audio[0]):
            if packet.dts is not None:
                packet.stream = heard
                container.mux(packet)
        container.mux(cover.encode(VideoFrame.from_ndarray(shade(0), format="rgb24")))
        container.mux(cover.encode(None))
    return path
