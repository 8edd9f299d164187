"""What a new analysis would change, on pages: told, taken over, kept, and kept back."""

import re

import pytest

from consent_store.ids import PersonId
from consent_store.operations import media
from consent_store.records.queries import media as queries
from consent_store.rules.sightings import Answer, Confidence, Proposal
from tests.gallery import Gallery, box
from tests.web.browser import Browser, Web


class Changed:
    """A photo with a stranger, Anna and nobody else, in which a new engine sees Bram, no face, and one more."""

    def __init__(self, web: Web) -> None:
        self.web = web
        with web.school() as school:
            self.gallery = gallery = Gallery.open(school)
            self.anna, self.bram = school.pupil(), school.pupil()
            self.item, (left, right) = gallery.photo(2)
            gallery.answer(left, self.anna)
            gallery.answer(right, Answer.STRANGER)
            media.bring_into_force(school.session, "engine 2", at=school.at)
            sure = Proposal(Confidence.SURE, self.bram, 0.3, None, None)
            gallery.look(self.item, [media.Found(box(0), 0.9, 0.8, sure), media.Found(box(7), 0.9, 0.8)], "engine 2")
        self.path = f"/events/{gallery.event}/changes"
        self.browser: Browser = web.enter(gallery.teacher)
        self.browser.client.set_cookie("language", "en", domain="localhost")

    def settle(self, words: str, answer: str) -> str:
        """Press a button, and read what is said then."""
        page = self.browser.get(self.path).text
        row = next(row for row in page.split('<li class="card difference"')[1:] if words in row)
        action = re.search(r'action="(/events/changes/\w+)"', row)
        assert action
        self.browser.post(action[1], {"answer": answer})
        return self.browser.get(self.path).text

    def says(self) -> list[Answer | PersonId | None]:
        with self.web.services.db.reading() as session:
            return [view.sighting.person or view.sighting.answer for view in queries.sightings_of(session, self.item)]


@pytest.fixture
def changed(web: Web) -> Changed:
    return Changed(web)


def test_the_event_and_the_home_page_lead_there_and_new_faces_come_first(changed: Changed) -> None:
    for path in ("/events/", f"/events/{changed.gallery.event}"):
        assert "The new analysis sees 3 faces otherwise" in changed.browser.get(path).text
    assert changed.path in changed.browser.get("/events/changes").text
    page = changed.browser.get(changed.path).text
    told = ("A face that nobody listed", "Somebody else:", "No longer a face")
    assert sorted(told, key=page.index) == list(told)
    assert changed.says() == [changed.anna, Answer.STRANGER, None]


def test_each_is_taken_over_or_kept_and_what_was_kept_comes_back(changed: Changed) -> None:
    assert "Somebody else:" not in changed.settle("Somebody else:", "accept")
    told = changed.settle("No longer a face", "keep")
    assert "The answer stays as it was." in told and "No longer a face" not in told
    undo = re.search(r'action="(/events/changes/\w+/undo)"', told)
    assert undo
    changed.browser.post(undo[1])
    assert "No longer a face" in changed.browser.get(changed.path).text
    changed.settle("No longer a face", "accept")
    assert "Nothing to look at" in changed.settle("A face that nobody listed", "keep")
    assert changed.says() == [changed.bram, Answer.NOBODY, Answer.NOBODY]


def test_a_word_that_is_none_changes_nothing(changed: Changed) -> None:
    assert "Somebody else:" in changed.settle("Somebody else:", "perhaps")
    assert changed.says()[0] == changed.anna
