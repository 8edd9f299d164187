"""The demo school's open door, tried on a real school."""

from tests.web.browser import Web


def test_on_a_real_school_there_is_no_such_door(web: Web) -> None:
    browser = web.browser()
    page = browser.get("/signin").text
    assert "/signin/demo" not in page
    assert str(web.admin) not in page
    assert browser.post("/signin/demo", {"account": web.admin}).status_code == 404
    assert browser.get("/account").status_code == 303


def test_on_the_demo_school_it_opens_and_says_so(unopened: Web) -> None:
    unopened.open(demo=True)
    browser = unopened.browser()
    page = browser.get("/signin").text
    assert str(unopened.admin) in page
    assert "demo" in page.lower()
    assert browser.post("/signin/demo", {"account": "nobody"}).status_code == 404
    assert browser.post("/signin/demo", {"account": unopened.admin}).status_code == 303
    assert browser.get("/account").status_code == 200
    assert browser.client.post("/signin/demo", base_url=browser.url, data={"account": unopened.admin}).status_code == 400
