"""A small drawn event in the school of the journeys, and the eyes of a teacher who knows everybody in it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from time import monotonic, sleep

from playwright.sync_api import Locator, Page, expect

from app.arrivals import Coming, take_in
from app.demo.camera import save_jpeg
from app.demo.scenes import rows, scene
from consent_store.ids import EventId, ItemId, PersonId, SightingId
from consent_store.operations import media as operations
from consent_store.operations import releases
from consent_store.records.queries import media, work
from consent_store.rules.gate import Decision
from consent_store.rules.sightings import Box
from consent_store.rules.terms import Duty, Maker, Permission
from tests.journeys.site import Site
from tests.school import WEBSITE

STRANGER = "stranger"
UNSEEN = ".sure-pile:not([data-seen])"  # of those who are surely known, who was not on the screen yet
_SIZE = 1200, 800
_PATIENCE = 60.0
_OURS = Maker("De Linde", Permission.OWN_WORK)


@dataclass(slots=True)
class Evening:
    """An event whose photos a colleague brought. `drawn` says of each photo where its people were drawn, by their given names."""

    site: Site
    event: EventId
    drawn: dict[ItemId, tuple[tuple[str, Box], ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, site: Site, title: str, photos: Iterable[Sequence[str]], seed: int) -> "Evening":
        """The photos are in, looked at and grouped."""
        uploader = site.staff("Ruben", Duty.TEACHER)
        with site.school() as school:
            told = {"title": title, "on": school.at.date(), "groups": [site.group], "actor": uploader, "at": school.at}
            made = cls(site, operations.make_event(school.session, **told))  # type: ignore[arg-type]
        for number, people in enumerate(photos):
            made._take(uploader, people, seed + number)
        made._wait()
        site.settle()
        return made

    @property
    def url(self) -> str:
        """The page of the event."""
        return f"{self.site.url}/events/{self.event}"

    def who(self, face: str) -> str:
        """Whose face this is, as anybody sees who knows them."""
        with self.site.services.db.reading() as session:
            open_faces = {each.id: each.item for each in work.open_faces(session, self.event)}
            item = open_faces[SightingId(face)]
            box = next(view.sighting.box for view in media.sightings_of(session, item) if view.sighting.id == face)
        assert box
        return max(self.drawn[item], key=lambda there: there[1].overlap(box))[0]

    def left(self) -> work.Left:
        """How many decisions are left."""
        with self.site.services.db.reading() as session:
            return work.left(session, self.event)

    def listed(self, item: ItemId) -> list[str]:
        """Who is listed in a photo, strangers among them, from left to right."""
        names = {person: name for name, person in self.site.people.items()}
        with self.site.services.db.reading() as session:
            claims = [view.sighting for view in media.sightings_of(session, item)]
        return [names[claim.person] if claim.person else str(claim.answer) for claim in claims]

    def true(self) -> None:
        """Every photo lists exactly those who were drawn."""
        for item, there in self.drawn.items():
            assert sorted(self.listed(item)) == sorted(name for name, _ in there)

    def asked(self, item: ItemId) -> Decision:
        """What the gate answers for the website."""
        with self.site.services.db.reading() as session:
            return releases.ask(session, item, WEBSITE, at=self.site.services.clock())

    def _take(self, uploader: PersonId, people: Sequence[str], seed: int) -> None:
        picture = scene("playground", rows([(name, self.site.faces[name]) for name in people], seed, width=0.16), _SIZE, seed)
        coming = Coming(self.event, f"IMG_{seed}.jpg", _OURS, uploader)
        services = self.site.services
        admitted = take_in(services, services.db.unit_of_work, BytesIO(save_jpeg(picture.pixels)), coming)
        self.drawn[admitted.item] = picture.boxes

    def _wait(self) -> None:
        until = monotonic() + _PATIENCE
        while monotonic() < until:
            with self.site.services.db.reading() as session:
                progress = media.event(session, self.event).progress
            if progress.analysed == progress.received:
                return
            sleep(0.1)
        raise TimeoutError("the photos were not looked at")


def at_rest(page: Page) -> None:
    """While an answer is on its way, no key counts and no finger should fall."""
    page.wait_for_load_state("load")
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
    page.wait_for_timeout(100)


def first_face(page: Page) -> str:
    """The face that a question about a pile shows first."""
    return page.locator("#question input[name='face']").input_value().split()[0]


def press(page: Page, *keys: str) -> None:
    """Press keys, each once the page is at rest."""
    for key in keys:
        at_rest(page)
        page.keyboard.press(key)


def reach(page: Page, target: Locator) -> None:
    """Go to something by the Tab key, as whoever has no mouse, and press Enter on it."""
    at_rest(page)
    expect(target).to_be_visible()
    for _ in range(100):
        if target.evaluate("each => each === document.activeElement"):
            return page.keyboard.press("Enter")
        page.keyboard.press("Tab")
    raise AssertionError("nobody comes there by Tab")


def asks(page: Page) -> Locator:
    """The title of the question at hand."""
    return page.locator("#question-title")


NOTHING_WAITS = re.compile("Every face has an answer")
