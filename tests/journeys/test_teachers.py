"""A teacher's evening: photos of an event go up, every face gets an answer, and somebody attests; in doubt, the supervisor is asked."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from consent_store.ids import ItemId
from consent_store.operations import releases
from consent_store.records.queries import media
from consent_store.rules.gate import Code, Decision
from consent_store.rules.terms import Duty
from tests.journeys.evening import UNSEEN
from tests.journeys.site import Site
from tests.school import PORTAL, WEBSITE

pytestmark = pytest.mark.browser
Windows = Callable[..., Page]
Axe = Callable[[Page], None]
ARRIVES = 60_000  # milliseconds


def file(name: str, data: bytes) -> FilePayload:
    """A file as the browser's chooser gives it."""
    return {"name": name, "mimeType": "image/jpeg", "buffer": data}


def make_event(page: Page, site: Site, title: str, *, recognition: bool = True) -> None:
    """Make an event for the class, from the list of events."""
    page.goto(f"{site.url}/events/new")
    page.get_by_label("Name of the event").fill(title)
    page.get_by_label("2A").check()
    if not recognition:
        page.get_by_label("Without face recognition").check()
    page.get_by_role("button", name="Make the event").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()


def send(page: Page, *files: FilePayload) -> None:
    """Say whose work it is and send files."""
    page.get_by_label("I did, for the school").check()
    page.set_input_files("input[name=files]", list(files))


def review(page: Page) -> ItemId:
    """Wait for the worker, and open the first photo."""
    page.get_by_role("link", name="Review", exact=True).click(timeout=ARRIVES)
    expect(page.locator("#panel")).to_be_visible()
    page.wait_for_load_state("load")
    return ItemId(page.url.rsplit("/", 1)[1])


def question(page: Page) -> Locator:
    """The card that asks."""
    return page.locator("#question-title")


def press(page: Page, key: str) -> None:
    """Press a key once the page is at rest: while an answer is on its way, no key counts."""
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
    page.wait_for_timeout(150)
    page.keyboard.press(key)


def asked(site: Site, item: ItemId, purpose: str = PORTAL) -> Decision:
    """What the gate answers."""
    with site.services.db.reading() as session:
        return releases.ask(session, item, purpose, at=site.services.clock())  # type: ignore[arg-type]


def test_photos_go_up_are_reviewed_by_keyboard_alone_and_attested(site: Site, page: Page, windows: Windows, axe: Axe) -> None:
    site.enter(page, site.staff("Marit", Duty.TEACHER))
    make_event(page, site, "Autumn run")
    axe(page)
    good = site.photo("Lotte", "Sem", "Finn", seed=1)
    send(page, file("IMG_1.jpg", good), file("IMG_1 copy.jpg", good), file("rota.pdf", b"%PDF-1.7"), file("torn.jpg", good[:30_000]))
    sending = page.locator("#sending")
    expect(sending.get_by_role("heading")).to_have_text("3 of 3 files sent", timeout=ARRIVES)
    twice = sending.locator("li", has_text="IMG_1").filter(has_text="We have it already")
    expect(twice).to_have_count(1)  # whichever of the two arrived later
    expect(sending.locator("li", has_text="rota.pdf")).to_contain_text("This is no picture, no film and no sound")
    expect(page.locator("#arrived li", has_text="torn.jpg")).to_contain_text("its end is missing", timeout=ARRIVES)
    expect(page.locator("#arrived")).to_contain_text("3 answers to give", timeout=ARRIVES)
    axe(page)

    item = review(page)
    axe(page)
    for name in ("Lotte", "Sem", "Finn"):
        expect(question(page)).to_have_text(f"Is this {name} de Vries?")
        press(page, "Enter")
    expect(question(page)).to_have_text("Is everybody listed?")
    expect(page.locator("#gates")).to_contain_text("One attestation still keeps the gate shut")
    press(page, "u")
    expect(question(page)).to_have_text("Is this Finn de Vries?")
    press(page, "r")
    expect(question(page)).to_have_text("Is everybody listed?")
    assert not asked(site, item).passes
    press(page, "a")
    expect(page.get_by_text("Photo 1 is attested.")).to_be_visible()
    assert asked(site, item).passes
    assert {reason.code for reason in asked(site, item, WEBSITE).reasons} == {Code.FOUR_EYES}

    colleague = windows()
    site.enter(colleague, site.staff("Ruben", Duty.TEACHER))
    colleague.goto(f"{site.url}/events/")
    colleague.get_by_role("link", name=re.compile("a second pair of eyes")).click()
    axe(colleague)
    colleague.get_by_role("link", name="Autumn run").click()
    expect(colleague.locator(".roll")).to_contain_text("Lotte de Vries, Sem de Vries, Finn de Vries")
    expect(colleague.locator(".roll")).to_contain_text("Attested by Marit Koning.")
    axe(colleague)
    colleague.get_by_label("Photo 1").check()
    colleague.get_by_role("button", name="Attest 1 picture (3 listed)").and_(colleague.locator(":visible")).click()
    colleague.get_by_text("Attested. Pictures: 1. People listed: 3.").wait_for()
    assert asked(site, item, WEBSITE).passes


