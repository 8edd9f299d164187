"""The board of recalls, and the way from a withdrawal to something that is gone: by hand, with a proof."""

import io
import re

import pytest

from consent_store.ids import ItemId, PersonId, PurposeCode, RecallId
from consent_store.operations import people, postings, recalls, releases
from consent_store.records.queries import drafts
from consent_store.records.queries import recalls as questions
from consent_store.records.queries import releases as release_questions
from consent_store.records.queries.recalls import TaskView
from consent_store.rules.recalls import TaskState
from consent_store.rules.terms import Duty
from tests.web.browser import Web
from tests.web.releasing import Show

SOCIAL = PurposeCode("social_media")
PNG = b"\x89PNG\r\n\x1a\n" + b"a picture of the screen" * 9


@pytest.fixture
def show(web: Web) -> Show:
    """Communications, before a browser."""
    return Show.open(web)


def recalled(show: Show, address: str = "https://school.test/news", *, downloads: int = 1) -> tuple[RecallId, ItemId, PersonId]:
    """A picture that went out, was taken and posted, and may no longer be there."""
    child, guardian = show.family()
    with show.web.school() as school:
        item = show.picture(school, child)
        out = show.gallery.release(item)
        for _ in range(downloads):
            show.gallery.download(out)
        if address:
            releases.post(school.session, out, address, account="Instagram", actor=show.gallery.comms, at=school.at)
        school.withdraws(guardian, child)
        [recall] = [recall for recall in release_questions.recalls_open(school.session) if recall.release.id == out]
    return recall.id, item, child


def tasks(show: Show, recall: RecallId) -> list[TaskView]:
    with show.web.school() as school:
        return questions.tasks_of(school.session, [recall]).get(recall, [])


def say_done(show: Show, task: TaskView, proof: str = "The page is gone.", **more: object) -> int:
    """Fill in the form of one task. Its token stands first."""
    page = show.browser.get(f"/releases/recalls/{task.recall}")
    assert page.status_code == 200
    told = {"proof": proof, "address": "https://school.test/gone", "screen": (io.BytesIO(), "")} | more
    return show.browser.post(f"/releases/recalls/tasks/{task.id}/done", told).status_code


def test_a_recall_is_seen_to_task_by_task_and_closed_by_hand(show: Show) -> None:
    recall, _, _ = recalled(show)
    [posting, download] = tasks(show, recall)
    assert posting.posting is not None and download.downloader == show.gallery.comms
    page = show.browser.get(f"/releases/recalls/{recall}").text
    assert "Instagram" in page and "for the news" in page and "Must be gone before 21 November 2026, 13.00." in page
    assert show.browser.post(f"/releases/recalls/{recall}").status_code == 409
    assert say_done(show, posting, " ") == 422 and say_done(show, posting) == 303
    assert say_done(show, posting) == 409
    assert say_done(show, download, "Deleted, with the copy on the laptop.") == 303
    assert [task.state for task in tasks(show, recall)] == [TaskState.DONE] * 2
    assert len(re.findall("all done, still to be closed", show.browser.get("/releases/recalls").text)) == 1
    assert show.browser.post(f"/releases/recalls/{recall}").location == "/releases/recalls"
    assert show.browser.post(f"/releases/recalls/{recall}").status_code == 409
    assert "The page is gone." in show.browser.get(f"/releases/recalls/{recall}").text


def test_what_did_not_leave_the_house_is_closed_at_once(show: Show) -> None:
    recall, _, _ = recalled(show, "", downloads=0)
    page = show.browser.get(f"/releases/recalls/{recall}").text
    assert tasks(show, recall) == [] and "Nothing left the house" in page
    assert show.browser.post(f"/releases/recalls/{recall}").status_code == 303


