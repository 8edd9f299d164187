"""What families see and may do: their own children, every purpose and kind, each word once."""

import re
from datetime import date

import pytest

from consent_store.ids import PersonId, PurposeCode
from consent_store.operations import people
from consent_store.operations import school as school_operations
from consent_store.operations.model_form import Wording
from consent_store.records import ledger
from consent_store.rules.entries import Say, Word
from consent_store.rules.standing import State
from consent_store.rules.terms import RECOGNITION, Kind
from tests.school import WEBSITE
from tests.web.browser import Browser, Web

HTMX = {"HX-Request": "true"}


def page_form(text: str) -> dict[str, str]:
    """What a browser without JavaScript sends: hidden fields and chosen radios."""
    hidden = re.findall(r'<input type="hidden" name="([a-z_]+\.[a-z.]+)" value="([^"]*)"', text)
    chosen = re.findall(r'<input type="radio" name="([^"]+)" value="(\w+)" checked', text)
    return dict(hidden) | dict(chosen)


def words(web: Web, person: PersonId) -> list[Word]:
    with web.services.db.reading() as session:
        return [entry.body for entry in ledger.about(session, person) if isinstance(entry.body, Word)]


@pytest.fixture
def family(web: Web) -> tuple[PersonId, PersonId, Browser]:
    """A child of twelve, the guardian, and the guardian's browser, in English."""
    with web.school() as school:
        child, guardian = school.family()
    browser = web.enter(guardian)
    browser.post("/preferences", {"language": "en"})
    return child, guardian, browser


def test_the_start_is_the_first_child_and_nothing_is_chosen_beforehand(family: tuple[PersonId, PersonId, Browser]) -> None:
    child, _, browser = family
    assert browser.get("/families/").location == f"/families/{child}"
    page = browser.get(f"/families/{child}").text
    assert "34 answers left" in page
    assert " checked" not in page
    assert "No answer yet. Until there is one, it is no." in page


def test_give_then_withdraw_each_by_one_choice(web: Web, family: tuple[PersonId, PersonId, Browser]) -> None:
    child, guardian, browser = family
    for answer, say in (("yes", Say.YES), ("no", Say.WITHDRAWN)):
        form = page_form(browser.get(f"/families/{child}").text) | {"website.photo": answer}
        assert browser.post(f"/families/{child}", form).location == f"/families/{child}"
        last = words(web, child)[-1]
        assert (last.say, last.speaker, last.purpose, last.kind) == (say, guardian, WEBSITE, Kind.PHOTO)
    assert len(words(web, child)) == 2
    assert "You took your yes back on" in browser.get(f"/families/{child}").text


def test_one_answer_for_a_purpose_stands_for_the_kinds_without_their_own(web: Web, family: tuple[PersonId, PersonId, Browser]) -> None:
    child, _, browser = family
    form = page_form(browser.get(f"/families/{child}").text) | {"website.all": "yes", "website.sound": "no"}
    browser.post(f"/families/{child}", form)
    assert {word.kind: word.say for word in words(web, child)} == {Kind.PHOTO: Say.YES, Kind.FILM: Say.YES, Kind.SOUND: Say.NO}


def test_a_choice_in_a_page_that_stays_answers_with_its_card_and_what_is_left(family: tuple[PersonId, PersonId, Browser]) -> None:
    child, _, browser = family
    form = page_form(browser.get(f"/families/{child}").text) | {"website.photo": "no"}
    only = {name: value for name, value in form.items() if name.startswith("website.")}
    answer = browser.post(f"/families/{child}", only, **HTMX)
    assert answer.text.count("<section") == 1
    assert "33 answers left" in answer.text
    assert "You said no on 20 November 2026." in answer.text


def test_what_is_sent_twice_is_said_once(web: Web, family: tuple[PersonId, PersonId, Browser]) -> None:
    child, _, browser = family
    form = page_form(browser.get(f"/families/{child}").text) | {"website.photo": "yes"}
    browser.post(f"/families/{child}", form)
    assert browser.post(f"/families/{child}", form).status_code == 303
    assert len(words(web, child)) == 1


def test_another_window_is_told_and_nothing_is_recorded(web: Web, family: tuple[PersonId, PersonId, Browser]) -> None:
    child, _, browser = family
    old = page_form(browser.get(f"/families/{child}").text)
    browser.post(f"/families/{child}", old | {"website.photo": "no"})
    answer = browser.post(f"/families/{child}", old | {"website.photo": "yes", "press.photo": "yes"})
    assert answer.status_code == 409
    assert "changed in another window" in answer.text
    assert [word.say for word in words(web, child)] == [Say.NO]


