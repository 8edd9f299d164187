"""What communications sees and lets out: the gate's answer and why, files whole and recorded, postings and recalls."""

import io
import re
import zipfile

import pytest
from sqlalchemy import event

from app.web.comms import sheet
from consent_store.errors import NotCleared
from consent_store.ids import ItemId, PersonId
from consent_store.operations import people, releases
from consent_store.records import ledger
from consent_store.records.queries import people as person_queries
from consent_store.records.queries import releases as questions
from consent_store.rules.entries import Say
from consent_store.rules.sightings import Answer
from tests.school import PORTAL, WEBSITE
from tests.web.browser import Web
from tests.web.releasing import Show, bytes_of, form

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
    for sentence in ("1 person, who said yes", f"{name(show, no)}: the answer was no.", "stranger", "masks cannot be made yet"):
        assert sentence in page
    assert f"{name(show, hidden)} may not be shown here." in page and "must not be found" not in page
    assert page.count('name="item"') == 1


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


def test_one_picture_goes_out_whole_and_is_recorded(show: Show) -> None:
    child, _ = show.family()
    [item] = show.pictures(child)
    asked = show.browser.get(f"/releases/confirm?purpose=website&item={item}").text
    assert "There is 1 person in it. What you publish, everybody can see at once and for ever." in asked
    answer = show.browser.post("/releases/confirm", form(item))
    assert (answer.status_code, answer.data, answer.headers["Cache-Control"]) == (200, bytes_of(item), "no-store")
    assert re.fullmatch(r'attachment; filename="sports-day-2026-11-19-001-[a-z2-7]{8}\.jpg"', answer.headers["Content-Disposition"])
    assert out(show) == ["Released", "Downloaded"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"behalf": ""}, "on whose behalf"),
        ({"channel": " "}, "at most 200"),
        ({"why": ""}, "at most 500"),
        ({"purpose": PORTAL, "behalf": "myself"}, "only published by the school"),
    ],
)
def test_what_is_not_answered_is_asked_again_and_nothing_goes_out(show: Show, wrong: dict[str, str], said: str) -> None:
    child, guardian = show.family()
    with show.web.school() as school:
        school.gives(guardian, child, PORTAL)
    [item] = show.pictures(child)
    answer = show.browser.post("/releases/confirm", form(item, **wrong))
    assert answer.status_code == 422 and said in answer.text
    assert out(show) == []


def test_a_withdrawal_stops_what_was_cleared_a_minute_ago(show: Show) -> None:
    child, guardian = show.family()
    [item] = show.pictures(child)
    show.browser.post("/releases/confirm", form(item))
    with show.web.school() as school:
        [release] = questions.releases_of(school.session, item)
        school.withdraws(guardian, child)
    refused = show.browser.post("/releases/confirm", form(item))
    assert (refused.status_code, refused.location) == (303, f"/releases/pictures/{item}?purpose=website")
    assert "It may only go out with masks" in show.browser.get(refused.location).text
    direct = show.browser.post(f"/releases/{release.id}/download", {"why": "again"})
    assert direct.status_code == 409 and bytes_of(item)[:64] not in direct.data
    assert out(show) == ["Released", "Downloaded"]


def zipped(data: bytes) -> zipfile.ZipFile:
    found = zipfile.ZipFile(io.BytesIO(data))
    assert found.testzip() is None
    return found


def test_many_go_out_in_one_file_each_recorded(show: Show) -> None:
    child, _ = show.family()
    items = show.pictures(child, child, child)
    answer = show.browser.post("/releases/confirm", form(*items))
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("application/zip", "no-store")
    found = zipped(answer.data)
    assert [found.read(each) for each in found.namelist()] == [bytes_of(item) for item in items]
    assert out(show) == ["Released", "Downloaded"] * 3


