"""The side of a sound that is in the box: one sound track of a recording, decoded to plain samples at their true times."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import partial
from typing import Any, BinaryIO, Final

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition
from numpy.typing import NDArray

from app.media._streaming import Outlet, Request, began, begins, made_at, open_container, picture_of, streaming
from app.media.unplayable import Unplayable

CONTAINERS: Final = ("mov", "matroska", "avi", "mp3", "wav", "flac", "ogg")
CODECS: Final = (
    "aac", "aac_latm", "mp3", "mp3float", "mp2", "mp2float", "flac", "alac", "opus", "libopus", "vorbis", "ac3", "eac3", "amrnb", "amrwb",
    "pcm_u8", "pcm_s8", "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_s32be", "pcm_f32le", "pcm_f32be",
    "pcm_f64le", "pcm_alaw", "pcm_mulaw", "adpcm_ima_wav", "adpcm_ms", "adpcm_ima_qt",
)  # fmt: skip
LONGEST: Final = 4 * 3600.0  # seconds

_GAP: Final = 0.05  # seconds: a longer hole between two pieces of sound is silence; a shorter one is rounding,
_ROUNDING: Final = 0.004  # or is no longer than this where something between the two could not be read
_MISSING: Final = 2.0  # seconds: what a file may lack of the length it claims
_CLAIMS: Final = ("wav", "flac", "mov")  # containers that know how long they are; others guess
_LOST_AT_LEAST: Final = 0.5  # seconds of a recording that may be unreadable, however short that is,
_LOST_SHARE: Final = 0.01  # how much of a longer one besides,
_LOST_STRETCHES: Final = 1000  # and in how many places
_UNBROKEN: Final = ("mp3", "flac", "ogg")  # containers of sound alone: who reads them passes over what is damaged, and says nothing
_DAMAGE: Final = (av.error.InvalidDataError, av.error.PatchWelcomeError, av.error.UndefinedError)  # the last: numbers that mean nothing
_STEP: Final = 1 << 15  # samples that are silenced, or handed over, at once

Samples = NDArray[np.float32]


def prepare(request: Request, descriptors: list[int]) -> Any:
    """As `_box_child` asks."""
    return streaming(_work, request, descriptors)


def _work(file: BinaryIO, outlet: Outlet, request: Request) -> Mapping[str, object]:
    """Pieces of float32 (samples, channels) with `count` samples each. `rate` and `channels` of 0 leave both as they are, up to stereo."""
    options = {"codec_whitelist": ",".join(CODECS)}
    shown = _first_shown(file, options)
    with open_container(file, CONTAINERS, "not_sound", options) as container:
        stream = _chosen(container)
        rate, channels = request["rate"] or _rate(stream), request["channels"] or min(2, stream.codec_context.channels)
        claimed = _claimed(container, stream)
        if (claimed or 0) > LONGEST:
            raise Unplayable("too_long")
        of_all = {"claimed": claimed, "dropped": _dropped(container, stream), "made": made_at(container)}
        outlet.say({"rate": rate, "channels": channels, **of_all})
        # As the film counts, so that what is heard at a second is seen at that second.
        start = began(map(begins, (stream, picture_of(container))), shown)
        track = _Track(container, stream, rate, channels, float(start))
        sent = sum(map(partial(_send, outlet), _together(track.sound())))
        if not sent:
            raise Unplayable("no_sound")
        begun = begins(stream)
        left_out = 0.0 if begun is None else max(0.0, float(start - begun))
        if claimed and container.format.name.split(",")[0] in _CLAIMS and left_out + sent / rate < claimed - _MISSING:
            raise Unplayable("truncated")
        track.check_lost()
        return {"count": sent, "lost": track.lost}


def _chosen(container: InputContainer) -> AudioStream:
    """The one sound track that goes on: the one that players choose, else the first. Raises Unplayable: no_sound, sound_codec."""
    tracks = [track for track in container.streams.audio if track.codec_context is not None]
    if not tracks:
        raise Unplayable("no_sound" if not container.streams.audio else "sound_codec")
    stream = next((track for track in tracks if Disposition.default in track.disposition), tracks[0])
    if stream.codec_context.name not in CODECS:
        raise Unplayable("sound_codec")
    return stream


def _first_shown(file: BinaryIO, options: Mapping[str, str]) -> Fraction | None:
    """When a film's first picture is shown by its own count: what its track says of itself may be where the file starts."""
    with open_container(file, CONTAINERS, "not_sound", options) as container:
        picture = picture_of(container)
        # A phone that shortens a film leaves the pictures before its start in the file.
        packets = (packet for packet in (container.demux(picture) if picture else ()) if not packet.is_discard)
        said = (packet.dts if packet.pts is None else packet.pts for packet in packets)
        first = next((moment for moment in said if moment is not None), None)
    file.seek(0)
    return None if first is None else first * picture.time_base


def _rate(stream: AudioStream) -> int:
    """Samples a second that every encoder of ours takes."""
    rate = int(stream.codec_context.sample_rate)
    return rate if rate in {16_000, 22_050, 24_000, 32_000, 44_100, 48_000} else 48_000


