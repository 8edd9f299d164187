"""A film of the school play, in which one child may not be shown and another not be heard: from the teacher to the website and back."""

import re
from pathlib import Path

import av
import pytest
from playwright.sync_api import Page, expect

from consent_store.ids import ItemId, SightingId
from consent_store.rules.entries import Say
from consent_store.rules.terms import Duty, Kind
from tests.journeys.evening import at_rest
from tests.journeys.premiere import WEBSITE, Premiere, loudness, premiere, uniform
from tests.journeys.site import Site
from tests.journeys.test_comms import STRIPPED, answer_the_questions, told_by_exiftool
from tests.journeys.test_teachers import ARRIVES, Axe, Windows, file, make_event, press, question, review, send

pytestmark = pytest.mark.browser
LISTED = "Is everybody listed?"
OPAQUE, DRAWN = 6, 12  # how much a mask varies, and a face
SILENT = 0.001


@pytest.fixture(scope="module")
def play(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Premiere:
    return premiere(site, tmp_path_factory.mktemp("play"))


def send_the_film(teacher: Page, site: Site, play: Premiere) -> ItemId:
    """The teacher makes an event, sends the film, and opens it once it was looked at."""
    site.enter(teacher, site.staff("Marit", Duty.TEACHER))
    make_event(teacher, site, "School play")
    send(teacher, file("MVI_0001.mp4", play.path.read_bytes()) | {"mimeType": "video/mp4"})
    expect(teacher.locator(".tile", has_text="Film 1")).to_contain_text("people and voices found", timeout=ARRIVES)
    return review(teacher)


def part_in_error_and_join(teacher: Page, site: Site, item: ItemId, play: Premiere) -> None:
    """The teacher takes Sem for two halfway, and then says that both are one, by pointing at the first."""
    strips = teacher.locator(".lane:not([data-voice])")
    known = [SightingId(each.get_attribute("data-sighting") or "") for each in strips.all()]
    [sem] = [lane for lane in known if play.who(site, item, lane) == "Sem"]
    teacher.locator(f".lane[data-sighting='{sem}']").click()
    expect(teacher.locator(f".lane[aria-current][data-sighting='{sem}']")).to_have_count(1)
    at_rest(teacher)
    teacher.locator("summary", has_text="Not the same one").click()
    teacher.locator("#split-from").fill("0:04")
    teacher.get_by_role("button", name="Split here").click()
    expect(strips).to_have_count(len(known) + 1)
    press(teacher, "j")
    teacher.locator(f".lane[data-sighting='{sem}']").click()
    expect(strips).to_have_count(len(known))


def answer_by_keys(teacher: Page, site: Site, item: ItemId, play: Premiere) -> None:
    """Each strip and voice: yes where the guess is right, else the name."""
    while LISTED not in (question(teacher).text_content() or ""):
        lane = SightingId(teacher.locator(".lane[aria-current]").get_attribute("data-sighting") or "")
        who = play.who(site, item, lane)
        if f"Is this {who} " in (question(teacher).text_content() or ""):
            press(teacher, "Enter")
        else:
            at_rest(teacher)
            teacher.locator("#panel .chip", has_text=who).first.press("Enter")
        expect(teacher.locator(f".lane[aria-current][data-sighting='{lane}']")).to_have_count(0)


def play_it_to_the_end(page: Page) -> None:
    """Before that nothing can be released."""
    made = page.locator("#files video")
    expect(made).to_be_visible(timeout=ARRIVES)
    expect(page.locator("#let-out")).to_have_attribute("aria-disabled", "true")
    expect(page.locator("#ends")).to_contain_text("Play the file with masks to the end first.")
    made.evaluate("film => { film.muted = true; film.playbackRate = 2; return film.play(); }")
    expect(page.locator("#files")).to_contain_text("You played it to the end.", timeout=ARRIVES)


def let_it_out(page: Page, site: Site, item: ItemId, axe: Axe) -> None:
    """Communications sees who is covered and who is silent, has the file made, plays it, and releases it."""
    site.enter(page, site.staff("Esther", Duty.COMMS))
    page.goto(f"{site.url}/releases/confirm?purpose=website&item={item}")
    covered = page.locator("section, .card", has=page.get_by_role("heading", name="Who is covered")).first
    expect(covered).to_contain_text("Sem de Vries")
    expect(covered).to_contain_text("The voice of Finn de Vries")
    page.get_by_label("As large as it is").check()
    answer_the_questions(page)
    page.get_by_role("button", name="Make the file").click()
    page.wait_for_url(re.compile("/releases/drafts/"))
    play_it_to_the_end(page)
    axe(page)
    page.get_by_label("I looked: nothing else").check()
    page.locator("#let-out:not([aria-disabled])").click()
    page.get_by_role("heading", name="1 film is released").wait_for()


def test_a_film_goes_from_the_play_to_the_website_and_is_called_back(
    site: Site, play: Premiere, page: Page, windows: Windows, axe: Axe, tmp_path: Path
) -> None:
    teacher, colleague = windows(), windows()
    item = send_the_film(teacher, site, play)
    part_in_error_and_join(teacher, site, item, play)
    answer_by_keys(teacher, site, item, play)
    axe(teacher)
    press(teacher, "a")
    teacher.get_by_text("Film 1 is attested.").wait_for()
    site.enter(colleague, site.staff("Ruben", Duty.TEACHER))
    colleague.goto(f"{site.url}/events/items/{item}")
    colleague.get_by_role("button", name=re.compile("Attest 3 people")).click()
    colleague.get_by_text("Film 1 is attested.").wait_for()

    let_it_out(page, site, item, axe)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download film 1").click()
    received = tmp_path / "received.mp4"
    taken.value.save_as(received)
    assert taken.value.suggested_filename.endswith(".mp4")
    nothing_but_what_may_be_seen_and_heard(received, play)

    page.get_by_label("At which address?").fill("https://school.test/play")
    page.get_by_role("button", name="Write it down").click()
    with site.school() as school:
        school.says(site.people["Lotte's guardian"], Say.NO, site.people["Lotte"], WEBSITE, Kind.FILM)
    page.goto(f"{site.url}/releases/recalls")
    expect(page.locator("article", has_text="Film 1 of “School play”")).to_contain_text("0 of 2 done")
    axe(page)


def nothing_but_what_may_be_seen_and_heard(received: Path, play: Premiere) -> None:
    """One picture, one sound, nothing else; Sem covered in every frame, Finn silent, and Lotte as she was."""
    groups = told_by_exiftool(received)
    assert groups - STRIPPED <= {"QuickTime", "Track1", "Track2", "XMP-x", "XMP-dc", "XMP-photoshop", "XMP-plus", "XMP-xmpRights"}
    with av.open(str(received)) as film:
        assert [stream.type for stream in film.streams] == ["video", "audio"] and film.streams.video[0].height == 360
    assert uniform(received, play.truth, "Sem").max() < OPAQUE < DRAWN < uniform(received, play.truth, "Lotte").min()
    assert loudness(received, play.truth, "Finn") < SILENT < 20 * SILENT < loudness(received, play.truth, "Lotte")
