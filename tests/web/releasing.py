"""Pictures with real bytes in the vault, for tests of what goes out."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from consent_store.ids import ItemId, PersonId
from consent_store.operations import media
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


def form(*items: ItemId, **other: str) -> dict[str, object]:
    """The form that lets pictures out for the website."""
    return {"purpose": "website", "channel": "news page", "behalf": "school", "why": "news", "item": list(items)} | other
