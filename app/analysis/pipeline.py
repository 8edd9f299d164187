"""The face engine in one place: find, describe, propose, group."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.analysis import grouping, matching
from app.analysis.brought import ModelFolder, OnnxDescriber, YuNetFinder
from app.analysis.describer import DlibDescriber
from app.analysis.finding import FaceFinder
from app.analysis.grouping import Bond
from app.analysis.matching import Register
from app.analysis.ports import DescribedFace, Describer, Descriptors, Detector, FoundFace, Pixels
from app.analysis.quality import quality
from app.analysis.thresholds import Thresholds, thresholds_for, thresholds_in
from consent_store.rules.sightings import Proposal


@dataclass(frozen=True, slots=True)
class Engine:
    """A detector, a describer and the thresholds that belong to it. Safe for one thread at a time."""

    detector: Detector
    describer: Describer
    thresholds: Thresholds

    @property
    def version(self) -> str:
        """Names detector, describer and thresholds: what was analysed under another version is analysed again."""
        return f"{self.detector.id}+{self.describer_id}+{self.thresholds.fingerprint}"

    @property
    def describer_id(self) -> str:
        """The model that templates are bound to."""
        return self.describer.id

    def find(self, pictures: Sequence[Pixels]) -> list[list[FoundFace]]:
        """The faces of each picture, best score first. Nothing is described."""
        return [self.detector.find(picture) for picture in pictures]

    def describe(self, pictures: Sequence[Pixels], faces: Sequence[Sequence[FoundFace]]) -> list[list[DescribedFace]]:
        """The same faces with descriptor and quality; the network runs in batches over the faces of all pictures."""
        pairs = [(picture, face) for picture, found in zip(pictures, faces, strict=True) for face in found]
        chips = [self.describer.chip(picture, face) for picture, face in pairs]
        qualities = [quality(picture, face, chip) for (picture, face), chip in zip(pairs, chips, strict=True)]
        descriptors = matching.checked(self.describer.describe(chips))
        every = iter(zip((face for _, face in pairs), descriptors, qualities, strict=True))
        return [[DescribedFace(*next(every)) for _ in found] for found in faces]

    def propose(self, descriptors: Descriptors | Sequence[Descriptors], qualities: Sequence[float], register: Register) -> list[Proposal]:
        """A proposal for each face, float32 (n, length), with its `Quality.score`. Raises `matching.BadDescriptor`."""
        return matching.propose(descriptors, qualities, register, self.thresholds)

    def group(self, descriptors: Descriptors, pictures: Sequence[Hashable], bonds: Sequence[Bond] = ()) -> list[int]:
        """The piles of unanswered faces, float32 (n, length): see `grouping.group`. Raises `matching.BadDescriptor`."""
        return grouping.group(descriptors, pictures, bonds, furthest=self.thresholds.group)


def build_engine(cache: Path, models: Path | None = None, threads: int = 2, record: Path | None = None) -> Engine:
    """The engine on the weights of the installed packages, or on the models in a folder that an operator brings (see `brought`).

    `record` is where the school keeps thresholds of its own: they go before those that came with the describer.
    Raises `weights.WeightsError` or `thresholds.ThresholdError`, each with a sentence that says what to do.
    """
    folder = ModelFolder.read(models) if models else None
    detector: Detector = YuNetFinder(folder) if folder and "detector" in folder.tables else FaceFinder(cache, threads)
    brought = folder if folder and "describer" in folder.tables else None
    describer: Describer = OnnxDescriber(brought, threads) if brought else DlibDescriber(cache, threads)
    came_with_it = brought.thresholds(describer.id) if brought else thresholds_for(describer.id)
    return Engine(detector, describer, (record and thresholds_in(record, describer.id)) or came_with_it)
