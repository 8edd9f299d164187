"""The figures of the app: right within half a minute, and only then."""

from datetime import UTC, datetime

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.signin import totp

SECRET = totp.new_secret()
AT = datetime(2026, 11, 20, 12, 0, 15, tzinfo=UTC)
STEP_NOW = int(AT.timestamp()) // totp.STEP


@pytest.mark.parametrize(("late", "found"), [(-60, None), (-30, -1), (0, 0), (30, 1), (60, None)])
def test_the_clock_of_a_telephone_may_be_half_a_minute_off(late: int, found: int | None) -> None:
    code = pyotp.TOTP(SECRET).at(int(AT.timestamp()) + late)
    assert totp.step_of(SECRET, code, AT) == (None if found is None else STEP_NOW + found)


@given(st.text(max_size=12))
def test_whatever_is_sent_is_answered_and_nothing_else_is_right(text: str) -> None:
    right = {pyotp.TOTP(SECRET).at(int(AT.timestamp()) + late) for late in (-30, 0, 30)}
    figures = "".join(character for character in text if character in "0123456789")
    assert (totp.step_of(SECRET, text, AT) is not None) == (figures in right)


def test_the_picture_is_svg_without_a_style_that_the_policy_would_stop() -> None:
    svg = totp.picture(SECRET, "naam@school.test", "De Linde")
    assert svg.startswith("<svg")
    assert "style=" not in svg
    assert "<script" not in totp.picture(SECRET, "<script>", "<script>")
