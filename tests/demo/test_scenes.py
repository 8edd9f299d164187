"""Event photos come with the truth about them, which the real detector agrees with."""

import io
from datetime import UTC, datetime
from typing import cast

import numpy as np
import pytest
from PIL import ExifTags, Image

from app.analysis.pipeline import Engine
from app.demo.camera import Shot, save_jpeg
from app.demo.cast import pupils
from app.demo.places import Place
from app.demo.scenes import Placed, Scene, rows, scene
from consent_store.rules.sightings import Box

SIZE = (480, 320)
GROUP = tuple((f"pupil {number}", face) for number, face in enumerate(pupils()))


def missed(engine: Engine, picture: Scene) -> list[str]:
    """The keys of true faces that the detector did not find where they are."""
    found = [face.box for face in engine.find([picture.pixels])[0]]
    return [key for key, box in picture.boxes if not any(box.overlap(seen) > 0.4 for seen in found)]


@pytest.mark.parametrize("place", Place)
def test_every_place_holds_a_group_and_knows_where(place: Place) -> None:
    picture = scene(place, rows(GROUP[:6], seed=2), SIZE, seed=2)
    assert picture.pixels.shape == (320, 480, 3) and picture.pixels.dtype == np.uint8
    assert {key for key, _ in picture.boxes} == {key for key, _ in GROUP[:6]}
    assert all(box.clipped(*SIZE) == box for _, box in picture.boxes)


def test_same_arguments_same_bytes() -> None:
    first, again = (scene("field", rows(GROUP[:3], seed=1), SIZE, seed=1) for _ in range(2))
    assert first.pixels.tobytes() == again.pixels.tobytes() and first.boxes == again.boxes
    assert not np.array_equal(scene("field", rows(GROUP[:3], seed=1), SIZE, seed=9).pixels, first.pixels)


def test_unknown_place_is_refused() -> None:
    with pytest.raises(ValueError, match="moon"):
        scene("moon", ())


@pytest.mark.parametrize("count", [0, 1, 2, 4, 5, 9, 10, 12, 14])
def test_rows_place_everybody_once_inside_the_picture(count: int) -> None:
    placed = rows(GROUP[:count], seed=count)
    assert sorted(one.key for one in placed) == sorted(key for key, _ in GROUP[:count])
    assert all(0.02 < share < 0.98 for one in placed for share in one.at)


def test_the_detector_finds_a_group(engine: Engine) -> None:
    assert missed(engine, scene("playground", rows(GROUP[:9], seed=4), (1200, 800), seed=4)) == []


def test_a_back_has_no_box_and_no_face(engine: Engine) -> None:
    picture = scene("corridor", [Placed("back", GROUP[3][1], (0.5, 0.4), 0.2, away=True)], SIZE)
    assert picture.boxes == ()
    assert engine.find([picture.pixels])[0] == []


def test_a_poster_shows_a_face(engine: Engine) -> None:
    picture = scene("corridor", [Placed("poster", GROUP[5][1], (0.7, 0.4), 0.2, framed=True)], (800, 533))
    assert [key for key, _ in picture.boxes] == ["poster"]
    assert missed(engine, picture) == []


def test_who_is_outside_has_no_box_and_who_is_half_inside_a_clipped_one() -> None:
    outside, half = Placed("outside", GROUP[0][1], (1.4, 0.5), 0.2), Placed("half", GROUP[1][1], (1.0, 0.5), 0.2)
    (only,) = scene("field", [outside, half], SIZE).boxes
    assert only[0] == "half" and only[1].right == SIZE[0]


def test_a_waving_arm_and_a_team_shirt_are_seen() -> None:
    still = Placed("one", GROUP[2][1], (0.5, 0.4), 0.2)
    waving = Placed("one", GROUP[2][1], (0.5, 0.4), 0.2, raised=1, cloth=(255, 120, 0))
    plain, lively = (scene("field", [one], SIZE).pixels.astype(int) for one in (still, waving))
    changed = np.abs(plain - lively).max(axis=2) > 40
    assert changed[:, 260:].any() and changed[200:, 220:260].mean() > 0.3


def test_jpeg_carries_what_the_camera_knew() -> None:
    pixels = scene("stage", rows(GROUP[:1]), SIZE).pixels
    shot = Shot(datetime(2026, 6, 12, 10, 30, tzinfo=UTC), north=52.5, east=-4.25, owner="Telefoon")
    exif = Image.open(io.BytesIO(save_jpeg(pixels, shot))).getexif()
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    assert exif[ExifTags.Base.HostComputer] == "Telefoon"
    assert exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] == "2026:06:12 10:30:00"
    assert place[ExifTags.GPS.GPSLatitude] == (52, 30, 0) and place[ExifTags.GPS.GPSLongitude] == (4, 15, 0)
    assert place[ExifTags.GPS.GPSLongitudeRef] == "W"


def test_jpeg_carries_a_thumbnail_that_can_be_opened() -> None:
    pixels = scene("stage", rows(GROUP[:1]), SIZE).pixels
    data = save_jpeg(pixels, Shot(datetime(2026, 6, 12, 10, 30, tzinfo=UTC)))
    second = Image.open(io.BytesIO(data)).getexif().get_ifd(ExifTags.IFD.IFD1)
    start = data.index(b"Exif\x00\x00") + 6 + cast(int, second[ExifTags.Base.JpegIFOffset])
    small = Image.open(io.BytesIO(data[start : start + cast(int, second[ExifTags.Base.JpegIFByteCount])]))
    assert small.size == (160, 107) and small.resize((8, 5)).convert("L").getextrema()[1] > 30


def test_jpeg_without_a_shot_carries_nothing() -> None:
    data = save_jpeg(np.zeros((32, 32, 3), np.uint8))
    assert not Image.open(io.BytesIO(data)).getexif()


def test_box_covers_the_face_from_forehead_to_chin() -> None:
    ((_, box),) = scene("field", [Placed("one", GROUP[0][1], (0.5, 0.5), 0.25)], (600, 400)).boxes
    assert isinstance(box, Box) and box.left < 300 < box.right and box.top < 200 < box.bottom
    assert 0.8 < box.width / 100 < 1.15 and 0.7 < box.width / box.height < 1.15
