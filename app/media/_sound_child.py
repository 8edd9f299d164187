"""The side of a sound that is in the box: one sound track of a recording, decoded to plain samples at their true times."""

from collections.abc import Iterator, Mapping
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

from app.media._streaming import Outlet, Request, begins, made_at, open_container, picture_of, streaming
from app.media.unplayable import Unplayable

CONTAINERS: Final = ("mov", "matroska", "avi", "mp3", "wav", "flac", "ogg")
CODECS: Final = (
    "aac", "aac_latm", "mp3", "mp3float", "mp2", "mp2float", "flac", "alac", "opus", "libopus", "vorbis", "ac3", "eac3", "amrnb", "amrwb",
    "pcm_u8", "pcm_s8", "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_s32be", "pcm_f32le", "pcm_f32be",
    "pcm_f64le", "pcm_alaw", "pcm_mulaw", "adpcm_ima_wav", "adpcm_ms", "adpcm_ima_qt",
)  # fmt: skip
LONGEST: Final = 4 * 3600.0  # seconds

_GAP: Final = 0.05  # seconds: a longer hole between two pieces of sound is silence; a shorter one is rounding
_MISSING: Final = 2.0  # seconds: what a file may lack of the length it claims
_CLAIMS: Final = ("wav", "flac", "mov")  # containers that know how long they are; others guess
_STEP: Final = 1 << 15  # samples that are silenced, or handed over, at once

Samples = NDArray[np.float32]


def prepare(request: Request, descriptors: list[int]) -> Any:
    """As `_box_child` asks."""
    return streaming(_work, request, descriptors)


def _work(file: BinaryIO, outlet: Outlet, request: Request) -> Mapping[str, object]:
    """Pieces of float32 (samples, channels) with `count` samples each. `rate` and `channels` of 0 leave both as they are, up to stereo."""
    options = {"codec_whitelist": ",".join(CODECS)}
    with open_container(file, CONTAINERS, "not_sound", options) as container:
        stream = _chosen(container)
        rate, channels = request["rate"] or _rate(stream), request["channels"] or min(2, stream.codec_context.channels)
        claimed = _claimed(container, stream)
        if (claimed or 0) > LONGEST:
            raise Unplayable("too_long")
        of_all = {"claimed": claimed, "dropped": _dropped(container, stream), "made": made_at(container)}
        outlet.say({"rate": rate, "channels": channels, **of_all})
        resampler = AudioResampler("flt", "mono" if channels == 1 else "stereo", rate)
        sent = sum(map(partial(_send, outlet), _together(_sound(container, stream, resampler, rate, channels))))
        if not sent:
            raise Unplayable("no_sound")
        if claimed and container.format.name.split(",")[0] in _CLAIMS and sent / rate < claimed - _MISSING:
            raise Unplayable("truncated")
        return {"count": sent}


def _chosen(container: InputContainer) -> AudioStream:
    """The one sound track that goes on: the one that players choose, else the first. Raises Unplayable: no_sound, sound_codec."""
    tracks = [track for track in container.streams.audio if track.codec_context is not None]
    if not tracks:
        raise Unplayable("no_sound" if not container.streams.audio else "sound_codec")
    stream = next((track for track in tracks if Disposition.default in track.disposition), tracks[0])
    if stream.codec_context.name not in CODECS:
        raise Unplayable("sound_codec")
    return stream


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


def _sound(container: InputContainer, stream: AudioStream, resampler: AudioResampler, rate: int, channels: int) -> Iterator[Samples]:
    """The sound with silence where the track has a hole, so that each sample stands at its time. Raises Unplayable: too_long."""
    # As the picture counts that goes with it, so that what is heard at a second is seen at that second.
    known = [start for start in map(begins, (stream, picture_of(container))) if start is not None]
    beginning = float(min(known, default=0))
    made = 0
    for frame in _frames(container, stream):
        at = frame.time - beginning if frame.time is not None else made / rate
        frame.pts = None
        hole = round((at - made / rate) * rate) if at - made / rate > _GAP else 0
        if (made + hole) / rate > LONGEST:
            raise Unplayable("too_long")
        parts = [np.zeros((min(_STEP, hole - start), channels), np.float32) for start in range(0, hole, _STEP)]
        for part in [*parts, *_resampled(resampler, frame, channels)]:
            made += len(part)
            yield part
    yield from _resampled(resampler, None, channels)


def _frames(container: InputContainer, stream: AudioStream) -> Iterator[AudioFrame]:
    """Every frame of the track. What cannot be read before the first or after the last is no sound; between them it is broken."""
    heard, unread = False, None
    for packet in container.demux(stream):
        try:
            for frame in packet.decode():
                if heard and unread:
                    raise unread
                heard, unread = True, None
                yield frame
        except av.error.InvalidDataError as error:
            unread = error


def _resampled(resampler: AudioResampler, frame: AudioFrame | None, channels: int) -> list[Samples]:
    return [np.asarray(part.to_ndarray(), np.float32).reshape(-1, channels) for part in resampler.resample(frame)]


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
