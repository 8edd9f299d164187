"""Staff ask the families about one picture and see who answered; the office answers what families wish."""

import pytest

from consent_store.ids import ItemId, PersonId
from consent_store.operations import corrections
from consent_store.records.queries import people
from consent_store.rules.asking import Matter
from consent_store.rules.terms import Duty
from tests.web.browser import Browser, Web
from tests.web.releasing import Show


class Staff:
    """A picture of a child who was never asked, and a teacher's browser."""

    def __init__(self, web: Web) -> None:
        self.web, self.show = web, Show.open(web)
        self.child, self.guardian = self.show.family(says_yes=False)
        [self.item] = self.show.pictures(self.child)
        self.teacher = english(web, self.show.gallery.teacher)

    def ask(self, item: ItemId | None = None, **form: str) -> str:
        """Ask for the website, and what the page then says."""
        path = f"/asking/{item or self.item}"
        self.teacher.get(path)
        self.teacher.post(path, {"purpose": "website", "why": "the news", "days": "7"} | form)
        return self.teacher.get(path).text


def english(web: Web, person: PersonId) -> Browser:
    """Somebody's browser, in English."""
    browser = web.enter(person)
    browser.client.set_cookie("language", "en", domain="localhost")
    return browser


@pytest.fixture
def staff(web: Web) -> Staff:
    """What they hold."""
    return Staff(web)


def test_every_family_gets_one_letter_and_the_page_says_who_answered(staff: Staff) -> None:
    page = staff.ask()
    assert "0 yes, 0 no, 1 without an answer" in page
    staff.ask()  # once more, from another tab
    [letter] = staff.web.letters()
    assert "the news" in letter.text and "/in/" in letter.text and "26 november 2026" in letter.text
    family = english(staff.web, staff.guardian)
    path = f"/families/{staff.child}/asked"
    asked = family.get(path).text.split(f"{path}/")[1].split('"')[0]
    family.post(f"{path}/{asked}", {"answer": "yes", "notice": "1", "language": "nl"})
    assert "1 yes, 0 no, 0 without an answer" in staff.teacher.get(f"/asking/{staff.item}").text


def test_only_who_asked_stops_asking(staff: Staff) -> None:
    page = staff.ask()
    cancel = page.split(f'action="/asking/{staff.item}/')[1].split('"')[0]
    assert "Ask no more" not in staff.show.browser.get(f"/asking/{staff.item}").text
    staff.show.browser.post(f"/asking/{staff.item}/{cancel}")
    assert "can stop asking" in staff.show.browser.get(f"/asking/{staff.item}").text
    staff.teacher.get(f"/asking/{staff.item}")
    staff.teacher.post(f"/asking/{staff.item}/{cancel}")
    assert "ended" in staff.teacher.get(f"/asking/{staff.item}").text
    family = english(staff.web, staff.guardian)
    assert "Nothing is asked now" in family.get(f"/families/{staff.child}/asked").text


@pytest.mark.parametrize("wrong", [{"why": " "}, {"days": "0"}, {"days": "99"}, {"purpose": "nothing"}])
def test_what_cannot_be_asked_is_told_and_nobody_gets_a_letter(staff: Staff, wrong: dict[str, str]) -> None:
    staff.ask(**wrong)
    assert staff.web.letters() == []


def test_the_office_answers_with_a_letter(staff: Staff) -> None:
    with staff.web.school() as school:
        wish = corrections.ask(school.session, staff.child, Matter.GIVEN_NAME, "Zoë", actor=staff.guardian, at=staff.web.at)
    office = staff.web.enter_as(Duty.OFFICE)
    office.client.set_cookie("language", "en", domain="localhost")
    assert "Zoë" in office.get("/office/wishes").text
    office.post(f"/office/wishes/{wish}", {"granted": "no", "answer": ""})
    assert staff.web.letters() == []
    office.get("/office/wishes")
    office.post(f"/office/wishes/{wish}", {"granted": "yes", "answer": "Gladly."})
    [letter] = staff.web.letters()
    assert "Gladly." in letter.text
    with staff.web.services.db.reading() as session:
        assert people.person(session, staff.child).given_name == "Zoë"
    assert "Zoë" in english(staff.web, staff.guardian).get(f"/families/{staff.child}/kept").text


def test_the_office_erases_and_says_what_stays(staff: Staff) -> None:
    with staff.web.school() as school:
        wish = corrections.ask(school.session, staff.child, Matter.ERASURE, "", actor=staff.guardian, at=staff.web.at)
    office = staff.web.enter_as(Duty.OFFICE)
    office.client.set_cookie("language", "en", domain="localhost")
    assert "without a name" in office.get("/office/wishes").text
    office.post(f"/office/wishes/{wish}", {"granted": "yes", "answer": ""})
    with staff.web.services.db.reading() as session:
        assert people.person(session, staff.child).erased
    assert len(staff.web.letters()) == 1 and "Nothing waits" in office.get("/office/wishes").text
