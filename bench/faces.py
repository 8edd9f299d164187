"""The face engine beside what a user would run instead: face_recognition, deface, NumPy and faiss, each in the same run.

Times are medians of interleaved rounds. dlib's CNN detector is measured once: it takes a minute a photo.
"""

import contextlib
import io
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
from PIL import Image

from app.analysis.describer import dlib_square
from app.analysis.matching import Register
from app.analysis.pipeline import Engine, build_engine
from app.analysis.ports import FoundFace, Pixels
from app.analysis.weights import DEFAULT_CACHE
from app.media.images import open_picture
from bench._crowd import group, jpeg
from bench.report import Report
from consent_store.ids import PersonId

ROUNDS = 5
TEMPLATES = 1_000_000
DESCRIBING_GFLOP = 0.54  # one face through dlib's ResNet


def run(report: Report) -> None:
    """Every row of the face engine's table."""
    engine = build_engine(DEFAULT_CACHE)
    describing(report, engine)
    matching(report)
    growing(report, engine)
    memory(report)
    finding(report, engine)
    pipeline(report, engine)


class Timed(NamedTuple):
    """How long a work took, the median of its rounds, and what it answered last."""

    seconds: float
    answer: Any


def together(*works: Callable[[], object], rounds: int = ROUNDS) -> list[Timed]:
    """Each work, taken in turns so that all meet the same machine."""
    times: list[list[float]] = [[] for _ in works]
    answers: list[object] = [None for _ in works]
    for _ in range(rounds):
        for number, work in enumerate(works):
            started = perf_counter()
            answers[number] = work()
            times[number].append(perf_counter() - started)
    return [Timed(median(taken), answer) for taken, answer in zip(times, answers, strict=True)]


def register_of(count: int) -> Register:
    """So many people who do not exist, one template each."""
    descriptors = np.random.default_rng(1).normal(0, 0.12, (count, 128)).astype(np.float32)
    return Register([PersonId(str(number)) for number in range(count)], descriptors)


def describing(report: Report, engine: Engine) -> None:
    """Describing from boxes to descriptors, and how much of it the arithmetic itself needs."""
    import face_recognition

    picture = group(30, 3000, 2250)
    [faces] = engine.find([picture])
    boxes = [(box.top, box.right, box.bottom, box.left) for box in (dlib_square(face.box) for face in faces)]
    some = boxes[:6]
    theirs = partial(face_recognition.face_encodings, picture, some, model="small")
    ours, beside = together(lambda: engine.describe([picture], [faces]), theirs)
    own, per_face = ours.seconds / len(faces) * 1e3, beside.seconds / len(some) * 1e3
    report.row("describing a face, beside face_recognition", own, per_face, "ms", per_face / 12)
    apart = np.stack([each.descriptor for each in ours.answer[0][: len(some)]]) - np.array(beside.answer)
    report.row("  largest difference of a component", float(np.abs(apart).max()), None, "", 1e-5)
    report.row("  of it arithmetic, at the machine's sgemm speed", own, DESCRIBING_GFLOP / sgemm() * 1e3, "ms")


def sgemm() -> float:
    """What the machine does in a matrix product, in GFLOP a second."""
    one = np.ones((2048, 2048), np.float32)
    [product] = together(lambda: one @ one)
    return 2 * 2048**3 / product.seconds / 1e9


def pipeline(report: Report, engine: Engine) -> None:
    """From file to proposals, against the face_recognition command's own steps with its register in memory."""
    register = register_of(5000)
    for count in (1, 10, 30):
        photo = jpeg(count, 4000, 3000)
        ours, beside = together(partial(proposals, engine, photo, register), partial(command, photo, register), rounds=3)
        goal = beside.seconds / 5 if count == 10 else None
        report.row(f"12 Mpx, {count} faces, file to proposals, beside HOG", ours.seconds, beside.seconds, goal=goal)
        report.row("  faces found", ours.answer, beside.answer, "faces", count)
        if count == 10:
            stages(report, engine, photo, register)
            cnn(report, photo, register, ours)


def proposals(engine: Engine, photo: bytes, register: Register) -> int:
    """Our way; the number of faces."""
    pixels = open_picture(photo).pixels
    [described] = engine.describe([pixels], engine.find([pixels]))
    return len(engine.propose([each.descriptor for each in described], [each.quality.score for each in described], register))


def command(photo: bytes, register: Register, model: str = "hog") -> int:
    """What `face_recognition` does with a photo once it has read its register; the number of faces."""
    import face_recognition

    image = Image.fromarray(face_recognition.load_image_file(io.BytesIO(photo)))
    image.thumbnail((1600, 1600), Image.Resampling.LANCZOS)
    pixels = np.array(image)
    encodings = face_recognition.face_encodings(pixels, face_recognition.face_locations(pixels, model=model))
    return len([face_recognition.face_distance(register.descriptors, encoding) <= 0.6 for encoding in encodings])


