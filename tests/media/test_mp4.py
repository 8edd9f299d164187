"""What is written into a file that is open already starts at once, and can be sought, however large its offsets become."""

import struct
from io import BytesIO
from pathlib import Path

import av
import numpy as np
import pytest

from app.media.film import Frame, Sound, open_film
from app.media.film_writing import Coding, drafting_film
from app.media.mp4 import index_first
from app.media.sound import open_sound
from app.media.sound_writing import FORMATS, writing_sound
from app.media.sources import Stored
from tests.media.filming import film, shade
from tests.media.sounds import tones

PACKET = b"<?xpacket?><x:xmpmeta xmlns:x='adobe:ns:meta/'/>"


def copied(source: Path, out: BytesIO, **wanted: object) -> None:
    with open_film(source, sound=True) as opened:
        size = opened.width, opened.height
        with drafting_film(out, size, opened.fps, sound=opened.has_sound, packet=PACKET, **wanted) as writer:  # type: ignore[arg-type]
            for piece in opened:
                if isinstance(piece, Frame):
                    writer.show(piece.time, piece.planes)
                else:
                    assert isinstance(piece, Sound)
                    writer.sound(piece)


def names(data: bytes) -> list[bytes]:
    """The outermost boxes of a file."""
    found, at = [], 0
    while at < len(data):
        found.append(data[at + 4 : at + 8])
        at += int.from_bytes(data[at : at + 4])
    return found


def test_a_film_in_an_open_file_starts_at_once_and_is_the_film(tmp_path: Path) -> None:
    source, out = film(tmp_path / "in.mov", sound="aac", frames=60), BytesIO()
    copied(source, out)
    data = out.getvalue()
    assert [name for name in names(data) if name != b"free"] == [b"ftyp", b"moov", b"mdat", b"uuid"]
    assert data.endswith(PACKET)
    with open_film(Stored(BytesIO(data)), sound=True) as made:
        pieces = [(piece.time, piece.pixels(160).mean()) if isinstance(piece, Frame) else len(piece.samples) for piece in made]
    pictures = [piece for piece in pieces if isinstance(piece, tuple)]
    assert [time for time, _ in pictures] == pytest.approx([number / 25 for number in range(60)], abs=0.001)
    assert [bright for _, bright in pictures] == pytest.approx([shade(number).mean() for number in range(60)], abs=6)
    assert sum(piece for piece in pieces if isinstance(piece, int)) / 48_000 == pytest.approx(2.4, abs=0.1)


def test_it_can_be_sought_as_finely_as_was_asked(tmp_path: Path) -> None:
    out = BytesIO()
    copied(film(tmp_path / "in.mp4", frames=150), out, coding=Coding("ultrafast", 30, key=2.0))
    with av.open(BytesIO(out.getvalue()), "r") as container:
        keys = [
            float(packet.pts * packet.time_base) for packet in container.demux(video=0) if packet.is_keyframe and packet.pts is not None
        ]
    assert [key for key in keys if key % 2 == 0] == [0.0, 2.0, 4.0]


@pytest.mark.parametrize("ending", FORMATS)
def test_sound_in_an_open_file_is_the_sound(ending: str) -> None:
    out, samples = BytesIO(), tones(440, 880)[:, None]
    with writing_sound(out, ending, 16_000, 1, packet=PACKET) as writer:
        writer.write(samples)
    assert (PACKET in out.getvalue()) == (ending == ".m4a")
    assert ending != ".m4a" or names(out.getvalue())[:2] == [b"ftyp", b"moov"]
    with open_sound(Stored(BytesIO(out.getvalue()))) as heard:
        found = np.concatenate([piece.copy() for piece in heard])[: len(samples)]
    assert np.abs(found - samples).mean() < 0.02


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), name) + body


def test_offsets_that_no_longer_fit_are_written_longer() -> None:
    """An index that points just below four gigabytes, behind data whose length is written as that of such files is."""
    index = box(b"stco", struct.pack(">III", 0, 1, 2**32 - 4))
    for around in (b"stbl", b"minf", b"mdia", b"trak"):
        index = box(around, index)
    index = box(b"moov", box(b"mvhd", b"1234") + index)
    start, frames = box(b"ftyp", b"isom"), struct.pack(">I4sQ", 1, b"mdat", 22) + b"frames"
    file = BytesIO(start + frames + index)
    index_first(file)
    data = file.getvalue()
    assert data.startswith(start)
    assert data.endswith(frames)
    moved = data[len(start) : -len(frames)]
    assert names(moved) == [b"moov"]
    assert struct.unpack(">4sIIQ", moved[-20:]) == (b"co64", 0, 1, 2**32 - 4 + len(moved))
