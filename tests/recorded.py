"""Film and sound in a test's school: recordings that came in and were looked at and listened to, as a worker writes them down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consent_store.ids import ItemId, PersonId, SightingId
from consent_store.operations import media, recordings, trims
from consent_store.operations.recordings import FoundTrack, FoundVoice, Heading
from consent_store.operations.reviews import answer_many
from consent_store.rules import spans
from consent_store.rules.sightings import Answer
from consent_store.rules.spans import Span
from consent_store.rules.terms import Kind
from consent_store.rules.timeline import Sight
from tests.gallery import OURS, VERSION, Gallery, box, digest

LENGTH = 20_000  # milliseconds


@dataclass
class Recorded:
    """A film or a sound, its strips and its voices, in the order in which they were asked for."""

    gallery: Gallery
    item: ItemId
    strips: list[SightingId]
    voices: list[SightingId]

    def answer(self, *who: PersonId | Answer) -> None:
        """Say who the strips and then the voices are, in one press."""
        answers = [(Answer(each), None) if isinstance(each, Answer) else (Answer.PERSON, each) for each in who]
        claims = [*self.strips, *self.voices]
        told = {"actor": self.gallery.teacher, "at": self.gallery.school.at}
        answer_many(self.gallery.school.session, [(claim, *said) for claim, said in zip(claims, answers, strict=False)], **told)

    def cut(self, when: str) -> None:
        """Cut these times out."""
        told = {"actor": self.gallery.teacher, "at": self.gallery.school.at}
        for span in spans.read(when):
            trims.cut_out(self.gallery.school.session, self.item, span, **told)


def recorded(
    gallery: Gallery,
    strips: Sequence[str] = (),
    voices: Sequence[str] = (),
    *,
    kind: Kind = Kind.FILM,
    pictures: bool = True,
    version: str = VERSION,
) -> Recorded:
    """A recording with a strip for each of these times (`"0-1500"`, one track of two sights), each at its own place, and such voices."""
    session, at = gallery.school.session, gallery.school.at
    name, told = digest(), {"actor": gallery.teacher, "at": at}
    files = {"kind": kind, "label": "MOV_1.mp4", "sha256": name, "size": 9, "vault_name": name}
    item = media.admit(session, gallery.event, maker=OURS, **files, **told).item
    return Recorded(
        gallery, item, *looked_at(session, item, strips, voices, pictures=pictures and kind is Kind.FILM, version=version, at=at)
    )


def looked_at(
    session: Session, item: ItemId, strips: Sequence[str], voices: Sequence[str], *, pictures: bool = True, version: str, at: datetime
) -> tuple[list[SightingId], list[SightingId]]:
    """A version of the analysis goes through it: the strips of which it cut a face, and the voices that it wrote down."""
    size = (2160, 1080) if pictures else (None, None)
    recordings.begin(session, item, Heading(LENGTH, 25.0 if pictures else None, *size, pictures, True), version=version, at=at)
    found = [_track(number, *spans.read(when)) for number, when in enumerate(strips)]
    faces = [each.sighting for each in recordings.write_tracks(session, item, found, done_ms=LENGTH, at=at)]
    heard = recordings.write_voices(session, item, [FoundVoice(spans.read(when)) for when in voices], at=at)
    recordings.finish(session, item, version=version, duration_ms=LENGTH, at=at)
    return faces, heard


def _track(number: int, span: Span) -> FoundTrack:
    """Somebody who is at one place all the time."""
    sights = [Sight(span.start + 100, box(number)), Sight(span.end - 100, box(number))]
    return FoundTrack(number, number, sights, span.start, span.end, sights[0], 0.9, descriptor=b"sealed")
