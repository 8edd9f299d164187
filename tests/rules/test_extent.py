"""How far somebody may be shown, told for a camera: never further than what stands."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_store.ids import PersonId, PurposeCode
from consent_store.rules import extent
from consent_store.rules.extent import Extent, Reach, Shut, Use
from consent_store.rules.standing import Standing, State
from consent_store.rules.terms import Audience, Kind, Policy, Purpose

LETTER, PORTAL = (Purpose(PurposeCode(code), Audience.INTERNAL) for code in ("letter", "portal"))
SITE, PRESS = (Purpose(PurposeCode(code), Audience.PUBLIC) for code in ("site", "press"))
SERVED: list[Use] = [(purpose, kind) for purpose in (LETTER, PORTAL, SITE, PRESS) for kind in Kind]
INSIDE = [use for use in SERVED if use[0] in (LETTER, PORTAL)]
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("shown", "told", "shut"),
    [
        (SERVED, Extent.EVERYWHERE, ()),
        (INSIDE, Extent.INSIDE, (Shut(tuple(Kind), Reach.PUBLIC),)),
        ([], Extent.NOWHERE, (Shut(tuple(Kind), Reach.ALL),)),
        ([use for use in SERVED if use[1] is Kind.PHOTO], Extent.PARTLY, (Shut((Kind.FILM, Kind.SOUND), Reach.ALL),)),
        (
            [use for use in SERVED if use != (SITE, Kind.PHOTO) and (use[1] is not Kind.FILM or use in INSIDE)],
            Extent.PARTLY,
            (Shut((Kind.PHOTO,), Reach.NAMED, (SITE,)), Shut((Kind.FILM,), Reach.PUBLIC)),
        ),
    ],
)
def test_what_is_told(shown: list[Use], told: Extent, shut: tuple[Shut, ...]) -> None:
    assert extent.extent(SERVED, shown) is told
    assert extent.shut(SERVED, shown) == shut


def test_a_school_without_purposes_shows_nobody() -> None:
    assert extent.extent([], []) is Extent.NOWHERE


@given(st.sets(st.sampled_from(SERVED)))
def test_what_is_told_to_be_open_is_exactly_what_is_open(shown: set[Use]) -> None:
    barred = set()
    for each in extent.shut(SERVED, shown):
        for purpose, kind in SERVED:
            named = (
                each.reach is Reach.ALL or purpose in each.purposes or (each.reach is Reach.PUBLIC and purpose.audience is Audience.PUBLIC)
            )
            if kind in each.kinds and named:
                barred.add((purpose, kind))
    assert set(SERVED) - barred == shown
    opened = {Extent.EVERYWHERE: set(SERVED), Extent.INSIDE: set(INSIDE), Extent.NOWHERE: set()}
    assert opened.get(extent.extent(SERVED, shown), shown) == shown


@pytest.mark.parametrize(
    ("until", "state", "ends"),
    [
        (None, State.GIVEN, AT + timedelta(days=1)),
        (date(2026, 11, 21), State.GIVEN, datetime(2026, 11, 20, 23, tzinfo=UTC)),  # midnight on the school's wall
        (date(2026, 11, 23), State.GIVEN, AT + timedelta(days=1)),
        (date(2026, 11, 20), State.EXPIRED, AT + timedelta(days=1)),
    ],
)
def test_it_holds_a_day_or_until_a_yes_ends(until: date | None, state: State, ends: datetime) -> None:
    standing = Standing(PersonId("anna"), SITE.code, Kind.PHOTO, state, until=until)
    assert extent.ask_again([standing], Policy(), AT) == ends