def test_on_a_phone_by_touch_a_stranger_is_said_and_a_missed_one_drawn(site: Site, phone: Page, axe: Axe) -> None:
    site.enter(phone, site.staff("Marit", Duty.TEACHER))
    make_event(phone, site, "Museum")
    send(phone, file("IMG_2.jpg", site.photo("stranger", "Lotte", seed=3)))
    item = review(phone)
    axe(phone)
    faces = {True: re.compile("^Yes, this is Lotte"), False: re.compile("^Stranger")}
    for _ in range(2):
        known = "Lotte" in (question(phone).text_content() or "")
        before = question(phone).locator("xpath=..").text_content()
        phone.get_by_role("button", name=faces[known]).and_(phone.locator(":visible")).first.tap()
        expect(question(phone).locator("xpath=..")).not_to_have_text(before or "")
    expect(question(phone)).to_have_text("Is everybody listed?")
    phone.get_by_role("button", name="Draw a box").tap()
    frame = phone.locator(".frame").bounding_box()
    assert frame
    x, y = frame["x"] + frame["width"] * 0.05, frame["y"] + frame["height"] * 0.2
    phone.mouse.move(x, y)
    phone.mouse.down()
    phone.mouse.move(x + frame["width"] * 0.1, y + frame["height"] * 0.2, steps=4)
    phone.mouse.up()
    expect(phone.locator("#panel")).to_contain_text("You drew a box")
    axe(phone)
    phone.get_by_role("button", name="Naomi de Vries", exact=True).tap()
    expect(phone.locator(".face", has_text="Naomi")).to_have_attribute("data-state", "denied")
    with site.services.db.reading() as session:
        claim = next(view.sighting for view in media.sightings_of(session, item) if view.sighting.person == site.people["Naomi"])
    assert claim.box and abs(claim.box.left - 60) < 12 and abs(claim.box.width - 120) < 12


def test_people_first_one_press_answers_a_pile_and_undo_takes_it_back(site: Site, page: Page, axe: Axe) -> None:
    site.enter(page, site.staff("Marit", Duty.TEACHER))
    make_event(page, site, "Trip")
    send(page, *(file(f"IMG_{seed}.jpg", site.photo("Lotte", "Sem", "stranger", seed=seed)) for seed in (21, 22)))
    expect(page.locator("#arrived")).to_contain_text("6 answers to give", timeout=ARRIVES)
    page.get_by_role("link", name="People first").click(timeout=ARRIVES)
    axe(page)
    expect(page.locator(UNSEEN)).to_have_count(0)
    page.get_by_role("button", name="Confirm what is ticked").click()
    page.get_by_text("4 faces are answered.").wait_for()
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Lotte de Vries")).to_be_visible()
    page.wait_for_load_state()
    page.get_by_label("This is Sem de Vries").uncheck()
    expect(page.locator(UNSEEN)).to_have_count(0)
    page.get_by_role("button", name="Confirm what is ticked").click()
    page.get_by_text("2 faces are answered.").wait_for()
    expect(page.get_by_role("heading", name="Sem de Vries")).to_be_visible()
    page.get_by_role("link", name="Not sure").click()
    page.get_by_role("button", name=re.compile("^Stranger")).click()
    page.get_by_text("2 faces are answered.").wait_for()
    expect(page.get_by_role("button", name=re.compile("^Stranger"))).to_have_count(0)


