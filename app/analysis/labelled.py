"""Pictures of which it is known whom they show: a folder per person, or a table of pairs."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from app.analysis.evaluation import Comparisons, every_pair
from app.analysis.pipeline import Engine
from app.analysis.ports import DescribedFace, Descriptors
from app.media.images import open_picture
from app.media.refusals import Unreadable

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".avif", ".tif", ".tiff"})
_NO_FACE = "No face was found in this picture."


class LabelError(ValueError):
    """A folder or a table that does not say who is who. The message says what is missing."""


class Labelled(NamedTuple):
    """A picture and the name of the person it shows."""

    file: Path
    name: str


class Pair(NamedTuple):
    """Two pictures, and whether they show one person."""

    one: Path
    other: Path
    same: bool


@dataclass(frozen=True, slots=True)
class Portrait:
    """One picture's largest face, or the sentence that says why there is none."""

    file: Path
    face: DescribedFace | None
    error: str | None = None


def in_folder(folder: Path) -> list[Labelled]:
    """Pictures as `FOLDER/NAME/*.jpg` or `FOLDER/NAME.jpg`, in order of name. Raises `LabelError` where there are none."""
    files = sorted(path for path in (*folder.glob("*"), *folder.glob("*/*")) if path.suffix.lower() in PICTURES and path.is_file())
    if not files:
        raise LabelError(f"{folder} has no pictures: put them in it as NAME.jpg, or as NAME/*.jpg")
    return [Labelled(path, path.stem if path.parent == folder else path.parent.name) for path in files]


def in_table(table: Path) -> list[Pair]:
    """Pairs from a CSV file with `file_x`, `file_y` and `Decision` (Yes or No); files lie beside it. Raises `LabelError`."""
    try:
        with table.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
        return [Pair(table.parent / row["file_x"], table.parent / row["file_y"], _decided(row["Decision"])) for row in rows]
    except (KeyError, UnicodeDecodeError, csv.Error) as error:
        raise LabelError(f"{table.name} needs the columns file_x, file_y and Decision (Yes or No): {error}") from error


def _decided(word: str) -> bool:
    answers = {"yes": True, "no": False}
    if word.strip().lower() not in answers:
        raise KeyError(word)
    return answers[word.strip().lower()]


def portraits(engine: Engine, files: Iterable[Path]) -> Iterator[Portrait]:
    """Each file's largest face, described; what cannot be read or shows nobody comes with its sentence."""
    for file in files:
        yield _portrait(engine, file)


def _portrait(engine: Engine, file: Path) -> Portrait:
    try:
        pixels = open_picture(file).pixels
    except Unreadable as error:
        return Portrait(file, None, str(error))
    [faces] = engine.find([pixels])
    if not faces:
        return Portrait(file, None, _NO_FACE)
    largest = max(faces, key=lambda face: face.box.height)
    [[described]] = engine.describe([pixels], [[largest]])
    return Portrait(file, described)


def compare_pairs(pairs: Sequence[Pair], known: dict[Path, Descriptors]) -> Comparisons:
    """Count the pairs of which both faces are known. Raises `LabelError` where there are none."""
    usable = [pair for pair in pairs if pair.one in known and pair.other in known]
    if not usable:
        raise LabelError("in none of the pairs a face was found in both pictures")
    apart = [np.linalg.norm(known[pair.one] - known[pair.other]) for pair in usable]
    return Comparisons.of(np.array(apart, np.float32), np.array([pair.same for pair in usable]))


def compare_everybody(labelled: Sequence[Labelled], known: dict[Path, Descriptors]) -> Comparisons:
    """Count every pair of the pictures whose face is known. Raises `LabelError` where there are fewer than two."""
    usable = [each for each in labelled if each.file in known]
    if len(usable) < 2:
        raise LabelError("fewer than two of these pictures show a face")
    return every_pair(np.stack([known[each.file] for each in usable]), [each.name for each in usable])
