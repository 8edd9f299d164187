"""Media in a test's school: items that came in, were looked at, answered, attested and let out, all through the operations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from itertools import count

from consent_store.ids import EventId, ItemId, PersonId, PurposeCode, ReleaseId, RenditionId, ReviewId, SightingId
from consent_store.operations import drafts, making, media, releases, reviews
from consent_store.operations.drafts import Kit
from consent_store.operations.making import File
from consent_store.operations.media import Found
from consent_store.operations.releases import Passage
from consent_store.records.queries import drafts as draft_queries
from consent_store.records.queries import media as media_queries
from consent_store.rules.gate import Decision
from consent_store.rules.releases import Use
from consent_store.rules.sightings import Answer, Box, Confidence, Proposal
from consent_store.rules.terms import Duty, Kind, Maker, Permission
from tests.school import WEBSITE, School

VERSION = "engine 1"
OURS = Maker("De Linde", Permission.OWN_WORK)
_NUMBERS = count(1)


def digest() -> str:
    """The SHA-256 (hex) of bytes that nobody had before."""
    return sha256(str(next(_NUMBERS)).encode()).hexdigest()


def box(place: int) -> Box:
    """One of many places that do not touch."""
    return Box(100 * place, 10, 100 * place + 80, 110)


def found(places: int, proposed: PersonId | None = None) -> list[Found]:
    """Faces at so many places, the first perhaps with a proposal."""
    guess = Proposal(Confidence.SURE, proposed, 0.3, None, None) if proposed else None
    return [Found(box(place), 0.9, 0.8, guess if place == 0 else None, b"sealed") for place in range(places)]


@dataclass
class Gallery:
    """What a school keeps. A teacher uploads and reviews, a colleague reviews after them, and somebody of communications lets out."""

    school: School
    teacher: PersonId
    colleague: PersonId
    comms: PersonId
    event: EventId

    @classmethod
    def open(cls, school: School) -> "Gallery":
        """Hire them, let the engine count, and have an event."""
        teacher, colleague, comms = school.staff(Duty.TEACHER), school.staff(Duty.TEACHER), school.staff(Duty.COMMS)
        media.bring_into_force(school.session, VERSION, at=school.at)
        event = media.make_event(school.session, title="Sports day", on=date(2026, 11, 19), actor=teacher, at=school.at)
        return cls(school, teacher, colleague, comms, event)

    def upload(self, maker: Maker | None = OURS) -> ItemId:
        """A photo that came in and that nobody looked at."""
        name, told = digest(), {"actor": self.teacher, "at": self.school.at}
        files = {"kind": Kind.PHOTO, "label": "IMG_1.jpg", "sha256": name, "size": 9, "vault_name": name}
        return media.admit(self.school.session, self.event, maker=maker, **files, **told).item

    def look(self, item: ItemId, faces: Sequence[Found] | int, version: str = VERSION) -> list[SightingId]:
        """Analysis finds faces."""
        seen = found(faces) if isinstance(faces, int) else faces
        size = {"width": 4000, "height": 3000, "taken_at": None, "dropped": ("position",)}
        return media.record_analysis(self.school.session, item, version=version, found=seen, **size, at=self.school.at)

    def file(self, item: ItemId, use: Use = Use.CLEAN, *, masks: Sequence[SightingId] = (), of: SightingId | None = None) -> RenditionId:
        """A file made from an item."""
        name, kept = digest(), {"media_type": "image/jpeg", "width": 40, "height": 30, "size": 7}
        told = {"sighting": of, "masks": masks, "at": self.school.at}
        return media.file_rendition(self.school.session, item, use=use, vault_name=name, sha256=name, **kept, **told)

    def photo(self, faces: Sequence[Found] | int = 1, version: str = VERSION) -> tuple[ItemId, list[SightingId]]:
        """A photo that was looked at, with its clean file."""
        item = self.upload()
        sightings = self.look(item, faces, version)
        self.file(item)
        return item, sightings

    def answer(self, sighting: SightingId, who: PersonId | Answer | None, *, seen: int | None = None, by: PersonId | None = None) -> int:
        """Somebody says who it is."""
        answer, person = (who, None) if who is None or isinstance(who, Answer) else (Answer.PERSON, who)
        return reviews.answer(self.school.session, sighting, answer, person, seen=seen, actor=by or self.teacher, at=self.school.at)

    def attest(self, item: ItemId, by: PersonId | None = None) -> ReviewId:
        """A colleague attests what is there now."""
        seen = media_queries.item(self.school.session, item).revision
        return reviews.attest(self.school.session, item, seen=seen, actor=by or self.colleague, at=self.school.at)

    def photo_of(self, *people: PersonId | Answer) -> tuple[ItemId, list[SightingId]]:
        """A photo in which everybody is named and that is attested."""
        item, sightings = self.photo(len(people))
        for sighting, who in zip(sightings, people, strict=True):
            self.answer(sighting, who)
        self.attest(item)
        return item, sightings

    def ask(self, item: ItemId, purpose: PurposeCode = WEBSITE) -> Decision:
        """The gate, now."""
        return releases.ask(self.school.session, item, purpose, at=self.school.at)

    def draft(self, item: ItemId, purpose: PurposeCode = WEBSITE, by: PersonId | None = None, **kit: object) -> ReleaseId:
        """Ask for it: a file is wanted."""
        asked = Kit(**({"channel": "news page", "personally": False} | kit))  # type: ignore[arg-type]
        return drafts.draft(self.school.session, item, purpose, kit=asked, actor=by or self.comms, at=self.school.at)

    def make(self, draft: ReleaseId, file: File | None = None) -> RenditionId:
        """Its file is made, as a worker would; of bytes that nobody sees, unless some are given."""
        session, at = self.school.session, self.school.at
        wanted = draft_queries.draft(session, draft).rendition
        if order := making.claim(session, wanted, until=at + timedelta(minutes=1), at=at):
            name = digest()
            assert making.made(session, wanted, file or File(name, name, 7, order.media_type, 40, 30), at=at)
        return wanted

    def release(self, item: ItemId, purpose: PurposeCode = WEBSITE, by: PersonId | None = None, **kit: object) -> ReleaseId:
        """Let it out, with all that it takes."""
        draft = self.draft(item, purpose, by, **kit)
        self.make(draft)
        return drafts.release(self.school.session, draft, actor=by or self.comms, at=self.school.at)

    def download(self, release: ReleaseId) -> Passage:
        """Take it."""
        return releases.begin_download(self.school.session, release, why="for the news", actor=self.comms, at=self.school.at)

    def later(self, **span: float) -> None:
        """Move the clock."""
        self.school.at += timedelta(**span)
