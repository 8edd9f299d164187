"""A teacher before a film or a sound of a minute, for tests of its review."""

from dataclasses import dataclass, field
from datetime import timedelta

from consent_store.ids import ItemId, PersonId, SightingId
from consent_store.operations import media as operations
from consent_store.operations import recordings
from consent_store.operations.recordings import FoundTrack, FoundVoice, Heading
from consent_store.records.queries import media
from consent_store.records.queries import recordings as questions
from consent_store.records.queries.recordings import RecordingView
from consent_store.records.views import SightingView
from consent_store.rules.releases import Use
from consent_store.rules.sightings import Box, Confidence, Proposal, Sense
from consent_store.rules.spans import Span
from consent_store.rules.terms import Kind
from consent_store.rules.timeline import Sight
from tests.gallery import OURS, VERSION, Gallery, digest
from tests.school import PORTAL, WEBSITE
from tests.web.browser import Browser, Web

LENGTH = 60_000
FPS = 10.0
VOICES = (Span(1000, 9000), Span(42_000, 45_000)), (Span(20_000, 24_000),)


@dataclass
class Play:
    """A teacher before a film of a minute: Anna is seen from 0 to 10 and 40 to 50 s, somebody from 20 to 30 s; two voices speak.

    `done`: it was wholly looked at. `files` are the bytes of its files, where pages shall show them.
    """

    web: Web
    kind: Kind = Kind.FILM
    done: bool = True
    files: dict[Use, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with self.web.school() as school:
            group = school.group(f"Class {digest()[:6]}")
            (self.anna, parent), (self.chloe, _) = school.family(groups=[group]), school.family(groups=[group])
            school.gives(parent, self.anna, WEBSITE, PORTAL)
            self.gallery = gallery = Gallery.open(school)
            told = {"on": self.web.at.date(), "groups": [group], "actor": gallery.teacher, "at": self.web.at}
            gallery.event = operations.make_event(school.session, title="Autumn play", **told)
            self.item = self.admit()
            self.analyse()
            self.file(Use.PREVIEW, "video/mp4" if self.kind is Kind.FILM else "audio/mp4")
            self.file(Use.WAVE, "image/png")
            if self.kind is Kind.FILM:
                self.file(Use.STRIP, "image/jpeg")
        self.path = f"/events/items/{self.item}"
        self.browser = self.enter(gallery.teacher)

    def admit(self) -> ItemId:
        name, school = digest(), self.gallery.school
        files = {"kind": self.kind, "label": "PLAY.MP4", "sha256": name, "size": 9, "vault_name": name, "maker": OURS}
        return operations.admit(school.session, self.gallery.event, **files, actor=self.gallery.teacher, at=school.at).item

    def analyse(self) -> None:
        session, at, film = self.gallery.school.session, self.gallery.school.at, self.kind is Kind.FILM
        size = (FPS, 1920, 1080) if film else (None, None, None)
        recordings.begin(session, self.item, Heading(LENGTH, *size, film, True, ("chapters", "subtitles")), version=VERSION, at=at)
        if film:
            guess = Proposal(Confidence.SURE, self.anna, 0.3, None, None)
            found = [track(1, 1, 0, 10_000, guess), track(2, 2, 20_000, 30_000), track(3, 1, 40_000, 50_000)]
            recordings.write_tracks(session, self.item, found, cuts=[15_000], done_ms=LENGTH if self.done else 45_000, at=at)
        recordings.write_voices(session, self.item, [FoundVoice(spans) for spans in VOICES], at=at)
        if self.done:
            recordings.finish(session, self.item, version=VERSION, duration_ms=LENGTH, at=at)
        else:
            recordings.go_on(session, self.item, looked_ms=45_000, seconds_left=200, until=at + timedelta(minutes=1), at=at)

    def file(self, use: Use, media_type: str) -> None:
        school, name = self.gallery.school, digest()
        kept = {"vault_name": name, "sha256": name, "size": 7}
        if use in self.files:
            stored = self.web.services.vault.put(self.files[use])
            kept = {"vault_name": stored.name, "sha256": stored.sha256, "size": len(self.files[use])}
        operations.file_rendition(school.session, self.item, use=use, **kept, media_type=media_type, width=40, height=30, at=school.at)  # type: ignore[arg-type]

    def enter(self, who: PersonId) -> Browser:
        browser = self.web.enter(who)
        browser.client.set_cookie("language", "en", domain="localhost")
        browser.get(self.path)
        return browser

    @property
    def page(self) -> str:
        return self.browser.get(self.path).text

    @property
    def recording(self) -> RecordingView:
        with self.web.services.db.reading() as session:
            found = questions.recording(session, self.item)
        assert found is not None
        return found

    @property
    def revision(self) -> int:
        with self.web.services.db.reading() as session:
            return media.item(session, self.item).revision

    def sightings(self, sense: Sense = Sense.SEEN) -> list[SightingView]:
        """Strips or voices, as they first come."""
        with self.web.services.db.reading() as session:
            found = [view for view in media.sightings_of(session, self.item) if view.sighting.sense is sense]
        return sorted(found, key=lambda view: view.sighting.spans)

    def strip(self, place: int = 0, sense: Sense = Sense.SEEN) -> SightingId:
        return self.sightings(sense)[place].sighting.id

    def post(self, path: str, **form: object) -> int:
        return self.browser.post(f"{self.path}/{path}", {name.strip("_"): str(value) for name, value in form.items()}).status_code

    def answer(self, sighting: SightingId, **form: object) -> int:
        return self.post(f"faces/{sighting}", seen=self.revision, **form)


def track(number: int, person: int, start: int, end: int, guess: Proposal | None = None) -> FoundTrack:
    """A face that stands still, looked at four times a second."""
    sights = [Sight(at, Box(400 * person, 200, 400 * person + 200, 460)) for at in range(start, end, 250)]
    return FoundTrack(number, person, sights, start, end, sights[0], 0.9, quality=0.8, proposal=guess, descriptor=b"sealed")
