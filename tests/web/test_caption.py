"""The text beside what goes out: marked before anybody reads it, mended or answered, confirmed, and never run as anything."""

import re

import pytest

from consent_store.ids import PersonId
from consent_store.records import ledger
from consent_store.records.queries import drafts as questions
from consent_store.records.queries import people
from consent_store.records.queries.drafts import DraftView
from consent_store.rules import captions
from tests.web.browser import Web
from tests.web.releasing import Show, form

UGLY = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&#x3c;script&#x3e; {{ 7*7 }} {% raw %}"


@pytest.fixture
def show(web: Web) -> Show:
    return Show.open(web)


@pytest.fixture
def child(show: Show) -> PersonId:
    """Somebody who may be on the website."""
    return show.family()[0]


@pytest.fixture
def batch(show: Show, child: PersonId) -> str:
    """Two pictures of one child, with their files."""
    address = show.begin(*show.pictures(child, child))
    show.browser.get(address)
    return address


def given_name(show: Show, person: PersonId) -> str:
    with show.web.school() as school:
        return people.person(school.session, person).given_name


def kept(show: Show, batch: str) -> DraftView:
    with show.web.school() as school:
        return questions.batch(school.session, batch.rsplit("/", 1)[1])[0]


def write(show: Show, batch: str, caption: str, **answers: str) -> str:
    """What the page shows of a text as it is written."""
    told = {"caption": caption, "mark": list(answers), "meant": list(answers.values())}
    answer = show.browser.post(f"{batch}/caption", told, **{"HX-Request": "true"})
    assert answer.status_code == 200
    show.browser.get(batch)
    return answer.text


def released(show: Show) -> int:
    with show.web.school() as school:
        return len(ledger.read(school.session, kind="Released"))


def test_a_name_is_marked_until_it_is_mended_or_answered(show: Show, batch: str, child: PersonId) -> None:
    name = given_name(show, child)
    text = f"Well played, {name}!"
    part = write(show, batch, text)
    assert f"<mark><bdi>{name}</bdi><sup>1</sup></mark>" in part and "1 place to mend or to answer" in part
    refused = show.browser.post(f"{batch}/release", {"caption": text, "confirmed": "yes"})
    assert refused.status_code == 422 and "Something in the text is still marked." in refused.text and released(show) == 0
    [key] = re.findall(r'name="mark" value="([^"]+)"', refused.text)
    answered = {"caption": text, "mark": [key], "meant": ["She wrote it herself."], "confirmed": "yes"}
    assert show.browser.post(f"{batch}/release", answered).status_code == 303 and released(show) == 2
    draft = kept(show, batch)
    assert (draft.caption, dict(draft.checked.answers), draft.checked.by) == (text, {key: "She wrote it herself."}, show.gallery.comms)


def test_nothing_goes_out_before_the_rest_is_confirmed(show: Show, batch: str) -> None:
    for told in ({"caption": "A good day."}, {}):
        show.browser.get(batch)
        refused = show.browser.post(f"{batch}/release", told)
        assert refused.status_code == 422 and 'role="alert"' in refused.text
    assert released(show) == 0


def test_the_text_is_there_again_after_a_reload(show: Show, batch: str) -> None:
    write(show, batch, "Almost finished")
    assert "Almost finished</textarea>" in show.browser.get(batch).text
    show.browser.post(f"{batch}/caption", {"caption": "Without a script"})
    assert "Without a script</textarea>" in show.browser.get(batch).text


@pytest.mark.parametrize(
    "caption",
    [UGLY, f"mail {UGLY} a@b.nl {UGLY}", "\u202egnirts\u202c a@b.nl", "👩‍👩‍👧 a@b.nl 👩‍👩‍👧", "السلام a@b.nl عليكم", "</textarea>"],
)
def test_a_text_is_shown_as_it_is_and_runs_nowhere(show: Show, batch: str, caption: str) -> None:
    write(show, batch, caption)
    page = show.browser.get(batch).text
    for dangerous in ("<script>alert", "<img src=x", "</textarea></textarea>"):
        assert dangerous not in page
    assert kept(show, batch).caption == caption
    assert page.count("<mark>") == page.count("</mark>") == page.count("<mark><bdi>a@b.nl")


def test_a_huge_text_is_looked_at_and_one_character_more_is_refused(show: Show, batch: str) -> None:
    part = write(show, batch, ("mail a@b.nl " * captions.LONGEST)[: captions.LONGEST])
    assert "1 place to mend or to answer" in part
    answer = show.browser.post(f"{batch}/caption", {"caption": "x" * (captions.LONGEST + 1)})
    assert answer.status_code == 422 and "100,000" in answer.text
    assert len(kept(show, batch).caption) == captions.LONGEST


def test_who_cannot_see_the_picture_is_told_no_name_either(show: Show, child: PersonId) -> None:
    [item] = show.pictures(child)
    answer = show.browser.post("/releases/confirm", form(item, alt=f"{given_name(show, child)} runs."))
    assert answer.status_code == 422 and "name somebody" in answer.text and "runs.</textarea>" in answer.text
    assert show.begin(item, alt="A child runs.")


def test_many_marks_do_not_make_a_page_of_forms(show: Show, batch: str) -> None:
    part = write(show, batch, " ".join(f"a{number}@b.nl" for number in range(500)))
    assert part.count('name="meant"') == 60 and "Mend the text first." in part


@pytest.mark.parametrize(
    ("behalf", "said"), [("school", "on behalf of De Linde"), ("myself", "I work at De Linde. This message is my own view")]
)
def test_the_line_says_on_whose_behalf(show: Show, child: PersonId, behalf: str, said: str) -> None:
    page = show.browser.get(show.begin(*show.pictures(child), behalf=behalf)).text
    assert said in page and "Photo: De Linde" in page
