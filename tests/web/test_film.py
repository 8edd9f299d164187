"""The review of a film and of a sound, by plain forms: answers, whoever was missed, what the machine took for one, and what is cut out."""

import re
from pathlib import Path

import pytest

from consent_store.operations import recordings
from consent_store.records.queries import recordings as questions
from consent_store.rules.sightings import Answer, Box, Origin, Sense
from consent_store.rules.spans import Span
from consent_store.rules.terms import Kind
from consent_store.rules.timeline import Hush
from tests.gallery import digest
from tests.web.browser import Web
from tests.web.play import Play, track


@pytest.fixture
def play(web: Web) -> Play:
    return Play(web)


def test_the_page_asks_about_the_first_strip_and_shows_everybody_through_time(play: Play) -> None:
    page = play.page
    assert "Is this Anna" in page and "Looks very much like Anna (0.30)" in page and "person 1 of 2" in page
    assert page.count('class="lane"') == 4 and "2 times, 0:20 in all" in page
    assert '<rect x="20000" y="1.5" width="10000"' in page
    assert "4 answers still keep the gate shut" in page and "Chloë" in page and "chapters and subtitles" in page
    assert 'data-part="40000 50000"' in page and "controls" in page


def test_each_kind_of_answer_to_strips_and_voices_by_a_plain_form_then_attested(play: Play) -> None:
    assert play.answer(play.strip(0), person=play.anna) == 303
    assert play.answer(play.strip(1), answer="stranger") == 303
    assert play.answer(play.strip(0), answer="crowd") == 422
    assert play.answer(play.strip(0, Sense.HEARD), person=play.anna) == 303
    assert play.post("attest", seen=play.revision) == 409
    assert play.answer(play.strip(1, Sense.HEARD), answer="crowd") == 303
    said = [view.sighting.person or view.sighting.answer for sense in Sense for view in play.sightings(sense)]
    assert said == [play.anna, Answer.STRANGER, play.anna, Answer.CROWD]
    assert "Attest 2 people, and on" in play.page and "You saw and heard all of it" in play.page
    assert play.post("attest", seen=play.revision) == 303
    assert "You attested it" in play.page


def test_for_htmx_the_lanes_come_back_with_the_question(play: Play) -> None:
    form = {"seen": str(play.revision), "person": play.anna}
    answer = play.browser.post(f"{play.path}/faces/{play.strip()}", form, **{"HX-Request": "true"})
    assert answer.status_code == 200 and "<html" not in answer.text and "person 2 of 2" in answer.text
    parts = {"lanes", "steps", "gates", "thumbs", "cutting", "revision", "aside", "meanwhile"}
    assert set(re.findall(r'id="(\w+)" hx-swap-oob', answer.text)) == parts


def test_a_strip_is_parted_where_somebody_else_begins_and_that_is_one_step_back(play: Play) -> None:
    whole = play.strip()
    assert play.post(f"strips/{whole}/split", from_="0:40", seen=play.revision) == 303
    assert [view.sighting.spans for view in play.sightings()] == [(Span(0, 10_000),), (Span(20_000, 30_000),), (Span(40_000, 50_000),)]
    assert "person 3 of 3" in play.browser.get(play.browser.ahead).text
    assert play.browser.post(f"/events/{play.gallery.event}/undo", {"item": play.item}).status_code == 303
    assert play.sightings()[0].sighting.spans == (Span(0, 10_000), Span(40_000, 50_000))
    assert play.post(f"strips/{whole}/split", from_="0:55") == 422
    assert play.post(f"strips/{whole}/split", from_="soon") == 422