def test_somebody_else_is_waited_for_and_a_task_is_handed_over(show: Show) -> None:
    recall, _, _ = recalled(show, downloads=0)
    [task] = tasks(show, recall)
    with show.web.school() as school:
        colleague, teacher = school.staff(Duty.COMMS), school.staff(Duty.TEACHER)
    address = f"/releases/recalls/tasks/{task.id}"
    show.browser.post(f"{address}/wait", {"words": "Mailed the editors."})
    show.browser.post(f"{address}/owner", {"owner": colleague})
    show.browser.post(f"{address}/owner", {"owner": teacher})
    page = show.browser.get(f"/releases/recalls/{recall}").text
    assert "Mailed the editors." in page and "Only somebody of communications can see to this." in page
    show.browser.post(f"{address}/note", {"words": ""})
    [now] = tasks(show, recall)
    assert (now.state, now.owner, now.due_at) == (TaskState.WAITING, colleague, task.due_at)
    show.browser.post(f"{address}/again")
    assert tasks(show, recall)[0].state is TaskState.TO_DO
    assert show.browser.post(f"{address}/nonsense").status_code == 404


def test_a_picture_of_the_screen_is_kept_as_it_came_and_nothing_else_is(show: Show) -> None:
    recall, _, _ = recalled(show, downloads=0)
    [task] = tasks(show, recall)
    files = set(show.web.services.vault.names())
    assert say_done(show, task, screen=(io.BytesIO(b"<script>alert(1)</script>"), "screen.png")) == 422
    assert say_done(show, task, " ", screen=(io.BytesIO(PNG), "screen.png")) == 422
    assert set(show.web.services.vault.names()) == files
    assert say_done(show, task, screen=(io.BytesIO(PNG), "../../screen.html")) == 303
    answer = show.browser.get(f"/releases/recalls/tasks/{task.id}/screen")
    assert (answer.data, answer.mimetype) == (PNG, "image/png")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="proof-{task.id[:8]}.png"'
    show.browser.post(f"/releases/recalls/tasks/{task.id}/again")
    assert show.browser.get(f"/releases/recalls/tasks/{task.id}/screen").status_code == 404
    assert "The page is gone." in show.browser.get(f"/releases/recalls/{recall}").text


def test_the_board_tells_columns_whose_and_what_is_late(show: Show) -> None:
    first, _, _ = recalled(show)
    second, _, _ = recalled(show, downloads=0)
    [task] = tasks(show, second)
    show.browser.get(f"/releases/recalls/{second}")
    show.browser.post(f"/releases/recalls/tasks/{task.id}/wait", {"words": "Mailed the editors."})
    page = show.browser.get("/releases/recalls").text
    columns = re.findall(r'<h2 class="of-column" id="(\w+)">[^<]+<span class="tag">(\d+)', page)
    assert columns == [("to_do", "1"), ("waiting", "1"), ("done", "0")]
    assert "gone before tomorrow, 13.00" in page and "0 of 2 done" in page
    assert f"/releases/recalls/{first}" not in show.browser.get("/releases/recalls?late=yes").text
    assert f"/releases/recalls/{first}" not in show.web.enter_as(Duty.COMMS).get("/releases/recalls?mine=yes").text
    assert f"/releases/recalls/{first}" not in show.browser.get("/releases/recalls?purpose=newsletter").text
    show.web.later(hours=26)
    late = show.web.enter(show.gallery.comms).get("/releases/recalls?late=yes&mine=yes&column=waiting").text
    assert f"/releases/recalls/{first}" in late and "2 uur te laat" in late


def test_nobody_says_published_without_consent_is_none_where_nobody_looked(show: Show) -> None:
    page = show.browser.get("/releases/recalls").text
    assert "Not looked at since yesterday" in page and "0 published" not in page
    with show.web.school() as school:
        recalls.keep_night(school.session, 12, 0, at=school.at)
    assert "0 published without consent" in show.browser.get("/releases/recalls").text
    recalled(show)
    assert "1 published without consent" in show.browser.get("/releases/recalls").text
    show.web.later(days=2)
    assert "Last night" not in show.web.enter_as(Duty.SUPERVISOR).get("/releases/recalls").text


