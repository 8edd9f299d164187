"""Somebody who is covered in a film, and is there once more as one whom nobody can recognise."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from app.demo.films import Shot, Walk, drawn_film
from app.demo.portraits import Face
from app.media.film_writing import writing_film
from consent_store.operations import making
from consent_store.records.queries.renditions import Failed
from consent_store.rules.sightings import Answer, Box
from tests.jobs.conftest import FACES, World
from tests.jobs.test_films_out import Office, from_left

SIZE, FPS, SECONDS = (640, 360), 8.0, 2.0


def play(folder: Path, waved: Face) -> bytes:
    """Three stand beside each other."""
    path = folder / "play.mp4"
    people = [Walk(str(n), face, (x, 0.45), (x, 0.45), 0.36, turn=0) for n, (face, x) in enumerate(zip(FACES, (0.2, 0.5), strict=False))]
    people.append(Walk("waved", waved, (0.8, 0.45), (0.8, 0.45), 0.36, turn=0))
    with writing_film(path, SIZE, FPS, sound=False) as film:
        for frame in drawn_film([Shot("playground", SECONDS, people)], SIZE, FPS):
            film.show(frame.time, np.asarray(cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2YUV_I420), np.uint8))
    return path.read_bytes()


@pytest.mark.parametrize(
    ("waved", "answer", "by_hand", "code"),
    [
        (FACES[0], Answer.UNRECOGNISABLE, False, "mask_shows"),
        (FACES[0], Answer.NOBODY, False, "mask_shows"),
        (FACES[2], Answer.UNRECOGNISABLE, False, None),
        (FACES[0], Answer.UNRECOGNISABLE, True, None),
    ],
)
def test_whoever_is_masked_is_nobody_that_cannot_be_recognised(
    world: World, tmp_path: Path, waved: Face, answer: Answer, by_hand: bool, code: str | None
) -> None:
    """The same face, somebody else's, and the same once it was covered by hand, as the sentence advises."""
    office = Office(world)
    item = world.analysed(play(tmp_path, waved), label="play.mp4")
    first, second, third = from_left(world, item)
    office.answered(item, {first: office.hidden, second: office.shown, third: answer})
    if by_hand:
        with world.services.db.unit_of_work() as session:
            making.cover(session, item, Box(400, 0, 640, 360), "A mirror", actor=office.comms, at=world.at)
    _, found = office.drafted(item)
    assert (found.code if isinstance(found, Failed) else None) == code
