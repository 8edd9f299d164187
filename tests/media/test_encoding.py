"""What we write holds the picture and nothing else, as exiftool reads it."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from app.media.encoding import encoded
from app.media.images import open_picture
from tests.media.drawing import LOSS, drawn, far, p3_profile, saved
from tests.needs import need

MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "AVIF": "image/avif"}

# What a decoder must know: how the pixels are stored, and nothing about who, where, when or with what.
STRUCTURE = {
    "JFIF": {"JFIFVersion", "ResolutionUnit", "XResolution", "YResolution"},
    "PNG": {"ImageWidth", "ImageHeight", "BitDepth", "ColorType", "Compression", "Filter", "Interlace"},
    "RIFF": {"ImageWidth", "ImageHeight", "VP8Version", "HorizontalScale", "VerticalScale"},
    "File": {"ImageWidth", "ImageHeight", "BitsPerSample", "ColorComponents", "YCbCrSubSampling", "EncodingProcess"},
    "QuickTime": {
        "MajorBrand", "MinorVersion", "CompatibleBrands", "HandlerType", "PrimaryItemReference", "MetaImageSize",
        "ImageSpatialExtent", "ImagePixelDepth", "AV1ConfigurationVersion", "ChromaFormat", "ChromaSamplePosition",
        "MediaDataSize", "MediaDataOffset", "ColorProfiles", "ColorPrimaries", "TransferCharacteristics",
        "MatrixCoefficients", "VideoFullRangeFlag", "MediaData", "TwelveBit", "HighBitDepth", "InitialDelaySamples",
        "SeqLevelIdx0", "SeqTier0", "SeqProfile",
    },
}  # fmt: skip


def tags(file: bytes, folder: Path) -> dict[str, set[str]]:
    """Every tag that exiftool finds in `file`, by group, except what the file system and its own sums say."""
    path = folder / "file"
    path.write_bytes(file)
    said = subprocess.run([need("exiftool"), "-json", "-a", "-u", "-G0", str(path)], capture_output=True, check=True)
    found: dict[str, set[str]] = {}
    for name in json.loads(said.stdout)[0]:
        group, _, tag = name.partition(":")
        if tag and group not in {"ExifTool", "Composite"} and not tag.startswith(("File", "Directory", "MIMEType")):
            found.setdefault(group, set()).add(tag)
    return found


@pytest.mark.parametrize("format", MEDIA_TYPES)
def test_only_the_picture_is_written(format: str, tmp_path: Path) -> None:
    pixels = open_picture(saved(drawn(), "JPEG", comment="Anna", icc_profile=p3_profile())).pixels
    for group, found in tags(encoded(pixels, MEDIA_TYPES[format], 90), tmp_path).items():
        assert found <= STRUCTURE.get(group, set()), group


@pytest.mark.parametrize("format", MEDIA_TYPES)
def test_what_is_written_opens_as_it_was_with_nothing_to_drop(format: str) -> None:
    picture = open_picture(encoded(np.asarray(drawn()), MEDIA_TYPES[format], 90))
    assert picture.format == format
    assert far(picture.pixels, drawn()) <= LOSS[format]
    assert picture.had == frozenset()


def test_the_tags_of_a_camera_are_seen(tmp_path: Path) -> None:
    assert tags(saved(drawn(), "JPEG", comment="Anna"), tmp_path)["File"] >= {"Comment"}
