"""What leaves is counted: who is in it often, and who never. Names are not for everybody."""

import pytest

from consent_store.ids import PurposeCode
from consent_store.records.queries import people
from consent_store.rules.sightings import Answer
from consent_store.rules.terms import Duty
from tests.web.browser import Web
from tests.web.releasing import Show

SOCIAL = PurposeCode("social_media")


@pytest.fixture
def show(web: Web) -> Show:
    """Communications, before a browser."""
    return Show.open(web)


def test_pupils_are_counted_by_the_pictures_in_which_they_can_be_seen(show: Show) -> None:
    with show.web.school() as school:
        (often, parent), (covered, _), (never, _) = (school.family(groups=[school.group(f"klas {n}")]) for n in range(3))
        school.gives(parent, often, SOCIAL)
        school.gives(parent, often)
        both = show.picture(school, often, covered)
        for item, purpose in ((both, SOCIAL), (show.picture(school, often), SOCIAL), (show.picture(school, often, Answer.NOBODY), None)):
            show.gallery.release(item, *([purpose] if purpose else []))
        names = {who: people.person(school.session, who).name for who in (often, covered, never)}
    page = show.browser.get("/releases/numbers").text
    assert "3 releases in twelve months" in page and "November 2026" in page
    assert page.index(names[often]) < page.index("3 pictures") < page.index("2 pupils in no picture")
    assert page.index("2 pupils in no picture") < page.index(names[covered]) and names[never] in page
    of_class = show.browser.get(f"/releases/numbers?group={group_of(show, 'klas 0')}").text
    assert "Every pupil is in at least one." in of_class and names[never] not in of_class


def group_of(show: Show, name: str) -> str:
    with show.web.school() as school:
        return next(group.id for group in people.group_list(school.session) if group.name == name)


def test_the_privacy_officer_reads_numbers_and_no_names(show: Show) -> None:
    with show.web.school() as school:
        child, parent = school.family()
        school.gives(parent, child)
        show.gallery.release(show.picture(school, child))
        name = people.person(school.session, child).name
    privacy = show.web.enter_as(Duty.PRIVACY).get("/releases/numbers")
    assert privacy.status_code == 200 and name not in privacy.text and "<progress" in privacy.text
    assert name in show.web.enter_as(Duty.SUPERVISOR).get("/releases/numbers").text


def test_before_anything_left_the_page_says_so(show: Show) -> None:
    assert "Nothing went out yet" in show.browser.get("/releases/numbers").text
