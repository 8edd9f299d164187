"""The desk: undo that says what, two at once, a whole group, what an answer would open, doubts with a place, and the keys."""

import re
from pathlib import Path

from consent_store.operations import people
from consent_store.operations import reviews as operations
from consent_store.records.queries import reviews
from consent_store.rules.sightings import Answer, Box
from consent_store.rules.terms import Duty
from tests.gallery import found
from tests.web.browser import Browser
from tests.web.test_review import Evening, evening

__all__ = ["evening"]
HTMX = {"HX-Request": "true"}


def plain(page: str) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_undo_says_what_it_takes_back_and_then_that_it_did(evening: Evening) -> None:
    browser = evening.enter(evening.teacher)
    evening.answer(browser, 0, person=evening.anna)
    assert 'aria-label="Undo: no answer yet → Anna, photo 1"' in browser.get(evening.path).text
    shown = re.search(r'name="shown" value="(\d+)"', browser.get(evening.path).text)
    assert shown
    evening.answer(browser, 1, answer="stranger")
    turn = f"/events/{evening.gallery.event}/undo"
    assert browser.post(turn, {"item": evening.item, "shown": shown[1]}).status_code == 409
    answer = browser.post(turn, {"item": evening.item}, **HTMX)
    assert "Taken back: no answer yet → stranger, photo 1." in answer.text and evening.answers[1] is None
    assert 'aria-label="Redo: no answer yet → stranger, photo 1"' in answer.text


def test_undo_from_another_picture_of_the_event_leads_to_it(evening: Evening) -> None:
    with evening.web.school() as school:
        evening.gallery.school = school
        other, _ = evening.gallery.photo(1)
    browser = evening.enter(evening.teacher)
    evening.answer(browser, 0, person=evening.anna)
    answer = browser.post(f"/events/{evening.gallery.event}/undo", {"item": other}, **HTMX)
    assert f'href="{evening.path}">Look at it' in answer.text and evening.answers[0] is None
    answer = browser.post(f"/events/{evening.gallery.event}/undo", {"item": other}, **HTMX)
    assert "There is nothing of yours to take back." in answer.text


def test_two_answers_for_one_face_are_both_shown_and_one_is_chosen(evening: Evening) -> None:
    first, second = evening.enter(evening.teacher), evening.enter(evening.colleague)
    seen = str(evening.revision)
    evening.answer(first, 0, person=evening.anna, seen=seen)
    form = {"seen": seen, "person": evening.chloe}
    clash = second.post(f"{evening.path}/faces/{evening.faces[0]}", form, **HTMX)
    assert clash.status_code == 409 and evening.answers[0] == evening.anna
    told = plain(clash.text)
    assert "Two answers for one face" in told and "Leave it: Anna" in told and "No, mine: Chloë" in told
    again = re.search(r'name="seen" value="(\d+)"', clash.text)
    assert again and evening.answer(second, 0, person=evening.chloe, seen=again[1]) == 303
    assert evening.answers[0] == evening.chloe
    without_script = first.post(f"{evening.path}/faces/{evening.faces[0]}", {"seen": seen, "answer": "nobody"})
    assert without_script.status_code == 409 and "<html" in without_script.text and "Two answers" in without_script.text


def test_what_a_colleague_answers_comes_in_and_what_one_types_stays(evening: Evening) -> None:
    first, second = evening.enter(evening.teacher), evening.enter(evening.colleague)
    page = first.get(evening.path).text
    beat, seen = re.search(r'data-since="(\d+)"', page), evening.revision
    assert beat
    ask = f"/events/{evening.gallery.event}/pulse?since={beat[1]}"
    assert first.get(ask).status_code == 204
    evening.answer(second, 1, answer="stranger")
    told = first.get(ask)
    assert told.json and told.json["items"] == [evening.item] and first.get(f"{ask[:-1]}{told.json['now']}").status_code in (200, 204)
    live = first.get(f"{evening.path}/live?seen={seen}&face={evening.faces[0]}", **HTMX).text
    assert 'id="question-title"' in live and "face 2: stranger" in plain(live)
    kept = first.get(f"{evening.path}/live?seen={seen}&face={evening.faces[0]}&keep=", **HTMX).text
    assert 'id="question-title"' not in kept and "face 2: stranger" in plain(kept)


def test_a_whole_group_but_these_is_one_press_and_one_step_back(evening: Evening) -> None:
    browser = evening.enter(evening.teacher)
    page = browser.get(f"{evening.path}?group=first").text
    assert "Who of 2A is in it?" in page and f'value="{evening.anna}" checked' in page and "perhaps face 1" in page
    assert browser.post(f"{evening.path}/group", {}).status_code == 422
    assert browser.post(f"{evening.path}/group", {"person": [evening.anna, evening.chloe]}).status_code == 303
    assert evening.answers[3:] == sorted([evening.anna, evening.chloe], key=evening.answers.index)
    browser.post(f"/events/{evening.gallery.event}/undo", {"item": evening.item})
    assert evening.answers == [None, None, None]


def test_what_each_answer_would_open_is_said(evening: Evening) -> None:
    page = plain(evening.enter(evening.colleague).get(evening.path).text)
    assert re.search(r"If this is Anna: open for [^;]*website", page, re.IGNORECASE)
    assert "If it is a stranger: " in page and "If nobody can be recognised in it: open for everything." in page


