"""What holds of every decision, whatever the gate is asked."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

from hypothesis import given, target
from hypothesis import strategies as st

from consent_store.rules.gate import RULE_OF, Doubt, DoubtState, decide
from consent_store.rules.sightings import Answer, Origin, Sighting
from consent_store.rules.standing import Standing, State
from consent_store.rules.terms import Audience
from tests.strategies import ITEMS, PEOPLE, boxes, doubts, questions, sightings

Question = dict[str, Any]


def may_be_seen(sighting: Sighting, asked: Question) -> bool:
    """Rule 7 said again: not a stranger, and if somebody, one whose own consent for this use stands."""
    if sighting.answer is not Answer.PERSON:
        return sighting.answer in (Answer.NOBODY, Answer.UNRECOGNISABLE)
    found: Standing | None = asked["standings"].get(sighting.person)
    right = found is not None and (found.person, found.purpose, found.kind) == (sighting.person, asked["purpose"].code, asked["item"].kind)
    return bool(right and found and found.state is State.GIVEN and not found.barred)


@given(questions())
def test_what_passes_keeps_every_rule(asked: Question) -> None:
    decision = decide(**asked)
    target(float(decision.passes))
    if not decision.passes:
        return
    item, listed, purpose = asked["item"], asked["sightings"], asked["purpose"]
    assert item.analysis.version == item.analysis.in_force and not item.analysis.failed  # 1
    assert all(sighting.answer for sighting in listed)  # 2
    attested = [review for review in asked["reviews"] if (review.item, review.revision) == (item.id, item.revision)]
    assert attested and all(review.listed == sum(s.answer is not Answer.NOBODY for s in listed) for review in attested)  # 3
    assert sum(s.origin is Origin.MACHINE for s in listed) >= item.analysis.faces  # 3
    assert purpose.audience is Audience.INTERNAL or {review.reviewer for review in attested} - {item.uploader}  # 4
    assert not [doubt for doubt in asked["doubts"] if doubt.item == item.id and doubt.state != "resolved"]  # 5
    assert item.maker_permitted  # 6
    unseen = {sighting.id for sighting in listed if not may_be_seen(sighting, asked)}
    assert set(decision.masks) == unseen  # 7, 8
    assert not unseen or (purpose.masks_allowed and all(s.box for s in listed if s.id in unseen))  # 8
    assert not any(asked["standings"][s.person].barred for s in listed if s.person)  # 8
    assert item.kind in purpose.kinds and not item.confidential and not item.removed and not item.aside  # 9
    assert all(sighting.item == item.id for sighting in listed)  # 9


@given(questions())
def test_whatever_does_not_pass_says_why(asked: Question) -> None:
    decision = decide(**asked)
    assert decision.passes or decision.reasons
    assert decision.masks == () or decision.verdict == "masked"
    assert (decision.verdict == "cleared") == (not decision.reasons)
    assert all(reason.rule == RULE_OF[reason.code] for reason in decision.reasons)
    assert len(set(decision.reasons)) == len(decision.reasons)


@given(questions(), sightings())
def test_an_unanswered_face_holds_whatever_else(asked: Question, face: Sighting) -> None:
    unanswered = replace(face, answer=None, person=None)
    assert not decide(**asked | {"sightings": [*asked["sightings"], unanswered]}).passes


@given(questions(), boxes)
def test_nobody_is_masked_who_has_another_sighting_without_a_place(asked: Question, box: Any) -> None:
    anna = PEOPLE[0]
    placed = Sighting("x", ITEMS[0], Origin.HUMAN, box, Answer.PERSON, anna)  # type: ignore[arg-type]
    decision = decide(**asked | {"sightings": [placed, replace(placed, id="y", box=None)]})  # type: ignore[arg-type]
    assert "x" not in decision.masks


@given(questions(), doubts)
def test_adding_a_doubt_never_opens(asked: Question, doubt: Doubt) -> None:
    more = decide(**asked | {"doubts": [*asked["doubts"], doubt]})
    assert decide(**asked).passes or not more.passes
    if doubt.item == asked["item"].id and doubt.state is not DoubtState.RESOLVED:
        assert not more.passes


@given(questions(), st.sampled_from(PEOPLE), st.sampled_from([state for state in State if state is not State.GIVEN]))
def test_a_lost_consent_never_shows_anybody_more(asked: Question, person: Any, state: State) -> None:
    """What was hidden stays hidden, and whoever lost consent is not seen."""
    before = decide(**asked)
    lost = {who: replace(found, state=state) if who == person else found for who, found in asked["standings"].items()}
    after = decide(**asked | {"standings": lost})
    shown = {sighting.id for sighting in asked["sightings"] if sighting.person == person}
    if after.passes:
        assert before.passes and set(after.masks) == set(before.masks) | shown


@given(questions(), st.randoms(use_true_random=False))
def test_the_order_of_facts_does_not_matter(asked: Question, random: Any) -> None:
    shuffled = asked | {name: random.sample(asked[name], len(asked[name])) for name in ("sightings", "reviews", "doubts")}
    one, other = decide(**asked), decide(**shuffled)
    assert (one.verdict, set(one.reasons), set(one.masks)) == (other.verdict, set(other.reasons), set(other.masks))


@given(questions())
def test_deciding_changes_nothing_and_answers_the_same(asked: Question) -> None:
    before = deepcopy(asked)
    assert decide(**asked) == decide(**asked)
    assert asked == before