def test_two_strips_are_one_person_by_a_press_which_is_one_step_back_and_forth(play: Play) -> None:
    anna, other = play.strip(0), play.strip(1)
    assert play.answer(anna, person=play.anna) == 303
    page = play.browser.get(f"{play.path}?face={other}").text
    assert (
        f'name="other" value="{anna}"' in page
        and "Anna 0:00" in page
        and f'name="person" value="{play.anna}"' not in page.split('id="found"')[0]
    )
    old = play.revision
    assert play.post(f"strips/{other}/join", other=anna, seen=old) == 303
    [joined] = play.sightings()
    assert (joined.sighting.id, joined.sighting.person, len(joined.sighting.spans)) == (anna, play.anna, 3)
    assert "Speaks mostly while Anna is seen" in play.browser.get(play.browser.ahead).text
    assert "Undo: two as one person, film 1" in play.page
    for path, form in (
        (f"faces/{other}", {"answer": "stranger"}),
        (f"strips/{other}/split", {"from_": "1"}),
        (f"strips/{anna}/join", {"other": other}),
    ):
        assert play.post(path, seen=old, **form) == 409
    colleague = play.enter(play.gallery.colleague)
    assert "the same as another" in colleague.get(f"{play.path}/live?seen={old}").text
    for turn, strips in (("undo", 2), ("redo", 1), ("undo", 2)):
        assert play.browser.post(f"/events/{play.gallery.event}/{turn}", {"item": play.item}).status_code == 303
        assert len(play.sightings()) == strips
    assert play.answer(other, answer="stranger") == 303
    assert play.post(f"strips/{other}/join", other=anna, seen=play.revision) == 409
    assert "These two have different answers" in play.browser.post(f"{play.path}/strips/{other}/join", {"other": anna}).text


def test_a_box_drawn_at_a_moment_lists_somebody_or_moves_whom_the_machine_lost(play: Play) -> None:
    assert "You drew a box" in play.browser.get(f"{play.path}?missing=&at=33250&box=0.5+0.5+0.6+0.8").text
    assert play.post("strips", person=play.chloe, box="0.5 0.5 0.6 0.8", at="33.250") == 303
    drawn = next(view.sighting for view in play.sightings() if view.sighting.origin is Origin.HUMAN)
    assert drawn.person == play.chloe and drawn.box == Box(960, 540, 1152, 864)
    assert play.post(f"strips/{drawn.id}/place", box="0.6 0.5 0.7 0.8", at="34") == 303
    with play.web.services.db.reading() as session:
        (drawn_track,) = questions.tracks_of(session, play.item)[drawn.id]
    assert [sight.at for sight in drawn_track.sights] == [33_250, 34_000]
    assert play.post(f"strips/{drawn.id}/place", at="34") == 422
    assert play.post(f"faces/{drawn.id}/erase") == 303
    assert len(play.sightings()) == 2


def test_without_scripts_a_box_is_drawn_by_ticking_squares_of_the_picture_at_a_moment(play: Play) -> None:
    assert "At which moment is the face to be seen?" in play.browser.get(f"{play.path}?missing=").text
    shown = play.browser.get(f"{play.path}?missing=&moment=0:33.2").text
    assert "#t=33.200" in shown and shown.count('name="square"') == 60 and 'name="at" value="33200"' in shown
    drawn = play.browser.get(f"{play.path}?missing=&at=33200&square=5+3&square=6+4").text
    assert "You drew a box" in drawn and 'value="0.50000 0.50000 0.70000 0.83333"' in drawn and 'name="at" value="33.200"' in drawn
    for wrong in ("moment=soon", "at=1&square=9", "at=1&square=10+0", "at=1&square=-1+0", "at=1&square=x+y"):
        assert play.browser.get(f"{play.path}?missing=&{wrong}").status_code == 422, wrong


def test_somebody_without_a_face_and_a_voice_that_was_not_heard_are_listed_with_their_time(play: Play) -> None:
    assert play.post("strips", person=play.chloe, from_="0:31", to="0:33.5") == 303
    assert play.post("strips", person=play.chloe, heard="yes", from_="0:50", to="0:52") == 303
    assert play.post("strips", answer="stranger") == 422
    assert play.post("strips", answer="crowd", heard="yes", from_="0:10", to="0:05") == 422
    seen, heard = (next(v.sighting for v in play.sightings(sense) if v.sighting.origin is Origin.HUMAN) for sense in Sense)
    assert (seen.spans, seen.placed) == ((Span(31_000, 33_500),), False)
    assert (heard.spans, heard.placed) == ((Span(50_000, 52_000),), True)
    assert play.post(f"strips/{heard.id}/more", from_="0:54", to="0:55", seen=play.revision) == 303
    assert play.sightings(Sense.HEARD)[-1].sighting.spans == (Span(50_000, 52_000), Span(54_000, 55_000))
    assert play.post(f"faces/{heard.id}/erase") == 303 and play.post(f"strips/{heard.id}/more", from_="0:56", to="0:57") == 409


