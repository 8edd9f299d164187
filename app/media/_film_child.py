"""A film decoded in the box: its frames in order, upright, in 8 bits of plain video colour, and the sound that goes with them.

Request: `longest` and `narrow`, the sides of a frame in pixels at most; `start`, the second from which on pieces are sent; `step` and
`busy`, seconds between frames that are sent while little and while much moves, or None for every frame; `sound`, whether sound is wanted.
Said of the whole: `width`, `height`, `scale` (of the film's own pixels to one here), `fps`, `duration` and `made` (as the file claims, or
None), `dropped` (what does not go on). A piece is a frame `{"time", "cut"}`, its planes Y, U, V (4:2:0, BT.709, video range) one below the
other; or sound `{"sound", "time"}` with its number of samples, 16 bits, stereo, 48 kHz. At the end `{"duration"}`.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import chain
from typing import Any, BinaryIO, Final

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.container import InputContainer
from av.stream import Disposition, Stream
from av.video.frame import VideoFrame

from app.media import _film_picture as pictures
from app.media._sound_child import CODECS as SOUND_CODECS
from app.media._streaming import Outlet, Request, began, begins, made_at, open_container, picture_of, streaming
from app.media.unplayable import Unplayable

CONTAINERS: Final = ("mov", "matroska", "avi")
CODECS: Final = {"h264", "hevc", "vp9", "vp8", "av1", "libdav1d", "mpeg4", "mjpeg", "prores", "h263", "mpeg2video"}
MAX_SECONDS: Final = 4 * 3600
RATE: Final = 48_000

_MOST_DAMAGED: Final = 50  # packets that may be unreadable, as a camera that fell leaves them: what cannot be decoded does not go out
_THREADS: Final = 4  # each of them holds frames: with one for each core of a large machine 8K did not fit into the box
_RUN_UP: Final = 2  # seconds that are looked at before the first that is sent
_TICK: Final = Fraction(1, 1000)
_USUAL_FPS: Final = 25

Frame = VideoFrame | AudioFrame


def _work(file: BinaryIO, outlet: Outlet, request: Request) -> Mapping[str, object]:
    container = open_container(file, CONTAINERS, "not_a_film", {"codec_whitelist": ",".join((*CODECS, *SOUND_CODECS))})
    picture, sound = _chosen(container)
    chosen = [picture, *([sound] if sound and request["sound"] else [])]
    frames, seen = _ahead(_decoded(container, chosen), 2)
    if len(seen) < 2:
        raise Unplayable("still" if seen else "no_picture")
    shape = pictures.Shape.of(seen[0], request["longest"], request["narrow"], picture.sample_aspect_ratio)
    outlet.say(_said(container, picture, sound, shape))
    clock = Clock(_start([picture, sound], seen[0]), 1 / Fraction(picture.average_rate or _USUAL_FPS))
    if request["start"] > _RUN_UP:
        frames = _sought(container, chosen, clock.start, request["start"])
    chooser = pictures.Chooser(request["step"], request["busy"])
    _send(frames, outlet, shape, chooser, clock, request["start"])
    return {"duration": float(max(clock.end, _end(sound, clock.start)))}


prepare = partial(streaming, _work)


def _chosen(container: InputContainer) -> tuple[Any, Any]:
    """The picture track and the sound track that go on. Raises Unplayable."""
    picture = picture_of(container)
    if picture is None:
        raise Unplayable("no_picture")
    if picture.codec_context is None or picture.codec_context.name not in CODECS:
        raise Unplayable("codec")
    if picture.codec_context.width * picture.codec_context.height > pictures.MAX_PIXELS:
        raise Unplayable("too_many_pixels")
    if _duration(container, picture) > MAX_SECONDS:
        raise Unplayable("too_long")
    picture.thread_type, picture.codec_context.thread_count = "AUTO", min(_THREADS, os.cpu_count() or 1)
    heard = [track for track in container.streams.audio if track.codec_context and track.codec_context.name in SOUND_CODECS]
    return picture, max(heard, key=lambda track: bool(track.disposition & Disposition.default), default=None)


def _duration(container: InputContainer, picture: Any) -> float:
    """Seconds, as the file claims; 0 where it claims nothing."""
    if picture.duration and picture.time_base:
        return float(picture.duration * picture.time_base)
    return (container.duration or 0) / av.time_base


def _said(container: InputContainer, picture: Any, sound: Any, shape: pictures.Shape) -> dict[str, object]:
    dropped = sorted(_name(track) for track in container.streams if track not in (picture, sound))
    fps = float(picture.average_rate or picture.guessed_rate or _USUAL_FPS)
    claimed = _duration(container, picture)
    said: dict[str, object] = {"width": shape.width, "height": shape.height, "scale": shape.scale, "fps": fps, "duration": claimed or None}
    said |= {"made": made_at(container), "dropped": dropped + ["chapters"] * bool(container.chapters())}
    return {**said, "sound": sound is not None}


def _name(track: Stream) -> str:
    if track.disposition & Disposition.attached_pic:
        return "cover"
    return {"video": "picture", "audio": "sound", "subtitle": "subtitles"}.get(track.type, "data")


def _decoded(container: InputContainer, chosen: list[Any]) -> Iterator[Frame]:
    damaged = 0
    for packet in container.demux(chosen):
        try:
            yield from (frame for frame in packet.decode() if isinstance(frame, Frame))
        except av.error.InvalidDataError as error:
            damaged += 1
            if damaged > _MOST_DAMAGED:
                raise Unplayable("broken") from error


def _ahead(frames: Iterator[Frame], count: int) -> tuple[Iterator[Frame], list[VideoFrame]]:
    """The same frames, and the first `count` pictures among them, or as many as there are."""
    read: list[Frame] = []
    seen: list[VideoFrame] = []
    for frame in frames:
        read.append(frame)
        seen += [frame] if isinstance(frame, VideoFrame) else []
        if len(seen) == count:
            break
    return chain(read, frames), seen


def _sought(container: InputContainer, chosen: list[Any], start: Fraction, second: float) -> Iterator[Frame]:
    """Frames from a keyframe at least `_RUN_UP` before `second`; all of them where the film cannot say where that is."""
    wanted = start + Fraction(second) - _RUN_UP
    with suppress(av.FFmpegError):
        container.seek(int(wanted / chosen[0].time_base), stream=chosen[0])
        frames, seen = _ahead(_decoded(container, chosen), 1)
        if seen and seen[0].pts is not None and seen[0].pts * chosen[0].time_base <= start + Fraction(second):
            return frames
    container.seek(int(start * av.time_base))
    return _decoded(container, chosen)


@dataclass(slots=True)
class Clock:
    """When each frame is shown, in seconds from `start`: as the film says, or the `usual` time later; always later than the one before."""

    start: Fraction
    usual: Fraction
    time: Fraction | None = None
    length: Fraction = Fraction(0)

    @property
    def end(self) -> Fraction:
        """When the last frame has been shown as long as the one before it."""
        return (self.time or Fraction(0)) + (self.length or self.usual)

    def shown(self, frame: VideoFrame) -> Fraction:
        """When `frame` is shown. Raises Unplayable where that is past the longest film."""
        said = frame.pts * frame.time_base - self.start if frame.pts is not None and frame.time_base else None
        if self.time is None:
            self.time = max(Fraction(0), said or Fraction(0))
        else:
            self.length = max(_TICK, said - self.time if said is not None else self.usual)
            self.time += self.length
        if self.time > MAX_SECONDS:
            raise Unplayable("too_long")
        return self.time


def _start(tracks: Sequence[Any], first: VideoFrame) -> Fraction:
    """When the film starts by its own count, of which `first` is the first frame."""
    shown = first.pts * first.time_base if first.pts is not None and first.time_base else Fraction(0)
    return began(map(begins, tracks), shown)


def _end(sound: Any, start: Fraction) -> Fraction:
    """When the sound ends, as its track says, where that is not absurd."""
    if not (sound and sound.duration and sound.time_base):
        return Fraction(0)
    end = ((sound.start_time or 0) + sound.duration) * sound.time_base - start
    return end if end <= MAX_SECONDS else Fraction(0)


def _send(frames: Iterator[Frame], outlet: Outlet, shape: pictures.Shape, chooser: pictures.Chooser, clock: Clock, second: float) -> None:
    """What is shown and heard from `second` on. What comes before is looked at too, so that a cut there is none here."""
    resampler = AudioResampler("s16", "stereo", RATE)
    for frame in frames:
        if isinstance(frame, AudioFrame):
            for heard in resampler.resample(frame):
                _send_sound(outlet, heard, clock.start, second)
            continue
        time = float(clock.shown(frame))
        if chooser.wants(frame, time) and time >= second:
            planes = shape.upright(frame)
            outlet.slot()[: planes.size] = planes.reshape(-1)
            outlet.send(time=time, cut=chooser.cut)


def _send_sound(outlet: Outlet, frame: AudioFrame, start: Fraction, second: float) -> None:
    samples = np.ascontiguousarray(frame.to_ndarray()).view(np.uint8).reshape(-1)
    at = float(frame.pts * frame.time_base - start) if frame.pts is not None and frame.time_base else None
    if at is not None and second and at + frame.samples / RATE <= second:
        return
    outlet.slot()[: samples.size] = samples
    outlet.send(sound=frame.samples, time=at)
