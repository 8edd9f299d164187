"""Coming in: families by a code, staff by a password and a second factor, nobody otherwise."""

import re

from consent_store.ids import PersonId
from tests.web.browser import Browser, Web

PASSWORD = "vier groene stoelen"


def guardian_of(web: Web) -> tuple[PersonId, str]:
    """A guardian with a child, and the guardian's address."""
    with web.school() as school:
        _, guardian = school.family()
        address = f"{guardian}@thuis.test"
        from consent_store.operations import people

        people.correct(school.session, guardian, {"email": address}, actor=school.admin, at=school.at)
    return guardian, address


def figures(letter_text: str) -> str:
    """The code in a letter."""
    return "".join(re.findall(r"\d{4}", letter_text)[:2])


def asks_for_code(web: Web, address: str) -> tuple[Browser, str]:
    """A browser on the page that wants the code, and the code."""
    browser = web.browser()
    browser.get("/signin")
    assert browser.post("/signin", {"email": address}).location == "/signin/code"
    browser.get("/signin/code")
    return browser, figures(web.letters()[-1].text)


def test_a_family_comes_in_with_a_code(web: Web) -> None:
    _, address = guardian_of(web)
    browser, code = asks_for_code(web, address)
    answer = browser.post("/signin/code", {"code": f"{code[:4]} {code[4:]}"})
    assert answer.status_code == 303
    assert browser.get("/account").status_code == 200