def test_a_yes_to_an_older_wording_is_told_and_a_no_is_kept(web: Web, family: tuple[PersonId, PersonId, Browser]) -> None:
    child, _, browser = family
    old = page_form(browser.get(f"/families/{child}").text)
    with web.school() as school:
        renewed = {"nl": Wording("Site", "Anders."), "en": Wording("Site", "Different.")}
        school_operations.publish_notice(school.session, WEBSITE, renewed, True, actor=school.admin, at=school.at)
    web.later(minutes=1)
    answer = browser.post(f"/families/{child}", old | {"website.photo": "yes"}, **HTMX)
    assert (answer.status_code, words(web, child)) == (409, [])
    assert "wording has changed" in answer.text
    browser.post(f"/families/{child}", old | {"website.photo": "no"})
    assert [word.say for word in words(web, child)] == [Say.NO]


def test_a_yes_that_ran_out_is_asked_again(web: Web, family: tuple[PersonId, PersonId, Browser]) -> None:
    child, guardian, _ = family
    with web.school() as school:
        school.gives(guardian, child, RECOGNITION)
    web.later(days=366)
    browser = web.enter(guardian)
    browser.post("/preferences", {"language": "en"})
    page = browser.get(f"/families/{child}").text
    assert "Your yes has run out" in page
    browser.post(f"/families/{child}", page_form(page) | {"recognition.photo": "yes"})
    with web.school() as school:
        assert school.standing(child, RECOGNITION).state is State.GIVEN


def test_the_other_guardians_no_is_said_and_wins(web: Web, family: tuple[PersonId, PersonId, Browser]) -> None:
    child, guardian, browser = family
    with web.school() as school:
        other = school.guardian(child)
        school.gives(guardian, child)
        school.says(other, Say.NO, child)
    page = browser.get(f"/families/{child}").text
    assert re.search(r"Chloë Nummer2 said no on 20 November 2026\.</b> One no is enough", page)


def test_a_pupil_under_16_says_no_and_takes_it_back_but_never_yes(web: Web, family: tuple[PersonId, PersonId, Browser]) -> None:
    child, guardian, _ = family
    with web.school() as school:
        school.gives(guardian, child)
    browser = web.enter(child)
    form = page_form(browser.get(f"/families/{child}").text)
    browser.post(f"/families/{child}", form | {"website.photo": "no"})
    with web.school() as school:
        assert school.standing(child).state is State.REFUSED
    assert browser.post(f"/families/{child}", page_form(browser.get(f"/families/{child}").text) | {"press.photo": "yes"}).status_code == 422
    browser.post(f"/families/{child}", page_form(browser.get(f"/families/{child}").text) | {"website.photo": "lifted"})
    with web.school() as school:
        assert school.standing(child).state is State.GIVEN


def test_from_16_on_the_pupil_chooses_and_the_parent_sees_nothing_of_it(web: Web) -> None:
    with web.school() as school:
        pupil, guardian = school.family(born=date(2010, 1, 1))
    own, parent = web.enter(pupil), web.enter(guardian)
    form = page_form(own.get(f"/families/{pupil}").text)
    own.post(f"/families/{pupil}", form | {"website.photo": "yes"})
    page = parent.get(f"/families/{pupil}").text
    assert "website" not in page and f'href="/families/{pupil}"' in page
    parent.post(f"/families/{pupil}", form | {"website.photo": "no"})
    with web.school() as school:
        assert school.standing(pupil).stands


def test_anothers_child_is_not_found(web: Web, family: tuple[PersonId, PersonId, Browser]) -> None:
    with web.school() as school:
        foreign, _ = school.family()
    _, _, browser = family
    assert browser.get(f"/families/{foreign}").status_code == 404
    assert browser.post(f"/families/{foreign}", {"website.photo": "yes"}).status_code == 404
    assert words(web, foreign) == []


@pytest.mark.parametrize(
    "wrong",
    [{"website.photo": "maybe"}, {"website.photo.seen": "x", "website.photo": "no"}, {"website.notice": "", "website.photo": "yes"}],
)
def test_a_form_that_was_bent_changes_nothing(web: Web, family: tuple[PersonId, PersonId, Browser], wrong: dict[str, str]) -> None:
    child, _, browser = family
    form = page_form(browser.get(f"/families/{child}").text)
    assert browser.post(f"/families/{child}", form | wrong).status_code == 422
    assert words(web, child) == []


def test_a_purpose_has_no_word_of_who_must_not_be_found(web: Web, family: tuple[PersonId, PersonId, Browser]) -> None:
    child, guardian, browser = family
    with web.school() as school:
        school.gives(guardian, child, PurposeCode("press"))
    before = browser.get(f"/families/{child}").text
    with web.school() as school:
        people.set_locatable(school.session, child, True, actor=school.admin, at=school.at)
    strip = re.compile(r'name="csrf[^>]+>|content="[^"]+"|value="[^"]{40,}"')
    assert strip.sub("", browser.get(f"/families/{child}").text) == strip.sub("", before)
