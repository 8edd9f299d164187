"""A screen of pictures with what the gate answers for one purpose; as many are asked about as it takes to fill it, and no more."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.web.context import me, now, session
from app.web.presenters import Told, reasons_told, verdict_state
from consent_store.ids import EventId, ItemId, PersonId, PurposeCode
from consent_store.operations import releases
from consent_store.records.queries import media, people
from consent_store.records.views import ItemView
from consent_store.rules.gate import Decision

STATES = ("cleared", "masked", "held", "recalled")
PAGE = 36  # tiles that a screen has at least, where there are so many; asked about together
MOST = 3 * PAGE  # pictures that are asked about for one screen
_COUNTED = 1000  # pictures of an event that are counted at once


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is looked for: for which purpose, of which event (or of all), in which of `STATES` (or in any), from which place on."""

    purpose: PurposeCode
    event: EventId | None = None
    state: str = ""
    start: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture, what the gate answers for it, and why. `state` is drawn; `people` counts those in it."""

    item: ItemView
    decision: Decision
    state: str
    people: int
    reasons: Sequence[Told]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A screen. `following` is the place where the next one starts, None after the last."""

    pictures: Sequence[Shown]
    following: int | None


def look(chosen: Chosen, back: frozenset[ItemId]) -> Sheet:
    """A screen of what is chosen; `back` must still come back. Raises `NotFound` for a purpose that does not exist."""
    ids = media.ids_of(session(), chosen.event, start=chosen.start, size=MOST + 1)
    found: dict[ItemId, Decision] = {}
    seen = 0
    while seen < min(len(ids), MOST) and len(found) < PAGE:
        part = ids[seen : seen + PAGE]
        found |= _fitting(part, chosen, back)
        seen += len(part)
    return Sheet(shown(found, back), chosen.start + seen if seen < len(ids) else None)


def count(purpose: PurposeCode, event: EventId, back: frozenset[ItemId]) -> Mapping[str, int]:
    """How many pictures of an event are in each of `STATES`."""
    ids = media.ids_of(session(), event, size=_COUNTED)
    decisions = releases.ask_many(session(), ids, purpose, at=now())
    return Counter(_place_of(_state(decision, back)) for decision in decisions.values())


def shown(decisions: Mapping[ItemId, Decision], back: frozenset[ItemId] = frozenset()) -> list[Shown]:
    """Pictures with what the gate answers, in the order given."""
    items, listed = media.items(session(), list(decisions)), media.people_of(session(), list(decisions), left=True)
    names = names_in(decisions.values())
    return [
        Shown(items[id_], decision, _state(decision, back), len(listed.get(id_, ())), reasons_told(decision, names, me().duties))
        for id_, decision in decisions.items()
    ]


def names_in(decisions: Iterable[Decision]) -> dict[PersonId, str]:
    """The names of everybody whom the reasons speak of."""
    who = {reason.person for decision in decisions for reason in decision.reasons if reason.person}
    return {id_: view.name for id_, view in people.people(session(), who).items()}


def _fitting(ids: Sequence[ItemId], chosen: Chosen, back: frozenset[ItemId]) -> dict[ItemId, Decision]:
    """What the gate answers for those that are in the state chosen, in the order given."""
    decisions = releases.ask_many(session(), ids, chosen.purpose, at=now())
    return {id_: decisions[id_] for id_ in ids if chosen.state in ("", _place_of(_state(decisions[id_], back)))}


def _state(decision: Decision, back: frozenset[ItemId]) -> str:
    return "recalled" if decision.item in back else verdict_state(decision)


def _place_of(state: str) -> str:
    """Under which of `STATES` a state is found: what waits, or is in doubt, is held."""
    return state if state in STATES else "held"
