"""A film in which somebody passes for three frames, which the analysis did not see: held, asked about, and out once that is answered."""

from io import BytesIO
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest
from sqlalchemy import select

from app.analysis.film_release import MadeFilm, make_film
from app.demo.films import Shot, Walk, drawn_film
from app.jobs import making_recordings
from app.media.film_writing import writing_film
from consent_store.ids import ItemId
from consent_store.operations import school
from consent_store.operations.unasked import UNASKED
from consent_store.records.queries.renditions import Failed, Made
from consent_store.records.sightings import SightingRow
from consent_store.records.views import SightingView
from consent_store.rules.sightings import Answer, Sense
from tests.jobs.conftest import FACES, World
from tests.jobs.films import claims
from tests.jobs.test_films_out import Office, bytes_of

SIZE, FPS, SECONDS = (480, 270), 25.0, 2.0
PASSES = (0.96, 1.08)  # between two looks: three frames


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def play(folder: Path) -> bytes:
    """Somebody stands there all the time, on the left; another is there for three frames, on the right."""
    path = folder / "play.mp4"
    stands = Walk("ann", FACES[0], (0.3, 0.45), (0.3, 0.45), 0.26, turn=0)
    passes = Walk("bob", FACES[1], (0.7, 0.45), (0.7, 0.45), 0.26, turn=0, enters=PASSES[0], leaves=PASSES[1])
    with writing_film(path, SIZE, FPS, sound=False) as film:
        for frame in drawn_film([Shot("playground", SECONDS, [stands, passes])], SIZE, FPS):
            film.show(frame.time, np.asarray(cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2YUV_I420), np.uint8))
    return path.read_bytes()


def seen(world: World, item: ItemId) -> list[SightingView]:
    return claims(world, item, Sense.SEEN)


def on_the_right(world: World, data: bytes) -> list[bool]:
    """Of each frame whether a face is found there."""
    with av.open(BytesIO(data)) as container:
        pictures = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    return [any(face.box.left > SIZE[0] / 2 for face in found) for found in world.worker.shop.engine.find(pictures)]


@pytest.mark.parametrize("masked", [False, True])
def test_whoever_passes_between_two_looks_is_asked_about_before_it_goes_out(
    world: World, office: Office, tmp_path: Path, masked: bool
) -> None:
    film = play(tmp_path)
    assert sum(on_the_right(world, film)) == 3
    item = world.analysed(film, label="play.mp4")
    [ann] = seen(world, item)
    office.answered(item, {ann.sighting.id: office.hidden if masked else office.shown})
    assert office.drafted(item)[1] == Failed(UNASKED)
    [bob] = [view for view in seen(world, item) if view.sighting.id != ann.sighting.id]
    [span] = bob.sighting.spans
    assert PASSES[0] * 1000 - 50 <= span.start < span.end <= PASSES[1] * 1000 + 50
    assert bob.sighting.answer is None and bob.sighting.box and bob.sighting.box.left > SIZE[0] / 2
    world.worker.tidy()
    assert next(view for view in seen(world, item) if view.sighting.id == bob.sighting.id).crop
    office.answered(item, {bob.sighting.id: Answer.STRANGER if masked else Answer.NOBODY})
    draft, made = office.drafted(item)
    assert isinstance(made, Made), made
    if masked:
        assert not any(on_the_right(world, bytes_of(world, office.released(draft))))


def test_where_recognition_is_switched_off_meanwhile_nobody_is_described(
    world: World, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def switching(*what: Any, **how: Any) -> MadeFilm:
        try:
            return make_film(*what, **how)
        finally:
            with world.services.db.unit_of_work() as session:
                school.switch_recognition(session, False, actor=world.admin, at=world.at)

    item = world.analysed(play(tmp_path), label="play.mp4")
    [ann] = seen(world, item)
    office.answered(item, {ann.sighting.id: office.shown})
    monkeypatch.setattr(making_recordings, "make_film", switching)
    assert office.drafted(item)[1] == Failed(UNASKED)
    with world.services.db.reading() as session:
        query = select(SightingRow.descriptor, SightingRow.confidence).where(SightingRow.item_id == item, SightingRow.answer.is_(None))
        assert session.execute(query).all() == [(None, None)]
