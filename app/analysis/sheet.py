"""The figures of the technical sheet that the AI Act asks for: what the system is, what it was measured on, how well it does."""

from dataclasses import dataclass

from app.analysis.pipeline import Engine
from app.analysis.watch import Precision


@dataclass(frozen=True, slots=True)
class TechnicalSheet:
    """Values only; pages turn them into sentences.

    `pairs_*`, `nearest_strangers`, `equal_error_rate` and `false_sure` come from the calibration's record and are None where it did not
    measure them. `precision` is that of this school, by its people's own confirmations and rejections.
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
    precision: Precision
    floor: float


def technical_sheet(engine: Engine, precision: Precision, floor: float) -> TechnicalSheet:
    """The sheet of an engine as it runs now, with what the school has measured."""
    limits, found = engine.thresholds, engine.thresholds.found
    return TechnicalSheet(
        detector=engine.detector.id,
        describer=engine.describer_id,
        version=engine.version,
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
        precision=precision,
        floor=floor,
    )
