"""Any picture that phones and cameras make opens as the same upright sRGB pixels."""

from datetime import datetime
from io import BytesIO

import numpy as np
import pytest
from PIL import ExifTags, Image, ImageCms, ImageFile, ImageOps
from PIL.TiffImagePlugin import ImageFileDirectory_v2
from pillow_heif import from_pillow

from app.media.images import Unreadable, crop, open_picture, resized
from consent_store.rules.sightings import Box
from tests.media.drawing import FORMATS, LOSS, SIZE, drawn, far, noisy, p3_profile, saved

WITH_EXIF = ("JPEG", "PNG", "WEBP", "TIFF", "AVIF")
GRAY = Image.linear_gradient("L").resize(SIZE)


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_opens_as_its_pixels(format: str) -> None:
    picture = open_picture(saved(drawn(), format))
    assert (picture.format, picture.width, picture.height) == (format, *SIZE)
    assert picture.pixels.dtype == np.uint8
    assert picture.taken_at is None
    assert far(picture.pixels, drawn()) <= LOSS[format]


@pytest.mark.parametrize("format", WITH_EXIF)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_pixels_stand_as_people_see_them(format: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    undo = {5: 5, 6: 8, 7: 7, 8: 6}.get(orientation, orientation)
    turned = drawn()
    turned.getexif()[ExifTags.Base.Orientation] = undo
    stored = ImageOps.exif_transpose(turned)
    stored.info.clear()
    assert far(open_picture(saved(stored, format, exif=exif)).pixels, drawn()) <= LOSS[format]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_heif_is_turned_once_though_it_says_so_twice(orientation: int) -> None:
    turned = drawn()
    turned.getexif()[ExifTags.Base.Orientation] = orientation
    stored = from_pillow(drawn())
    stored.info["exif"] = turned.getexif().tobytes()
    file = BytesIO()
    stored.save(file, quality=90)
    assert far(open_picture(file.getvalue()).pixels, ImageOps.exif_transpose(turned)) <= LOSS["HEIF"]


MODES = {
    "grey": (GRAY, "PNG", GRAY),
    "grey JPEG": (GRAY, "JPEG", GRAY),
    "one bit": (GRAY.convert("1"), "PNG", GRAY.convert("1")),
    "palette": (drawn().quantize(256), "PNG", drawn().quantize(256)),
    "CMYK JPEG": (drawn().convert("CMYK"), "JPEG", drawn()),
    "CMYK TIFF": (drawn().convert("CMYK"), "TIFF", drawn()),
    "YCbCr": (drawn().convert("YCbCr"), "TIFF", drawn()),
    "Lab": (
        ImageCms.profileToProfile(drawn(), ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"),
        "TIFF",
        drawn(),
    ),
    "16 bit": (Image.fromarray(np.asarray(GRAY).astype(np.uint16) * 257), "PNG", GRAY),
    "16 bit TIFF": (Image.fromarray(np.asarray(GRAY).astype(np.uint16) * 257), "TIFF", GRAY),
}  # fmt: skip


@pytest.mark.parametrize("name", MODES)
def test_every_way_to_keep_colours_becomes_rgb(name: str) -> None:
    stored, format, expected = MODES[name]
    assert far(open_picture(saved(stored, format)).pixels, expected) <= 20


TRANSPARENT = [("RGBA", "PNG"), ("LA", "PNG"), ("P", "PNG"), ("RGBA", "WEBP"), ("RGBA", "TIFF"), ("LA", "TIFF"), ("RGBA", "AVIF")]


@pytest.mark.parametrize(("mode", "format"), TRANSPARENT)
def test_what_is_transparent_is_white(mode: str, format: str) -> None:
    clear = Image.new("RGBA", SIZE, (10, 10, 10, 0))
    clear.paste((0, 0, 0, 255), (0, 0, SIZE[0] // 2, SIZE[1]))
    pixels = open_picture(saved(clear.quantize(8) if mode == "P" else clear.convert(mode), format)).pixels
    assert pixels[:, -8:].min() > 250
    assert pixels[:, :8].max() < 5


@pytest.mark.parametrize("format", FORMATS)
def test_wide_gamut_colours_become_srgb(format: str) -> None:
    wide = Image.new("RGB", SIZE, (180, 100, 60))
    lossless = {"lossless": True} if format == "WEBP" else {}
    picture = open_picture(saved(wide, format, icc_profile=p3_profile(), **lossless))
    # By hand: (v / 255) ** 2.2, Display P3 to XYZ, XYZ to sRGB, the sRGB curve.
    assert np.abs(picture.pixels[32, 48].astype(int) - (193, 96, 45)).max() <= (3 if LOSS[format] == 0 else 8)
    assert "profile" in picture.had


def test_a_broken_profile_is_read_as_srgb() -> None:
    assert far(open_picture(saved(drawn(), "PNG", icc_profile=b"no profile at all")).pixels, drawn()) == 0


def test_a_profile_for_other_colours_is_not_believed() -> None:
    assert far(open_picture(saved(GRAY, "PNG", icc_profile=p3_profile())).pixels, GRAY) <= 6


def _camera_exif(**more: object) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Camera"
    exif.get_ifd(ExifTags.IFD.Exif).update(more.pop("exif", {ExifTags.Base.DateTimeOriginal: "2026:05:04 13:37:59"}))
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(more.pop("gps", {}))
    return exif


def _in_tiff_tags() -> ImageFileDirectory_v2:
    tags = ImageFileDirectory_v2()
    tags[ExifTags.IFD.Exif] = {ExifTags.Base.DateTimeOriginal: "2026:05:04 13:37:59"}
    return tags


@pytest.mark.parametrize("format", FORMATS)
def test_the_camera_says_when(format: str) -> None:
    options = {"tiffinfo": _in_tiff_tags()} if format == "TIFF" else {"exif": _camera_exif()}
    picture = open_picture(saved(drawn(), format, **options))
    assert picture.taken_at == datetime.fromisoformat("2026-05-04T13:37:59")
    assert picture.had >= ({"exif"} if format != "TIFF" else set())


@pytest.mark.parametrize("written", ["", "0000:00:00 00:00:00", "yesterday", "2026:13:01 00:00:00", "2026:05:04", "\0" * 19])
def test_a_strange_date_is_no_date(written: str) -> None:
    exif = _camera_exif(exif={ExifTags.Base.DateTimeOriginal: written})
    expected = datetime.fromisoformat("2026-05-04") if written == "2026:05:04" else None
    assert open_picture(saved(drawn(), "JPEG", exif=exif)).taken_at == expected


def _frames(format: str) -> bytes:
    return saved(drawn(), format, save_all=True, append_images=[noisy()])


HAD = {
    "nothing": (lambda: saved(drawn(), "PNG"), set()),
    "position": (lambda: saved(drawn(), "JPEG", exif=_camera_exif(gps={1: "N", 2: (52.0, 5.0, 1.0)})), {"position"}),
    "maker_note": (lambda: saved(drawn(), "JPEG", exif=_camera_exif(exif={0x927C: b"who and where"})), {"maker_note"}),
    "position in XMP": (lambda: saved(drawn(), "WEBP", xmp=b"<x exif:GPSLatitude='52,5N'/>"), {"position", "xmp"}),
    "comment": (lambda: saved(drawn(), "JPEG", comment="by Anna"), {"comment"}),
    "text": (lambda: b"".join(_with_text(saved(drawn(), "PNG"))), {"comment"}),
    "tail": (lambda: saved(drawn(), "JPEG") + b"more", {"tail"}),
    "tail of PNG": (lambda: saved(drawn(), "PNG") + b"more", {"tail"}),
    "zeros": (lambda: saved(drawn(), "JPEG") + bytes(99), set()),
    "frames": (lambda: _frames("WEBP"), {"frames"}),
    "pages": (lambda: _frames("TIFF"), {"frames"}),
}  # fmt: skip


def _with_text(png: bytes) -> tuple[bytes, bytes, bytes]:
    from zlib import crc32

    body = b"tEXtComment\0by Anna"
    return png[:33], (len(body) - 4).to_bytes(4) + body + crc32(body).to_bytes(4), png[33:]


@pytest.mark.parametrize("name", HAD)
def test_what_is_dropped_is_named(name: str) -> None:
    make, expected = HAD[name]
    assert open_picture(make()).had - {"exif"} == expected


@pytest.mark.parametrize("format", ["WEBP", "TIFF", "PNG", "AVIF"])
def test_of_several_frames_the_first_is_the_picture(format: str) -> None:
    picture = open_picture(_frames(format))
    assert far(picture.pixels, drawn()) <= LOSS[format]
    assert "frames" in picture.had


def test_pixels_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        open_picture(saved(drawn(), "PNG")).pixels[0, 0, 0] = 1


REFUSED = {
    "empty": b"",
    "not_a_picture": b"Dear parents, " * 100,
    "broken": b"\xff\xd8\xff\xd9",
    "truncated": b"\x89PNG\r\n\x1a\n",
    "unsupported": saved(Image.new("F", SIZE), "TIFF"),
}


@pytest.mark.parametrize("code", REFUSED)
def test_a_refusal_has_a_code_and_a_sentence(code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        open_picture(REFUSED[code])
    assert refusal.value.code == code
    assert str(refusal.value).endswith(".")


def test_a_gif_is_not_among_the_formats() -> None:
    with pytest.raises(Unreadable, match="not a picture"):
        open_picture(saved(drawn(), "GIF"))


def test_the_name_says_nothing(tmp_path) -> None:
    path = tmp_path / "holiday.gif"
    path.write_bytes(saved(drawn(), "PNG"))
    assert open_picture(path).format == "PNG"


def test_resizing_keeps_the_shape_and_never_enlarges() -> None:
    pixels = np.asarray(drawn((300, 200)))
    assert resized(pixels, 150).shape == (100, 150, 3)
    assert resized(pixels, 300) is pixels
    assert resized(np.zeros((4000, 1, 3), np.uint8), 100).shape == (100, 1, 3)
    assert far(resized(pixels, 96), drawn((96, 64))) <= 12


def test_a_crop_is_widened_as_far_as_the_picture_goes() -> None:
    pixels = np.asarray(noisy((100, 80)))
    assert (crop(pixels, Box(40, 30, 60, 50), 0.0) == pixels[30:50, 40:60]).all()
    assert (crop(pixels, Box(40, 30, 60, 50), 0.5) == pixels[20:60, 30:70]).all()
    assert (crop(pixels, Box(-5, -5, 10, 10), 1.0) == pixels[:25, :25]).all()
    with pytest.raises(ValueError, match="outside"):
        crop(pixels, Box(200, 200, 210, 210), 0.1)


def test_a_crop_is_a_copy() -> None:
    pixels = np.asarray(noisy()).copy()
    piece = crop(pixels, Box(0, 0, 8, 8), 0.0)
    pixels[:] = 0
    assert piece.any()


def test_a_decoder_that_paints_missing_parts_is_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    whole = saved(noisy(), "TIFF", compression="tiff_lzw")
    with pytest.raises(Unreadable):
        open_picture(whole[: len(whole) // 2])
    assert not ImageFile.LOAD_TRUNCATED_IMAGES
