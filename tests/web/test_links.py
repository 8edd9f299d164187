"""The page behind a link: looking takes nothing, taking counts, and a thousand at once get five."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from consent_store.ids import LinkId, PersonId, ReleaseId
from consent_store.operations import links
from consent_store.records.queries import links as questions
from consent_store.records.queries import releases
from consent_store.rules.entries import Say
from tests.web.browser import Browser, Web
from tests.web.releasing import Show


@pytest.fixture
def show(web: Web) -> Show:
    return Show.open(web)


def out(show: Show) -> tuple[ReleaseId, PersonId, PersonId]:
    """A release with real bytes, and the child in it with a guardian."""
    child, guardian = show.family()
    [item] = show.pictures(child)
    show.release(item)
    with show.web.services.db.reading() as session:
        [release] = releases.releases_of(session, item)
    return release.id, child, guardian


def link_to(show: Show, release: ReleaseId, most: int = 3) -> tuple[LinkId, str]:
    """A link that communications made, and where it leads."""
    page = show.browser.get(f"/releases/{release}/links")
    until = (show.web.at + timedelta(days=7)).date().isoformat()
    show.browser.post(f"/releases/{release}/links", {"recipient": "The Courier", "until": until, "most": str(most)})
    page = show.browser.get(f"/releases/{release}/links").text
    with show.web.services.db.reading() as session:
        [made] = questions.links_of(session, [release])
    address = page.split(f"/link/{made.id}/")[1].split('"')[0]
    return made.id, f"/link/{made.id}/{address}"


def outsider(show: Show) -> Browser:
    browser = show.web.browser()
    browser.client.set_cookie("language", "en", domain="localhost")
    return browser


def taken(show: Show, link: LinkId) -> int:
    with show.web.services.db.reading() as session:
        return questions.link(session, link).taken


def test_looking_takes_nothing_and_taking_counts(show: Show) -> None:
    release, _, _ = out(show)
    link, path = link_to(show, release)
    browser = outsider(show)
    page = browser.get(path)
    assert page.status_code == 200 and "For The Courier" in page.text and "Take the picture" in page.text
    assert taken(show, link) == 0
    answer = browser.post(path)
    assert answer.status_code == 200 and answer.headers["Content-Disposition"].startswith("attachment") and len(answer.data) > 0
    assert taken(show, link) == 1


def test_a_guessed_end_leads_nowhere(show: Show) -> None:
    _, path = link_to(show, out(show)[0])
    browser = outsider(show)
    browser.get(path)
    for guessed in (path[:-1] + ("0" if path[-1] != "0" else "1"), path.rsplit("/", 1)[0] + "/x", f"/link/nothing/{path[-32:]}"):
        assert browser.get(guessed).status_code == 404
        assert browser.post(guessed).status_code == 404


def test_a_withdrawal_ends_it_and_says_so(show: Show) -> None:
    release, child, guardian = out(show)
    link, path = link_to(show, release)
    browser = outsider(show)
    browser.get(path)
    with show.web.school() as school:
        school.says(guardian, Say.WITHDRAWN, child)
    answer = browser.post(path)
    assert answer.status_code == 410 and "can no longer be taken" in answer.text
    assert "can no longer be taken" in browser.get(path).text and taken(show, link) == 0


def test_a_link_ended_by_hand_opens_no_more(show: Show) -> None:
    link, path = link_to(show, out(show)[0])
    show.browser.post(f"/releases/links/{link}/end")
    browser = outsider(show)
    assert "can no longer be taken" in browser.get(path).text
    assert browser.post(path).status_code == 410


def test_a_thousand_at_once_get_five(show: Show) -> None:
    link, _ = link_to(show, out(show)[0], most=5)

    def take(_: int) -> bool:
        try:
            with show.web.services.db.unit_of_work() as session:
                links.take(session, link, at=show.web.at)
        except Exception:
            return False
        return True

    with ThreadPoolExecutor(16) as crowd:
        assert sum(crowd.map(take, range(1000))) == 5
    assert taken(show, link) == 5