def test_a_masked_one_is_offered_in_its_place_where_the_gate_allows(show: Show) -> None:
    with show.web.school() as school:
        (child, guardian), (other, parent) = school.family(), school.family()
        for speaker, about in ((guardian, child), (parent, other)):
            school.gives(speaker, about, SOCIAL)
        item = show.picture(school, child, other)
        show.gallery.release(item, SOCIAL, form="square")
        school.withdraws(guardian, child, SOCIAL)
        [recall] = release_questions.recalls_open(school.session)
    address = f"/releases/recalls/{recall.id}"
    assert "Make one with masks" in show.browser.get(address).text
    batch = show.browser.post(f"{address}/masked").location
    with show.web.school() as school:
        [draft] = drafts.batch(school.session, batch.rpartition("/")[2])
        people.set_locatable(school.session, child, True, actor=show.gallery.comms, at=school.at)
    assert (draft.item, draft.purpose, draft.channel, draft.form, len(draft.masks)) == (item, SOCIAL, "news page", "square", 1)
    assert "Make one with masks" not in show.browser.get(address).text
    assert show.browser.post(f"{address}/masked").status_code == 409


def test_addresses_are_asked_only_where_the_office_allows(show: Show) -> None:
    recall, _, _ = recalled(show, downloads=0)
    [task] = tasks(show, recall)
    assert "Look whether it is still there" not in show.browser.get(f"/releases/recalls/{recall}").text
    show.browser.post(f"/releases/recalls/tasks/{task.id}/ask")
    assert "The office has not switched this on." in show.browser.get(f"/releases/recalls/{recall}").text
    with show.web.school() as school:
        postings.switch_asking(school.session, True, actor=show.gallery.comms, at=school.at)
    assert "Look whether it is still there" in show.browser.get(f"/releases/recalls/{recall}").text
    assert show.browser.post(f"/releases/recalls/tasks/{task.id}/ask").status_code == 303


def test_where_it_was_posted_takes_one_press_once_an_account_is_known(show: Show) -> None:
    with show.web.school() as school:
        child, guardian = school.family()
        school.gives(guardian, child)
        out = [show.gallery.release(show.picture(school, child)) for _ in range(3)]
        for release in out:
            show.gallery.download(release)
    told = {"release": out[0], "account": "Instagram @delinde", "address": "", "posted_on": "2026-11-19"}
    assert show.browser.post("/releases/postings", told).status_code == 303
    assert 'name="quick" value="Instagram @delinde"' in show.browser.get("/releases/latest").text
    assert show.browser.post(
        "/releases/postings", {"release": out[1], "quick": "Instagram @delinde", "address": "", "account": ""}
    ).location
    for wrong in ({"account": "", "address": " "}, {"account": "X", "posted_on": "2026-11-21"}, {"account": "X", "posted_on": "x"}):
        assert show.browser.post("/releases/postings", {"release": out[2]} | wrong).status_code == 422
    with show.web.school() as school:
        found = [release_questions.postings_of(school.session, release) for release in out]
    assert [[(each.account, str(each.posted_on)) for each in postings] for postings in found] == [
        [("Instagram @delinde", "2026-11-19")],
        [("Instagram @delinde", "2026-11-20")],
        [],
    ]


def test_a_posting_that_is_remembered_late_is_a_task_too(show: Show) -> None:
    recall, item, _ = recalled(show, "", downloads=0)
    show.browser.post(f"/releases/recalls/{recall}")
    [out] = [view.id for view in releases_of(show, item)]
    show.browser.post("/releases/postings", {"release": out, "address": "https://school.test/old"})
    with show.web.school() as school:
        [again] = release_questions.recalls_open(school.session)
        people_told = questions.people_of(school.session, [recall, again.id])
    assert again.id != recall and people_told[again.id] == people_told[recall]
    [task] = tasks(show, again.id)
    assert task.posting and task.posting.address == "https://school.test/old"


def releases_of(show: Show, item: ItemId) -> list[release_questions.ReleaseView]:
    with show.web.school() as school:
        return release_questions.releases_of(school.session, item)