def test_what_is_cut_out_asks_for_no_answer_and_comes_back(play: Play) -> None:
    assert play.post("cuts", from_="19", to="0:31") == 303
    page = play.page
    assert "2 answers still keep the gate shut" in page and "1 part is cut out" in page and 'class="lane gone"' in page
    (trim,) = play.recording.trims
    assert play.post(f"cuts/{digest()}/back") == 404
    assert play.post(f"cuts/{trim.id}/back") == 303
    assert play.recording.trims == () and "4 answers still keep the gate shut" in play.page
    assert play.post("cuts", from_="0", to="59.5") == 422
    assert play.recording.trims == ()


def test_a_covered_voice_is_silent_or_a_tone_and_only_in_a_sound_shorter(play: Play, web: Web) -> None:
    assert play.post("hush", hush="tone") == 303 and play.recording.hush is Hush.TONE
    assert play.post("hush", hush="cut") == 422 and play.post("hush", hush="loud") == 422
    sound = Play(web, Kind.SOUND)
    assert sound.post("hush", hush="cut") == 303 and sound.recording.hush is Hush.CUT


def test_a_sound_is_reviewed_with_its_voices_alone(web: Web) -> None:
    sound = Play(web, Kind.SOUND)
    page = sound.page
    assert "Whose voice is this?" in page and "<audio" in page and "<video" not in page and "May not be heard" in page
    assert page.count('class="lane"') == 2 and "voice A of 2" in page and "0:01–0:09" in page


def test_while_it_is_looked_at_the_first_finds_can_be_answered_and_it_can_be_stopped_and_go_on(web: Web) -> None:
    play = Play(web, done=False)
    page = play.page
    assert "0:45 of 1:00 looked at" in page and "about 4 minutes left" in page and 'hx-trigger="every 2s"' in page
    assert play.answer(play.strip(), person=play.anna) == 303
    assert play.browser.get(f"{play.path}/analysis?bare=1").headers["HX-Refresh"] == "true"
    assert "HX-Refresh" not in play.browser.get(f"{play.path}/analysis").headers
    assert play.post("analysis/stop") == 303 and "The look at it was stopped." in play.page
    assert play.post("analysis") == 303 and "0:45 of 1:00 looked at" in play.page


def test_who_has_a_place_but_no_time_is_the_same_as_nobody(play: Play) -> None:
    assert play.post("listed", answer="stranger", box="0.1 0.1 0.2 0.2") == 303
    [drawn] = [view.sighting.id for view in play.sightings() if view.sighting.origin is Origin.HUMAN]
    for strip in (drawn, play.strip(1)):
        asked = play.browser.get(f"{play.path}?face={strip}")
        assert asked.status_code == 200 and f'name="other" value="{drawn}"' not in asked.text


def test_who_was_answered_and_comes_back_is_offered_with_one_press(web: Web) -> None:
    play = Play(web, done=False)
    anna = play.strip(0)
    assert play.answer(anna, person=play.anna) == 303
    with web.school() as school:
        recordings.write_tracks(school.session, play.item, [track(9, 1, 51_000, 55_000)], done_ms=56_000, at=school.at)
    back = play.strip(2)
    page = play.browser.get(f"{play.path}?face={back}").text
    assert "Probably the same one as" in page and page.count(f'name="other" value="{anna}"') == 1
    assert "Probably the same one as" not in play.browser.get(f"{play.path}?face={play.strip(1)}").text
    assert play.post(f"strips/{back}/join", other=anna, seen=play.revision) == 303
    assert [view.sighting.person for view in play.sightings()] == [play.anna, None]


