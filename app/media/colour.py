"""Any colours a picture file can keep, as 8-bit sRGB on white."""

from io import BytesIO
from typing import Final

import numpy as np
from PIL import Image, ImageCms

from app.media.refusals import Unreadable

_MODE_OF_SPACE: Final = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK", "Lab": "LAB"}


def to_srgb(image: Image.Image) -> Image.Image:
    """`image` as mode RGB in sRGB, transparency laid on white.

    Raises Unreadable("unsupported") for samples of 32 bits and floats.
    """
    flat = _on_white(_in_eight_bits(image))
    profile = _profile(image.info.get("icc_profile"), flat.mode)
    if profile is None:
        return flat if flat.mode == "RGB" else flat.convert("RGB")
    return _converted(flat, profile)


def _in_eight_bits(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16"):
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    if image.mode in ("I", "F"):
        raise Unreadable("unsupported")
    return image.convert("L") if image.mode == "1" else image


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB") if image.mode == "P" else image
    layered = image.convert("RGBA")
    white = Image.new("RGB", image.size, "white")
    white.paste(layered, mask=layered.getchannel("A"))
    return white


def _profile(icc: bytes | None, mode: str) -> ImageCms.ImageCmsProfile | None:
    """What the colours mean, or None where they are sRGB already or nothing readable says otherwise."""
    if not icc:
        return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")) if mode == "LAB" else None
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(icc))
        is_srgb = mode == "RGB" and "sRGB" in (profile.profile.profile_description or "")
    except (OSError, ImageCms.PyCMSError):
        return None  # cameras write broken profiles too; browsers show such a picture as sRGB
    return None if is_srgb else profile


def _converted(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    expected = _MODE_OF_SPACE.get(profile.profile.xcolor_space.strip())
    if expected != image.mode:
        if expected != "RGB" or image.mode != "L":
            return image.convert("RGB")  # a profile for other colours than these says nothing about them
        image = image.convert("RGB")
    try:
        converted = ImageCms.profileToProfile(
            image,
            profile,
            ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except ImageCms.PyCMSError:
        return image.convert("RGB")
    assert converted is not None  # only inPlace returns None
    return converted
