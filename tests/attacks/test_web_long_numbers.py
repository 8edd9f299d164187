"""A number longer than a database counts, or than Python reads, is no number: it breaks no page."""

import pytest

from consent_store.rules.terms import Duty
from tests.web.browser import Web
from tests.web.releasing import Show

LONG = ("9" * 20, "9" * 5000)


@pytest.mark.parametrize("number", LONG)
@pytest.mark.parametrize("path", ["/releases/latest?start=", "/releases/?start=", "/releases/recalls?start=", "/ledger/?before="])
def test_in_an_address(web: Web, path: str, number: str) -> None:
    browser = web.enter_as(Duty.PRIVACY if "ledger" in path else Duty.COMMS)
    assert browser.get(path + number).status_code == 200


@pytest.mark.parametrize("number", LONG)
def test_in_a_form(web: Web, number: str) -> None:
    show = Show.open(web)
    child, guardian = show.family()
    with web.school() as school:
        release = show.gallery.release(show.picture(school, child))
    show.browser.get(f"/releases/{release}/links")
    link = {"recipient": "The Courier", "until": web.at.date().isoformat(), "most": number}
    assert show.browser.post(f"/releases/{release}/links", link).status_code == 303
    family = web.enter(guardian)
    family.get(f"/families/{child}")
    assert family.post(f"/families/{child}/undo", {"numbers": number}).status_code == 303
