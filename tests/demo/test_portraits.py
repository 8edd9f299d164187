"""Drawn people are the same every time, found by the real detector, and told apart by the real describer."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.analysis.pipeline import Engine
from app.demo.cast import PUPIL_SEEDS, STAFF_SEEDS, pupils, staff, strangers, twins
from app.demo.heads import Head
from app.demo.looks import Hair
from app.demo.portraits import Face, Light, Pose, portrait


def described(engine: Engine, faces: tuple[Face, ...], variation: int) -> NDArray[np.float32]:
    """The descriptors (n, 128) of one picture of each, each found once with a score over 0.5."""
    pictures = [portrait(face, 240, variation=variation) for face in faces]
    found = engine.find(pictures)
    assert [len(one) for one in found] == [1] * len(faces)
    assert min(one[0].score for one in found) > 0.5
    return np.stack([one[0].descriptor for one in engine.describe(pictures, found)])


@pytest.fixture(scope="module")
def descriptors(engine: Engine) -> NDArray[np.float32]:
    """Everybody of the demo school in two pictures, (2, n, 128)."""
    everybody = (*pupils(), *staff(), *strangers())
    return np.stack([described(engine, everybody, variation) for variation in (0, 1)])


def test_same_arguments_same_bytes() -> None:
    first, again = (portrait(Face.from_seed(7), 96, variation=2) for _ in range(2))
    assert first.tobytes() == again.tobytes()


@pytest.mark.parametrize("other", [{"variation": 3}, {"pose": Pose(yaw=15)}, {"smile": 0.0}, {"light": Light(side=0.6)}])
def test_another_moment_is_another_picture(other: dict[str, object]) -> None:
    usual = portrait(Face.from_seed(7), 96, pose=Pose(), light=Light(), smile=0.9)
    changed = portrait(Face.from_seed(7), 96, **{"pose": Pose(), "light": Light(), "smile": 0.9, **other})  # type: ignore[arg-type]
    assert not np.array_equal(usual, changed)


@given(seed=st.integers(0, 2**31), adult=st.booleans())
@settings(max_examples=40, deadline=None)
def test_any_seed_can_be_drawn(seed: int, adult: bool) -> None:
    face = Face.from_seed(seed, adult)
    picture = portrait(face, 64)
    assert picture.shape == (64, 64, 3) and picture.dtype == np.uint8 and picture.std() > 20
    assert face == Face.from_seed(seed, adult)


@pytest.mark.parametrize("style", Hair)
def test_every_hair_can_turn(style: Hair) -> None:
    seed = next(s for s in range(400) if Face.from_seed(s, s % 2 == 1).hair is style)
    face = Face.from_seed(seed, seed % 2 == 1)
    left, right = (portrait(face, 64, pose=Pose(yaw=yaw), light=Light(), smile=0.5) for yaw in (-28, 28))
    assert np.abs(left.astype(int) - right).mean() > 2


def test_a_turned_head_carries_its_features_along() -> None:
    straight = Head(Face.from_seed(1), (0, 0), 10)
    turned = Head(Face.from_seed(1), (0, 0), 10, Pose(yaw=20, pitch=10))
    assert (turned.on([(0, 0.5)]) > straight.on([(0, 0.5)]) + 1).all()


def test_the_cast_is_complete() -> None:
    assert len(set(PUPIL_SEEDS)) == 24 and len(set(STAFF_SEEDS)) == 10
    assert not any(face.adult for face in pupils()) and all(face.adult for face in staff())


def test_pictures_of_one_person_are_near(descriptors: NDArray[np.float32]) -> None:
    assert np.linalg.norm(descriptors[0] - descriptors[1], axis=1).max() < 0.35


def test_any_two_people_are_apart(descriptors: NDArray[np.float32]) -> None:
    apart = [np.linalg.norm(a - b) for a, b in combinations(descriptors[0], 2)]
    assert min(apart) > 0.42 and np.median(apart) > 0.6


def test_everybody_is_nearest_to_themselves_with_a_clear_margin(descriptors: NDArray[np.float32]) -> None:
    between = np.linalg.norm(descriptors[1][:, None] - descriptors[0][None], axis=2)
    own = np.diag(between).copy()
    np.fill_diagonal(between, np.inf)
    assert (between.min(axis=1) - own).min() > 0.12


def test_twins_are_taken_for_one(engine: Engine) -> None:
    one, other = described(engine, twins(), 0)
    assert 0 < np.linalg.norm(one - other) < 0.4