def test_under_which_conditions_an_answer_opens_is_said_before_it(evening: Evening) -> None:
    colleague = evening.enter(evening.colleague)
    page = plain(colleague.get(evening.path).text)
    assert page.index("If the others may be shown, and it is attested:") < page.index("If this is Anna:")
    assert "If the others may be shown, and a colleague too attests it:" in plain(evening.enter(evening.teacher).get(evening.path).text)
    for other in (1, 2):
        evening.answer(colleague, other, answer="nobody")
    page = plain(colleague.get(evening.path).text)
    assert page.index("Once it is attested:") < page.index("If this is Anna:") and "If the others" not in page
    assert "Once a colleague too attests it:" in plain(evening.enter(evening.teacher).get(evening.path).text)


def test_nothing_is_foreseen_where_something_else_keeps_it_shut(evening: Evening) -> None:
    with evening.web.school() as school:
        operations.raise_doubt(school.session, evening.item, "Hm?", actor=evening.teacher, at=evening.web.at)
    assert "If it is a stranger" not in evening.enter(evening.colleague).get(evening.path).text


def test_who_of_those_not_to_be_shown_is_in_it_comes_first_and_it_can_be_set_aside(evening: Evening) -> None:
    browser = evening.enter(evening.teacher)
    assert 'name="why" value="other"' in browser.get(evening.path).text
    evening.answer(browser, 1, person=evening.chloe)
    page = browser.get(evening.path).text
    assert 'name="why" value="person"' in page and "Chloë: in it." in page
    card = page[page.index('id="shut"') :]
    assert card.index("Chloë") < card.index("listed")


def test_a_register_picture_stands_beside_a_name_only_where_the_office_shows_one(evening: Evening) -> None:
    with evening.web.school() as school:
        people.correct(school.session, evening.chloe, {"reference_shown": True}, actor=school.admin, at=evening.web.at)
    assert "/pictures/register/" not in evening.enter(evening.teacher).get(evening.path).text


def test_a_doubt_points_at_a_place_and_its_answer_is_new_until_it_is_read(evening: Evening) -> None:
    web, asker = evening.web, evening.enter(evening.teacher)
    asked = {"question": "This shirt?", "box": "0.25 0.5 0.5 0.75"}
    assert asker.post(f"{evening.path}/doubt", asked).status_code == 303
    assert asker.post(f"{evening.path}/doubt", asked | {"box": "2 2 3 3"}).status_code == 422
    with web.services.db.reading() as session:
        [doubt] = reviews.open_doubts(session)
    assert doubt.box == Box(1000, 1500, 2000, 2250)
    supervisor = english(web.enter_as(Duty.SUPERVISOR))
    assert 'data-box="0.2500 0.5000 0.5000 0.7500"' in supervisor.get(f"/doubts/{doubt.id}").text
    assert "1 new" not in asker.get("/events/").text
    supervisor.post(f"/doubts/{doubt.id}", {"answer": "resolved", "reason": "No logo on it."})
    for path in ("/events/", f"/events/{evening.gallery.event}", evening.path):
        assert "1 new" in asker.get(path).text
    assert "No logo on it." in asker.get(evening.path).text and "No logo" not in evening.enter(evening.colleague).get(evening.path).text
    assert "No logo on it." in asker.get(f"/doubts/{doubt.id}").text
    assert "1 new" not in asker.get("/events/").text and "No logo" not in asker.get(evening.path).text


def test_the_next_photo_that_waits_is_one_press_away(evening: Evening) -> None:
    with evening.web.school() as school:
        evening.gallery.school = school
        waiting, _ = evening.gallery.photo(1)
    browser = evening.enter(evening.teacher)
    assert browser.get(f"{evening.path}/next").location == f"/events/items/{waiting}"
    assert browser.get(f"/events/items/{waiting}/next").location == evening.path


def english(browser: Browser) -> Browser:
    browser.client.set_cookie("language", "en", domain="localhost")
    return browser


def test_the_list_of_keys_is_complete_and_true(evening: Evening) -> None:
    """Every key that a button, a link or the script obeys is in the dialog, and none that nothing obeys."""
    browser = evening.enter(evening.teacher)
    pages = [browser.get(f"{evening.path}{query}").text for query in ("", "?missing=&box=0+0+1+1", "?group=first")]
    with evening.web.school() as school:
        evening.gallery.school = school
        bare, _ = evening.gallery.photo([*found(1, evening.anna)])
        evening.gallery.answer(evening.faces[0], Answer.NOBODY)
        done, _ = evening.gallery.photo(0)
    pages += [browser.get(f"/events/items/{item}").text for item in (bare, done)]
    script = Path("app/static/js/review.js").read_text()
    moves = re.search(r"const MOVES = \{(.*?)\};", script)
    assert moves
    obeyed = {key for page in pages for key in re.findall(r'data-key="([^"]+)"', page)} | set(
        re.findall(r'"?(Arrow\w+|[\[\]])"?:', moves[1])
    )
    drawn = re.findall(r'<kbd class="key">([^<]+)</kbd>', pages[0][pages[0].index('id="keys"') :])
    signs = {"Enter": "↵", "ArrowRight": "→", "ArrowLeft": "←", "Escape": "Esc"}
    told = {signs.get(key, key.upper()) for key in obeyed}
    assert len(drawn) == len(set(drawn)) and told | {"2"} == set(drawn)
