"""JPEG files as a teacher's telephone leaves them: with camera, time, place and thumbnail inside, all of it to be stripped."""

import io
import struct
from dataclasses import dataclass
from datetime import datetime

from PIL import ExifTags, Image
from PIL.TiffImagePlugin import IFDRational

from app.demo.canvas import Pixels

EXIF_MARK = b"Exif\x00\x00"
THUMBNAIL = (160, 120)
LONG, SHORT = 4, 3


@dataclass(frozen=True, slots=True)
class Shot:
    """What the camera knew: when (local time), where (degrees north and east), and whose telephone it was."""

    taken: datetime
    north: float = 52.0907
    east: float = 5.1214
    make: str = "Fairphone"
    model: str = "Fairphone 5"
    owner: str = "Telefoon van de juf"


def save_jpeg(pixels: Pixels, exif: Shot | None = None, quality: int = 90) -> bytes:
    """The bytes of a JPEG file of `pixels`, uint8 RGB (height, width, 3), with what the camera knew in its EXIF block."""
    picture, out = Image.fromarray(pixels), io.BytesIO()
    extra = {"exif": _exif_block(picture, exif)} if exif else {}
    picture.save(out, "JPEG", quality=quality, **extra)
    return out.getvalue()


def _exif_block(picture: Image.Image, shot: Shot) -> bytes:
    stamp = f"{shot.taken:%Y:%m:%d %H:%M:%S}"
    exif = Image.Exif()
    exif.update(
        {
            ExifTags.Base.Make: shot.make,
            ExifTags.Base.Model: shot.model,
            ExifTags.Base.Orientation: 1,
            ExifTags.Base.DateTime: stamp,
            ExifTags.Base.HostComputer: shot.owner,
        }
    )
    exif.get_ifd(ExifTags.IFD.Exif).update(
        {
            ExifTags.Base.DateTimeOriginal: stamp,
            ExifTags.Base.ExposureTime: IFDRational(1, 250),
            ExifTags.Base.FNumber: IFDRational(18, 10),
            ExifTags.Base.ISOSpeedRatings: 100,
            ExifTags.Base.FocalLength: IFDRational(54, 10),
            ExifTags.Base.CameraOwnerName: shot.owner,
        }
    )
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(_position(shot))
    return _with_thumbnail(exif.tobytes(), picture)


def _position(shot: Shot) -> dict[int, object]:
    return {
        ExifTags.GPS.GPSLatitudeRef: "N" if shot.north >= 0 else "S",
        ExifTags.GPS.GPSLatitude: _degrees(abs(shot.north)),
        ExifTags.GPS.GPSLongitudeRef: "E" if shot.east >= 0 else "W",
        ExifTags.GPS.GPSLongitude: _degrees(abs(shot.east)),
        ExifTags.GPS.GPSDateStamp: f"{shot.taken:%Y:%m:%d}",
    }


def _degrees(value: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    """Degrees, minutes and hundredths of seconds, as EXIF wants them."""
    hundredths = round(value * 360_000)
    whole, rest = divmod(hundredths, 360_000)
    return IFDRational(whole, 1), IFDRational(rest // 6_000, 1), IFDRational(rest % 6_000, 100)


def _with_thumbnail(block: bytes, picture: Image.Image) -> bytes:
    """The EXIF block with a second directory that holds a small JPEG: Pillow writes none itself.

    EXIF 2.32, 4.5: the first directory ends in the offset of the second; both count from the TIFF header.
    """
    small, thumbnail = io.BytesIO(), picture.copy()
    thumbnail.thumbnail(THUMBNAIL)
    thumbnail.save(small, "JPEG", quality=70)
    tiff = bytearray(block.removeprefix(EXIF_MARK))
    order = "<" if tiff[:2] == b"II" else ">"
    (first,) = struct.unpack_from(order + "L", tiff, 4)
    (count,) = struct.unpack_from(order + "H", tiff, first)
    tiff += b"\x00" * (len(tiff) % 2)
    struct.pack_into(order + "L", tiff, first + 2 + 12 * count, len(tiff))
    entries = ((ExifTags.Base.Compression, SHORT, 6), (ExifTags.Base.JpegIFOffset, LONG, len(tiff) + 2 + 3 * 12 + 4),
               (ExifTags.Base.JpegIFByteCount, LONG, small.tell()))  # fmt: skip
    tiff += struct.pack(order + "H", len(entries))
    for tag, kind, value in entries:
        held = struct.pack(order + "HH", value, 0) if kind == SHORT else struct.pack(order + "L", value)
        tiff += struct.pack(order + "HHL", tag, kind, 1) + held
    return EXIF_MARK + bytes(tiff) + struct.pack(order + "L", 0) + small.getvalue()
