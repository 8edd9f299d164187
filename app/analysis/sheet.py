"""The figures of the technical sheet that the AI Act asks for: what the engine is, what it was measured on, how well it did there.

Read from the name of a version and the record of its thresholds, without loading an engine.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.analysis.thresholds import RECORD, ThresholdError, Thresholds, thresholds_in


@dataclass(frozen=True, slots=True)
class TechnicalSheet:
    """Values only; pages turn them into sentences. Distances are Euclidean, between descriptors.

    From `data` on, what the calibration's record says; None where it did not measure that.
    """

    detector: str
    describer: str
    version: str
    sure: float
    margin: float
    unsure: float
    data: str | None
    people: int | None
    pairs_mated: int | None
    pairs_non_mated: int | None
    equal_error_rate: float | None
    nearest_strangers: float | None
    false_sure: int | None


def technical_sheet(version: str, models: Path | None = None, records: Sequence[Path] = (RECORD,)) -> TechnicalSheet | None:
    """The sheet of an engine by its version, `DETECTOR+DESCRIBER+LIMITS`, from the record that has these very limits.

    `models` is the folder that an operator brings, if any. None for a version of which nothing is recorded here.
    """
    detector, _, rest = version.partition("+")
    describer, _, fingerprint = rest.partition("+")
    candidates = [*(_kept(describer, record) for record in records), _brought(describer, models) if models else None]
    limits = next((limits for limits in candidates if limits and limits.fingerprint == fingerprint), None)
    if limits is None:
        return None
    found = limits.found
    return TechnicalSheet(
        detector=detector,
        describer=describer,
        version=version,
        sure=limits.sure,
        margin=limits.margin,
        unsure=limits.unsure,
        data=found.get("data"),
        people=found.get("people"),
        pairs_mated=found.get("mated"),
        pairs_non_mated=found.get("non_mated"),
        equal_error_rate=found.get("equal_error_rate"),
        nearest_strangers=found.get("nearest_strangers"),
        false_sure=found.get("false_sure"),
    )


def _kept(describer: str, record: Path) -> Thresholds | None:
    try:
        return thresholds_in(record, describer)
    except ThresholdError:
        return None


def _brought(describer: str, models: Path) -> Thresholds | None:
    try:
        return Thresholds(describer=describer, **tomllib.loads((models / "models.toml").read_text("utf-8"))["thresholds"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