def _claimed(container: InputContainer, stream: AudioStream) -> float | None:
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return container.duration / av.time_base if container.duration and len(container.streams) == 1 else None


def _dropped(container: InputContainer, stream: AudioStream) -> list[str]:
    """Kinds of the tracks that do not go on, each once."""
    return sorted({track.type for track in container.streams if track is not stream})


class _Track:
    """The one sound track on its way out, so that each sample stands at its time: where it has a hole, or cannot be read, is silence.

    `lost` are the stretches that cannot be read, in samples from the beginning; what cannot be read before the first or after the last
    frame is no sound.
    """

    def __init__(self, container: InputContainer, stream: AudioStream, rate: int, channels: int, start: float) -> None:
        """Of a recording that begins at `start` by its own count, in seconds."""
        self._container, self._stream, self._rate, self._channels, self._start = container, stream, rate, channels, start
        self._resampler = self._fresh()
        self._unbroken = container.format.name in _UNBROKEN
        self._made = 0
        self.lost: list[tuple[int, int]] = []

    def sound(self) -> Iterator[Samples]:
        """Pieces (samples, channels). Raises Unplayable: too_long, broken."""
        for frame, damaged in self._frames():
            at = self._made if frame.time is None else round((frame.time - self._start) * self._rate)
            frame.pts = None
            hole = at - self._made
            if self._made and hole <= (_ROUNDING if damaged else _GAP) * self._rate:
                hole = 0
            yield from self._silence(hole, damaged or (self._unbroken and self._made > 0))
            yield from self._told(self._resampled(frame), early=-min(0, hole))
        yield from self._told(self._resampled(None))

    def check_lost(self) -> None:
        """Raises Unplayable where more than a small part of it is lost."""
        lost = sum(end - start for start, end in self.lost)
        if lost > _LOST_AT_LEAST * self._rate + _LOST_SHARE * self._made or len(self.lost) > _LOST_STRETCHES:
            raise Unplayable("broken")

    def _frames(self) -> Iterator[tuple[AudioFrame, bool]]:
        """Every frame that can be read, and whether one between it and the one before could not."""
        heard = damaged = False
        for packet in self._container.demux(self._stream):
            try:
                frames = packet.decode()
            except _DAMAGE:
                damaged = True
                self._stream.codec_context.flush_buffers()  # or the end of what was heard before would sound again
                continue
            damaged |= bool(packet.size) and not frames
            for frame in frames:
                if frame.is_corrupt:
                    damaged = True
                    continue
                if heard and damaged and frame.time is None:
                    raise Unplayable("broken")  # nobody knows when it goes on
                yield frame, heard and damaged
                heard, damaged = True, False

    def _silence(self, hole: int, damaged: bool) -> Iterator[Samples]:
        """Whatever is held back of what came before, and the hole after it."""
        if hole <= 0:
            return
        end = self._made + hole
        self._require_room(end)
        yield from self._told(self._resampled(None))
        self._resampler = self._fresh()
        if damaged and self._made < end:
            self.lost.append((self._made, end))
        yield from self._told(np.zeros((min(_STEP, end - at), self._channels), np.float32) for at in range(self._made, end, _STEP))

    def _told(self, pieces: Iterable[Samples], early: int = 0) -> Iterator[Samples]:
        """The same pieces, counted, without as many samples at their start as come before the beginning."""
        for piece in pieces:
            part, early = (piece if self._made else piece[early:]), max(0, early - len(piece))
            self._made += len(part)
            self._require_room(self._made)
            if len(part):
                yield part

    def _require_room(self, samples: int) -> None:
        if samples > LONGEST * self._rate:
            raise Unplayable("too_long")

    def _resampled(self, frame: AudioFrame | None) -> list[Samples]:
        return [np.asarray(part.to_ndarray(), np.float32).reshape(-1, self._channels) for part in self._resampler.resample(frame)]

    def _fresh(self) -> AudioResampler:
        return AudioResampler("flt", "mono" if self._channels == 1 else "stereo", self._rate)


def _together(pieces: Iterator[Samples]) -> Iterator[Samples]:
    """The same samples in larger pieces: handing over costs more than decoding where a frame is a fiftieth of a second."""
    waiting: list[Samples] = []
    for piece in pieces:
        waiting.append(piece)
        if sum(map(len, waiting)) >= _STEP:
            yield np.concatenate(waiting)
            waiting = []
    if waiting:
        yield np.concatenate(waiting)


def _send(outlet: Outlet, samples: Samples) -> int:
    """Hand samples over, in as many slots as they need; how many there were."""
    values = samples.reshape(-1)
    while len(values):
        slot = outlet.slot().view(np.float32)
        most = len(slot) // samples.shape[1] * samples.shape[1]
        part, values = values[:most], values[most:]
        slot[: len(part)] = part
        outlet.send(count=len(part) // samples.shape[1])
    return len(samples)
