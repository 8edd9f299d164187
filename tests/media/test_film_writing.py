"""What leaves is H.264 and AAC in an MP4 that starts at once, with nothing in it but what was written; masks cover every sample."""

import errno
import json
import subprocess
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import av
import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.media.film import Frame, Sound, open_film
from app.media.film_masks import covered
from app.media.film_writing import drafting_film, writing_film
from app.media.sound_writing import writing_sound
from consent_store.rules.sightings import Box
from tests.media.filming import film, shade
from tests.needs import need

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

PACKET = b"<?xpacket?><x:xmpmeta xmlns:x='adobe:ns:meta/'/>"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written")
    source, out = film(folder / "in.mov", sound="aac", tracks=2), folder / "out.mp4"
    with open_film(source, sound=True) as opened, writing_film(out, (160, 96), opened.fps, sound=True, packet=PACKET) as writer:
        for piece in opened:
            if isinstance(piece, Frame):
                writer.show(piece.time, piece.planes)
            else:
                assert isinstance(piece, Sound)
                writer.sound(piece)
    return folder / "out.mp4"


def test_it_is_one_picture_and_one_sound_track_with_the_same_frames(written: Path) -> None:
    with av.open(str(written)) as container:
        assert [(track.type, track.codec_context.name) for track in container.streams] == [("video", "h264"), ("audio", "aac")]
        times = [float(frame.time or 0) for frame in container.decode(video=0)]
    assert times == pytest.approx([number / 25 for number in range(20)], abs=0.001)
    assert written.stat().st_mode & 0o777 == 0o644
    assert [path.name for path in written.parent.iterdir() if path.name.startswith(".")] == []


def test_it_starts_at_once(written: Path) -> None:
    data = written.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_nothing_is_said_of_who_made_it_how_and_when(written: Path) -> None:
    data = written.read_bytes()
    assert PACKET in data
    assert [word for word in (b"x264", b"Lavf", b"Lavc", b"options:", b"VideoHandler") if word in data] == []
    tags = json.loads(subprocess.check_output([need("exiftool"), "-j", "-G1", "-a", "-ee", written]))[0]
    assert [
        name for name in tags if any(word in name for word in ("GPS", "Make", "Software", "Encoder", "Comment", "Title", "Author"))
    ] == []
    assert {value for name, value in tags.items() if "Date" in name and not name.startswith("System")} <= {"0000:00:00 00:00:00"}


def test_what_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), writing_film(tmp_path / "out.mp4", (160, 96), 25, sound=False) as writer:
        writer.show(0.0, _planes())
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def _planes() -> np.ndarray:
    return np.asarray(cv2.cvtColor(shade(1), cv2.COLOR_RGB2YUV_I420), np.uint8)


boxes = st.builds(
    lambda left, top, width, height: Box(left, top, left + width, top + height),
    st.integers(-60, 170), st.integers(-60, 110), st.integers(1, 80), st.integers(1, 80),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(boxes, max_size=3), st.lists(boxes, max_size=2))
def test_every_sample_of_a_masked_face_is_replaced(faces: list[Box], shown: list[Box]) -> None:
    before = _planes()
    planes = covered(before, faces, shown, "#0000ff")
    blue = np.array([np.asarray(plane) for plane in (32, 240, 118)])
    luma, chroma = planes[:96], planes[96:].reshape(2, 48, 80)
    for face in faces:
        inside = face.clipped(160, 96)
        if inside:
            assert (luma[inside.top : inside.bottom, inside.left : inside.right] == blue[0]).all()
            part = chroma[:, inside.top // 2 : -(-inside.bottom // 2), inside.left // 2 : -(-inside.right // 2)]
            assert (part == blue[1:, None, None]).all()
    assert faces or (planes == before).all()


class Full(BytesIO):
    """A disk with no room for more than a hundred bytes."""

    def write(self, data: "ReadableBuffer") -> int:
        if self.tell() + memoryview(data).nbytes > 100:
            raise OSError(errno.ENOSPC, "full")
        return super().write(data)


def test_a_full_disk_is_an_error_of_the_disk() -> None:
    with pytest.raises(OSError) as failure, drafting_film(Full(), (160, 96), 25, sound=False) as writer:
        writer.show(0, np.zeros((144, 160), np.uint8))
    assert failure.value.errno == errno.ENOSPC
    with pytest.raises(OSError) as failure, writing_sound(Full(), ".m4a", 48_000, 1) as sound:
        sound.write(np.zeros((48_000, 1), np.float32))
    assert failure.value.errno == errno.ENOSPC
