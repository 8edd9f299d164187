"""The parts of a JPEG (ITU-T T.81) that Pillow does not tell about: where it ends, and whether all of it is there."""

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import takewhile
from typing import Final, NamedTuple

from PIL import Image, ImageChops, ImageFile

_STANDALONE: Final = {0x01, *range(0xD0, 0xDA)}
_PROGRESSIVE_FRAME: Final = 0xC2
_END_OF_IMAGE: Final = 0xD9
_START_OF_SCAN: Final = 0xDA
_FIRST_RESTART: Final = 0xD0
_RESTART: Final = re.compile(rb"\xff[\xd0-\xd7]")
_MARKER: Final = re.compile(rb"\xff[^\x00\xff]")
_NEXT_MARKER: Final = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_COEFFICIENTS: Final = 64
_BLOCK: Final = 8

# Entropy-coded bytes that stand for blocks unlike their neighbours; no 0xFF among them, so that none reads as a marker.
_BLOCKS: Final = bytes((i * 73 + 41) % 251 for i in range(256))


class _Segment(NamedTuple):
    code: int
    start: int  # at its marker
    end: int  # after its entropy-coded data, if it has any


def decoder(data: bytes) -> ImageFile.ImageFile:
    """Pillow's image of `data`, not yet loaded. Of several frames (MPO) it stands at the first."""
    # Where fill bytes come before the end marker, as some cameras write, Pillow asks for more than the file has.
    return Image.open(BytesIO(data + b"\xff\xd9"), formats=["JPEG"])


def end_of_image(data: bytes) -> int | None:
    """Just past the end-of-image marker of the first picture, or None where it has none."""
    return next((segment.end for segment in _segments(data) if segment.code == _END_OF_IMAGE), None)


def has_all_blocks(data: bytes, end: int, image: Image.Image) -> bool:
    """Whether the entropy-coded data of the loaded `image` reaches its last block.

    A decoder that meets the end marker too early paints the rest flat and says nothing. So bytes are put before the
    marker: in a whole picture nothing reads them, in a cut one they change the pixels. That is a second decoding, hence
    only for a picture whose last block is flat, or whose blocks come in several scans; a cut inside the last block itself
    paints nothing, and may pass.
    """
    if image.info.get("progressive"):
        if not _has_all_scans(data):
            return False
    elif not _is_flat(image.crop((max(0, image.width - _BLOCK), max(0, image.height - _BLOCK), *image.size))):
        return True
    coded = data[: end - 2].rstrip(b"\xff")  # without the fill bytes that belong to the marker
    with decoder(coded + _filler(coded) + data[end - 2 : end]) as filled:
        return ImageChops.difference(image, filled).getbbox(alpha_only=False) is None


def _filler(coded: bytes) -> bytes:
    """Blocks to go on with after `coded`, and once more behind the restart marker that is next: where an interval is complete, a decoder
    passes over all that comes before it.
    """
    restarts = _RESTART.findall(coded, coded.rfind(bytes((0xFF, _START_OF_SCAN))))
    following = (restarts[-1][1] + 1) % 8 if restarts else 0
    return _BLOCKS + bytes((0xFF, _FIRST_RESTART + following)) + _BLOCKS


def _segments(data: bytes) -> Iterator[_Segment]:
    """Every segment after the first marker. Stray and fill bytes between them are passed over, as decoders do."""
    marker = _MARKER.search(data, 2)
    while marker:
        at = marker.end() - 2
        end = _end_of(data, at, data[at + 1])
        yield _Segment(data[at + 1], at, end)
        marker = _MARKER.search(data, end)


def _end_of(data: bytes, at: int, code: int) -> int:
    if code in _STANDALONE:
        return at + 2
    end = at + 2 + max(2, int.from_bytes(data[at + 2 : at + 4]))
    if code != _START_OF_SCAN:
        return end
    marker = _NEXT_MARKER.search(data, end)
    return marker.start() if marker else len(data)


def _has_all_scans(data: bytes) -> bool:
    """Whether the scans of a progressive picture bring every coefficient of every component to its last bit."""
    missing: dict[int, set[int]] = {}
    for code, start, _ in takewhile(lambda segment: segment.code != _END_OF_IMAGE, _segments(data)):
        if code == _PROGRESSIVE_FRAME:
            count = data[start + 9]
            missing = {component: set(range(_COEFFICIENTS)) for component in data[start + 10 : start + 10 + 3 * count : 3]}
        elif code == _START_OF_SCAN:
            count = data[start + 4]
            first, last, bits = data[start + 5 + 2 * count : start + 8 + 2 * count]
            for component in data[start + 5 : start + 5 + 2 * count : 2] if bits & 0xF == 0 else b"":
                missing.get(component, set()).difference_update(range(first, last + 1))
    return not any(missing.values())


def _is_flat(image: Image.Image) -> bool:
    return image.tobytes() == image.tobytes()[: len(image.getbands())] * (image.width * image.height)
