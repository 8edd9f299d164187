"""Purposes and notices in the office, and every wording for whoever is signed in."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.office.differences import differences
from consent_store.operations import school as operations
from consent_store.operations.model_form import Wording
from consent_store.records.queries import controller, notices, school
from consent_store.rules.standing import State
from consent_store.rules.terms import Duty, Kind
from tests.school import PORTAL, WEBSITE
from tests.web.browser import Browser, Web

PAGE = "/office/purposes/website"
DRAFT = {"languages": ["nl", "en"], "title_nl": "Site", "text_nl": "Een.\r\n\r\nTwee.", "title_en": "Site", "text_en": "One.\r\n\r\nTwo."}
WORDS = st.text(st.sampled_from("ab \n."), max_size=40)


@pytest.fixture
def office(web: Web) -> Browser:
    browser = web.enter_as(Duty.OFFICE)
    browser.post("/preferences", {"language": "en"})
    return browser


def seen(office: Browser) -> str:
    """The digest in the page that compares."""
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', office.get(f"{PAGE}/compare").text)
    assert found
    return found[1]


@given(old=WORDS, new=WORDS)
def test_a_difference_holds_both_texts(old: str, new: str) -> None:
    pieces = differences(old, new)
    assert "".join(piece.text for piece in pieces if piece.how != "gone") == new
    assert "".join(piece.text for piece in pieces if piece.how != "new").split() == old.split()
    assert (old == new) == all(piece.how == "same" for piece in pieces)


def test_a_wording_is_written_compared_and_published(web: Web, office: Browser) -> None:
    assert office.post(f"{PAGE}/notice", DRAFT | {"compare": "yes"}).location == f"{PAGE}/compare"
    page = office.get(f"{PAGE}/compare").text
    assert "<ins>" in page and "[gone:]" in page
    with web.services.db.reading() as session:
        assert school.current_notice(session, WEBSITE, "en").version == 1
    assert office.post(f"{PAGE}/publish", {"seen": seen(office), "material": "yes"}).location == PAGE
    with web.services.db.reading() as session:
        notice = school.current_notice(session, WEBSITE, "en")
        assert (notice.version, notice.material, notice.text) == (2, True, "One.\n\nTwo.")


@pytest.mark.parametrize(("form", "status"), [({"material": ""}, 422), ({"material": "yes", "seen": "0" * 64}, 409)])
def test_what_was_not_said_or_not_seen_is_not_published(web: Web, office: Browser, form: dict[str, str], status: int) -> None:
    office.post(f"{PAGE}/notice", DRAFT)
    assert office.post(f"{PAGE}/publish", {"seen": seen(office)} | form).status_code == status
    with web.services.db.reading() as session:
        assert school.current_notice(session, WEBSITE, "en").version == 1


def test_a_draft_without_a_language_that_people_read_is_not_published(web: Web, office: Browser) -> None:
    office.post(f"{PAGE}/notice", DRAFT | {"text_en": ""})
    answer = office.post(f"{PAGE}/publish", {"seen": seen(office), "material": "no"})
    assert (answer.status_code, "Nothing is in force yet." in answer.text) == (422, True)


def test_what_a_change_would_end_is_said_in_numbers(web: Web, office: Browser) -> None:
    with web.school() as school_:
        child, guardian = school_.family()
        school_.gives(guardian, child)
        school_.gives(guardian, child, kind=Kind.FILM)
    office.post(f"{PAGE}/notice", DRAFT)
    assert "2 times yes now stand, for 1 person." in office.get(f"{PAGE}/compare").text
    office.post(f"{PAGE}/publish", {"seen": seen(office), "material": "yes"})
    with web.school() as school_:
        assert school_.standing(child).state is State.OUTDATED


def test_a_language_is_added_written_from_right_to_left_and_kept(web: Web, office: Browser) -> None:
    assert office.post(f"{PAGE}/notice", DRAFT | {"add": "x y"}).status_code == 422
    assert office.post(f"{PAGE}/notice", DRAFT | {"add": "ar"}).status_code == 303
    assert 'name="text_ar" lang="ar" dir="rtl"' in re.sub(r' (rows|required|id)="[^"]*"', "", office.get(f"{PAGE}/notice").text)
    office.post(f"{PAGE}/notice", DRAFT | {"languages": ["nl", "en", "ar"], "title_ar": "موقع", "text_ar": "نص"})
    office.post(f"{PAGE}/publish", {"seen": seen(office), "material": "no"})
    assert '<option value="ar">' in office.get("/office/people/new").text
    shown = office.get("/notices/website/2?language=ar").text
    assert 'lang="ar" dir="rtl"' in shown and "نص" in shown


def test_a_draft_is_thrown_away(web: Web, office: Browser) -> None:
    office.post(f"{PAGE}/notice", DRAFT)
    office.post(f"{PAGE}/notice/discard")
    assert office.get(f"{PAGE}/compare").location == f"{PAGE}/notice"
    with web.services.db.reading() as session:
        assert notices.draft(session, WEBSITE) == {}


def test_an_old_wording_stays_readable_for_families(web: Web) -> None:
    with web.school() as school_:
        _, guardian = school_.family()
        first = school.notice(school_.session, WEBSITE, 1, "nl").text.split("\n\n")[0]
        words = {"nl": Wording("Site", "Anders."), "en": Wording("Site", "Different.")}
        operations.publish_notice(school_.session, WEBSITE, words, True, actor=school_.admin, at=school_.at)
    family = web.enter(guardian)
    page = family.get("/notices/website/1?language=nl").text
    assert (first in page and "no longer in force" in page) or "geldt niet meer" in page
    assert family.get("/notices/website/3").status_code == 404
    assert family.get("/notices/nothing/1").status_code == 404


def test_purposes_change_their_place_and_what_they_take(web: Web, office: Browser) -> None:
    office.post(f"/office/purposes/{PORTAL}/move", {"up": "no"})
    told = {"kinds": "photo", "consent_per_item": "yes", "recipients": "Visitors of the website", "retention": "Two years"}
    assert office.post(PAGE, told).status_code == 303
    assert office.post(PAGE, told | {"kinds": "smell"}).status_code == 422
    with web.services.db.reading() as session:
        assert [view.code for view in school.purposes(session)][1] == PORTAL
        changed = school.purpose(session, WEBSITE)
        assert (changed.kinds, changed.consent_per_item, changed.masks_allowed) == ({Kind.PHOTO}, True, False)
        assert controller.stated(session)[WEBSITE] == controller.Stated("Visitors of the website", "Two years")


def test_the_school_says_who_it_is_and_how_it_reminds(web: Web) -> None:
    admin = web.enter_as(Duty.ADMIN)
    admin.post("/office/school/letters", {"address": "Lindelaan 1", "email": "Privacy@School.test", "storage": "Utrecht"})
    admin.post("/office/school/letters", {"address": "Lindelaan 2", "email": "nobody"})
    admin.post("/office/school/reminders", {"remind_days": "10", "remind_times": "2"})
    admin.post("/office/school/reminders", {"remind_days": "x", "remind_times": "2"})
    with web.services.db.reading() as session:
        assert controller.controller(session) == controller.Controller("Lindelaan 1", "privacy@school.test", None, "Utrecht")
        assert controller.reminding(session) == controller.Reminding(10, 2)
