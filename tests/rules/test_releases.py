"""A release is made from a passing decision, and in no other way."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest

import consent_store
from consent_store.errors import NotCleared
from consent_store.ids import ReleaseId, RenditionId, SightingId
from consent_store.rules.gate import Decision, Verdict
from consent_store.rules.releases import Release, Rendition, released
from consent_store.rules.standing import State
from tests.rules.build import ANNA, BRAM, ITEM, OTHER_ITEM, PRESS, TODAY, UPLOADER, Case, known, stands

CLEARED = Case().decide()
MASKED = Case(standings=known(stands(ANNA, purpose=PRESS), stands(BRAM, State.REFUSED, purpose=PRESS)), purpose=PRESS).decide()
HELD = Case(reviews=()).decide()
PLAIN = Rendition(RenditionId("plain"), ITEM, "ab" * 32)
COVERED = replace(PLAIN, masks=frozenset(MASKED.masks))


def let_out(decision: Decision, rendition: Rendition) -> Release:
    """A release, as communications asks for it."""
    return released(decision, rendition, ReleaseId("release"), channel="web", personally=False, by=UPLOADER)


@pytest.mark.parametrize(("decision", "rendition"), [(CLEARED, PLAIN), (MASKED, COVERED)])
def test_a_passing_decision_lets_a_fitting_rendition_out(decision: Decision, rendition: Rendition) -> None:
    release = let_out(decision, rendition)
    assert (release.item, release.rendition, release.sha256, release.masks) == (ITEM, rendition.id, rendition.sha256, rendition.masks)
    assert (release.purpose, release.audience, release.at) == (decision.purpose, decision.audience, TODAY)
    assert (release.channel, release.personally, release.by) == ("web", False, UPLOADER)


@pytest.mark.parametrize(
    ("decision", "rendition"),
    [
        (HELD, PLAIN),
        (MASKED, PLAIN),
        (CLEARED, COVERED),
        (MASKED, replace(COVERED, masks=COVERED.masks | {SightingId("a")})),
        (CLEARED, replace(PLAIN, item=OTHER_ITEM)),
        (replace(CLEARED, verdict="held"), PLAIN),
    ],
)
def test_nothing_else_goes_out(decision: Decision, rendition: Rendition) -> None:
    with pytest.raises(NotCleared):
        let_out(decision, rendition)


def test_a_release_cannot_be_made_by_hand() -> None:
    fields = {name: getattr(let_out(CLEARED, PLAIN), name) for name in Release.__dataclass_fields__ if name != "seal"}
    with pytest.raises(TypeError):
        Release(**fields)
    with pytest.raises(TypeError):
        Release(**fields, seal=object())


def test_a_release_cannot_be_turned_into_another() -> None:
    with pytest.raises((TypeError, ValueError)):
        replace(let_out(CLEARED, PLAIN), sha256="cd" * 32)


def test_only_the_gate_makes_decisions() -> None:
    house = Path(consent_store.__file__).parent
    makers = {path.name for path in house.rglob("*.py") if "Decision" in _called(path)}
    assert makers == {"gate.py"}
    assert HELD.verdict is Verdict.HELD


def _called(path: Path) -> set[str]:
    """The names that a module calls."""
    calls = [node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    return {func.id for func in calls if isinstance(func, ast.Name)} | {func.attr for func in calls if isinstance(func, ast.Attribute)}