def test_what_is_shut_when_its_turn_comes_stays_and_is_listed_without_a_name(show: Show) -> None:
    (child, _), (other, guardian) = show.family(), show.family()
    items = show.pictures(child, other, child)
    answer = show.browser.client.post(
        "/releases/confirm", base_url=show.browser.url, data=form(*items) | {"csrf_token": token(show)}, buffered=False
    )
    chunks = iter(answer.response)
    data = next(chunks)
    with show.web.school() as school:
        school.withdraws(guardian, other)
    data += b"".join(chunks)
    found = zipped(data)
    assert [found.read(each) for each in found.namelist()[:-1]] == [bytes_of(items[0]), bytes_of(items[2])]
    told = found.read("LEFT-OUT.txt").decode()
    assert "Sports day, 19 November 2026, photo 2: It may only go out with masks" in told
    assert name(show, other) not in told
    assert out(show) == ["Released", "Downloaded"] * 2


def test_a_withdrawal_in_the_middle_of_a_picture_tears_the_file(show: Show) -> None:
    child, guardian = show.family()
    items = show.pictures(child, child)
    answer = show.browser.client.post(
        "/releases/confirm", base_url=show.browser.url, data=form(*items) | {"csrf_token": token(show)}, buffered=False
    )
    chunks = iter(answer.response)
    seen = b"".join(next(chunks) for _ in range(2))
    with show.web.school() as school:
        school.withdraws(guardian, child)
    with pytest.raises(NotCleared):
        for chunk in chunks:
            seen += chunk
    assert len(seen) < len(bytes_of(items[0]))


def test_a_damaged_picture_stays_and_the_others_go(show: Show) -> None:
    child, _ = show.family()
    items = show.pictures(child, child)
    with show.web.school() as school:
        told = {"channel": "news page", "personally": False, "actor": show.gallery.comms, "at": school.at}
        made = releases.release(school.session, items[0], WEBSITE, **told)
        passage = releases.begin_download(school.session, made, why="news", actor=show.gallery.comms, at=school.at)
    [path] = show.web.services.vault.root.rglob(f"{passage.vault_name}.age")  # type: ignore[attr-defined]
    path.write_bytes(path.read_bytes()[:-1000])
    found = zipped(show.browser.post("/releases/confirm", form(*items)).data)
    assert [found.read(each) for each in found.namelist()[:-1]] == [bytes_of(items[1])]
    assert "photo 1: The record is broken." in found.read("LEFT-OUT.txt").decode()


def test_all_of_an_event_that_are_cleared_are_taken_up_together(show: Show) -> None:
    (yes, _), (no, _) = show.family(), show.family(says_yes=False)
    first, _, last = show.pictures(yes, no, yes)
    page = show.browser.get(f"/releases/confirm?purpose=website&event={show.gallery.event}&all=yes").text
    assert re.findall(r'name="item" value="(\w+)"', page) == [first, last]


def test_nothing_chosen_is_said(show: Show) -> None:
    answer = show.browser.get("/releases/confirm?purpose=website")
    assert answer.status_code == 303
    assert "Choose at least one picture." in show.browser.get(answer.location).text


def test_where_it_was_posted_is_asked_until_it_is_said(show: Show) -> None:
    child, _ = show.family()
    items = show.pictures(child, child)
    assert show.browser.post("/releases/confirm", form(*items)).data
    page = show.browser.get("/releases/latest").text
    found = re.findall(r'name="release" value="(\w+)"', page)
    assert len(found) == 2
    show.browser.post("/releases/postings", {"release": found, "address": "https://school.test/news"})
    assert 'name="release"' not in show.browser.get("/releases/latest").text
    assert show.browser.get("/releases/latest?all=yes").text.count("https://school.test/news") == 2


def test_a_recall_stands_above_everything_until_somebody_says_how_they_know(show: Show) -> None:
    child, guardian = show.family()
    [item] = show.pictures(child)
    show.browser.post("/releases/confirm", form(item))
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
    assert show.browser.post(address, {"proof": " "}).status_code == 422
    assert show.browser.post(address, {"proof": "The page is gone."}).location == "/releases/recalls"
    assert show.browser.post(address, {"proof": "Me too."}).status_code == 409
    assert "The page is gone." in show.browser.get("/releases/recalls").text


def test_the_page_of_a_picture_tells_verdicts_and_history_but_not_what_families_said(show: Show) -> None:
    child, guardian = show.family()
    [item] = show.pictures(child)
    show.browser.post("/releases/confirm", form(item))
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
