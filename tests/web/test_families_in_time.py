"""Families over time: what ends is renewed in a press, what was just said is taken back, the same is offered for another child."""

import re

import pytest

from consent_store.ids import PersonId
from consent_store.operations import settings
from consent_store.rules.entries import Say
from consent_store.rules.standing import State
from consent_store.rules.terms import Kind
from tests.school import PORTAL, WEBSITE
from tests.web.browser import Browser, Web
from tests.web.test_families import page_form, words

HIDDEN = re.compile(r'<input type="hidden" name="([a-z_]+(?:\.[a-z.]+)?)" value="([^"]*)"')


def form_within(text: str, button: str) -> dict[str, str]:
    """The hidden fields of the form with this button."""
    [form] = [part for part in re.findall(r"<form.*?</form>", text, re.DOTALL) if button in part and 'name="csrf_token"' in part]
    return {name: value for name, value in HIDDEN.findall(form) if name != "csrf_token"}


def in_english(web: Web, person: PersonId) -> Browser:
    browser = web.enter(person)
    browser.post("/preferences", {"language": "en"})
    return browser


@pytest.fixture
def ending(web: Web) -> tuple[PersonId, PersonId]:
    """A child whose consent for the website ends in three weeks."""
    with web.school() as school:
        settings.choose_lasting(school.session, "months 12", actor=school.admin, at=school.at)
        child, guardian = school.family()
        school.gives(guardian, child)
    web.later(days=344)
    return child, guardian


def test_before_choosing_one_reads_how_long_a_yes_lasts(web: Web) -> None:
    with web.school() as school:
        child, guardian = school.family()
        settings.choose_lasting(school.session, "year 07-31", actor=school.admin, at=school.at)
    assert "A yes counts until 31 July 2027." in in_english(web, guardian).get(f"/families/{child}").text


def test_what_ends_is_renewed_in_one_press_and_once(web: Web, ending: tuple[PersonId, PersonId]) -> None:
    child, guardian = ending
    browser = in_english(web, guardian)
    page = browser.get(f"/families/{child}").text
    assert "until 19 November 2027" in page
    renewal = form_within(page, "Yes, let them go on")
    for _ in range(2):
        assert browser.post(f"/families/{child}", renewal).status_code == 303
    assert [word.until.year for word in words(web, child) if word.until] == [2027, 2028]
    assert "These end soon" not in browser.get(f"/families/{child}").text


def test_whoever_does_nothing_lets_it_end(web: Web, ending: tuple[PersonId, PersonId]) -> None:
    child, guardian = ending
    web.later(days=21)
    page = in_english(web, guardian).get(f"/families/{child}").text
    assert "Your yes has run out" in page
    assert "These end soon" not in page


def test_an_ordinary_form_renews_nothing_unasked(web: Web, ending: tuple[PersonId, PersonId]) -> None:
    child, guardian = ending
    browser = in_english(web, guardian)
    browser.post(f"/families/{child}", page_form(browser.get(f"/families/{child}").text))
    assert len(words(web, child)) == 1


def test_a_choice_is_undone_as_if_unsaid(web: Web) -> None:
    with web.school() as school:
        child, guardian = school.family()
    browser = in_english(web, guardian)
    form = page_form(browser.get(f"/families/{child}").text) | {"website.all": "no"}
    browser.post(f"/families/{child}", form)
    undo = form_within(browser.get(f"/families/{child}").text, "Undo")
    browser.post(f"/families/{child}/undo", undo)
    page = browser.get(f"/families/{child}").text
    assert "It is as it was before." in page
    assert "34 answers left" in page
    browser.post(f"/families/{child}/undo", undo)
    assert "changed in another window" in browser.get(f"/families/{child}").text
    assert [word.say for word in words(web, child)] == [Say.NO] * 3 + [Say.LIFTED] * 3


@pytest.mark.parametrize("numbers", ["", "x", "1", "999999"])
def test_an_undo_of_anything_else_changes_nothing(web: Web, numbers: str) -> None:
    with web.school() as school:
        child, guardian = school.family()
        school.says(school.guardian(child), Say.NO, child)
    browser = web.enter(guardian)
    browser.get(f"/families/{child}")
    browser.post(f"/families/{child}/undo", {"numbers": numbers})
    assert [word.say for word in words(web, child)] == [Say.NO]


def test_the_same_is_offered_only_for_what_has_no_word_and_is_said_as_shown(web: Web) -> None:
    with web.school() as school:
        first, second = school.pupil(), school.pupil()
        guardian = school.guardian(first, second)
        school.gives(guardian, first, WEBSITE, PORTAL)
        school.says(guardian, Say.NO, second, PORTAL)
    browser = in_english(web, guardian)
    page = browser.get(f"/families/{first}/same/{second}").text
    assert "School website" in page
    assert "Parent portal" not in page
    browser.post(f"/families/{second}", form_within(page, "Record this for"))
    with web.school() as school:
        assert [school.standing(second, purpose).state for purpose in (WEBSITE, PORTAL)] == [State.GIVEN, State.REFUSED]
        assert school.standing(second, WEBSITE, Kind.FILM).state is State.NEVER_ASKED
    assert browser.get(f"/families/{first}/same/{second}").status_code == 404


def test_the_same_is_nobodys_business_but_the_guardians(web: Web) -> None:
    with web.school() as school:
        first, guardian = school.family()
        foreign, _ = school.family()
        sixteen = school.pupil(born=None)
        school.guardian(sixteen)
        school.gives(guardian, first)
    browser = web.enter(guardian)
    for other in (foreign, sixteen, guardian, first):
        assert browser.get(f"/families/{first}/same/{other}").status_code == 404
    assert browser.get(f"/families/{foreign}/same/{first}").status_code == 404
