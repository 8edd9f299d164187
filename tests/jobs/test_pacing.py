"""How far a recording is, and how long it still takes: by how fast the step in hand goes."""

import pytest

from app.jobs import pacing
from app.jobs.pacing import Pace, Step
from consent_store.ids import ClaimId, EventId, ItemId
from consent_store.operations.media import Claim
from consent_store.rules.terms import Kind
from tests.jobs.conftest import World


@pytest.mark.parametrize(
    ("step", "at", "done", "after", "left"),
    [
        (Step.PREVIEW, 0, 300, 240, (300 / 2.5 + 600 / 3) * 2),  # twice as slow as usual: so will be what comes after
        (Step.LOOKING, 0, 300, 100, 100),
        (Step.LOOKING, 300, 450, 50, 50),  # gone on from the half: what was done before says nothing of how fast it goes
        (Step.LOOKING, 0, 6, 2, None),  # too little to say
        (Step.LOOKING, 0, 610, 200, 0),
    ],
)
def test_what_is_left_follows_from_how_fast_it_goes(
    world: World, monkeypatch: pytest.MonkeyPatch, step: Step, at: float, done: float, after: float, left: float | None
) -> None:
    clock = iter([0.0, after])
    monkeypatch.setattr(pacing, "monotonic", lambda: next(clock))
    claim = Claim(ClaimId("ours"), ItemId("a film"), EventId("a play"), "vault", True, Kind.FILM)
    pace = Pace(world.worker.shop, claim, 600, [Step.PREVIEW, Step.LOOKING], Step.LOOKING)
    pace.begin(step, at)
    pace.done = done
    assert pace.left() == left
