"""What communications sees and lets out: the gate's answer and why, files whole and recorded, postings and recalls."""

import re

import pytest
from sqlalchemy import event

from app.web.comms import sheet
from consent_store.ids import ItemId, PersonId
from consent_store.operations import people, releases
from consent_store.records import ledger
from consent_store.records.queries import people as person_queries
from consent_store.records.queries import releases as questions
from consent_store.rules.entries import Say
from consent_store.rules.sightings import Answer
from tests.web.browser import Web
from tests.web.releasing import Show, form

NOTHING_OUT = ("Released", "Downloaded")


@pytest.fixture
def show(web: Web) -> Show:
    return Show.open(web)


def tiles(page: str) -> list[str]:
    """The state of each picture on a page."""
    return re.findall(r'class="tile" data-verdict="(\w+)"', page)


def name(show: Show, person: PersonId) -> str:
    with show.web.school() as school:
        return person_queries.person(school.session, person).name


def out(show: Show) -> list[str]:
    """What was recorded about what went out."""
    with show.web.school() as school:
        kinds = [type(entry.body).__name__ for entry in ledger.read(school.session)]
    return [kind for kind in kinds if kind in NOTHING_OUT]


def test_each_state_stands_with_its_reason_and_its_name(show: Show) -> None:
    (yes, _), (no, guardian) = show.family(), show.family(says_yes=False)
    hidden, _ = show.family()
    with show.web.school() as school:
        school.says(guardian, Say.NO, no)
        people.set_locatable(school.session, hidden, True, actor=school.admin, at=school.at)
    show.pictures(yes, no, Answer.STRANGER, hidden)
    with show.web.school() as school:
        show.gallery.school = school
        show.gallery.upload()
    page = show.browser.get("/releases/?purpose=website").text
    assert tiles(page) == ["cleared", "masked", "masked", "held", "waiting"]
    for sentence in ("1 person, who said yes", f"{name(show, no)}: the answer was no.", "stranger", "Covered in the file."):
        assert sentence in page
    assert f"{name(show, hidden)} may not be shown here." in page and "must not be found" not in page
    assert page.count('name="item"') == 3


def test_states_are_counted_for_an_event_and_chosen_by(show: Show) -> None:
    (yes, _), (no, _) = show.family(), show.family(says_yes=False)
    show.pictures(yes, no, yes)
    address = f"purpose=website&event={show.gallery.event}"
    counted = re.sub(r"<[^>]+>", " ", show.browser.get(f"/releases/counts?{address}").text)
    assert " ".join(counted.split()).startswith("All 3 Cleared 2 With masks 1 Held 0 Recalled 0")
    assert tiles(show.browser.get(f"/releases/?{address}&state=masked").text) == ["masked"]


def test_a_screen_asks_about_no_more_than_it_takes(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "PAGE", 4)
    monkeypatch.setattr(sheet, "MOST", 12)
    (yes, _), (no, _) = show.family(), show.family(says_yes=False)
    show.pictures(*[yes, no, no, no] * 4)
    first = show.browser.get("/releases/?purpose=website&event=all").text
    assert len(tiles(first)) == 4 and "start=4" in first
    cleared = show.browser.get("/releases/?purpose=website&event=all&state=cleared").text
    assert tiles(cleared) == ["cleared"] * 3 and "start=12" in cleared
    last = show.browser.get("/releases/?purpose=website&event=all&state=cleared&start=12").text
    assert tiles(last) == ["cleared"] and "start=16" not in last


