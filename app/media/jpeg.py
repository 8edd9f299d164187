"""The parts of a JPEG that Pillow does not tell about: where it ends, and whether all of it is there."""

import re
from io import BytesIO
from typing import Final

from PIL import Image, ImageChops, ImageFile

_STANDALONE: Final = {0x01, *range(0xD0, 0xD9)}
_START_OF_SCAN: Final = 0xDA
_END_OF_IMAGE: Final = 0xD9
_NEXT_MARKER: Final = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_BLOCK: Final = 16

# Entropy-coded bytes that stand for blocks unlike their neighbours; no 0xFF among them, so that none reads as a marker.
_FILLER: Final = bytes((i * 73 + 41) % 251 for i in range(256))


def decoder(data: bytes) -> ImageFile.ImageFile:
    """Pillow's image of `data`, not yet loaded. Of several frames (MPO) it stands at the first."""
    # Where fill bytes come before the end marker, as some cameras write, Pillow asks for more than the file has.
    return Image.open(BytesIO(data + b"\xff\xd9"), formats=["JPEG"])


def end_of_image(data: bytes) -> int | None:
    """Just past the end-of-image marker of the first picture, or None where it has none."""
    at = 2
    while at + 2 <= len(data):
        if data[at] != 0xFF:  # stray bytes between segments, as decoders skip them
            at = data.find(b"\xff", at)
            if at < 0:
                return None
            continue
        code = data[at + 1]
        if code == _END_OF_IMAGE:
            return at + 2
        at = _after(data, at, code)
    return None


def _after(data: bytes, at: int, code: int) -> int:
    """Where the segment with marker `code` at `at` ends, its entropy-coded data included."""
    if code == 0xFF:  # fill byte
        return at + 1
    if code in _STANDALONE or code == 0:
        return at + 2
    end = at + 2 + max(2, int.from_bytes(data[at + 2 : at + 4]))
    if code != _START_OF_SCAN:
        return end
    marker = _NEXT_MARKER.search(data, end)
    return marker.start() if marker else len(data)


def has_all_blocks(data: bytes, end: int, image: Image.Image) -> bool:
    """Whether the entropy-coded data of the loaded `image` reaches its last block.

    A decoder that meets the end marker too early paints the rest flat and says nothing. So bytes are put before the
    marker: in a whole picture nothing reads them, in a cut one they change the pixels. That is a second decoding, hence
    only for a picture whose last block is flat, or whose blocks come in several scans.
    """
    corner = image.crop((max(0, image.width - _BLOCK // 2), max(0, image.height - _BLOCK // 2), *image.size))
    if not image.info.get("progressive") and not _is_flat(corner):
        return True
    coded = data[: end - 2].rstrip(b"\xff")  # without the fill bytes that belong to the marker
    with decoder(coded + _FILLER + data[end - 2 : end]) as filled:
        return ImageChops.difference(image, filled).getbbox(alpha_only=False) is None


def _is_flat(image: Image.Image) -> bool:
    return image.tobytes() == image.tobytes()[: len(image.getbands())] * (image.width * image.height)
