"""Values in words: none without, in either language, and none that says more than its reader may know."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from itertools import product

import pytest

from app.web import naming, presenters, words
from consent_store.ids import DoubtId, ItemId, PersonId, PurposeCode, SightingId
from consent_store.rules.captions import What
from consent_store.rules.entries import Method, Say
from consent_store.rules.extent import Extent
from consent_store.rules.forms import Form
from consent_store.rules.gate import Code, Decision, Reason, Verdict
from consent_store.rules.names import Near
from consent_store.rules.sightings import Answer, Confidence
from consent_store.rules.spans import Span
from consent_store.rules.standing import State
from consent_store.rules.terms import Audience, Duty, Kind, Role
from tests.web.browser import Web

AT = datetime(2026, 9, 3, 8, 42, tzinfo=UTC)
DAAN = PersonId("daan")
NAMES = {DAAN: "Daan"}
TABLES = (
    (words.VERDICTS, Verdict),
    (words.REASONS, Code),
    (words.STATES, State),
    (words.SAYS, Say),
    (words.METHODS, Method),
    (words.KINDS, Kind),
    (words.AUDIENCES, Audience),
    (words.EXTENTS, Extent),
    (words.ANSWERS, Answer),
    (words.CONFIDENCES, Confidence),
    (words.ROLES, Role),
    (words.DUTIES, Duty),
    (words.FORMS, Form),
    (words.MARKS, What),
    (words.NEAR, Near),
)


@contextmanager
def reading(web: Web, language: str) -> Iterator[None]:
    """Somebody reads a page in a language."""
    with web.app.test_request_context(headers={"Accept-Language": language}):
        yield


def decision(verdict: Verdict, *reasons: Reason, masks: tuple[SightingId, ...] = ()) -> Decision:
    return Decision(ItemId("item"), 1, PurposeCode("website"), Audience.PUBLIC, AT, verdict, reasons, masks)


@pytest.mark.parametrize(("table", "values"), TABLES, ids=[values.__name__ for _, values in TABLES])
def test_every_value_has_words(table: dict[StrEnum, object], values: type[StrEnum]) -> None:
    assert set(table) == set(values)


def test_every_reason_is_told_in_both_languages_with_what_to_do(web: Web) -> None:
    told: dict[str, list[presenters.Told]] = {}
    for language in ("nl", "en"):
        with reading(web, language):
            reasons = [Reason(code, person=DAAN, state=state) for code, state in product(Code, [None, *State])]
            told[language] = [presenters.told(reason, NAMES) for reason in reasons]
    for dutch, english in zip(told["nl"], told["en"], strict=True):
        assert dutch.sentence != english.sentence
        assert dutch.next_step != english.next_step
        assert "%" not in dutch.sentence + english.sentence + dutch.next_step + english.next_step


def test_nobody_but_the_office_reads_that_somebody_must_not_be_found(web: Web) -> None:
    """For everybody else it is word for word what is said of a consent that was taken back."""
    hidden = Reason(Code.NOT_LOCATABLE, SightingId("s"), DAAN)
    withdrawn = Reason(Code.NO_CONSENT, SightingId("s"), DAAN, State.WITHDRAWN)
    with reading(web, "en"):
        office = presenters.told(hidden, NAMES, [Duty.OFFICE])
        for duty in set(Duty) - {Duty.OFFICE}:
            assert presenters.told(hidden, NAMES, [duty]) == presenters.told(withdrawn, NAMES, [duty])
        assert office != presenters.told(hidden, NAMES)


def test_whoever_may_not_see_a_name_reads_somebody(web: Web) -> None:
    reason = Reason(Code.NO_CONSENT, SightingId("s"), DAAN, State.REFUSED)
    with reading(web, "en"):
        assert presenters.told(reason, {}).sentence == "Somebody: the answer was no."
        assert presenters.told(reason, NAMES).sentence == "Daan: the answer was no."
    with reading(web, "nl"):
        assert "Daan" in presenters.told(reason, NAMES).sentence


def test_reasons_stand_in_the_order_of_the_rules_each_once(web: Web) -> None:
    unanswered = [Reason(Code.UNANSWERED, SightingId(name)) for name in "ab"]
    with reading(web, "en"):
        told = presenters.reasons_told(decision(Verdict.HELD, Reason(Code.MAKER_UNKNOWN), *unanswered), NAMES)
        assert [one.sentence for one in told] == [str(words.REASONS[code][0]) for code in (Code.UNANSWERED, Code.MAKER_UNKNOWN)]


@pytest.mark.parametrize(
    ("verdict", "reasons", "state"),
    [
        (Verdict.CLEARED, (), "cleared"),
        (Verdict.MASKED, (Reason(Code.STRANGER, SightingId("s")),), "masked"),
        (Verdict.HELD, (Reason(Code.NOT_ANALYSED),), "waiting"),
        (Verdict.HELD, (Reason(Code.DOUBT_OPEN, doubt=DoubtId("d")), Reason(Code.MAKER_UNKNOWN)), "doubt"),
        (Verdict.HELD, (Reason(Code.NO_CONSENT, SightingId("s"), DAAN, State.REFUSED),), "held"),
    ],
)
def test_a_verdict_is_drawn_as_what_it_is(verdict: Verdict, reasons: tuple[Reason, ...], state: str) -> None:
    assert presenters.verdict_state(decision(verdict, *reasons)) == state


@pytest.mark.parametrize(("number", "dutch"), [(1, "1 masker"), (3, "3 maskers")])
def test_masks_are_counted(web: Web, number: int, dutch: str) -> None:
    masks = tuple(SightingId(str(index)) for index in range(number))
    with reading(web, "nl"):
        assert dutch in presenters.verdict_words(decision(Verdict.MASKED, masks=masks))


def test_a_voice_that_is_silent_is_no_mask(web: Web) -> None:
    reasons = [Reason(Code.STRANGER, SightingId(str(number)), heard=number > 1) for number in range(3)]
    masked = decision(Verdict.MASKED, *reasons, masks=tuple(SightingId(str(number)) for number in range(3)))
    for language, told in (("en", "2 faces covered, 1 voice silent"), ("nl", "2 gezichten afgedekt, 1 stem stil")):
        with reading(web, language):
            assert presenters.masks_of(masked) == told and told in presenters.verdict_words(masked)
    with reading(web, "en"):
        assert presenters.masks_words(0, 2) == "2 voices silent" and presenters.masks_words(1) == "1 mask"


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (900, 3100, "0:00.9–0:03.1"),
        (1000, 3000, "0:01–0:03"),
        (12_340, 12_350, "0:12.3–0:12.4"),
        (12_400, 40_600, "0:12–0:41"),
        (3_599_950, 3_600_050, "59:59.9–1:00:00.1"),
    ],
)
def test_a_short_stretch_of_a_film_is_told_in_tenths(start: int, end: int, told: str) -> None:
    assert naming.span_words(Span(start, end)) == told


@pytest.mark.parametrize(
    ("ms", "told"), [(0, "0:00"), (20, "0:00.1"), (2240, "0:02.2"), (8000, "0:08"), (9980, "0:10.0"), (12_600, "0:13")]
)
def test_how_long_something_lasts_is_told_in_tenths_where_that_is_short(ms: int, told: str) -> None:
    assert naming.length_words(ms) == told


@pytest.mark.parametrize(
    ("language", "day", "moment", "people"),
    [
        ("nl", "3 september 2026", "3 september 2026, 10.42", "Anna, Bram en Carla"),
        ("en", "3 September 2026", "3 September 2026, 10.42", "Anna, Bram, and Carla"),
    ],
)
def test_days_and_times_are_those_on_the_schools_wall(web: Web, language: str, day: str, moment: str, people: str) -> None:
    with reading(web, language):
        assert presenters.day_words(date(2026, 9, 3)) == day
        assert presenters.day_words(datetime(2026, 9, 2, 22, 30, tzinfo=UTC)) == day
        assert presenters.moment_words(AT) == moment
        assert presenters.list_words(["Anna", "Bram", "Carla"]) == people
