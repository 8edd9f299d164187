"""The distances at which the engine says `sure`, `unsure` or `unknown`, with the record of how they were found.

Thresholds belong to one describer: distances of another network mean something else.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

RECORD = Path(__file__).with_name("thresholds.json")


class ThresholdError(ValueError):
    """Thresholds that are missing or make no sense. The message says which and why."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Euclidean distances between descriptors.

    `sure`: at most this far, and at least `margin` nearer than the second person; `unsure`: at most this far to be proposed at all;
    `group`: no two faces of one group of strangers are further apart. `found` says how, with figures.
    """

    describer: str
    sure: float
    margin: float
    unsure: float
    group: float
    found: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not (0 < self.sure <= self.unsure and self.margin > 0 and self.group > 0):
            raise ThresholdError(f"thresholds of {self.describer}: sure must be above 0 and at most unsure, margin and group above 0")


def thresholds_for(describer: str, record: Path = RECORD) -> Thresholds:
    """The thresholds kept for a describer in a JSON record. Raises `ThresholdError` where there are none, or none that can be read."""
    try:
        kept = json.loads(record.read_text("utf-8"))[describer]
        return Thresholds(describer=describer, **kept)
    except KeyError:
        raise ThresholdError(f"{record.name} has no thresholds for {describer}: run flask faces calibrate") from None
    except (OSError, TypeError, json.JSONDecodeError) as error:
        raise ThresholdError(f"{record.name} is not a record of thresholds: {error}") from error


def keep(thresholds: Thresholds, record: Path) -> None:
    """Write thresholds into a JSON record, beside those of other describers."""
    kept: dict[str, Any] = json.loads(record.read_text("utf-8")) if record.exists() else {}
    values = asdict(thresholds)
    kept[values.pop("describer")] = values
    record.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", "utf-8")
