"""A guardian without authority sees what the school allows, says nothing, and learns of nobody who said what."""

import pytest

from consent_store.ids import PersonId
from consent_store.operations import people, settings
from consent_store.rules.entries import Say
from consent_store.rules.terms import Duty, Onlookers
from tests.school import PORTAL
from tests.web.browser import Browser, Web
from tests.web.test_families import page_form, words


@pytest.fixture
def onlooker(web: Web) -> tuple[PersonId, Browser]:
    """A child of whom one parent said yes and no, and the other parent, without authority, in English."""
    with web.school() as school:
        child, guardian = school.family()
        other = school.guardian()
        people.record_guardianship(school.session, other, child, False, actor=school.admin, at=school.at)
        school.gives(guardian, child)
        school.says(guardian, Say.NO, child, PORTAL)
    browser = web.enter(other)
    browser.post("/preferences", {"language": "en"})
    return child, browser


def allow(web: Web, what: Onlookers) -> None:
    with web.school() as school:
        settings.choose_onlookers(school.session, what, actor=school.admin, at=school.at)


def test_by_default_what_stands_without_names_or_days(web: Web, onlooker: tuple[PersonId, Browser]) -> None:
    child, browser = onlooker
    page = browser.get(f"/families/{child}").text
    assert "You see how it stands" in page
    assert page.count('<input type="radio"') == 0
    assert "said no" not in page
    assert "20 November 2026" not in page
    assert browser.get(f"/families/{child}/shown").status_code == 404


def test_nothing_where_the_school_says_so(web: Web, onlooker: tuple[PersonId, Browser]) -> None:
    child, browser = onlooker
    allow(web, Onlookers.NOTHING)
    assert browser.get(f"/families/{child}").status_code == 404
    assert browser.get("/families/").location != f"/families/{child}"


def test_pictures_where_the_school_says_so(web: Web, onlooker: tuple[PersonId, Browser]) -> None:
    child, browser = onlooker
    allow(web, Onlookers.PICTURES)
    assert f"/families/{child}/shown" in browser.get(f"/families/{child}").text
    assert browser.get(f"/families/{child}/kept").status_code == 404


def test_an_onlooker_says_nothing(web: Web, onlooker: tuple[PersonId, Browser]) -> None:
    child, browser = onlooker
    with web.school() as school:
        own, guardian = school.family()
    form = page_form(web.enter(guardian).get(f"/families/{own}").text) | {"press.photo": "no", "website.photo": "no"}
    browser.get(f"/families/{child}")
    assert browser.post(f"/families/{child}", form).status_code == 404
    assert len(words(web, child)) == 2


def test_that_somebody_must_not_be_found_shows_to_nobody(web: Web, onlooker: tuple[PersonId, Browser]) -> None:
    child, browser = onlooker
    before = browser.get(f"/families/{child}").text.split("<main")[1].split("csrf")[0]
    with web.school() as school:
        people.set_locatable(school.session, child, True, actor=school.admin, at=school.at)
    assert browser.get(f"/families/{child}").text.split("<main")[1].split("csrf")[0] == before


def test_the_school_chooses_what_they_see_and_how_long_a_yes_lasts(web: Web) -> None:
    admin = web.enter_as(Duty.ADMIN)
    admin.get("/office/school")
    for sent in ({"lasts": "year", "month": "7", "day": "31"}, {"lasts": "months", "months": "12"}, {"lasts": "never"}):
        assert admin.post("/office/school/lasting", sent).status_code == 303
    admin.get("/office/school")
    assert admin.post("/office/school/onlookers", {"onlookers": "everything"}).status_code == 422
    admin.post("/office/school/onlookers", {"onlookers": "pictures"})
    assert 'value="pictures" checked' in admin.get("/office/school").text


@pytest.mark.parametrize(
    "wrong", [{"lasts": "year", "month": "2", "day": "30"}, {"lasts": "months", "months": "0"}, {"lasts": "months", "months": "9999"}]
)
def test_a_term_that_makes_no_sense_is_told(web: Web, wrong: dict[str, str]) -> None:
    admin = web.enter_as(Duty.ADMIN)
    admin.get("/office/school")
    admin.post("/office/school/lasting", wrong)
    assert 'value="never" checked' in admin.get("/office/school").text


def test_the_office_sees_who_contradicts_whom(web: Web) -> None:
    with web.school() as school:
        child, mother = school.family()
        school.gives(mother, child)
        school.says(school.guardian(child), Say.NO, child)
    page = web.enter_as(Duty.OFFICE).get("/office/conflicts").text
    assert "Bram Nummer1 (20 november 2026)" in page
    assert "Chloë Nummer2 (20 november 2026)" in page
