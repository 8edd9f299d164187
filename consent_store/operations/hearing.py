"""Voices that analysis told apart, written beside what people said and never over it. Whose they are only people say."""

from collections.abc import Sequence

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

    What people had said of a voice stays, and so does its time: it can only become more.
    """
    known = {SightingId(face.id): face for face in sightings_in(session, row) if face.sense == Sense.HEARD}
    said = {id_: spans.read(face.spans) for id_, face in known.items()}
    same = same_voices(voices, said)
    faces = [known[same[index]] if index in same else _new(session, row) for index in range(len(voices))]
    session.flush()
    news = False
    for number, (face, heard) in enumerate(zip(faces, voices, strict=True)):
        more = spans.outside(heard, said.get(SightingId(face.id), ()))
        face.origin = Origin.MACHINE
        for span in more:
            kept = tracks.add(session, face, Stretch(span))
            kept.origin, kept.version, kept.number = Origin.MACHINE, version, number
        news |= bool(more)
    tracks.respan(session, faces)
    return [SightingId(face.id) for face in faces], news


def _new(session: Session, row: ItemRow) -> SightingRow:
    face = SightingRow(id=new_id(), item_id=row.id, origin=Origin.MACHINE, sense=Sense.HEARD, spans="")
    session.add(face)
    return face
