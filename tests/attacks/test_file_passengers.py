"""What rides along in a picture file, a second frame, a thumbnail, a position, a tail, is named and never reaches the pixels."""

import struct
from io import BytesIO

import numpy as np
import pytest
from PIL import ExifTags, Image

from app.media.images import encode_jpeg, open_picture
from tests.media.drawing import drawn, far, noisy, saved

SECRET = noisy((64, 48), seed=7)


def with_thumbnail() -> bytes:
    """A JPEG whose EXIF carries another picture, as an editor leaves the uncropped one."""
    thumbnail = saved(SECRET, "JPEG")
    first = struct.pack(">HH", 1, 0x010F) + struct.pack(">HI4s", 2, 4, b"Cam\0") + struct.pack(">I", 26)
    second = struct.pack(">H", 2)
    second += struct.pack(">HHII", 0x0201, 4, 1, 56) + struct.pack(">HHII", 0x0202, 4, 1, len(thumbnail))
    tiff = b"MM\0*" + struct.pack(">I", 8) + first + second + struct.pack(">I", 0)
    tiff = tiff.ljust(56, b"\0") + thumbnail
    return saved(drawn(), "JPEG", exif=b"Exif\0\0" + tiff)


def with_second_frame() -> bytes:
    file = BytesIO()
    drawn().save(file, "MPO", save_all=True, append_images=[SECRET], quality=92)
    return file.getvalue()


def with_position() -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Camera"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (52.0, 5.0, 1.0), 3: "E", 4: (5.0, 7.0, 1.0)})
    return saved(drawn(), "JPEG", exif=exif)


PASSENGERS = {
    "thumbnail": with_thumbnail(),
    "frames": with_second_frame(),
    "position": with_position(),
    "tail": saved(drawn(), "JPEG") + saved(SECRET, "JPEG"),
    "comment": saved(drawn(), "JPEG", comment="Anna, 12 years"),
}


@pytest.mark.parametrize("passenger", PASSENGERS)
def test_it_is_named(passenger: str) -> None:
    assert passenger in open_picture(PASSENGERS[passenger]).had


@pytest.mark.parametrize("passenger", PASSENGERS)
def test_the_picture_is_the_first_and_nothing_else(passenger: str) -> None:
    picture = open_picture(PASSENGERS[passenger])
    assert far(picture.pixels, drawn()) <= 12
    again = encode_jpeg(picture.pixels, 90)
    assert open_picture(again).had == frozenset()
    for secret in (b"Anna", b"Camera", b"Exif", b"MPF\0", saved(SECRET, "JPEG")[-200:-2]):
        assert secret not in again


def test_the_passengers_were_really_there() -> None:
    assert Image.open(BytesIO(PASSENGERS["frames"])).n_frames == 2
    assert Image.open(BytesIO(PASSENGERS["thumbnail"])).getexif().get_ifd(ExifTags.IFD.IFD1)[0x0201] == 56
    assert saved(SECRET, "JPEG")[-200:-2] in PASSENGERS["tail"]
    assert np.asarray(drawn()).shape == (64, 96, 3)
