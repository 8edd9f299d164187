"""People first: one press answers a pile, only what was on the screen, never over somebody's answer."""

import pytest

from consent_store.ids import PersonId, SightingId
from consent_store.operations import media as operations
from consent_store.records.queries import media
from consent_store.rules.sightings import Answer
from tests.gallery import Gallery, found
from tests.web.browser import Browser, Web


class Pile:
    """Four photos: the first face of each is surely one pupil's, the second an unknown who looks alike in all."""

    def __init__(self, web: Web) -> None:
        self.web = web
        with web.school() as school:
            self.pupil = school.pupil()
            self.gallery = Gallery.open(school)
            photos = [self.gallery.photo(found(2, self.pupil))[1] for _ in range(4)]
            self.sure, self.alike = ([faces[place] for faces in photos] for place in (0, 1))
            operations.set_clusters(school.session, self.gallery.event, dict.fromkeys(self.alike, "one"))
        self.path = f"/events/{self.gallery.event}/people"
        self.browser: Browser = web.enter(self.gallery.teacher)
        self.browser.client.set_cookie("language", "en", domain="localhost")
        self.browser.get(self.path)

    def send(self, faces: list[SightingId], said: str) -> int:
        return self.browser.post(self.path, {"pile": "x", "faces-x": " ".join(faces), "said-x": said}).status_code

    def answers(self, faces: list[SightingId]) -> list[Answer | PersonId | None]:
        with self.web.services.db.reading() as session:
            items = media.items_of(session, self.gallery.event)
            claims = {view.sighting.id: view.sighting for item in items for view in media.sightings_of(session, item.id)}
        return [claims[face].person or claims[face].answer for face in faces]


@pytest.fixture
def pile(web: Web) -> Pile:
    return Pile(web)


def test_a_pile_is_confirmed_once_and_taken_back_once(pile: Pile) -> None:
    page = pile.browser.get(pile.path).text
    assert "4 faces" in page and " ".join(sorted(pile.sure)) in " ".join(sorted(page.split('"')))
    assert pile.send(pile.sure, pile.pupil) == 303
    assert pile.answers(pile.sure) == [pile.pupil] * 4
    assert "4 faces are answered." in pile.browser.get(pile.path).text
    assert pile.browser.post(f"{pile.path}/undo", {"faces": " ".join(pile.sure)}).status_code == 303
    assert pile.answers(pile.sure) == [None] * 4


def test_a_stranger_is_said_once_for_all_photos(pile: Pile) -> None:
    assert "Unknown: who is this?" in pile.browser.get(pile.path).text
    assert pile.send(pile.alike, "stranger") == 303
    assert pile.answers(pile.alike) == [Answer.STRANGER] * 4
    assert "Unknown: who is this?" not in pile.browser.get(pile.path).text


def test_what_somebody_answered_meanwhile_is_not_overwritten_and_nothing_else_is_done(pile: Pile) -> None:
    with pile.web.school() as school:
        pile.gallery.school = school
        pile.gallery.answer(pile.sure[0], Answer.STRANGER, by=pile.gallery.colleague)
    assert pile.send(pile.sure, pile.pupil) == 409
    assert pile.answers(pile.sure) == [Answer.STRANGER, None, None, None]


@pytest.mark.parametrize("said", ["", "nobody-we-know", "person"])
def test_a_pile_without_a_name_changes_nothing(pile: Pile, said: str) -> None:
    assert pile.send(pile.sure, said) == 422
    assert pile.browser.post(pile.path, {}).status_code == 422
    assert pile.answers(pile.sure) == [None] * 4


def test_faces_of_another_event_are_left_alone(pile: Pile) -> None:
    with pile.web.school() as school:
        pile.gallery.school = school
        told = {"on": pile.web.at.date(), "actor": pile.gallery.teacher, "at": pile.web.at}
        pile.gallery.event, mine = operations.make_event(school.session, title="Other", **told), pile.gallery.event
        _, (foreign, _) = pile.gallery.photo(found(2, pile.pupil))
        other, pile.gallery.event = pile.gallery.event, mine
    assert pile.send([*pile.sure, foreign], pile.pupil) == 409
    assert pile.answers(pile.sure) == [None] * 4
    pile.gallery.event = other
    assert pile.answers([foreign]) == [None]
