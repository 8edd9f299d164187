"""A recording in hand: held for as long as somebody works on it, and told how far that is, and how long it still takes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from time import monotonic

from app.jobs.holding import holding
from app.jobs.workshop import Workshop
from app.media.still import asking
from consent_store.operations import recordings
from consent_store.operations.media import Claim

LEASE = timedelta(seconds=55)  # as in analysing; renewed every few seconds
_TELLING = 0.02  # of a step that must be done before its speed says something
_SECOND = 1000


class Step(StrEnum):
    """What has to be done with a recording, in order."""

    PREVIEW = "preview"
    LISTENING = "listening"
    LOOKING = "looking"


SPEED: Mapping[Step, float] = {Step.PREVIEW: 2.5, Step.LISTENING: 40.0, Step.LOOKING: 3.0}
"""How many times as fast as it plays each is usually done: what a step will take before it has begun."""


@dataclass(slots=True)
class Pace:
    """How far the work on one recording is. `steps` are those to be done, `seconds` how long it lasts, as far as known; `shown` is the step
    that people are told of, in moments of the recording.
    """

    shop: Workshop
    claim: Claim
    seconds: float
    steps: list[Step]
    shown: Step
    done: float = 0.0
    _from: float = field(default=0.0, init=False)
    _begun: float = field(default_factory=monotonic, init=False)
    _ask: Callable[[], None] = field(default=lambda: None, init=False, repr=False)

    def begin(self, step: Step, at: float = 0.0) -> None:
        """Another step begins, at a moment of the recording."""
        self.steps = self.steps[self.steps.index(step) :]
        self.done = self._from = at
        self._begun, self._ask = monotonic(), asking(self.still)

    def tell(self, done: float, _of: float | None = None) -> None:
        """The step has come to a moment of the recording. Raises `Stopped` where nobody wants it to go on: asked every few seconds."""
        self.done = done
        self._ask()

    def still(self) -> bool:
        """Hold the recording for longer, and say how far it is. Whether the work shall go on. Raises as `holding`."""
        at, looked = self.shop.now(), self.done if self.steps[0] is self.shown else 0.0
        with holding(self.shop, self.claim) as session:
            return recordings.go_on(
                session, self.claim.item, looked_ms=round(looked * _SECOND), seconds_left=self.left(), until=at + LEASE, at=at
            )

    def left(self) -> int | None:
        """How many seconds the work still takes, by how fast this step went so far; None while that says little."""
        went = self.done - self._from
        if not self.seconds or went < _TELLING * self.seconds:
            return None
        slowness = (monotonic() - self._begun) / (went / SPEED[self.steps[0]])
        usual = max(0.0, self.seconds - self.done) / SPEED[self.steps[0]] + sum(self.seconds / SPEED[step] for step in self.steps[1:])
        return round(slowness * usual)
