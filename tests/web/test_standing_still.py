"""Pictures wait and nothing looks at them: it is said to whoever waits, and to whoever may do something about it."""

from datetime import timedelta

import pytest

from consent_store.ids import PersonId
from consent_store.operations import media
from tests.gallery import Gallery
from tests.web.browser import Web

SAID = "Pictures wait: the look does not go on"


class Waiting:
    """An event with a picture that was looked at, one that failed and is tried again, and one that waits."""

    def __init__(self, web: Web) -> None:
        self.web = web
        with web.school() as school:
            self.gallery = Gallery.open(school)
            self.gallery.photo(1)
            failed, _ = self.gallery.upload(), self.gallery.upload()
            told = {"actor": self.gallery.teacher, "at": school.at}
            media.record_failure(school.session, failed, "damaged", **told)
            media.try_again(school.session, failed, **told)
        self.pages = (f"/events/{self.gallery.event}", "/office/school")

    def seen(self) -> list[bool]:
        """Whether it is said, on the page of the event and of the school."""
        with self.web.school() as school:
            admin = school.admin
        return [SAID in self.shown(who, page) for who, page in zip((self.gallery.teacher, admin), self.pages, strict=True)]

    def shown(self, who: PersonId, page: str) -> str:
        """A page as somebody who reads English sees it."""
        browser = self.web.enter(who)
        browser.client.set_cookie("language", "en", domain="localhost")
        return browser.get(page).text


@pytest.mark.parametrize(("minutes", "said"), [(9, False), (11, True)])
def test_it_is_said_once_nothing_moved_for_ten_minutes(web: Web, minutes: int, said: bool) -> None:
    waiting = Waiting(web)
    web.at += timedelta(minutes=minutes)
    assert waiting.seen() == [said, said]


def test_it_is_not_said_while_others_are_looked_at(web: Web) -> None:
    waiting = Waiting(web)
    web.at += timedelta(minutes=11)
    with web.school() as school:
        Gallery(school, *[waiting.gallery.teacher] * 3, waiting.gallery.event).photo(1)
    assert waiting.seen() == [False, False]


def test_what_is_only_tried_again_does_not_count(web: Web) -> None:
    waiting = Waiting(web)
    web.at += timedelta(minutes=11)
    assert "1 file waits" in waiting.shown(waiting.gallery.teacher, waiting.pages[0])
