"""Film: finding people, beside the film's own length, and covering everybody, beside `deface` on the same; then who still sees a face.

The film is drawn, so where every face is in every frame is known. `film=60` draws a film of 60 seconds.
"""

import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Final

from app.analysis.film import FoundFilm, Progress, find_people, unwatched
from app.analysis.film_masking import mask_people
from app.analysis.pipeline import Engine, build_engine
from app.analysis.weights import DEFAULT_CACHE
from app.media.film import Frame, open_film
from app.media.film_writing import writing_film
from bench._film import Truth, made
from bench._processor import processor
from bench.report import Report
from consent_store.rules.sightings import Box

SECONDS: Final = 20
EXCERPT: Final = 3.0  # seconds that deface gets, around a cut: it takes minutes for more
SEEN: Final = 0.6  # share of a face that must be seen, and degrees that it may be turned, for it to count as on screen
TURNED: Final = 35.0
FACE: Final = 0.25  # overlap with where a face is


def run(report: Report, seconds: int = SECONDS) -> None:
    """Every row of the film's table."""
    engine = build_engine(DEFAULT_CACHE)
    path, truth = made(DEFAULT_CACHE / "bench", seconds)
    found = finding(report, engine, path, truth)
    with tempfile.TemporaryDirectory() as folder:
        masking(report, engine, path, truth, found, Path(folder))


def finding(report: Report, engine: Engine, path: Path, truth: Truth) -> FoundFilm:
    """How long, who was found, and whether two people are one anywhere."""
    worked, started = processor(), perf_counter()
    found = find_people(path, engine)
    took, work = perf_counter() - started, processor() - worked
    report.row(f"people in {found.duration:.0f} s of 1080p film, beside its length", took, found.duration, goal=found.duration / 3)
    report.row("  processor time of it, of two cores", work / 2, found.duration, goal=found.duration / 3)
    tracks = {track.track: whose(truth, [(sight.time, sight.box) for sight in track.sights]) for track in found.tracks}
    seen = on_screen(truth)
    named = {key for keys in tracks.values() for key in keys}
    report.row("  people on screen for a second or longer, found", len(named & seen), None, "people", len(seen))
    report.row("  tracks with two people in them", sum(len(keys) > 1 for keys in tracks.values()), None, "tracks", 0)
    people: dict[int, set[str]] = defaultdict(set)
    for track in found.tracks:
        people[track.person] |= set(tracks[track.track])
    report.row("  people made of two people", sum(len(keys) > 1 for keys in people.values()), None, "people", 0)
    report.row("  people found for each person there", len(people) / len(named), None, "", 1.5)
    return found


def whose(truth: Truth, sights: list[tuple[float, Box]]) -> Counter[str]:
    """Which of the people who are there a track's sights are, and how many of them."""
    keys: Counter[str] = Counter()
    for time, box in sights:
        faces = truth[min(len(truth) - 1, round(time / truth[1][0]))][1]
        best = max(faces, key=lambda key: (box.overlap(faces[key].box), faces[key].share), default=None)
        if best is not None and box.overlap(faces[best].box) >= FACE and faces[best].share >= SEEN:
            keys[best] += 1
    return keys


def on_screen(truth: Truth) -> set[str]:
    """Whoever shows most of the face, turned to the camera, for a second in all."""
    frames = Counter(key for _, faces in truth for key, seen in faces.items() if seen.share >= SEEN and seen.turn <= TURNED)
    return {key for key, count in frames.items() if count * truth[1][0] >= 1}


def masking(report: Report, engine: Engine, path: Path, truth: Truth, found: FoundFilm, folder: Path) -> None:
    """Covering everybody in an excerpt, with and without the check, beside deface; then the frames in which a face is still there."""
    cut = next((time for time in found.cuts if time > EXCERPT / 2), EXCERPT / 2)
    start = excerpt(path, folder / "excerpt.mp4", cut - EXCERPT / 2)
    part = [(time - start, faces) for time, faces in truth if start <= time < start + EXCERPT]
    steps: dict[str, float] = {}
    ours, begun = folder / "ours.mp4", perf_counter()
    people = find_people(folder / "excerpt.mp4", engine)
    done = mask_people(folder / "excerpt.mp4", ours, people, people.people, engine, steps=partial(_timed, steps))
    whole = perf_counter() - begun
    without = whole - (perf_counter() - steps["checking"]) if done.rounds == 1 else None
    theirs = folder / "deface.mp4"
    beside = deface(folder / "excerpt.mp4", theirs)
    report.row(f"masking everybody in {EXCERPT:.0f} s of it, every frame checked, beside deface", whole, beside, goal=beside)
    if without:
        report.row("  without the check", without, beside, goal=beside / 3)
    report.row("  made again after a check", done.rounds - 1, None, "times")
    report.row(
        "  frames with a face that can still be found", open_frames(engine, ours, part), open_frames(engine, theirs, part), "frames", 0
    )
    open_to_all(report, engine, folder / "excerpt.mp4", people)


def open_to_all(report: Report, engine: Engine, path: Path, people: FoundFilm) -> None:
    """What it costs that every frame is looked at where nobody is masked, beside writing them; and who was not found before."""
    steps: dict[str, float] = {}
    done = mask_people(path, path.with_name("open.mp4"), people, [], engine, steps=partial(_timed, steps))
    looked, wrote = perf_counter() - steps["checking"], steps["checking"] - steps["masking"]
    report.row(f"nobody masked in {EXCERPT:.0f} s of it: looking at every frame, beside writing them", looked, wrote)
    report.row("  faces that only this look found", done.besides, None, "faces")


def _timed(steps: dict[str, float], step: str) -> Progress:
    steps[step] = perf_counter()
    return unwatched


def excerpt(path: Path, out: Path, start: float) -> float:
    """`EXCERPT` seconds of a film from about `start`; when exactly they begin."""
    begins = None
    with open_film(path) as film, writing_film(out, (film.width, film.height), film.fps, sound=False) as writer:
        for frame in film:
            if isinstance(frame, Frame) and start <= frame.time < start + EXCERPT:
                begins = frame.time if begins is None else begins
                writer.show(frame.time - begins, frame.planes)
    return begins or 0.0


def deface(path: Path, out: Path) -> float:
    """Seconds that deface takes, as it comes."""
    started = perf_counter()
    subprocess.run([Path(sys.executable).with_name("deface"), path, "-o", out], check=True, capture_output=True)
    return perf_counter() - started


def open_frames(engine: Engine, path: Path, truth: Truth) -> int:
    """Frames in which the whole engine, at full size, finds a face where somebody's is."""
    count = 0
    with open_film(path) as film:
        for number, frame in enumerate(film):
            if isinstance(frame, Frame):
                there = [seen.box for seen in truth[min(number, len(truth) - 1)][1].values()]
                faces = engine.detector.find(frame.pixels(film.width))
                count += any(face.box.overlap(box) >= FACE for face in faces for box in there)
    return count
