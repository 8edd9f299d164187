"""Voices that analysis told apart, written beside what people said and never over it. Whose they are only people say."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from consent_store.ids import SightingId, new_id
from consent_store.operations import tracks
from consent_store.operations.items import sightings_in
from consent_store.records.media import ItemRow
from consent_store.records.sightings import SightingRow
from consent_store.rules import spans
from consent_store.rules.sightings import Origin, Sense
from consent_store.rules.spans import Span
from consent_store.rules.timeline import Stretch, same_voices


def write(session: Session, row: ItemRow, version: str, voices: Sequence[Sequence[Span]]) -> tuple[list[SightingId], bool]:
    """A sighting for each voice, in order, and whether somebody speaks where nobody was known to.

    What people had said of a voice stays, and so does its time: it can only become more. Where somebody answered, nobody listened to
    what is heard apart from that: it is a voice of its own, that waits for an answer.
    """
    known = {SightingId(face.id): face for face in sightings_in(session, row) if face.sense == Sense.HEARD}
    said = {id_: spans.read(face.spans) for id_, face in known.items()}
    same = same_voices(voices, said)
    faces = [known[same[index]] if index in same else _new(session, row) for index in range(len(voices))]
    others = [face for id_, face in known.items() if id_ not in same.values()]
    session.flush()
    touched, news = list(faces), False
    for number, (face, heard) in enumerate(zip(faces, voices, strict=True)):
        before = said.get(SightingId(face.id), ())
        more = spans.outside(heard, before)
        apart = [span for span in more if face.answer is not None and not _adjoins(span, before)]
        face.origin = Origin.MACHINE
        _speak(session, row, face, [span for span in more if span not in apart], version, number)
        if unknown := spans.outside(apart, [span for other in others if _may_be(other, face) for span in said[SightingId(other.id)]]):
            touched.append(_new(session, row))
            session.flush()
            _speak(session, row, touched[-1], unknown, version, number)
        news |= len(more) > len(apart) or bool(unknown)
    tracks.respan(session, touched)
    return [SightingId(face.id) for face in faces], news


def _may_be(other: SightingRow, face: SightingRow) -> bool:
    """Whether what one is heard to say may be what was asked about the other: nobody said that it is somebody else's."""
    return other.answer is None or (other.answer, other.person_id) == (face.answer, face.person_id)


def _adjoins(span: Span, others: Iterable[Span]) -> bool:
    """Whether a span goes on from another, or leads to it."""
    return any(span.start == other.end or span.end == other.start for other in others)


def _speak(session: Session, row: ItemRow, face: SightingRow, heard: Iterable[Span], version: str, number: int) -> None:
    for span in heard:
        kept = tracks.add(session, face, Stretch(span))
        kept.origin, kept.version, kept.number, kept.revision = Origin.MACHINE, version, number, row.revision + 1


def _new(session: Session, row: ItemRow) -> SightingRow:
    face = SightingRow(id=new_id(), item_id=row.id, origin=Origin.MACHINE, sense=Sense.HEARD, spans="")
    session.add(face)
    return face
