"""The table that `make bench` prints: what was measured here, beside what a user would run instead, in the same run."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement. `ours` and `beside` are in `unit`; `goal` is where `ours` should be, in the same unit."""

    work: str
    ours: float
    beside: float | None
    unit: str
    goal: float | None

    @property
    def ratio(self) -> float | None:
        """What the other takes for each one that we take."""
        return self.beside / self.ours if self.beside is not None and self.ours else None

    def text(self) -> str:
        """The row as a line of the table."""
        figures = [number(self.ours), number(self.beside), f"{self.ratio:.1f}x" if self.ratio else "", number(self.goal)]
        return f"{self.work:<58} {''.join(f'{figure:>12}' for figure in figures)}  {self.unit}"


@dataclass(slots=True)
class Report:
    """Collects rows, and shows each as soon as it is known."""

    rows: list[Row] = field(default_factory=list)

    def row(self, work: str, ours: float, beside: float | None = None, unit: str = "s", goal: float | None = None) -> None:
        """Record a measurement: medians, of one run."""
        made = Row(work, ours, beside, unit, goal)
        self.rows.append(made)
        print(made.text(), flush=True)


HEADING = f"{'work':<58} {'ours':>12}{'beside':>12}{'ratio':>12}{'goal':>12}  unit"


def number(value: float | None) -> str:
    """A figure with three digits that count, or nothing."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
