"""A recording of two voices, one of which may not be heard: from the teacher to the website, and called back."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from app.demo.plays import HIGH, LOW, Spoken, Truth
from app.demo.talking import mixed, speech
from app.media.film import RATE
from app.media.sound import open_sound
from app.media.sound_writing import writing_sound
from consent_store.ids import ItemId, SightingId
from consent_store.records.queries import media
from consent_store.rules.entries import Say
from consent_store.rules.terms import Duty, Kind
from tests.journeys.evening import at_rest
from tests.journeys.premiere import WEBSITE
from tests.journeys.site import Site
from tests.journeys.test_comms import STRIPPED, WRITTEN, answer_the_questions, told_by_exiftool
from tests.journeys.test_teachers import ARRIVES, Axe, Windows, file, make_event, press, question, review, send

pytestmark = pytest.mark.browser
SECONDS = 8
HIDDEN, HEARD = Spoken("Daan", LOW, 0.5, 2.8), Spoken("Mila", HIGH, 4.4, 2.8)
SILENT, WITHIN = 0.001, 0.2  # how loud silence may be; seconds inside what is said


@dataclass(frozen=True, slots=True)
class Recording:
    """What was recorded, and who truly speaks in it."""

    path: Path
    truth: Truth

    def who(self, site: Site, voice: SightingId) -> str:
        """Whose voice this is, as anybody hears who knows them."""
        with site.services.db.reading() as session:
            return self.truth.heard_in(media.sightings(session, [voice])[voice].sighting.spans)


@pytest.fixture
def recording(site: Site, tmp_path: Path) -> Recording:
    """Mila may be heard on the website, Daan not."""
    path = tmp_path / "REC_0001.m4a"
    parts = [(each.start, speech(each.voice, each.seconds, RATE, seed)) for seed, each in enumerate((HIDDEN, HEARD), start=1)]
    with writing_sound(path, ".m4a", RATE, 1) as writer:
        writer.write(mixed(parts, SECONDS, RATE)[:, None])
    with site.school() as school:
        school.gives(site.people["Mila's guardian"], site.people["Mila"], WEBSITE, kind=Kind.SOUND)
    return Recording(path, Truth((), {each.who: (each.span,) for each in (HIDDEN, HEARD)}))


def answered_and_attested(teacher: Page, colleague: Page, site: Site, recording: Recording, axe: Axe) -> ItemId:
    """The teacher sends it and says whose voices they are; both attest."""
    site.enter(teacher, site.staff("Marit", Duty.TEACHER))
    make_event(teacher, site, "Poems")
    send(teacher, file("REC_0001.m4a", recording.path.read_bytes()) | {"mimeType": "audio/mp4"})
    expect(teacher.locator(".tile")).to_contain_text("2 people and voices found", timeout=ARRIVES)
    item = review(teacher)
    axe(teacher)
    for _ in range(2):
        expect(question(teacher)).to_have_text("Whose voice is this?")
        voice = SightingId(teacher.locator(".lane[aria-current]").get_attribute("data-sighting") or "")
        at_rest(teacher)
        teacher.locator("#panel").get_by_role("button", name=f"{recording.who(site, voice)} de Vries", exact=True).click()
        expect(teacher.locator(f".lane[aria-current][data-sighting='{voice}']")).to_have_count(0)
    expect(question(teacher)).to_have_text("Is everybody listed?")
    press(teacher, "a")
    teacher.get_by_text("is attested.").wait_for()
    site.enter(colleague, site.staff("Ruben", Duty.TEACHER))
    colleague.goto(f"{site.url}/events/items/{item}")
    colleague.get_by_role("button", name=re.compile("Attest 2 people")).click()
    colleague.get_by_text("is attested.").wait_for()
    return item


def released(page: Page, site: Site, item: ItemId, axe: Axe) -> None:
    """Communications has the covered file made, plays it to its end, and lets it out."""
    site.enter(page, site.staff("Esther", Duty.COMMS))
    page.goto(f"{site.url}/releases/confirm?purpose=website&item={item}")
    expect(page.locator("main")).to_contain_text("The voice of Daan de Vries")
    answer_the_questions(page)
    page.get_by_role("button", name="Make the file").click()
    page.wait_for_url(re.compile("/releases/drafts/"))
    made = page.locator("#files audio")
    expect(made).to_be_visible(timeout=ARRIVES)
    expect(page.locator("#let-out")).to_have_attribute("aria-disabled", "true")
    axe(page)
    made.evaluate("sound => { sound.muted = true; sound.playbackRate = 2; return sound.play(); }")
    expect(page.locator("#files")).to_contain_text("You played it to the end.", timeout=ARRIVES)
    page.get_by_label("I looked: nothing else").check()
    page.locator("#let-out:not([aria-disabled])").click()
    page.get_by_role("heading", name=re.compile("is released")).wait_for()


def loudness(path: Path, spoken: Spoken) -> float:
    """How loud it is while somebody speaks: root mean square, 0 to 1."""
    with open_sound(path, RATE, 1) as sound:
        samples = np.concatenate(list(sound))
    start, end = (round(moment * RATE) for moment in (spoken.start + WITHIN, spoken.start + spoken.seconds - WITHIN))
    return float(np.sqrt(np.mean(np.square(samples[start:end]))))


def test_a_voice_that_may_not_be_heard_is_silent_and_a_withdrawal_calls_the_rest_back(
    site: Site, recording: Recording, page: Page, windows: Windows, axe: Axe, tmp_path: Path
) -> None:
    item = answered_and_attested(windows(), windows(), site, recording, axe)
    released(page, site, item, axe)
    with page.expect_download() as taken:
        page.get_by_role("button", name=re.compile("^Download ")).first.click()
    received = tmp_path / "received.m4a"
    taken.value.save_as(received)
    assert taken.value.suggested_filename.endswith(".m4a")
    assert told_by_exiftool(received) - STRIPPED <= {"QuickTime", "Track1"} | WRITTEN
    assert loudness(received, HIDDEN) < SILENT < 20 * SILENT < loudness(received, HEARD)
    assert loudness(recording.path, HIDDEN) > 20 * SILENT

    with site.school() as school:
        school.says(site.people["Mila's guardian"], Say.WITHDRAWN, site.people["Mila"], WEBSITE, Kind.SOUND)
    page.goto(f"{site.url}/releases/recalls")
    expect(page.locator("article", has_text="Poems")).to_contain_text("0 of 1 done")
    axe(page)
