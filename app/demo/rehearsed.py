"""The school play comes in on film, the worker looks and listens, and those who were there answer by the truth of the drawing."""

from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from app.demo.albums import OURS, PLAY
from app.demo.plays import Truth, film_the_play
from app.demo.reviewing import send_in
from app.demo.stage import Stage
from consent_store.ids import ItemId, PersonId
from consent_store.operations import reviews
from consent_store.records import queries
from consent_store.records.queries import media, recordings
from consent_store.rules.sightings import Answer, Sense, Sighting
from consent_store.rules.timeline import Track, best

FILM = "the play on film"


def the_play_on_film(stage: Stage) -> None:
    """One who is in it may not be seen in film, one not be heard: whoever lets it out covers the one, and silences the other."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "play.mp4"
        truth = film_the_play(path)
        item = stage.items[FILM] = send_in(stage, PLAY, "MVI_3250.mp4", path.read_bytes(), OURS)
    stage.worker.analyse(item)
    uploader, colleague = stage.people[PLAY.uploader], stage.people[PLAY.reviewer]
    with stage.writing() as session:
        _answer(session, stage, item, truth, uploader)
    with stage.writing() as session:
        reviews.attest(session, item, seen=media.item(session, item).revision, actor=colleague, at=stage.at)


def _answer(session: Session, stage: Stage, item: ItemId, truth: Truth, teacher: PersonId) -> None:
    tracks = recordings.tracks_of(session, item)
    for view in queries.media.sightings_of(session, item):
        who = _truly(view.sighting, tracks.get(view.sighting.id, ()), truth)
        answer = (Answer.PERSON, stage.people[who]) if who else (Answer.NOBODY, None)
        reviews.answer(session, view.sighting.id, *answer, actor=teacher, at=stage.at)


def _truly(sighting: Sighting, tracks: tuple[Track, ...], truth: Truth) -> str | None:
    """Whose voice or face it is, or None for a false alarm."""
    if sighting.sense is Sense.HEARD:
        return truth.heard_in(sighting.spans)
    sight = best(tracks, sighting.box)
    return truth.seen_at(sight.at, sight.box)
