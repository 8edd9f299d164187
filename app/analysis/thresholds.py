"""The distances at which the engine says `sure`, `unsure` or `unknown`, with the record of how they were found.

Thresholds belong to one describer: distances of another network mean something else.
"""

import hashlib
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

    @property
    def fingerprint(self) -> str:
        """Names the four distances: with others the engine is of another version."""
        return hashlib.sha256(repr((self.sure, self.margin, self.unsure, self.group)).encode()).hexdigest()[:8]


def thresholds_in(record: Path, describer: str) -> Thresholds | None:
    """The thresholds kept for a describer in a JSON record; None without a record, or where it has none for this one.

    Raises `ThresholdError` for a record that cannot be read: others than those that somebody kept are never taken in its place.
    """
    try:
        kept = json.loads(record.read_text("utf-8")).get(describer)
        return Thresholds(describer=describer, **kept) if kept is not None else None
    except FileNotFoundError:
        return None
    except (OSError, AttributeError, TypeError, ValueError) as error:
        raise ThresholdError(f"{record} is not a record of thresholds: {error}") from error


def thresholds_for(describer: str, record: Path = RECORD) -> Thresholds:
    """The same where there must be some. Raises `ThresholdError` also where there are none."""
    found = thresholds_in(record, describer)
    if found is None:
        raise ThresholdError(f"{record.name} has no thresholds for {describer}: run flask faces calibrate")
    return found


def keep(thresholds: Thresholds, record: Path) -> None:
    """Write thresholds into a JSON record, beside those of other describers."""
    kept: dict[str, Any] = json.loads(record.read_text("utf-8")) if record.exists() else {}
    values = asdict(thresholds)
    kept[values.pop("describer")] = values
    text = json.dumps(kept, indent=2, ensure_ascii=False) + "\n"
    part = record.with_name(f"{record.name}.part")
    part.write_text(text, "utf-8")
    part.replace(record)
