"""People first: one press answers a pile, only what was on the screen, never over somebody's answer; and the next question is there."""

import re
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import delete

from consent_store.ids import PersonId, SightingId
from consent_store.operations import media as operations
from consent_store.operations import piles
from consent_store.operations.media import Found
from consent_store.records.media import RenditionRow
from consent_store.records.queries import media, people, reviews, work
from consent_store.rules.piles import Sort
from consent_store.rules.releases import Use
from consent_store.rules.sightings import Answer, Confidence, Proposal
from tests.gallery import Gallery, box, found
from tests.web.browser import Browser, Web

HTMX = {"HX-Request": "true"}


class Pile:
    """Four photos: the first face of each is surely one pupil's, the second an unknown alike in all, the third perhaps the pupil's."""

    def __init__(self, web: Web) -> None:
        self.web = web
        with web.school() as school:
            self.pupil, self.twin = school.pupil(), school.pupil()
            self.gallery = Gallery.open(school)
            photos = [self.gallery.photo(found(2, self.pupil))[1] for _ in range(4)]
            self.sure, self.alike = ([faces[place] for faces in photos] for place in (0, 1))
            guess = Proposal(Confidence.UNSURE, self.pupil, 0.5, self.twin, 0.55)
            _, [self.perhaps, self.alone] = self.gallery.photo([Found(box(0), 0.9, 0.8, guess, b"sealed"), Found(box(1), 0.9)])
            self.cut(*self.sure, *self.alike, self.perhaps, self.alone)
            piles.regroup(school.session, self.gallery.event, dict.fromkeys(self.alike, "one"))
        self.path = f"/events/{self.gallery.event}/people"
        self.browser: Browser = web.enter(self.gallery.teacher)
        self.browser.client.set_cookie("language", "en", domain="localhost")
        self.browser.get(self.path)

    def cut(self, *faces: SightingId) -> None:
        """There are pictures of these faces."""
        for face in faces:
            item = reviews.item_of(self.gallery.school.session, face)
            assert item
            self.gallery.file(item, Use.CROP, of=face)

    def send(self, path: str = "", **fields: object) -> int:
        return self.browser.post(self.path + path, fields).status_code

    def confirm(self, faces: list[SightingId], **more: object) -> int:
        return self.send("/sure", pile=self.pupil, **{f"face-{self.pupil}": faces}, **more)

    def answers(self, faces: list[SightingId]) -> list[Answer | PersonId | None]:
        with self.web.services.db.reading() as session:
            claims = media.sightings(session, faces)
        return [claims[face].sighting.person or claims[face].sighting.answer for face in faces]

    def asked(self, sort: Sort) -> list[set[SightingId]]:
        with self.web.services.db.reading() as session:
            return [{face.id for face in pile.faces} for pile in work.piles_of(session, self.gallery.event) if pile.sort is sort]


@pytest.fixture
def pile(web: Web) -> Pile:
    return Pile(web)


def shown(page: str) -> set[str]:
    """The faces that a page would send; what comes after an answer is not on the screen."""
    now = page.partition("<template")[0]
    return set(" ".join(re.findall(r'name="face[^"]*" value="([^"]+)"', now)).split())


def marks(page: str) -> dict[str, str]:
    """What a page says of its piles as they are."""
    return dict(re.findall(r'name="(mark-[^"]+)" value="([^"]+)"', page))


def test_sure_piles_are_confirmed_together_and_taken_back_by_one_press(pile: Pile) -> None:
    page = pile.browser.get(pile.path).text
    assert "4 faces" in page and shown(page) == set(pile.sure)
    assert "4 questions about faces left" in page
    assert pile.confirm(pile.sure) == 303
    assert pile.answers(pile.sure) == [pile.pupil] * 4
    assert "4 faces are answered." in pile.browser.get(pile.path).text
    assert pile.send("/undo") == 303
    assert pile.answers(pile.sure) == [None] * 4
    assert pile.send("/redo") == 303
    assert pile.answers(pile.sure) == [pile.pupil] * 4


