"""Faces are found whatever their size, place, turn and light, and nothing else is."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from app.analysis.pipeline import Engine
from app.analysis.ports import Pixels
from app.demo.cast import pupils
from app.demo.portraits import portrait
from consent_store.rules.sightings import Box


def wall(height: int, width: int) -> Pixels:
    """A wall with a little grain."""
    noise = np.random.default_rng(5).integers(147, 154, (height // 4 + 1, width // 4 + 1, 3), np.uint8)
    return np.ascontiguousarray(noise.repeat(4, axis=0).repeat(4, axis=1)[:height, :width])


def placed(picture: Pixels, face: Pixels, left: int, top: int) -> Pixels:
    picture[top : top + len(face), left : left + face.shape[1]] = face
    return picture


def boxes(engine: Engine, picture: Pixels) -> list[Box]:
    return [face.box for face in engine.find([picture])[0]]


@pytest.fixture(scope="module")
def face_height(engine: Engine, drawn: Callable[..., Pixels]) -> float:
    """How much of a portrait's height its face is."""
    [box] = boxes(engine, drawn(0, 480))
    return box.height / 480


@pytest.mark.parametrize("height", [20, 90, 700, 1500])
def test_faces_of_every_size_in_24_megapixels(engine: Engine, drawn: Callable[..., Pixels], face_height: float, height: int) -> None:
    side = round(height / face_height)
    large = drawn(0, 960)
    small = cv2.resize(large, (side, side), interpolation=cv2.INTER_AREA if side < 960 else cv2.INTER_CUBIC)
    [box] = boxes(engine, placed(wall(4000, 6000), small, 1900, 100))
    assert box.height == pytest.approx(height, rel=0.3)
    assert Box(1900, 100, 1900 + side, 100 + side).overlap(box) > 0


def test_a_face_that_fills_the_picture(engine: Engine, drawn: Callable[..., Pixels]) -> None:
    [box] = boxes(engine, drawn(1, 480))
    close = drawn(1, 960)[box.top * 2 : box.bottom * 2, box.left * 2 : box.right * 2]
    assert len(boxes(engine, np.ascontiguousarray(close))) == 1


def test_a_face_that_fills_24_megapixels(engine: Engine, drawn: Callable[..., Pixels]) -> None:
    [box] = boxes(engine, drawn(1, 480))
    close = cv2.resize(drawn(1, 480)[box.top : box.bottom, box.left : box.right], (4000, 6000), interpolation=cv2.INTER_CUBIC)
    [found] = boxes(engine, close)
    assert found.height > 3000


@pytest.mark.parametrize("height", [20, 200, 300, 420, 480, 530])
def test_a_glance_at_a_frame_sees_faces_of_every_size(
    engine: Engine, drawn: Callable[..., Pixels], face_height: float, height: int
) -> None:
    side = round(height / face_height)
    face = cv2.resize(drawn(0, 960), (side, side), interpolation=cv2.INTER_AREA if side < 960 else cv2.INTER_CUBIC)
    frame = placed(wall(side + 540, side + 960), face, 480, 270)
    top, left = (side - 540) // 2 + 270, (side - 960) // 2 + 480
    [found] = engine.detector.glance(np.ascontiguousarray(frame[top : top + 540, left : left + 960]))
    assert found.box.height == pytest.approx(height, rel=0.3)


@pytest.mark.parametrize("degrees", [-25, 25])
def test_tilted_heads(engine: Engine, drawn: Callable[..., Pixels], degrees: int) -> None:
    turn = cv2.getRotationMatrix2D((240, 240), degrees, 1)
    tilted = cv2.warpAffine(drawn(2, 480), turn, (480, 480), borderMode=cv2.BORDER_REPLICATE)
    assert len(boxes(engine, tilted)) == 1


@pytest.mark.parametrize("light", [0.35, 1.5])
def test_dark_and_bright_pictures(engine: Engine, drawn: Callable[..., Pixels], light: float) -> None:
    assert len(boxes(engine, cv2.convertScaleAbs(drawn(3, 480), alpha=light))) == 1


def test_everybody_of_the_drawn_school(engine: Engine) -> None:
    counts = [len(faces) for faces in engine.find([portrait(pupil, 240) for pupil in pupils()])]
    assert counts == [1] * len(counts)


def test_a_face_cut_by_the_edge_stays_inside_it(engine: Engine, drawn: Callable[..., Pixels]) -> None:
    whole = drawn(0, 480)
    [box] = boxes(engine, whole)
    cut = np.ascontiguousarray(whole[:, box.left + box.width // 4 :])
    [edge] = boxes(engine, cut)
    assert edge.left >= 0
    assert edge.clipped(cut.shape[1], cut.shape[0]) == edge


def test_a_face_on_a_seam_between_tiles_is_found_once(engine: Engine, drawn: Callable[..., Pixels]) -> None:
    picture = wall(3000, 5000)
    for left in range(1900, 3100, 300):
        placed(picture, drawn(0, 240), left, 1300)
    assert len(boxes(engine, picture)) == 4


def test_a_thousand_faces(engine: Engine, drawn: Callable[..., Pixels]) -> None:
    heads = [cv2.resize(drawn(number, 240), (72, 72), interpolation=cv2.INTER_AREA) for number in range(10)]
    crowd = np.vstack([np.hstack([heads[(row + column) % 10] for column in range(40)]) for row in range(25)])
    assert 980 <= len(boxes(engine, crowd)) <= 1000


@pytest.mark.parametrize("shape", [(1, 1), (1, 4000), (33, 7), (700, 500), (2500, 3500)])
def test_nobody_where_nobody_is(engine: Engine, shape: tuple[int, int]) -> None:
    assert boxes(engine, wall(*shape)) == []


def test_read_only_pixels_are_enough(engine: Engine, drawn: Callable[..., Pixels]) -> None:
    picture = drawn(0).copy()
    picture.flags.writeable = False
    [faces] = engine.find([picture])
    assert len(engine.describe([picture], [faces])[0]) == 1
