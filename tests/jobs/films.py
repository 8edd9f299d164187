"""Short drawn films with voices, to send through a real worker; and what the records say of them."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from sqlalchemy import select

from app.demo.films import Shot, Walk, drawn_film
from app.media.film import RATE, Sound
from app.media.film_writing import writing_film
from app.media.sound_writing import writing_sound
from bench._conversation import RATE as SPOKEN
from bench._conversation import Conversation, conversation, spoken
from consent_store.ids import ItemId
from consent_store.records.queries import media as media_queries
from consent_store.records.queries import recordings
from consent_store.records.queries.recordings import RecordingView
from consent_store.records.recordings import TrackRow
from consent_store.records.views import SightingView
from consent_store.rules.sightings import Sense
from tests.jobs.conftest import FACES, World

SIZE, FPS = (480, 270), 8.0
SHOT = 5.0  # seconds


@cache
def talk(seconds: float) -> Conversation:
    """Two voices in turn, never both at once."""
    return conversation(spoken(2, sentences=4), seconds, seed=3, overlap=0.0)


def play(folder: Path, shots: int = 3, *, voices: bool = True) -> bytes:
    """A film in which the first two of the school stand beside each other, shot after shot, and talk."""
    path, length = folder / "play.mp4", shots * SHOT
    scenes = [_scene(number) for number in range(shots)]
    with writing_film(path, SIZE, FPS, sound=voices) as film:
        if voices:
            film.sound(Sound(0.0, _stereo(talk(length).samples)))
        for frame in drawn_film(scenes, SIZE, FPS):
            film.show(frame.time, np.asarray(cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2YUV_I420), np.uint8))
    return path.read_bytes()


def _scene(number: int) -> Shot:
    drift = 0.02 * (number % 3)
    stand = [Walk(str(place), FACES[place], (x, 0.45), (x + drift, 0.45), 0.26, turn=0) for place, x in enumerate((0.3, 0.65))]
    return Shot(("playground", "classroom", "stage")[number % 3], SHOT, stand)


def _stereo(samples: np.ndarray) -> np.ndarray:
    times = np.arange(round(len(samples) / SPOKEN * RATE)) / RATE
    louder = np.interp(times, np.arange(len(samples)) / SPOKEN, samples)
    return np.asarray(np.clip(louder * 32_000, -32_000, 32_000)[:, None].repeat(2, axis=1), np.int16)


def talking(folder: Path, seconds: float = 15.0) -> bytes:
    """The sound alone."""
    with writing_sound(folder / "talk.m4a", ".m4a", SPOKEN, 1) as writer:
        writer.write(talk(seconds).samples[:, None])
    return (folder / "talk.m4a").read_bytes()


def claims(world: World, item: ItemId, sense: Sense) -> list[SightingView]:
    """Who is seen, or heard, in order of when."""
    with world.services.db.reading() as session:
        found = [view for view in media_queries.sightings_of(session, item) if view.sighting.sense is sense]
    return sorted(found, key=lambda view: view.sighting.spans)


def known(world: World, item: ItemId) -> RecordingView:
    """What is known of a recording that was opened."""
    with world.services.db.reading() as session:
        found = recordings.recording(session, item)
    assert found is not None
    return found


def rows(world: World, item: ItemId) -> Sequence[tuple[object, ...]]:
    """What is written of each track, but for names that chance gives."""
    with world.services.db.reading() as session:
        query = select(TrackRow).where(TrackRow.item_id == item).order_by(TrackRow.before_ms, TrackRow.path)
        return [(row.number, row.person, row.before_ms, row.after_ms, row.path) for row in session.scalars(query)]
