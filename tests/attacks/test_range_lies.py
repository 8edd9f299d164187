"""Attack: a player asks for bytes that are not there, for more than there are, or for many parts at once, to read past it or tire us."""

import pytest

from consent_store.rules.terms import Duty
from tests.web.browser import Web
from tests.web.test_ranges import FILM, preview


@pytest.mark.parametrize("asked", ["bytes=100000-", "bytes=100000-100001", "bytes=999999999999999999999-"])
def test_what_is_not_there_is_said_not_to_be_there(web: Web, asked: str) -> None:
    answer = web.enter_as(Duty.TEACHER).get(f"/pictures/{preview(web)[0]}", Range=asked)
    assert (answer.status_code, answer.data, answer.headers["Content-Range"]) == (416, b"", "bytes */100000")


def test_many_parts_at_once_cost_no_more_than_the_whole(web: Web) -> None:
    asked = "bytes=" + ",".join(f"{at}-" for at in range(900))
    answer = web.enter_as(Duty.TEACHER).get(f"/pictures/{preview(web)[0]}", Range=asked)
    assert (answer.status_code, answer.data) == (200, FILM)


def test_nobody_gets_another_s_file_by_its_parts(web: Web) -> None:
    made = preview(web)[0]
    for browser in (web.browser(), web.enter_as(Duty.PRIVACY)):
        assert browser.get(f"/pictures/{made}", Range="bytes=0-9").status_code in (302, 303, 401, 403, 404)
