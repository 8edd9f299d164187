"""Each flaw is seen where it is, and only there."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.pipeline import Engine
from app.analysis.ports import POOR, Flaw, Landmarks, Pixels, Point, Quality
from app.analysis.quality import tilt, turned
from app.demo.portraits import Pose, portrait


def quality(engine: Engine, picture: Pixels) -> Quality:
    [[face]] = engine.describe([picture], engine.find([picture]))
    return face.quality


def scaled(picture: Pixels, side: int) -> Pixels:
    return cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)


def tilted(picture: Pixels) -> Pixels:
    turn = cv2.getRotationMatrix2D((len(picture) / 2, len(picture) / 2), 50, 0.8)
    return cv2.warpAffine(picture, turn, picture.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)


def test_a_school_photo_is_good(engine: Engine, drawn: Callable[..., Pixels]) -> None:
    found = quality(engine, drawn(0, 480))
    assert found.good
    assert 0.5 < found.score <= 1


@pytest.mark.parametrize(
    ("flaw", "spoil"),
    [
        (Flaw.SMALL, lambda picture: np.pad(scaled(picture, 70), ((40, 40), (40, 40), (0, 0)), mode="edge")),
        (Flaw.BLURRED, lambda picture: cv2.GaussianBlur(picture, (0, 0), 9)),
        (Flaw.DARK, lambda picture: cv2.convertScaleAbs(picture, alpha=0.15)),
        (Flaw.TILTED, tilted),
    ],
)
def test_each_flaw_is_seen(engine: Engine, drawn: Callable[..., Pixels], flaw: Flaw, spoil: Callable[[Pixels], Pixels]) -> None:
    whole = drawn(4, 480)
    spoilt = quality(engine, spoil(whole))
    assert flaw in spoilt.flaws
    assert flaw not in quality(engine, whole).flaws


def test_a_cut_face_is_called_cut(engine: Engine, drawn: Callable[..., Pixels]) -> None:
    whole = drawn(0, 480)
    [[face]] = engine.find([whole])
    eye = int(face.landmarks.left_eye.x)
    assert Flaw.CUT in quality(engine, np.ascontiguousarray(whole[:, eye:])).flaws


def test_a_turned_head_is_less_frontal_than_a_straight_one(engine: Engine) -> None:
    from app.demo.cast import pupils

    straight, aside = (quality(engine, portrait(pupils()[0], 480, pose=Pose(yaw))) for yaw in (0, 30))
    assert aside.pose > straight.pose + 0.1


@given(st.floats(48, 4000), st.floats(7, 200), st.floats(0, 0.55), st.floats(40, 225), st.booleans())
def test_a_score_says_whether_there_were_flaws(size: float, sharpness: float, pose: float, light: float, flawed: bool) -> None:
    score = Quality(size, sharpness, pose, 0, light, (Flaw.CUT,) if flawed else ()).score
    assert 0 <= score <= 1
    assert (score > POOR) is not flawed


def test_pose_and_tilt_of_points_worked_by_hand() -> None:
    frontal = Landmarks(Point(0, 0), Point(10, 0), Point(5, 5), Point(1, 10), Point(9, 10))
    profile = frontal._replace(nose=Point(10, 5))
    upright_turn = Landmarks(*(Point(-point.y, point.x) for point in profile))
    assert (turned(frontal), turned(profile)) == pytest.approx((0, 1))
    assert turned(upright_turn) == pytest.approx(1)
    assert (tilt(frontal), tilt(upright_turn)) == pytest.approx((0, 90))