def test_the_number_of_queries_does_not_grow_with_the_pictures(show: Show) -> None:
    (yes, _), (no, _) = show.family(), show.family(says_yes=False)
    counts, asked = [], []
    event.listen(show.web.services.db.engine, "before_cursor_execute", lambda *_: asked.append(1))
    for more in (2, 20):
        show.pictures(*[yes, no] * more)
        asked.clear()
        show.browser.get("/releases/?purpose=website&event=all")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_all_of_an_event_that_may_go_are_taken_up_together(show: Show) -> None:
    (yes, _), (no, _), (hidden, _) = show.family(), show.family(says_yes=False), show.family()
    with show.web.school() as school:
        people.set_locatable(school.session, hidden, True, actor=school.admin, at=school.at)
    first, covered, _, last = show.pictures(yes, no, hidden, yes)
    page = show.browser.get(f"/releases/confirm?purpose=website&event={show.gallery.event}&all=yes").text
    assert re.findall(r'name="item" value="(\w+)"', page) == [first, covered, last]


def test_nothing_chosen_is_said(show: Show) -> None:
    answer = show.browser.get("/releases/confirm?purpose=website")
    assert answer.status_code == 303
    assert "Choose at least one picture." in show.browser.get(answer.location).text


def test_where_it_was_posted_is_asked_until_it_is_said(show: Show) -> None:
    child, _ = show.family()
    items = show.pictures(child, child)
    show.take(show.release(*items))
    page = show.browser.get("/releases/latest").text
    found = re.findall(r'name="release" value="(\w+)"', page)
    assert len(found) == 2
    show.browser.post("/releases/postings", {"release": found, "address": "https://school.test/news"})
    assert 'name="release"' not in show.browser.get("/releases/latest").text
    assert show.browser.get("/releases/latest?all=yes").text.count("https://school.test/news") == 2


def test_a_recall_stands_above_everything_and_leads_to_what_is_to_be_done(show: Show) -> None:
    child, guardian = show.family()
    [item] = show.pictures(child)
    show.take(show.release(item))
    with show.web.school() as school:
        [release] = questions.releases_of(school.session, item)
        releases.post(school.session, release.id, "javascript:alert(1)", actor=show.gallery.comms, at=school.at)
        releases.post(school.session, release.id, "https://school.test/news", actor=show.gallery.comms, at=school.at)
        school.withdraws(guardian, child)
        [recall] = questions.recalls_open(school.session)
    page = show.browser.get("/releases/?purpose=website").text
    assert page.index("must come back") < page.index("<h1>")
    assert f"{name(show, child)} may not be shown here." in page and "21 November 2026, 13.00" in page
    assert 'href="https://school.test/news"' in page and 'href="javascript' not in page
    assert tiles(page) == ["recalled"]
    address = f"/releases/recalls/{recall.id}"
    assert f'href="{address}"' in page and 'href="javascript' not in show.browser.get(address).text
    assert show.browser.post(address).status_code == 409


def test_the_page_of_a_picture_tells_verdicts_and_history_but_not_what_families_said(show: Show) -> None:
    child, guardian = show.family()
    [item] = show.pictures(child)
    show.take(show.release(item))
    with show.web.school() as school:
        school.says(guardian, Say.NO, child, None, None, item=item)
    page = show.browser.get(f"/releases/pictures/{item}").text
    assert page.count('class="gate"') == 11
    assert "must come back" in page and f"{name(show, child)}: the answer was no." in page
    assert name(show, guardian) not in page


def token(show: Show) -> str:
    """A fresh token, for a request that is read as it streams."""
    show.browser.get("/releases/recalls")
    return show.browser.token


def test_what_is_no_purpose_or_no_picture_is_not_found(show: Show) -> None:
    [item] = show.pictures(show.family()[0])
    assert show.browser.get("/releases/?purpose=recognition").status_code == 404
    assert show.browser.get(f"/releases/confirm?purpose=nonsense&item={item}").status_code == 404
    assert show.browser.post("/releases/confirm", form(ItemId("a" * 26))).status_code == 404


def test_before_the_first_picture_the_page_says_what_will_stand_here(show: Show) -> None:
    page = show.browser.get("/releases/").text
    assert "No pictures yet" in page and "Release what is chosen" not in page
    assert "Nothing must come back" in show.browser.get("/releases/recalls").text
    assert "Nothing went out yet" in show.browser.get("/releases/latest?all=yes").text
