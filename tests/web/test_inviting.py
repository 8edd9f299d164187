"""The office invites, by e-mail and on paper; who has answered; a form on paper comes back with the wordings printed on it."""

import io
import re
import zipfile
from urllib.parse import urlsplit

import pytest
from pypdf import PdfReader
from sqlalchemy import event

from consent_store.ids import GroupId, PersonId
from consent_store.operations import people
from consent_store.operations import school as operations
from consent_store.operations.model_form import Wording
from consent_store.records.queries import consents, school
from consent_store.records.queries import people as questions
from consent_store.rules.entries import Say
from consent_store.rules.standing import State
from consent_store.rules.terms import Duty
from tests.school import WEBSITE
from tests.web.browser import Browser, Web

pytestmark = pytest.mark.usefixtures("hasty")
CODE = re.compile(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b")
SCAN = b"%PDF-1.7 a form that somebody signed"


@pytest.fixture
def office(web: Web) -> Browser:
    browser = web.enter_as(Duty.OFFICE)
    browser.post("/preferences", {"language": "en"})
    return browser


def family(web: Web, group: GroupId, *, email: bool = True, language: str = "en") -> tuple[PersonId, PersonId]:
    with web.school() as school_:
        child = school_.pupil(groups=[group])
        guardian = school_.guardian(child)
        changes = {"language": language} | ({} if email else {"email": None})
        people.correct(school_.session, guardian, changes, actor=school_.admin, at=school_.at)
    return child, guardian


@pytest.fixture
def group(web: Web) -> GroupId:
    with web.school() as school_:
        return school_.group("2A")


def text_of(data: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def test_a_class_is_invited_by_mail_once_and_in_their_language(web: Web, office: Browser, group: GroupId) -> None:
    family(web, group, language="nl")
    family(web, group, language="en")
    family(web, group, email=False)
    office.post("/office/invitations/mail", {"group": group})
    assert sorted(letter.text[:5] for letter in web.letters()) == ["Beste", "Dear "]
    office.post("/office/invitations/mail", {"group": group})
    assert len(web.letters()) == 2
    assert "invited by e-mail" in office.get(f"/office/invitations/{group}").text


def test_the_link_of_a_letter_leads_to_the_door(web: Web, office: Browser, group: GroupId) -> None:
    family(web, group)
    office.post("/office/invitations/mail", {"group": group})
    [link] = re.findall(r"http://\S+/in/\S+", web.letters()[0].text)
    browser, path = web.browser(), urlsplit(link).path
    assert "Send me a code" in browser.get(path, **{"Accept-Language": "en"}).text
    assert len(web.letters()) == 1  # looking sends nothing
    assert browser.post(path).location == "/signin/code"
    browser.get("/signin/code")
    code = "".join(re.findall(r"\d{4}", web.letters()[-1].text)[:2])
    assert browser.post("/signin/code", {"code": code}).location == "/"


def test_whoever_answered_is_left_alone(web: Web, office: Browser, group: GroupId) -> None:
    child, guardian = family(web, group)
    with web.school() as school_:
        for view in school.purposes(school_.session):
            for kind in view.purpose.kinds:
                school_.says(guardian, Say.NO, child, view.code, kind)
    office.post("/office/invitations/mail", {"group": group})
    assert web.letters() == []
    assert "Answered 1" in office.get("/office/invitations").text


def test_letters_on_paper_hold_a_code_for_whoever_has_no_address_alone(web: Web, office: Browser, group: GroupId) -> None:
    family(web, group, email=False)
    family(web, group)
    answer = office.post("/office/invitations/letters", {"group": group})
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("application/pdf", "no-store")
    sheets = text_of(answer.data)
    assert sorted(len(CODE.findall(sheet)) for sheet in sheets) == [0, 1]
    only = office.post("/office/invitations/letters", {"group": group, "to": "without"})
    assert len(text_of(only.data)) == 1


def test_a_printed_code_comes_in_once_and_then_an_address_is_asked_for(web: Web, office: Browser, group: GroupId) -> None:
    _, guardian = family(web, group, email=False)
    [code] = CODE.findall(text_of(office.post("/office/invitations/letters", {"group": group}).data)[0])
    browser = web.browser()
    assert code in browser.get(f"/letter/{code}").text
    assert browser.post("/letter", {"code": code.lower().replace("-", " ")}).location == "/address"
    browser.get("/address")
    assert browser.post("/address", {"email": "no address"}).status_code == 422
    assert browser.post("/address", {"email": "Karin@Thuis.test"}).location == "/address/code"
    browser.get("/address/code")
    assert browser.post("/address/code", {"code": "00000000"}).status_code == 422
    figures = "".join(re.findall(r"\d{4}", web.letters()[-1].text)[:2])
    assert (web.letters()[-1].to, browser.post("/address/code", {"code": figures}).location) == ("karin@thuis.test", "/")
    with web.services.db.reading() as session:
        assert questions.person(session, guardian).email == "karin@thuis.test"


def test_the_whole_school_comes_as_a_file_a_class_and_nobody_twice(web: Web, office: Browser, group: GroupId) -> None:
    with web.school() as school_:
        other = school_.group("3B/x")
    _, guardian = family(web, group)
    with web.school() as school_:
        people.record_guardianship(school_.session, guardian, school_.pupil(groups=[other]), True, actor=school_.admin, at=school_.at)
        school_.guardian(school_.pupil(groups=[other]))
    answer = office.post("/office/invitations/letters", {"group": "all"})
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert sorted(archive.namelist()) == ["letters 2A.pdf", "letters 3B-x.pdf"]
    assert sum(len(text_of(archive.read(name))) for name in archive.namelist()) == 2


def test_the_form_of_a_class_says_its_wordings_in_the_familys_language(web: Web, office: Browser, group: GroupId) -> None:
    family(web, group, language="ar")
    with web.school() as school_:
        words = {"nl": Wording("Site", "Nederlands."), "en": Wording("Site", "English."), "ar": Wording("موقع", "الموقع")}
        operations.publish_notice(school_.session, WEBSITE, words, False, actor=school_.admin, at=school_.at)
    answer = office.get(f"/office/invitations/{group}/forms")
    text = "\n".join(text_of(answer.data))
    assert "الموقع" in text and "Nederlands." not in text  # and what has no Arabic stands in Dutch:
    assert "Ouderportaal" in text
    assert "tekst 2" in text


def test_a_form_is_entered_under_the_wording_that_is_printed_on_it(web: Web, office: Browser, group: GroupId) -> None:
    child, guardian = family(web, group)
    with web.school() as school_:
        words = {"nl": Wording("Site", "Duidelijker."), "en": Wording("Site", "Clearer.")}
        operations.publish_notice(school_.session, WEBSITE, words, False, actor=school_.admin, at=school_.at)
    page = office.get(f"/office/people/{child}/paper?language=en&w=website.1-press.1").text
    assert '<option value="1" selected>' in page
    form = {"speaker": guardian, "signed_on": web.at.date().isoformat(), "language": "en", "website.photo": "yes", "website.wording": "1"}
    assert office.post(f"/office/people/{child}/paper", form | {"scan": (io.BytesIO(SCAN), "form.pdf")}).status_code == 303
    with web.school() as school_:
        [spoken] = school_.standing(child).spoken
        assert (spoken.word.notice, spoken.word.language) == (1, "en")
        assert len(consents.scans_of(school_.session, child)) == 1


def test_a_form_under_words_that_have_materially_changed_is_not_taken(web: Web, office: Browser, group: GroupId) -> None:
    child, guardian = family(web, group)
    with web.school() as school_:
        words = {"nl": Wording("Site", "Anders."), "en": Wording("Site", "Different.")}
        operations.publish_notice(school_.session, WEBSITE, words, True, actor=school_.admin, at=school_.at)
    form = {"speaker": guardian, "signed_on": web.at.date().isoformat(), "language": "nl", "website.photo": "yes", "website.wording": "1"}
    office.get(f"/office/people/{child}/paper")
    assert office.post(f"/office/people/{child}/paper", form | {"scan": (io.BytesIO(SCAN), "form.pdf")}).status_code == 409
    with web.school() as school_:
        assert school_.standing(child).state is State.NEVER_ASKED
    assert list(web.services.vault.names()) == []


def test_a_larger_school_asks_the_database_no_more(web: Web, office: Browser, group: GroupId) -> None:
    def asked() -> int:
        statements: list[str] = []
        listener = lambda *args: statements.append(args[2])  # noqa: E731
        event.listen(web.services.db.engine, "before_cursor_execute", listener)
        office.get("/office/invitations")
        office.get(f"/office/invitations/{group}")
        event.remove(web.services.db.engine, "before_cursor_execute", listener)
        return len(statements)

    family(web, group)
    few = asked()
    for _ in range(12):
        family(web, group)
    assert asked() == few


def test_nothing_is_sent_to_nobody(web: Web, office: Browser) -> None:
    assert office.post("/office/invitations/letters", {"group": "all"}).status_code == 303
    assert office.post("/office/invitations/letters", {}).status_code == 422
    assert office.post("/office/invitations/mail", {"group": "nothing"}).status_code == 404
    assert "No pupils yet" in office.get("/office/invitations").text