def test_a_long_list_of_the_sure_comes_in_parts_and_without_scripts_at_once(web: Web) -> None:
    with web.school() as school:
        gallery = Gallery.open(school)
        people = [school.pupil() for _ in range(8)]
        for person in people:
            gallery.photo(found(1, person))
    browser, path = web.enter(gallery.teacher), f"/events/{gallery.event}/people"
    first, rest, every = (
        re.findall(r'name="pile" value="([^"]+)"', browser.get(path + asked).text) for asked in ("", "/sure?rows=12", "?rows=8")
    )
    assert len(first) == 6 and len(rest) == 2
    assert first + rest == every and set(every) == set(people)
    page = browser.get(path).text
    assert page.count('people/sure?rows=12"') == 1 and 'people?sort=sure&amp;rows=8"' in page
    assert "hx-trigger" not in browser.get(f"{path}/sure?rows=12").text
    assert browser.get(f"{path}/sure?rows=nonsense").status_code == 200


def test_a_sure_pile_names_another_only_where_one_of_its_faces_looks_almost_as_much_like_them(pile: Pile) -> None:
    for distance, named in ((0.5, False), (0.35, True)):
        guess = Proposal(Confidence.SURE, pile.pupil, 0.3, pile.twin, distance)
        with pile.web.school() as school:
            gallery = Gallery.open(school)
            gallery.photo([Found(box(0), 0.9, 0.8, guess, b"sealed")])
            name = people.person(school.session, pile.twin).name
        assert (f"looks like {name} too" in unescape(pile.browser.get(f"/events/{gallery.event}/people").text)) is named


def test_a_face_taken_out_of_a_sure_pile_is_asked_again_without_that_name(pile: Pile) -> None:
    *right, wrong = pile.sure
    assert pile.confirm(pile.sure, out=wrong) == 303
    assert pile.answers(pile.sure) == [*[pile.pupil] * 3, None]
    assert {wrong} in pile.asked(Sort.ALONE)
    assert pile.send("/undo") == 303
    assert pile.asked(Sort.SURE) == [set(pile.sure)] and pile.answers(right) == [None] * 3


def test_a_whole_sure_pile_can_be_somebody_else(pile: Pile) -> None:
    assert pile.send("/part", deny=pile.pupil, **{f"face-{pile.pupil}": pile.sure}) == 303
    assert pile.asked(Sort.SURE) == [] and pile.answers(pile.sure) == [None] * 4


def test_undo_says_what_it_takes_back_answers_or_how_faces_are_grouped(pile: Pile) -> None:
    pile.confirm(pile.sure)
    pile.web.later(seconds=5)
    pile.send("/part", face=pile.alike, out=pile.alike[0])
    for words in ("Taken back: the piles are as they were.", "Taken back: 4 answers", "nothing of yours to take back"):
        pile.send("/undo")
        assert words in unescape(pile.browser.get(pile.path).text)


def test_a_face_of_which_there_is_no_picture_yet_is_not_answered_with_its_pile(pile: Pile) -> None:
    *seen, unseen = pile.sure
    with pile.web.school() as school:
        school.session.execute(delete(RenditionRow).where(RenditionRow.sighting_id.in_([unseen, pile.alone])))
    assert shown(pile.browser.get(pile.path).text) == set(seen)
    assert pile.alone not in shown(pile.browser.get(f"{pile.path}?sort=unknown").text)


def test_a_stranger_is_said_once_for_all_photos_and_the_next_question_comes(pile: Pile) -> None:
    page = pile.browser.get(f"{pile.path}?sort=unknown").text
    assert "Who is this?" in page and set(pile.alike) <= shown(page)
    answer = pile.browser.post(pile.path, {"face": pile.alike, "answer": "stranger", "sort": "unknown"}, **HTMX)
    assert pile.answers(pile.alike) == [Answer.STRANGER] * 4
    assert pile.alone in shown(answer.text) and not shown(answer.text) & set(pile.alike)
    assert 'id="left"' in answer.text and "<html" not in answer.text


