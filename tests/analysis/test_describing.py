"""The descriptors are those of face_recognition, and they tell drawn people apart."""

from collections.abc import Callable, Iterator
from types import ModuleType

import numpy as np
import pytest
from PIL import ImageFile

from app.analysis.describer import dlib_square
from app.analysis.pipeline import Engine
from app.analysis.ports import Pixels


@pytest.fixture
def face_recognition() -> Iterator[ModuleType]:
    """The package whose import changes how Pillow treats truncated files: put back afterwards."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    yield pytest.importorskip("face_recognition")
    ImageFile.LOAD_TRUNCATED_IMAGES = before


def test_the_same_numbers_as_face_recognition(engine: Engine, drawn: Callable[..., Pixels], face_recognition: ModuleType) -> None:
    pictures = [drawn(number, size) for number, size in ((0, 480), (1, 240), (2, 900))]
    found = [faces[:1] for faces in engine.find(pictures)]
    described = engine.describe(pictures, found)
    for picture, [face], [ours] in zip(pictures, found, described, strict=True):
        box = dlib_square(face.box)
        [theirs] = face_recognition.face_encodings(picture, [(box.top, box.right, box.bottom, box.left)], model="small")
        assert np.abs(ours.descriptor - theirs).max() < 1e-5


def test_faces_keep_their_place_among_pictures(engine: Engine, drawn: Callable[..., Pixels]) -> None:
    pictures = [drawn(0), np.full((90, 90, 3), 128, np.uint8), np.hstack([drawn(1), drawn(2)])]
    found = engine.find(pictures)
    assert [len(faces) for faces in found] == [1, 0, 2]
    together = engine.describe(pictures, found)
    for picture, faces, described in zip(pictures, found, together, strict=True):
        [alone] = engine.describe([picture], [faces])
        assert [each.face for each in described] == faces
        for one, other in zip(described, alone, strict=True):
            assert np.allclose(one.descriptor, other.descriptor, atol=1e-5)


def test_one_person_is_nearer_than_two(described: Callable[[int, int], np.ndarray]) -> None:
    people = np.stack([[described(number, variation) for variation in range(2)] for number in range(6)])
    own = np.linalg.norm(people[:, 0] - people[:, 1], axis=1)
    others = np.linalg.norm(people[:, 0][:, None] - people[:, 1], axis=2)[~np.eye(6, dtype=bool)]
    assert own.max() < others.min()


def test_nothing_is_described_where_nobody_is(engine: Engine) -> None:
    assert engine.describe([np.zeros((8, 8, 3), np.uint8)], [[]]) == [[]]
    assert engine.describe([], []) == []
