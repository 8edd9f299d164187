"""What holds of every decision, whatever the gate is asked."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

from hypothesis import given, target
from hypothesis import strategies as st

from consent_store.rules import gate
from consent_store.rules.gate import RULE_OF, Doubt, DoubtState, Item, decide
from consent_store.rules.sightings import Answer, Origin, Sighting
from consent_store.rules.standing import Standing, State
from consent_store.rules.terms import Audience, Kind
from tests.strategies import ITEMS, PEOPLE, boxes, doubts, questions, sightings, spans

Question = dict[str, Any]


def may_be_noticed(sighting: Sighting, asked: Question) -> bool:
    """Rule 7 said again: not a stranger, and if somebody, one whose own consent for this use stands, for sound if it is a voice."""
    if sighting.answer is not Answer.PERSON:
        return sighting.answer in (Answer.NOBODY, Answer.UNRECOGNISABLE, Answer.CROWD)
    kind = Kind.SOUND if sighting.sense == "heard" else asked["item"].kind
    found: Standing | None = asked["standings"].get((sighting.person, kind))
    right = found is not None and (found.person, found.purpose, found.kind) == (sighting.person, asked["purpose"].code, kind)
    return bool(right and found and found.state is State.GIVEN and not found.barred)


def instants(sighting: Sighting, item: Item) -> set[int]:
    """Every moment, in steps of 50 ms, at which somebody may be noticed: a voice also a little before and after."""
    around = 150 if sighting.sense == "heard" else 0
    ticks = {tick for span in sighting.spans for tick in range(span.start - around, span.end + around, 50) if tick >= 0}
    begun_within = {tick for tick in ticks if tick < item.length}
    return begun_within if all(span.start < item.length for span in sighting.spans) else ticks


def is_cut(sighting: Sighting, item: Item) -> bool:
    """Whether nothing of somebody is left, moment by moment."""
    return bool(sighting.spans) and all(any(start <= tick < end for start, end in item.trims) for tick in instants(sighting, item))


@given(questions())
def test_what_passes_keeps_every_rule(asked: Question) -> None:
    decision = decide(**asked)
    target(float(decision.passes))
    if not decision.passes:
        return
    item, everyone, purpose = asked["item"], asked["sightings"], asked["purpose"]
    listed = [sighting for sighting in everyone if not is_cut(sighting, item)]
    assert item.analysis.version == item.analysis.in_force and not item.analysis.failed  # 1
    assert all(sighting.answer for sighting in listed)  # 2
    attested = [review for review in asked["reviews"] if (review.item, review.revision) == (item.id, item.revision)]
    assert attested and all(review.listed == sum(s.answer is not Answer.NOBODY for s in everyone) for review in attested)  # 3
    assert sum(s.origin is Origin.MACHINE for s in everyone) >= item.analysis.faces  # 3
    assert purpose.audience is Audience.INTERNAL or {review.reviewer for review in attested} - {item.uploader}  # 4
    assert not [doubt for doubt in asked["doubts"] if doubt.item == item.id and doubt.state != "resolved"]  # 5
    assert item.maker_permitted  # 6
    unseen = {sighting.id for sighting in listed if not may_be_noticed(sighting, asked)}
    assert set(decision.masks) == unseen  # 7, 8
    assert not unseen or (purpose.masks_allowed and all(s.box or s.sense == "heard" for s in listed if s.id in unseen))  # 8
    assert all(s.spans for s in listed if s.id in unseen and (s.sense == "heard" or item.kind is not Kind.PHOTO))  # 8
    assert not any(asked["standings"][s.person, gate.needed(item.kind, s.sense)].barred for s in listed if s.person)  # 8
    assert item.kind in purpose.kinds and not item.confidential and not item.removed and not item.aside  # 9
    assert all(sighting.item == item.id for sighting in everyone)  # 9


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
    unanswered = replace(face, answer=None, person=None, spans=())
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
    lost = {about: replace(found, state=state) if about[0] == person else found for about, found in asked["standings"].items()}
    after = decide(**asked | {"standings": lost})
    shown = {sighting.id for sighting in gate.left(asked["item"], asked["sightings"]) if sighting.person == person}
    if after.passes:
        assert before.passes and set(after.masks) == set(before.masks) | shown


@given(questions(), st.sampled_from(PEOPLE))
def test_consent_to_be_seen_says_nothing_about_being_heard(asked: Question, person: Any) -> None:
    """Whoever loses the consent for sound alone is seen as before."""
    film = asked | {"item": replace(asked["item"], kind=Kind.FILM), "sightings": [s for s in asked["sightings"] if s.sense == "seen"]}
    silent = {about: found for about, found in film["standings"].items() if about != (person, Kind.SOUND)}
    assert decide(**film) == decide(**film | {"standings": silent})


@given(questions(), spans)
def test_cutting_more_hides_nobody_less(asked: Question, span: Any) -> None:
    """Whoever is still there after another cut is covered as before."""
    before, item = decide(**asked), replace(asked["item"], trims=(*asked["item"].trims, span))
    after, there = decide(**asked | {"item": item}), {s.id for s in gate.left(item, asked["sightings"])}
    assert not before.passes or (after.passes and set(after.masks) == set(before.masks) & there)


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
