"""A small file that becomes a very large picture: refused by its header, before anything is unpacked."""

import struct
import time
import zlib

import pytest

from app.media import jpeg
from app.media.images import Unreadable, open_picture
from tests.media.drawing import drawn, saved


def png(width: int, height: int, rows: int | None = None) -> bytes:
    """A one-bit PNG that unpacks to `rows` empty rows."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    packed = zlib.compress(bytes((rows if rows is not None else height) * (width // 8 + 2)), 9)
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("width", "height"), [(10_000, 10_000), (60_001, 1_000), (70_000, 10), (10, 70_000), (2**31 - 1, 2**31 - 1)])
def test_dimensions_are_refused_before_decoding(width: int, height: int) -> None:
    with pytest.raises(Unreadable) as refusal:
        open_picture(png(width, height, rows=1))
    assert refusal.value.code == "too_many_pixels"


def test_a_promise_of_more_rows_than_there_are_is_broken() -> None:
    with pytest.raises(Unreadable):
        open_picture(png(1000, 1000, rows=10))


def test_a_jpeg_that_claims_more_is_refused_too() -> None:
    file = bytearray(saved(drawn(), "JPEG"))
    frame = file.index(b"\xff\xc0")
    file[frame + 5 : frame + 9] = struct.pack(">HH", 65_500, 65_500)
    with pytest.raises(Unreadable) as refusal:
        open_picture(bytes(file))
    assert refusal.value.code == "too_many_pixels"


def test_a_picture_of_the_largest_size_passes() -> None:
    assert open_picture(png(6_000, 10_000)).pixels.shape == (10_000, 6_000, 3)


def test_text_that_unpacks_without_end_is_not_kept() -> None:
    bomb = b"zTXtComment\0\0" + zlib.compress(bytes(30_000_000), 9)
    whole = saved(drawn(), "PNG")
    chunk = struct.pack(">I", len(bomb) - 4) + bomb + struct.pack(">I", zlib.crc32(bomb))
    with pytest.raises(Unreadable):
        open_picture(whole[:33] + chunk + whole[33:])


@pytest.mark.parametrize("filler", [b"\xff", b"\xff\x00", b"\x00"])
def test_padding_between_the_parts_of_a_jpeg_costs_no_time(filler: bytes) -> None:
    whole = saved(drawn(), "JPEG")
    padded = whole[:2] + filler * (20_000_000 // len(filler)) + whole[2:]
    began = time.process_time()
    assert jpeg.end_of_image(padded) == len(padded)
    assert time.process_time() - began < 2
