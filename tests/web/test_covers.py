"""What communications covers by hand in a picture, and how the administrator wants files written."""

import re

import pytest

from consent_store.ids import CoverId, ItemId
from consent_store.operations import making
from consent_store.records.queries import renditions
from consent_store.records.queries.renditions import CoverView
from consent_store.rules.forms import Form, Format
from consent_store.rules.sightings import Answer, Box
from tests.web.browser import Web
from tests.web.releasing import Show

PLACE = {"left": "10", "top": "20,5", "right": "15.5", "bottom": "30", "why": "A name badge"}
FORMS = {"colour": "#334455"} | {f"{form}_type": "image/webp" for form in Form} | {f"{form}_quality": "75" for form in Form}


@pytest.fixture
def show(web: Web) -> Show:
    return Show.open(web)


@pytest.fixture
def item(show: Show) -> ItemId:
    [item] = show.pictures(Answer.UNRECOGNISABLE)
    return item


def covers(show: Show, item: ItemId) -> tuple[CoverView, ...]:
    with show.web.services.db.reading() as session:
        return renditions.covers_of(session, [item]).get(item, ())


def test_a_place_is_covered_and_uncovered(show: Show, item: ItemId) -> None:
    page = f"/releases/pictures/{item}/covers"
    assert "Nothing yet." in show.browser.get(page).text
    assert show.browser.post(page, PLACE).status_code == 303
    [cover] = covers(show, item)
    assert (cover.box, cover.why, cover.by) == (Box(400, 615, 620, 900), "A name badge", show.gallery.comms)
    shown = show.browser.get(page).text
    assert "A name badge" in shown and re.search(r'data-box="0\.1000 0\.2050 0\.1550 0\.3000"', shown)
    show.browser.post(f"{page}/{cover.id}", {})
    assert covers(show, item) == ()


def test_only_a_part_goes_out_until_the_whole_does_again(show: Show, item: ItemId) -> None:
    page = f"/releases/pictures/{item}/covers"
    show.browser.get(page)
    for form, kept in (
        (PLACE, {item: Box(400, 615, 620, 900)}),
        (PLACE | {"left": "x"}, {item: Box(400, 615, 620, 900)}),
        ({"whole": "yes"}, {}),
    ):
        show.browser.post(f"/releases/pictures/{item}/cut", form)
        with show.web.services.db.reading() as session:
            assert renditions.cuts_of(session, [item]) == kept
        assert ("220 by 285 pixels of it." in show.browser.get(page).text) == bool(kept)


@pytest.mark.parametrize(
    "wrong", [{"left": "16"}, {"top": "x"}, {"left": "150", "right": "160"}, {"why": "  "}, {"bottom": "inf"}, {"left": ""}]
)
def test_what_is_no_place_is_said_and_covers_nothing(show: Show, item: ItemId, wrong: dict[str, str]) -> None:
    page = f"/releases/pictures/{item}/covers"
    show.browser.get(page)
    assert show.browser.post(page, PLACE | wrong).status_code in {303, 400}
    assert covers(show, item) == ()


def test_a_cover_of_another_picture_is_not_here(show: Show, item: ItemId) -> None:
    with show.web.school() as school:
        other = show.picture(school, Answer.UNRECOGNISABLE)
        cover: CoverId = making.cover(school.session, other, Box(0, 0, 9, 9), "badge", actor=show.gallery.comms, at=school.at)
    show.browser.get(f"/releases/pictures/{item}/covers")
    assert show.browser.post(f"/releases/pictures/{item}/covers/{cover}", {}).status_code == 404
    assert len(covers(show, other)) == 1


def test_the_administrator_says_how_files_are_written(web: Web) -> None:
    browser = web.enter(web.admin)
    assert 'value="#2f584d"' in browser.get("/office/files").text
    browser.post("/office/files", FORMS)
    with web.services.db.reading() as session:
        assert set(renditions.formats(session).values()) == {Format("image/webp", 75)}
        assert renditions.mask_colour(session) == "#334455"


@pytest.mark.parametrize("wrong", [{"colour": "red"}, {"web_type": "image/gif"}, {"story_quality": "101"}, {"story_quality": "x"}])
def test_what_cannot_be_written_changes_nothing(web: Web, wrong: dict[str, str]) -> None:
    browser = web.enter(web.admin)
    browser.get("/office/files")
    browser.post("/office/files", FORMS | wrong)
    with web.services.db.reading() as session:
        assert set(renditions.formats(session).values()) == {Format()}
        assert renditions.mask_colour(session) == "#2f584d"