def cnn(report: Report, photo: bytes, register: Register, ours: Timed) -> None:
    """The same with dlib's CNN detector, once."""
    [beside] = together(lambda: command(photo, register, "cnn"), rounds=1)
    report.row("12 Mpx, 10 faces, file to proposals, beside CNN", ours.seconds, beside.seconds, goal=beside.seconds / 100)
    report.row("  faces found", ours.answer, beside.answer, "faces", beside.answer)


def stages(report: Report, engine: Engine, photo: bytes, register: Register) -> None:
    """Where the time of ten faces goes."""
    pixels = open_picture(photo).pixels
    [faces] = engine.find([pixels])
    chips = [engine.describer.chip(pixels, face) for face in faces]
    described = engine.describe([pixels], [faces])[0]
    descriptors, qualities = [each.descriptor for each in described], [each.quality.score for each in described]
    works: dict[str, Callable[[], object]] = {
        "decoding": lambda: open_picture(photo),
        "finding": lambda: engine.find([pixels]),
        "aligning": lambda: [engine.describer.chip(pixels, face) for face in faces],
        "describing": lambda: engine.describer.describe(chips),
        "matching 5,000": lambda: engine.propose(descriptors, qualities, register),
    }
    for name, timed in zip(works, together(*works.values()), strict=True):
        report.row(f"  of it {name}", timed.seconds)


def finding(report: Report, engine: Engine) -> None:
    """Finding in 24 megapixels, against deface's detector at full size; then a portrait of that size, where deface loses the face."""
    from deface.centerface import CenterFace

    with contextlib.redirect_stdout(io.StringIO()):
        deface = CenterFace()
    crowd, portrait = group(20, 6000, 4000), close_up(engine)
    ours, beside = together(lambda: engine.find([crowd]), lambda: deface(crowd), rounds=3)
    report.row("finding in 24 Mpx, beside deface at full size", ours.seconds, beside.seconds, goal=beside.seconds)
    report.row("  faces found of 20", len(ours.answer[0]), len(beside.answer[0]), "faces", 20)
    here = [float(face.box.height) for face in engine.find([portrait])[0]]
    there = [float(bottom - top) for _, top, _, bottom, _ in deface(portrait)[0]]
    report.row("  faces in a close-up of 24 Mpx", len(here), len(there), "faces", 1)
    report.row("  height of the largest there", max(here, default=0.0), max(there, default=0.0), "px")


def close_up(engine: Engine) -> Pixels:
    """One face across 4,000 by 6,000 pixels."""
    whole = group(1, 1600, 1200)
    face: FoundFace = engine.find([whole])[0][0]
    box = face.box
    cut = Image.fromarray(whole).crop((box.left - box.width // 4, box.top - box.height // 4, box.right + box.width // 4, box.bottom))
    return np.asarray(cut.resize((4000, 6000), Image.Resampling.BICUBIC), np.uint8)


def matching(report: Report) -> None:
    """30 faces against a million templates, and the memory that takes."""
    import faiss

    register = register_of(TEMPLATES)
    faces = np.random.default_rng(2).normal(0, 0.12, (30, 128)).astype(np.float32)
    index = faiss.IndexFlatL2(128)
    index.add(register.descriptors)
    squares = np.einsum("ij,ij->i", register.descriptors, register.descriptors)

    def plain() -> None:
        (squares - 2 * (faces @ register.descriptors.T)).argmin(axis=1)

    timed = together(lambda: register.nearest(faces), plain, lambda: index.search(faces, 2))
    ours, numpy, flat = (each.seconds for each in timed)
    report.row("30 faces against 1,000,000 templates, beside NumPy", ours, numpy, goal=min(numpy, flat))
    report.row("30 faces against 1,000,000 templates, beside faiss", ours, flat, goal=min(numpy, flat))
    report.row("  memory, templates = 1", memory_of_matching(register, faces), None, "times", 1.2)


def memory_of_matching(register: Register, faces: np.ndarray) -> float:
    """Peak memory of building a register around the templates and matching, over the size of the templates."""
    size = register.descriptors.nbytes
    people, descriptors = register.people, register.descriptors
    del register
    tracemalloc.start()
    Register(people, descriptors).nearest(faces)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return (size + peak) / size


def growing(report: Report, engine: Engine) -> None:
    """The cost of a picture with 100 and with 100,000 people registered."""
    photo, few, many = jpeg(10, 4000, 3000), register_of(100), register_of(100_000)
    timed = together(partial(proposals, engine, photo, few), partial(proposals, engine, photo, many), rounds=7)
    small, large = (each.seconds for each in timed)
    report.row("a picture with 100,000 people registered, beside 100", large, small, goal=small * 1.1)


def memory(report: Report) -> None:
    """The peak of a process that takes a photo of 60 megapixels from file to proposals."""
    with tempfile.TemporaryDirectory() as folder:
        photo = Path(folder) / "photo.jpg"
        photo.write_bytes(jpeg(30, 9480, 6320))
        answer = subprocess.run([sys.executable, "-m", "bench._peak", str(photo)], capture_output=True, text=True, check=True)
    report.row("peak memory of a worker, 60 Mpx photo", float(answer.stdout.split()[0]), None, "MB", 900)
