"""The review, by plain forms: every face an answer, somebody else's answer never overwritten, the live line true, then attested."""

import re

import pytest

from consent_store.ids import ItemId, PersonId, SightingId
from consent_store.operations import media as operations
from consent_store.operations import people
from consent_store.records.queries import media, reviews
from consent_store.rules.gate import Verdict
from consent_store.rules.sightings import Answer, Box, Origin
from tests.gallery import Gallery, found
from tests.school import PORTAL, WEBSITE
from tests.web.browser import Browser, Web


class Evening:
    """A teacher before a photo with three faces, the first with a guess; `anna` may be shown, `chloe` may not."""

    def __init__(self, web: Web) -> None:
        self.web = web
        with web.school() as school:
            group = school.group("2A")
            (self.anna, parent), (self.chloe, _) = school.family(groups=[group]), school.family(groups=[group])
            school.gives(parent, self.anna, WEBSITE, PORTAL)
            gallery = Gallery.open(school)
            told = {"on": web.at.date(), "groups": [group], "actor": gallery.teacher, "at": web.at}
            gallery.event = operations.make_event(school.session, title="Autumn run", **told)
            item = gallery.upload()
            self.item, self.faces = item, gallery.look(item, found(3, self.anna))
            gallery.file(item)
            self.gallery, self.teacher, self.colleague = gallery, gallery.teacher, gallery.colleague
        self.path = f"/events/items/{self.item}"

    def enter(self, who: PersonId) -> Browser:
        browser = self.web.enter(who)
        browser.client.set_cookie("language", "en", domain="localhost")
        browser.get(self.path)
        return browser

    def answer(self, browser: Browser, face: int, **form: str) -> int:
        seen = form.pop("seen", str(self.revision))
        return browser.post(f"{self.path}/faces/{self.faces[face]}", {"seen": seen} | form).status_code

    @property
    def revision(self) -> int:
        with self.web.services.db.reading() as session:
            return media.item(session, self.item).revision

    @property
    def answers(self) -> list[Answer | PersonId | None]:
        with self.web.services.db.reading() as session:
            claims = [view.sighting for view in media.sightings_of(session, self.item)]
        return [claim.person or claim.answer for claim in claims]


@pytest.fixture
def evening(web: Web) -> Evening:
    return Evening(web)


def test_the_page_asks_about_the_first_face_with_the_guess_and_who_may_not_be_shown(evening: Evening) -> None:
    page = evening.enter(evening.teacher).get(evening.path).text
    assert "Is this Anna" in page and "Looks very much like Anna (0.30)" in page
    assert "3 answers still keep the gate shut" in page
    assert "May not be shown" in page and "Chloë" in page and "nowhere" in page


def test_each_kind_of_answer_by_a_plain_form(evening: Evening) -> None:
    browser = evening.enter(evening.teacher)
    assert evening.answer(browser, 0, person=evening.anna) == 303
    assert evening.answer(browser, 1, answer="stranger") == 303
    assert evening.answer(browser, 2, answer="nobody") == 303
    assert evening.answers == [evening.anna, Answer.STRANGER, Answer.NOBODY]
    assert evening.answer(browser, 1, answer="none") == 303
    assert evening.answers[1] is None


@pytest.mark.parametrize("form", [{}, {"answer": "person"}, {"answer": "anything"}, {"person": "nobody-we-know"}])
def test_an_answer_that_is_none_changes_nothing(evening: Evening, form: dict[str, str]) -> None:
    assert evening.answer(evening.enter(evening.teacher), 0, **form) == 422
    assert evening.answers == [None, None, None]


def test_for_htmx_the_parts_that_changed_come_back(evening: Evening) -> None:
    browser = evening.enter(evening.teacher)
    form = {"seen": "0", "person": evening.anna}
    answer = browser.post(f"{evening.path}/faces/{evening.faces[0]}", form, **{"HX-Request": "true"})
    assert answer.status_code == 200 and "<html" not in answer.text
    assert "face 2 of 3" in answer.text
    assert set(re.findall(r'id="(\w+)" hx-swap-oob', answer.text)) == {
        "faces",
        "steps",
        "gates",
        "thumbs",
        "revision",
        "aside",
        "meanwhile",
    }


def test_two_reviewers_at_one_face_and_nothing_is_overwritten(evening: Evening) -> None:
    first, second = evening.enter(evening.teacher), evening.enter(evening.colleague)
    seen = str(evening.revision)
    assert evening.answer(first, 0, person=evening.anna, seen=seen) == 303
    assert evening.answer(second, 0, person=evening.chloe, seen=seen) == 409
    assert evening.answer(second, 1, person=evening.chloe, seen=seen) == 303
    assert evening.answers == [evening.anna, evening.chloe, None]


def test_undo_and_redo_take_back_ones_own_steps(evening: Evening) -> None:
    browser = evening.enter(evening.teacher)
    evening.answer(browser, 0, person=evening.anna)
    evening.answer(browser, 1, answer="stranger")
    for path, expected in (("undo", [evening.anna, None]), ("undo", [None, None]), ("redo", [evening.anna, None]), ("undo", [None, None])):
        assert browser.post(f"/events/{evening.gallery.event}/{path}", {"item": evening.item}).location == evening.path
        assert evening.answers[:2] == expected