def test_two_at_one_face_are_told_of_each_other(site: Site, windows: Windows) -> None:
    first, second = windows(), windows()
    site.enter(first, site.staff("Marit", Duty.TEACHER))
    site.enter(second, site.staff("Ruben", Duty.TEACHER))
    make_event(first, site, "Choir")
    send(first, file("IMG_3.jpg", site.photo("Mila", seed=5)))
    item = review(first)
    second.goto(first.url)
    press(first, "Enter")
    expect(question(first)).to_have_text("Is everybody listed?")
    second.evaluate("document.querySelector('[data-review]').dataset.item = 'of another picture'")  # it hears of nothing
    press(second, "v")
    expect(question(second)).to_have_text("Two answers for one face")
    expect(second.locator("#panel")).to_contain_text("Marit Koning answered: Mila. You said: stranger. Nothing was changed.")
    press(second, "Enter")
    expect(question(second)).to_have_text("Is everybody listed?")
    with site.services.db.reading() as session:
        assert [view.sighting.person for view in media.sightings_of(session, item)] == [site.people["Mila"]]


def test_a_doubt_shuts_the_gate_until_the_supervisor_answers(site: Site, page: Page, windows: Windows, axe: Axe) -> None:
    site.enter(page, site.staff("Marit", Duty.TEACHER))
    make_event(page, site, "Play")
    send(page, file("IMG_4.jpg", site.photo("Sem", seed=7)))
    item = review(page)
    press(page, "Enter")
    expect(question(page)).to_have_text("Is everybody listed?")
    press(page, "a")
    page.get_by_text("Photo 1 is attested.").wait_for()
    assert asked(site, item).passes
    page.goto(f"{site.url}/events/items/{item}")
    page.get_by_role("link", name="Doubt").and_(page.locator("[href='#question']")).click()
    page.get_by_label("What is your question?").fill("May the costume be seen?")
    page.get_by_role("button", name="Ask the supervisor").click()
    page.get_by_text("The question is with the supervisor.").wait_for()
    assert {reason.code for reason in asked(site, item).reasons} == {Code.DOUBT_OPEN}

    supervisor = windows()
    site.enter(supervisor, site.staff("Hans", Duty.SUPERVISOR))
    supervisor.goto(f"{site.url}/doubts/")
    axe(supervisor)
    supervisor.get_by_role("listitem").filter(has_text="May the costume be seen?").get_by_role("link").first.click()
    axe(supervisor)
    supervisor.get_by_label("Solved").check()
    supervisor.get_by_label("Why?").fill("The makers of the costume agreed.")
    supervisor.get_by_role("button", name="Give this answer").click()
    supervisor.get_by_text("Answered. Whoever asked sees it.").wait_for()
    assert asked(site, item).passes
    page.goto(f"{site.url}/doubts/")
    expect(page.locator("main")).to_contain_text("The makers of the costume agreed.")


def test_with_recognition_off_faces_are_counted_and_names_come_from_the_class_list(site: Site, page: Page, axe: Axe) -> None:
    site.enter(page, site.staff("Marit", Duty.TEACHER))
    make_event(page, site, "Swimming", recognition=False)
    send(page, file("IMG_5.jpg", site.photo("Lotte", "Thijs", seed=9)))
    item = review(page)
    axe(page)
    with site.services.db.reading() as session:
        views = media.sightings_of(session, item)
    assert len(views) == 2 and not any(view.proposal for view in views)
    expect(question(page)).to_have_text("Who is this?")
    page.get_by_role("button", name="Lotte de Vries", exact=True).click()
    expect(page.locator("#panel")).to_contain_text("face 2 of 2")
    page.keyboard.press("Escape")
    page.get_by_role("searchbox").fill("thi")
    page.locator("#found").get_by_role("button", name="Thijs").click()
    expect(question(page)).to_have_text("Is everybody listed?")
    press(page, "a")
    page.get_by_text("Photo 1 is attested.").wait_for()
    assert asked(site, item).passes


def test_without_javascript_everything_is_a_form(site: Site, windows: Windows) -> None:
    page = windows(java_script_enabled=False)
    site.enter(page, site.staff("Marit", Duty.TEACHER))
    make_event(page, site, "Library")
    send(page, file("IMG_6.jpg", site.photo("Ravi", seed=11)), file("rota.pdf", b"%PDF-1.7"))
    page.get_by_role("button", name="Send").click()
    expect(page.locator("main")).to_contain_text("rota.pdf: This is no picture, no film and no sound")
    for _ in range(200):
        page.reload()
        if page.get_by_role("link", name="Review", exact=True).is_visible():
            break
        page.wait_for_timeout(200)
    item = review(page)
    page.get_by_role("button", name="Yes, this is Ravi").click()
    page.get_by_role("button", name=re.compile("Attest 1 person")).click()
    expect(page.get_by_role("heading", name="Library")).to_be_visible()
    assert asked(site, item).passes
