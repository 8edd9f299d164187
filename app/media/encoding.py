"""Pixels as a file of any of the formats that go out, perhaps with an XMP packet of ours, and with nothing else."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any, Final

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from app.media import images
from app.media.images import Pixels

_XMP_IN_JPEG: Final = b"http://ns.adobe.com/xap/1.0/\0"
_XMP_IN_PNG: Final = "XML:com.adobe.xmp"
_LONGEST: Final = 65_533  # bytes of a JPEG's segment, without its marker


def encoded(pixels: Pixels, media_type: str, quality: int, packet: bytes = b"") -> bytes:
    """`pixels` as image/jpeg, image/png, image/webp or image/avif of a quality (PNG has none), with an XMP packet where there is one."""
    if media_type == "image/jpeg":
        return with_packet(images.encode_jpeg(pixels, quality), packet)
    file = BytesIO()
    # An image made from pixels has no info: what an opened file carried cannot come back.
    Image.fromarray(pixels).save(file, **_SAVING[media_type](quality, packet))
    return file.getvalue()


def with_packet(jpeg: bytes, packet: bytes) -> bytes:
    """A JPEG that has no XMP yet, as this house writes them, with a packet; its pictures' data stay bit for bit.

    Raises ValueError for a packet that is longer than a segment can be.
    """
    if not packet:
        return jpeg
    body = _XMP_IN_JPEG + packet
    if len(body) + 2 > _LONGEST or not jpeg.startswith(b"\xff\xd8\xff\xe0"):
        raise ValueError("this packet does not go into this file")
    after = 4 + int.from_bytes(jpeg[4:6])  # the JFIF segment comes first
    return jpeg[:after] + b"\xff\xe1" + (len(body) + 2).to_bytes(2) + body + jpeg[after:]


def _png(_: int, packet: bytes) -> dict[str, Any]:
    info = PngInfo()
    if packet:
        info.add_itxt(_XMP_IN_PNG, packet.decode())
    return {"format": "PNG", "pnginfo": info}


_SAVING: Final[Mapping[str, Callable[[int, bytes], dict[str, Any]]]] = {
    "image/png": _png,
    "image/webp": lambda quality, packet: {"format": "WEBP", "quality": quality, "xmp": packet},
    "image/avif": lambda quality, packet: {"format": "AVIF", "quality": quality, "xmp": packet},
}
