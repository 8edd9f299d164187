"""Drawn people are found in a drawn film, told apart where they cross, and covered in every frame."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest
from av.audio.frame import AudioFrame

from app.analysis.film import FoundFilm, Progress, find_people, unwatched
from app.analysis.film_masking import mask_people
from app.analysis.film_release import NotCovered
from app.analysis.pipeline import Engine
from app.analysis.ports import FoundFace, Landmarks, Pixels, Point
from app.demo.cast import pupils
from app.demo.films import DrawnFrame, Shot, Walk, drawn_film
from app.media.film import Frame, Sound, open_film
from app.media.film_writing import FilmWriter, writing_film
from app.media.unplayable import Uncovered
from consent_store.rules.sightings import Box

SIZE, FPS = (640, 360), 25.0


def shots() -> list[Shot]:
    ann, bob, cas = pupils()[0], pupils()[1], pupils()[2]
    return [
        Shot("playground", 1.6, [_still("ann", ann, (0.25, 0.4), (0.75, 0.42)), _still("bob", bob, (0.75, 0.45), (0.25, 0.44))]),
        Shot("classroom", 1.0, [_still("ann", ann, (0.3, 0.4), (0.32, 0.4)), _still("cas", cas, (0.7, 0.4), (0.66, 0.4))]),
        Shot("stage", 0.16, [_still("bob", bob, (0.5, 0.45), (0.5, 0.45))]),
        Shot("corridor", 0.8, []),
    ]


def _still(key: str, face: Any, start: tuple[float, float], end: tuple[float, float]) -> Walk:
    return Walk(key, face, start, end, 0.2, turn=0)


@pytest.fixture(scope="module")
def school_play(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[DrawnFrame]]:
    """Two who cross, a cut, one of them with a third, a cut, an instant of the other, and an empty corridor; with a tone."""
    path, frames = tmp_path_factory.mktemp("film") / "play.mp4", list(drawn_film(shots(), SIZE, FPS))
    with writing_film(path, SIZE, FPS, sound=True) as film:
        for frame in frames:
            film.show(frame.time, np.asarray(cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2YUV_I420), np.uint8))
        film.sound(Sound(0.0, (np.sin(np.arange(150_000) / 20) * 8000).astype(np.int16)[:, None].repeat(2, axis=1)))
    return path, frames


@pytest.fixture(scope="module")
def found(school_play: tuple[Path, list[DrawnFrame]], engine: Engine) -> FoundFilm:
    return find_people(school_play[0], engine)


def keys(frames: Sequence[DrawnFrame], found: FoundFilm) -> dict[int, Counter[str]]:
    """Whom the sights of each track show, by the truth of the drawing."""
    named: dict[int, Counter[str]] = {}
    for track in found.tracks:
        for time, box in track.sights:
            faces = frames[round(time * FPS)].faces
            best = max(faces, key=lambda key: box.overlap(faces[key].box))
            if faces[best].share > 0.6:
                named.setdefault(track.track, Counter())[best] += 1
    return named


def test_everybody_is_found_and_nobody_is_taken_for_another(school_play: tuple[Path, list[DrawnFrame]], found: FoundFilm) -> None:
    named = keys(school_play[1], found)
    assert {key for counted in named.values() for key in counted} == {"ann", "bob", "cas"}
    assert [track for track, counted in named.items() if len(counted) > 1] == []
    people: dict[int, set[str]] = {}
    for track in found.tracks:
        people.setdefault(track.person, set()).update(named.get(track.track, ()))
    assert [person for person, who in people.items() if len(who) > 1] == []


def test_cuts_end_tracks_and_an_instant_is_seen(found: FoundFilm) -> None:
    assert found.cuts == pytest.approx([0.0, 1.6, 2.6, 2.76], abs=0.01)
    for track in found.tracks:
        assert sum(cut <= track.sights[0].time for cut in found.cuts) == sum(cut <= track.sights[-1].time for cut in found.cuts)
    assert any(2.6 <= track.sights[0].time < 2.76 for track in found.tracks)


def test_the_film_is_measured(found: FoundFilm) -> None:
    assert (found.width, found.height, found.fps) == (*SIZE, FPS)
    assert found.duration == pytest.approx(3.56, abs=0.1)


def person_of(key: str, frames: Sequence[DrawnFrame], found: FoundFilm) -> set[int]:
    named = keys(frames, found)
    return {track.person for track in found.tracks if key in named.get(track.track, ())}


def looked_at(path: Path, engine: Engine, frames: Sequence[DrawnFrame]) -> Counter[str]:
    """In how many of the frames that show Ann, a third of them looked at, the whole engine finds each of those who are there."""
    found: Counter[str] = Counter()
    with open_film(path) as film:
        for number, (frame, piece) in enumerate(zip(frames, (piece for piece in film if isinstance(piece, Frame)), strict=True)):
            if "ann" in frame.faces and number % 3 == 0:
                boxes = [face.box for face in engine.find([piece.pixels(640)])[0]]
                there = [key for key, face in frame.faces.items() if face.share > 0.6 and any(box.overlap(face.box) > 0.3 for box in boxes)]
                found.update(there)
    return found


@pytest.fixture(scope="module")
def without_ann(school_play: tuple[Path, list[DrawnFrame]], found: FoundFilm, engine: Engine) -> Path:
    path, frames = school_play
    out = path.parent / "without ann" / "out.mp4"
    out.parent.mkdir()
    done = mask_people(path, out, found, person_of("ann", frames, found), engine, steps=lambda step: unwatched)
    assert done.frames == len(frames)
    return out


def test_whoever_is_masked_is_found_in_no_frame_and_the_others_still_are(
    school_play: tuple[Path, list[DrawnFrame]], without_ann: Path, engine: Engine
) -> None:
    counted = looked_at(without_ann, engine, school_play[1])
    assert counted["ann"] == 0
    assert counted["cas"] >= 7
    assert counted["bob"] >= 5


def test_the_sound_goes_on_and_only_one_film_is_left(without_ann: Path) -> None:
    assert [path.name for path in without_ann.parent.iterdir()] == ["out.mp4"]
    with av.open(str(without_ann)) as container:
        heard = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0) if isinstance(frame, AudioFrame)])
    assert len(heard) / 48_000 == pytest.approx(150_000 / 48_000, abs=0.1)
    assert np.abs(heard[20_000:120_000]).mean() == pytest.approx(8000 / 32768 * 2 / np.pi, rel=0.1)


class SeesSomebody:
    """A detector that finds a face where none is, whatever covers it: as if a mask hid nobody."""

    id = "sees-somebody"

    def find(self, picture: Pixels) -> list[FoundFace]:
        """Always the same."""
        where = Box(10, 10, 50, 60)
        return [FoundFace(where, 0.9, Landmarks(*(Point(20.0 + 5 * place, 30.0) for place in range(5))))] if picture.size else []

    glance = find


def test_what_cannot_be_covered_is_an_error_and_no_film(
    school_play: tuple[Path, list[DrawnFrame]], found: FoundFilm, engine: Engine, tmp_path: Path
) -> None:
    with pytest.raises(NotCovered):
        mask_people(
            _short(tmp_path),
            tmp_path / "out.mp4",
            found,
            found.people,
            replace(engine, detector=SeesSomebody()),
            steps=lambda step: unwatched,
        )
    assert [path.name for path in tmp_path.iterdir()] == ["short.mp4"]


def test_what_another_run_writes_to_the_same_place_is_never_taken_for_what_was_checked(
    found: FoundFilm, engine: Engine, tmp_path: Path
) -> None:
    source, out = _short(tmp_path), tmp_path / "out.mp4"

    def steps(step: str) -> Progress:
        if step == "checking":
            mask_people(source, out, found, [], engine, steps=lambda step: unwatched)
        return unwatched

    mask_people(source, out, found, found.people, engine, colour="#ff0000", steps=steps)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.mp4", "short.mp4"]


def test_a_frame_that_nobody_looked_at_again_is_an_error_and_no_film(
    found: FoundFilm, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, show = _short(tmp_path), FilmWriter.show
    monkeypatch.setattr(FilmWriter, "show", lambda writer, time, planes: show(writer, time, planes) if time < 0.1 else None)
    with pytest.raises(Uncovered):
        mask_people(source, tmp_path / "out.mp4", found, found.people, engine, steps=lambda step: unwatched)
    assert not (tmp_path / "out.mp4").exists()


def _short(folder: Path) -> Path:
    with writing_film(folder / "short.mp4", SIZE, float(Fraction(FPS)), sound=False) as film:
        for frame in list(drawn_film([Shot("corridor", 0.2, [])], SIZE, FPS)):
            film.show(frame.time, np.asarray(cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2YUV_I420), np.uint8))
    return folder / "short.mp4"