def test_an_unsure_face_stands_beside_both_whom_it_may_be(pile: Pile) -> None:
    page = unescape(pile.browser.get(f"{pile.path}?sort=unsure").text)
    assert "Is this" in page and f'value="{pile.pupil}"' in page and f'value="{pile.twin}"' in page
    assert pile.send(face=pile.perhaps, person=pile.twin) == 303
    assert pile.answers([pile.perhaps]) == [pile.twin]


def test_no_leaves_the_face_for_another_name(pile: Pile) -> None:
    assert pile.send("/part", face=pile.perhaps, deny=pile.pupil, sort="unsure") == 303
    assert pile.asked(Sort.UNSURE) == [] and {pile.perhaps} in pile.asked(Sort.ALONE)


def test_faces_are_taken_out_and_piles_are_joined(pile: Pile) -> None:
    *stay, out = pile.alike
    assert pile.send("/part", face=pile.alike, out=out, sort="unknown", at="one") == 303
    assert pile.asked(Sort.UNKNOWN) == [set(stay)] and {out} in pile.asked(Sort.ALONE)
    seen = marks(pile.browser.get(f"{pile.path}?sort=unknown&at=one").text)
    assert pile.send("/join", at="one", **{"with": [pile.alone]}, **seen) == 303
    assert pile.asked(Sort.UNKNOWN) == [{*stay, pile.alone}]
    assert pile.send("/join", at="one") == 422
    assert pile.send("/join", at="one", **{"with": ["another"]}) == 409


def test_a_pile_that_changed_since_it_was_looked_at_is_not_joined(pile: Pile) -> None:
    seen = marks(pile.browser.get(f"{pile.path}?sort=unknown&at=one").text)
    with pile.web.school() as school:
        told = {"actor": pile.gallery.colleague, "at": school.at}
        piles.part(school.session, pile.gallery.event, pile.alike[1:], pile.alike[:1], **told)
    answer = pile.browser.post(f"{pile.path}/join", {"at": "one", "with": pile.alone, **seen}, **HTMX)
    assert answer.status_code == 409 and "Nothing was done; look again." in answer.text
    assert pile.asked(Sort.UNKNOWN) == [set(pile.alike[1:])]


def test_what_is_ticked_beside_a_pile_gets_the_same_answer(pile: Pile) -> None:
    assert pile.send(face=pile.alike, answer="stranger", **{"with": "x", "face-x": [pile.alone]}) == 303
    assert pile.answers([*pile.alike, pile.alone]) == [Answer.STRANGER] * 5


def test_what_somebody_answered_meanwhile_is_not_overwritten_and_nothing_else_is_done(pile: Pile) -> None:
    with pile.web.school() as school:
        pile.gallery.school = school
        pile.gallery.answer(pile.sure[0], Answer.STRANGER, by=pile.gallery.colleague)
    assert pile.confirm(pile.sure) == 409
    assert pile.confirm(pile.sure, out=pile.sure[1]) == 409
    assert pile.answers(pile.sure) == [Answer.STRANGER, None, None, None]


@pytest.mark.parametrize("said", [{}, {"answer": "person"}, {"answer": "nobody-we-know"}, {"person": "nobody-we-know"}])
def test_a_pile_without_a_name_changes_nothing(pile: Pile, said: dict[str, str]) -> None:
    assert pile.send(face=pile.alike, **said) == 422
    assert pile.send("/sure") == 422
    assert pile.send(answer="stranger") == 422
    assert pile.answers(pile.alike) == [None] * 4


def test_faces_of_another_event_are_left_alone(pile: Pile) -> None:
    with pile.web.school() as school:
        pile.gallery.school = school
        told = {"on": pile.web.at.date(), "actor": pile.gallery.teacher, "at": pile.web.at}
        other = operations.make_event(school.session, title="Other", **told)
    other_path = f"/events/{other}/people"
    assert pile.browser.post(other_path, {"face": pile.alike, "answer": "stranger"}).status_code == 409
    assert pile.browser.post(f"{other_path}/sure", {"pile": pile.pupil, f"face-{pile.pupil}": pile.sure}).status_code == 409
    assert pile.browser.post(f"{other_path}/part", {"face": pile.alike[1:], "out": pile.alike[0]}).status_code == 404
    assert pile.browser.post(f"{other_path}/join", {"at": "one", "with": [pile.alone]}).status_code == 409
    assert pile.answers([*pile.alike, *pile.sure]) == [None] * 8