def test_nobody_is_asked_to_attest_what_was_not_looked_at_to_its_end(web: Web) -> None:
    play = Play(web, done=False)
    for view in [*play.sightings(Sense.SEEN), *play.sightings(Sense.HEARD)]:
        play.answer(view.sighting.id, answer="unrecognisable")
    play.post("analysis/stop")
    assert "nobody can attest it yet" in play.page and "and on</" not in play.page and "/attest" not in play.page


def test_boxes_come_a_part_at_a_time_as_fractions_with_the_sights_around_it(play: Play) -> None:
    parts = play.browser.get(f"{play.path}/tracks?from=5000&to=5600").json
    assert parts is not None
    strip = play.strip()
    (only,) = parts[strip]
    assert only["span"] == [0, 10_000] and [sight[0] for sight in only["sights"]] == [5000, 5250, 5500, 5750]
    assert only["sights"][0][1:] == [0.2083, 0.1852, 0.3125, 0.4259]
    assert play.strip(1) not in parts


def test_the_moments_of_a_strip_that_are_worth_a_look_come_after_it(play: Play) -> None:
    assert f"{play.path}/strips/{play.strip()}/moments" in play.page
    page = play.browser.get(f"{play.path}/strips/{play.strip()}/moments").text
    assert re.findall(r'data-seek="(\d+)"', page) == ["0", "40000"] and "back again" in page
    assert "data-seek" not in play.browser.get(f"{play.path}/strips/{digest()}/moments").text


def test_what_belongs_to_another_film_or_to_none_is_not_found(play: Play, web: Web) -> None:
    other = Play(web)
    for path in ("split", "place", "more", "join"):
        assert play.post(f"strips/{other.strip()}/{path}", from_="1", to="2", at="1", box="0 0 1 1", other=play.strip()) == 404
    assert play.post(f"strips/{play.strip()}/join", other=other.strip()) == 404 == play.post(f"strips/{play.strip()}/join")
    with web.school() as school:
        play.gallery.school = school
        photo, _ = play.gallery.photo(1)
    for path in ("tracks", "analysis"):
        assert play.browser.get(f"/events/items/{photo}/{path}").status_code == 404
    assert play.browser.post(f"/events/items/{photo}/analysis/stop").status_code == 404


@pytest.mark.parametrize("moment", ["-1", "1:-5", "1:2:3:4", "nan", "inf", "1e9", "0:0x5", ""])
def test_a_moment_that_is_none_is_refused(play: Play, moment: str) -> None:
    assert play.post("cuts", from_=moment, to="1:00") == 422
    assert play.recording.trims == ()


def test_every_key_that_is_told_of_is_obeyed_and_every_key_obeyed_is_told_of(play: Play) -> None:
    pages = [play.page, play.browser.get(f"{play.path}?missing=&heard=").text]
    pages += [play.browser.get(f"{play.path}?face={play.strip(0, Sense.HEARD)}").text]
    for sense in Sense:
        for view in play.sightings(sense):
            play.answer(view.sighting.id, answer="nobody")
    pages.append(play.page)
    script = Path("app/static/js/film.js").read_text()
    moves = re.search(r"const MOVES = \{\n(.*?)\n\};", script, re.DOTALL)
    assert moves
    obeyed = {key for page in pages for key in re.findall(r'data-key="([^"]+)"', page)}
    obeyed |= {quoted or plain for quoted, plain in re.findall(r'^  (?:"([^"]+)"|(\w+)):', moves[1], re.MULTILINE)} | {" ", "]", "["}
    drawn = re.findall(r'<kbd class="key">([^<]+)</kbd>', pages[0][pages[0].index('id="keys"') :])
    signs = {"Enter": "↵", "ArrowRight": "→", "ArrowLeft": "←", "ArrowUp": "↑", "ArrowDown": "↓", "Escape": "Esc", " ": "␣"}
    signs |= {"Shift+ArrowRight": "⇧→", "Shift+ArrowLeft": "⇧←"}
    told = {signs.get(key, key.upper()) for key in obeyed}
    assert len(drawn) == len(set(drawn)) and told | {"2"} == set(drawn)
