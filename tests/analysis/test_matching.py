"""Matching is exact, and never surer than it may be."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis import matching
from app.analysis.matching import BadDescriptor, Register, propose
from app.analysis.ports import Quality
from consent_store.ids import PersonId
from consent_store.rules.sightings import Confidence
from tests.analysis.values import GOOD, LIMITS, POOR, at

ANNA, BRAM = PersonId("anna"), PersonId("bram")


def answer(face: float, templates: dict[PersonId, float], quality: Quality = GOOD, twins: bool = False) -> Confidence:
    look_alikes = {ANNA: frozenset({BRAM})} if twins else {}
    register = Register(list(templates), at(*templates.values()), look_alikes)
    return propose(at(face), [quality.score], register, LIMITS)[0].confidence


@pytest.mark.parametrize(
    ("anna", "bram", "wanted"),
    [
        (0.30, 0.60, Confidence.SURE),
        (0.44, 0.60, Confidence.SURE),
        (0.46, 0.90, Confidence.UNSURE),
        (0.30, 0.40, Confidence.UNSURE),
        (0.56, 0.90, Confidence.UNSURE),
        (0.58, 0.90, Confidence.UNKNOWN),
    ],
)
def test_sure_needs_distance_and_margin(anna: float, bram: float, wanted: Confidence) -> None:
    assert answer(0, {ANNA: anna, BRAM: -bram}) is wanted


def test_a_poor_face_is_never_sure_and_soon_unknown() -> None:
    assert answer(0, {ANNA: 0.30, BRAM: 0.90}, POOR) is Confidence.UNSURE
    assert answer(0, {ANNA: 0.50, BRAM: 0.90}, POOR) is Confidence.UNKNOWN


def test_somebody_with_a_look_alike_is_never_sure_on_either_side() -> None:
    assert answer(0, {ANNA: 0.05, BRAM: 0.90}, twins=True) is Confidence.UNSURE
    assert answer(0, {BRAM: 0.05, ANNA: 0.90}, twins=True) is Confidence.UNSURE


def test_nobody_to_compare_with_is_no_margin() -> None:
    assert answer(0, {ANNA: 0.1}) is Confidence.UNSURE


def test_an_empty_register_knows_nobody() -> None:
    [proposal] = propose(at(0), [GOOD.score], Register([], np.empty((0, 4), np.float32)), LIMITS)
    assert (proposal.confidence, proposal.person, proposal.runner_up) == (Confidence.UNKNOWN, None, None)


def test_the_runner_up_is_another_person_even_behind_many_templates() -> None:
    register = Register([ANNA] * 40 + [BRAM], at(*np.linspace(0.1, 0.3, 40), 0.5))
    [proposal] = propose(at(0), [GOOD.score], register, LIMITS)
    assert (proposal.person, proposal.runner_up) == (ANNA, BRAM)
    assert proposal.runner_up_distance == pytest.approx(0.5)


@pytest.mark.parametrize("bad", [np.nan, np.inf, 0.0])
def test_descriptors_that_say_nothing_are_refused(bad: float) -> None:
    rows = np.full((1, 4), bad, np.float32)
    with pytest.raises(BadDescriptor):
        Register([ANNA], rows)
    with pytest.raises(BadDescriptor):
        propose(rows, [GOOD.score], Register([ANNA], at(0)), LIMITS)


def test_descriptors_of_another_describer_are_refused() -> None:
    with pytest.raises(BadDescriptor, match="enrol again"):
        propose(np.ones((1, 8), np.float32), [GOOD.score], Register([ANNA], at(0)), LIMITS)


@given(seed=st.integers(0, 10_000), count=st.integers(1, 300), people=st.integers(1, 12), scores=st.sampled_from([1, 700, 1_000_000]))
def test_as_a_plain_search_says(seed: int, count: int, people: int, scores: int) -> None:
    draw = np.random.default_rng(seed)
    templates, faces = draw.normal(size=(count, 16)).astype(np.float32), draw.normal(size=(5, 16)).astype(np.float32)
    names = [PersonId(str(number)) for number in draw.integers(people, size=count)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "_SCORES", scores)
        found = Register(names, templates).nearest(faces)
    for face, rows in zip(faces, found, strict=True):
        apart = np.linalg.norm(templates - face, axis=1)
        order = [int(row) for row in np.argsort(apart)]
        others = [row for row in order if names[row] != names[order[0]]]
        assert rows == [order[0], *others[:1]]