def test_a_pile_of_four_hundred_faces_answers_what_is_in_sight(pile: Pile) -> None:
    with pile.web.school() as school:
        pile.gallery.school = school
        many = [face for _ in range(8) for face in pile.gallery.photo(50)[1]]
        pile.cut(*many)
        piles.regroup(school.session, pile.gallery.event, dict.fromkeys(many, "many"))
    page = pile.browser.get(f"{pile.path}?sort=unknown&at=many").text
    assert len(shown(page) & set(many)) == 60 and "Only the 60 in sight are answered." in page
    assert len(shown(pile.browser.get(f"{pile.path}?sort=unknown&at=many&most=400").text) & set(many)) == 400
    assert pile.send(face=many[:60], answer="stranger", sort="unknown") == 303
    assert len(pile.asked(Sort.UNKNOWN)[0]) == 340


def test_a_name_is_found_by_typing(pile: Pile) -> None:
    with pile.web.services.db.reading() as session:
        name = people.person(session, pile.twin).name
    assert f'value="{pile.twin}"' in pile.browser.get(f"{pile.path}/names?q={name}").text
    assert "Nobody of this name" in pile.browser.get(f"{pile.path}/names?q=xyzzy").text


def test_when_nothing_waits_the_page_says_so(pile: Pile) -> None:
    for faces in (pile.sure, pile.alike, [pile.perhaps], [pile.alone]):
        assert pile.send(face=faces, answer="stranger") == 303
    page = pile.browser.get(pile.path).text
    assert "Every face has an answer" in page and "5 photos to attest" in page


def test_the_list_of_keys_is_complete_and_true(pile: Pile) -> None:
    """Every key that a button, a link or the script obeys is in the dialog, and none that nothing obeys."""
    pages = [pile.browser.get(f"{pile.path}?sort={sort}").text for sort in Sort]
    script = Path("app/static/js/piles.js").read_text()
    moves = re.search(r"const MOVES = \{(.*?)\};", script, re.DOTALL)
    assert moves and "NUMBERED = 9;" in script and "NUMBERED" in moves[1]
    obeyed = {key for page in pages for key in re.findall(r'data-key="([^"]+)"', page)} | set(re.findall(r"(\w+): \(\) =>", moves[1]))
    drawn = re.findall(r'<kbd class="key">([^<]+)</kbd>', pages[0][pages[0].index('id="keys"') :])
    signs = {"Enter": "↵", "ArrowRight": "→", "ArrowLeft": "←"}
    told = {signs.get(key, key.upper()) for key in obeyed if not key.isdigit()}
    assert len(drawn) == len(set(drawn)) and told | {"1–9", "␣"} == set(drawn)


def test_the_question_after_an_answer_comes_with_the_one_before(pile: Pile) -> None:
    with pile.web.school() as school:
        pile.gallery.school = school
        pair = [pile.gallery.photo()[1][0] for _ in range(2)]
        pile.cut(*pair)
        piles.regroup(school.session, pile.gallery.event, dict.fromkeys(pair, "two"))
    now, _, ahead = pile.browser.get(f"{pile.path}?sort=unknown").text.partition('<template data-at="')
    assert 'name="next" value="two"' in now and ahead.startswith('two"')
    assert shown(now) >= set(pile.alike) and shown(ahead) >= set(pair)  # with those beside, to join
    said = {"face": pile.alike, "answer": "stranger", "sort": "unknown", "at": "one", "next": "two"}
    after = pile.browser.post(pile.path, said, **HTMX).text
    assert re.findall(r'data-signature="([^"]+)"', after) == re.findall(r'data-signature="([^"]+)"', ahead) == ["two. 2"]