def test_a_missed_person_is_listed_with_a_box_or_without_and_taken_away_again(evening: Evening) -> None:
    browser = evening.enter(evening.teacher)
    page = browser.get(f"{evening.path}?missing=&box=0.5+0.5+0.75+1").text
    assert "You drew a box" in page and 'value="0.50000 0.50000 0.75000 1.00000"' in page
    assert browser.post(f"{evening.path}/listed", {"person": evening.chloe, "box": "0.5 0.5 0.75 1"}).status_code == 303
    assert browser.post(f"{evening.path}/listed", {"person": evening.anna}).status_code == 303
    assert browser.post(f"{evening.path}/listed", {"answer": "stranger", "box": "0 0 0.1 0.1"}).status_code == 303
    with evening.web.services.db.reading() as session:
        drawn = {
            view.sighting.person: view.sighting
            for view in media.sightings_of(session, evening.item)
            if view.sighting.origin is Origin.HUMAN
        }
    assert drawn[evening.chloe].box == Box(2000, 1500, 3000, 3000)
    assert drawn[evening.anna].box is None
    assert browser.post(f"{evening.path}/faces/{drawn[evening.chloe].id}/erase").status_code == 303
    assert evening.chloe not in evening.answers
    assert browser.post(f"{evening.path}/faces/{evening.faces[0]}/erase").status_code == 403


@pytest.mark.parametrize("box", ["1 2 3", "a b c d", "0.5 0.5 0.5 0.9", "nan 0 1 1", "inf inf inf inf", "0.9 0 0.1 1"])
def test_a_place_that_is_none_is_refused(evening: Evening, box: str) -> None:
    browser = evening.enter(evening.teacher)
    assert browser.post(f"{evening.path}/listed", {"person": evening.chloe, "box": box}).status_code == 422
    assert browser.post(f"{evening.path}/listed", {"answer": "stranger"}).status_code == 422
    assert len(evening.answers) == 3


def test_a_face_of_another_picture_is_not_found_here(evening: Evening) -> None:
    with evening.web.school() as school:
        evening.gallery.school = school
        _, (foreign,) = evening.gallery.photo(1)
    browser = evening.enter(evening.teacher)
    for path in (f"faces/{foreign}", f"faces/{foreign}/erase"):
        assert browser.post(f"{evening.path}/{path}", {"answer": "stranger"}).status_code == 404


def test_a_name_is_found_and_the_events_groups_come_first(evening: Evening) -> None:
    browser = evening.enter(evening.teacher)
    found_ = browser.get(f"{evening.path}/names?q=chloe&form=list").text
    assert evening.chloe in found_ and 'form="list"' in found_ and evening.anna not in found_
    assert evening.chloe in browser.get(f"{evening.path}?q=chloe").text
    assert "Nobody of this name" in browser.get(f"{evening.path}/names?q=zzz").text


def test_the_live_line_says_what_one_answer_would_open(evening: Evening) -> None:
    browser = evening.enter(evening.colleague)
    for face in (1, 2):
        evening.answer(browser, face, answer="unrecognisable")
    page = browser.get(evening.path).text
    assert "One answer still keeps the gate shut" in page
    arches = re.findall(r'class="purpose">([^<]+)</span>.*?class="after"[^>]*>(.*?)</span>', page, re.DOTALL)
    told = {purpose: re.sub(r"<[^>]+>|\s+", " ", after).split() for purpose, after in arches[: len(arches) // 2 or 1]}
    assert ["after", "“yes”", "cleared"] in told.values()
    assert ["after", "“yes”", "1", "mask"] in told.values()


def test_attesting_binds_what_was_seen_and_goes_to_the_next(evening: Evening) -> None:
    with evening.web.school() as school:
        evening.gallery.school = school
        following, _ = evening.gallery.photo(1)
    browser = evening.enter(evening.colleague)
    assert browser.post(f"{evening.path}/attest", {"seen": evening.revision}).status_code == 409
    evening.answer(browser, 0, person=evening.anna)
    seen = evening.revision
    for face in (1, 2):
        evening.answer(browser, face, answer="nobody")
    assert browser.post(f"{evening.path}/attest", {"seen": seen}).status_code == 409
    answer = browser.post(f"{evening.path}/attest", {"seen": evening.revision})
    assert answer.location == f"/events/items/{following}"
    with evening.web.school() as school:
        evening.gallery.school = school
        assert evening.gallery.ask(evening.item, WEBSITE).verdict is Verdict.CLEARED
    assert "You attested it" in browser.get(evening.path).text


def test_the_registers_picture_stands_beside_a_face_only_where_the_office_shows_it(evening: Evening) -> None:
    with evening.web.school() as school:
        people.correct(school.session, evening.anna, {"reference_shown": True}, actor=school.admin, at=evening.web.at)
    assert f"/pictures/register/{evening.anna}" not in evening.enter(evening.teacher).get(evening.path).text


def test_a_doubt_is_asked_from_the_picture(evening: Evening) -> None:
    browser = evening.enter(evening.teacher)
    assert browser.post(f"{evening.path}/doubt", {"question": " "}).status_code == 422
    answer = browser.post(f"{evening.path}/doubt", {"question": "Is this a school uniform?", "next": "//elsewhere.test"})
    assert answer.location == evening.path
    assert "Is this a school uniform?" in browser.get(evening.path).text
    with evening.web.services.db.reading() as session:
        assert [doubt.question for doubt in reviews.open_doubts(session)] == ["Is this a school uniform?"]


def test_thirty_faces_and_a_long_name_stay_one_page(evening: Evening) -> None:
    with evening.web.school() as school:
        evening.gallery.school = school
        item, sightings = evening.gallery.photo(30)
        people.correct(
            school.session, evening.anna, {"family_name": "van der Bloemen-Oosterhuizen " * 3}, actor=school.admin, at=evening.web.at
        )
        evening.gallery.answer(SightingId(sightings[0]), evening.anna)
    page = evening.enter(evening.teacher).get(f"/events/items/{ItemId(item)}")
    assert page.status_code == 200 and "stage crowded" in page.text
