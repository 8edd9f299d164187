"""The photographer's sheet: on the page, on paper, and as a phone keeps it."""

import io

import pytest
from pypdf import PdfReader

from consent_store.ids import EventId, PersonId
from consent_store.operations import media, people
from consent_store.operations import templates as template_operations
from consent_store.operations.templates import Reference
from consent_store.records.queries import people as questions
from consent_store.records.queries import sheets
from consent_store.rules.extent import Extent
from consent_store.rules.terms import RECOGNITION, Audience, Duty
from tests.records.test_sheets import by, child_of
from tests.web.browser import Browser, Web
from tests.web.test_events import in_english


@pytest.fixture
def teacher(web: Web) -> Browser:
    return in_english(web.enter_as(Duty.TEACHER))


def sports_day(web: Web) -> tuple[EventId, PersonId]:
    """A class of three: everywhere, inside, nowhere; and the one who must not be found, who reads as inside."""
    with web.school() as school:
        group = school.group("2A")
        for audiences in (tuple(Audience), (Audience.INTERNAL,), ()):
            child_of(school, group, *audiences)
        hidden = child_of(school, group, *Audience)
        people.set_locatable(school.session, hidden, True, actor=school.admin, at=school.at)
        told = {"title": "Sports day", "on": school.at.date(), "groups": [group]}
        return media.make_event(school.session, **told, actor=school.admin, at=school.at), hidden


def test_the_page_says_who_and_until_when_and_never_why(web: Web, teacher: Browser) -> None:
    event, hidden = sports_day(web)
    assert f"/events/{event}/sheet" in teacher.get(f"/events/{event}").text
    for path in ("sheet", "sheet/kept"):
        page = teacher.get(f"/events/{event}/{path}").text
        for words in ("2A", "Nowhere", "Not outside the school", "Everywhere", "Ask again after 21 November 2026, 13.00."):
            assert words in page, words
        assert "found" not in page.partition("<main")[2]
        assert f"/pictures/register/{hidden}" not in page
    inside = page.partition("Not outside the school")[2].partition("<section")[0]
    with web.services.db.reading() as session:
        assert questions.person(session, hidden).name in inside


def test_a_picture_stands_only_beside_whom_everybody_may_see_and_the_office_shows(web: Web, teacher: Browser) -> None:
    event, hidden = sports_day(web)
    with web.school() as school:
        members = [shown for section in sheets.of_event(school.session, event, at=web.at).sections for shown in section.people]
        (open_,) = [shown.person for shown in members if shown.extent is Extent.EVERYWHERE]
        for person in (open_, hidden):
            school.gives(school.guardian(person), person, RECOGNITION)
            template_operations.keep(school.session, person, "model", b"key", [Reference(b"sealed", 0.9, "picture")], **by(school))
            people.correct(school.session, person, {"reference_shown": True}, **by(school))
    page = teacher.get(f"/events/{event}/sheet").text
    assert f"/pictures/register/{open_}" in page and f"/pictures/register/{hidden}" not in page
    assert "/pictures/" not in teacher.get(f"/events/{event}/sheet/kept").text
    with web.school() as school:
        people.correct(school.session, open_, {"reference_shown": False}, **by(school))
    assert "/pictures/register/" not in teacher.get(f"/events/{event}/sheet").text


def test_paper_says_the_same_and_when_it_was_printed(web: Web, teacher: Browser) -> None:
    event, _hidden = sports_day(web)
    answer = teacher.get(f"/events/{event}/sheet.pdf")
    assert answer.mimetype == "application/pdf" and "sheet-2026-11-20.pdf" in answer.headers["Content-Disposition"]
    text = PdfReader(io.BytesIO(answer.data)).pages[0].extract_text()
    for words in (
        "Sports day",
        "2A",
        "Nowhere (1)",
        "Not outside the school (2)",
        "Printed 20 November 2026, 13.00.",
        "Ask again after 21",
    ):
        assert words in text, words


def test_what_a_phone_keeps_names_its_end_and_holds_no_form_and_no_picture(web: Web, teacher: Browser) -> None:
    event, _ = sports_day(web)
    answer = teacher.get(f"/events/{event}/sheet/kept")
    assert answer.headers["X-Ask-Again"] == "2026-11-21T12:00:00+00:00"
    assert not any(word in answer.text for word in ("<form", "<img", "csrf", "/pictures/"))
    assert "Nummer" not in teacher.get(f"/events/{event}/sheet/over").text
    worker = teacher.get(f"/events/{event}/sheet/worker.js")
    assert worker.mimetype == "text/javascript" and "Service-Worker-Allowed" not in worker.headers
    worker.close()


def test_an_event_without_groups_shows_nobody(web: Web, teacher: Browser) -> None:
    with web.school() as school:
        event = media.make_event(school.session, title="Fair", on=school.at.date(), actor=school.admin, at=school.at)
    assert "nobody is to be shown" in teacher.get(f"/events/{event}/sheet").text
    assert teacher.get(f"/events/{event}/sheet.pdf").data.startswith(b"%PDF")
