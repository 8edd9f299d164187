"""How far somebody may be shown, in as few words as whoever holds a camera can remember."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from consent_store.rules.standing import Standing
from consent_store.rules.terms import Audience, Kind, Policy, Purpose

Use = tuple[Purpose, Kind]
_FRESH = timedelta(days=1)


class Extent(StrEnum):
    """Where somebody may be shown, in the order of a sheet: whom one must leave out stands on top."""

    NOWHERE = "nowhere"
    INSIDE = "inside"
    PARTLY = "partly"
    EVERYWHERE = "everywhere"


class Reach(StrEnum):
    """How much is shut for a kind: all of it, all that is public, or the purposes that are named."""

    ALL = "all"
    PUBLIC = "public"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Shut:
    """What is shut, and for which kinds. `purposes` are named only where that says more than `reach`."""

    kinds: tuple[Kind, ...]
    reach: Reach
    purposes: tuple[Purpose, ...] = ()


def extent(served: Collection[Use], shown: Collection[Use]) -> Extent:
    """Where somebody is shown, of all uses that a school has. Where a school has none, nowhere."""
    opened, inside = set(shown), {use for use in served if use[0].audience is Audience.INTERNAL}
    if not opened:
        return Extent.NOWHERE
    if opened >= set(served):
        return Extent.EVERYWHERE
    return Extent.INSIDE if opened == inside else Extent.PARTLY


def shut(served: Sequence[Use], shown: Collection[Use]) -> tuple[Shut, ...]:
    """What is shut for somebody, kinds of which the same is true together; all in the order of `served`."""
    opened = set(shown)
    kinds_by: dict[tuple[Reach, tuple[Purpose, ...]], list[Kind]] = {}
    for kind in Kind:
        ours = [use for use in served if use[1] is kind]
        closed = [use for use in ours if use not in opened]
        if closed:
            kinds_by.setdefault(_reach(ours, closed), []).append(kind)
    return tuple(Shut(tuple(kinds), reach, purposes) for (reach, purposes), kinds in kinds_by.items())


def ask_again(standings: Iterable[Standing], policy: Policy, at: datetime) -> datetime:
    """Until when such a list holds: a day, or less where a yes that counts on it ends sooner."""
    ends = (datetime.combine(each.until, time(), policy.zone) for each in standings if each.stands and each.until)
    return min([*ends, at + _FRESH])


def _reach(ours: Sequence[Use], closed: Sequence[Use]) -> tuple[Reach, tuple[Purpose, ...]]:
    if len(closed) == len(ours):
        return Reach.ALL, ()
    if closed == [use for use in ours if use[0].audience is Audience.PUBLIC]:
        return Reach.PUBLIC, ()
    return Reach.NAMED, tuple(purpose for purpose, _ in closed)
