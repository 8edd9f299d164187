"""Pictures with real bytes in the vault, for tests of what goes out."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from io import BytesIO

from werkzeug.test import TestResponse

from consent_store.ids import ItemId, PersonId, new_id
from consent_store.operations import making, media
from consent_store.operations.making import File
from consent_store.records.queries import renditions
from consent_store.rules.releases import Use
from consent_store.rules.sightings import Answer
from tests.gallery import Gallery
from tests.school import School
from tests.web.browser import Browser, Web

SIZE = 640_000  # bytes of a picture: several chunks


def bytes_of(item: ItemId) -> bytes:
    """What the clean file of an item holds: no two are alike."""
    return sha256(item.encode()).digest() * (SIZE // 32)


@dataclass
class Show:
    """A school with an event's pictures, seen by somebody of communications in a browser."""

    web: Web
    gallery: Gallery
    browser: Browser

    @classmethod
    def open(cls, web: Web) -> "Show":
        """An event, and the browser."""
        with web.school() as school:
            gallery = Gallery.open(school)
        browser = web.enter(gallery.comms)
        browser.client.set_cookie("language", "en", domain="localhost")
        return cls(web, gallery, browser)

    def picture(self, school: School, *people: PersonId | Answer) -> ItemId:
        """A picture of these people that is attested, with a clean file and a thumb in the vault."""
        self.gallery.school = school
        item, _ = self.gallery.photo_of(*people)
        newer = school.at + timedelta(seconds=1)
        for use in (Use.CLEAN, Use.THUMB, Use.PREVIEW):
            stored = self.web.services.vault.put(bytes_of(item))
            facts = {"media_type": "image/jpeg", "width": 4, "height": 3, "size": stored.size}
            media.file_rendition(school.session, item, use=use, vault_name=stored.name, sha256=stored.sha256, **facts, at=newer)
        return item

    def family(self, *, says_yes: bool = True) -> tuple[PersonId, PersonId]:
        """A child with a guardian, who perhaps says yes to the website."""
        with self.web.school() as school:
            child, guardian = school.family()
            if says_yes:
                school.gives(guardian, child)
        return child, guardian

    def pictures(self, *of: PersonId | Answer) -> list[ItemId]:
        """One picture of each of these."""
        with self.web.school() as school:
            return [self.picture(school, who) for who in of]

    def make(self) -> None:
        """The files that were asked for are made, as a worker would."""
        with self.web.school() as school:
            session, at = school.session, school.at
            for wanted in renditions.waiting(session, at=at, limit=1000):
                order = making.claim(session, wanted, until=at + timedelta(minutes=1), at=at)
                assert order is not None
                stored = self.web.services.vault.put_in_parts(BytesIO(bytes_of(order.item)))
                making.made(session, wanted, File(stored.name, stored.sha256, stored.size, "image/jpeg", 4, 3), at=at)

    def begin(self, *items: ItemId, **other: str) -> str:
        """Ask for pictures, and have their files made. The address of the batch."""
        answer = self.browser.post("/releases/confirm", form(*items, **other))
        assert answer.status_code == 303, answer.text
        self.make()
        return answer.location

    def release(self, *items: ItemId, **other: str) -> str:
        """And let them out."""
        batch = self.begin(*items, **other)
        self.browser.get(batch)
        assert self.browser.post(f"{batch}/release", {"confirmed": "yes"}).status_code == 303
        return batch

    def take(self, batch: str) -> TestResponse:
        """All of a batch in one file."""
        answer = self.browser.post(f"{batch}/zip")
        assert answer.data  # read to its end: only then everything has left
        return answer


def form(*items: ItemId, **other: str) -> dict[str, object]:
    """The form that lets pictures out for the website."""
    asked = {"purpose": "website", "channel": "news page", "behalf": "school", "why": "news", "form": "web", "batch": new_id()}
    return asked | {"item": list(items)} | other
