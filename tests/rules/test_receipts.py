"""What is one receipt, what happened in it, and which consents end by themselves."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_store.ids import PersonId, PurposeCode
from consent_store.rules import receipts
from consent_store.rules.entries import Entry, Method, NoticePublished, Say, Word
from consent_store.rules.receipts import Event, Receipt
from consent_store.rules.standing import Register
from consent_store.rules.terms import SYSTEM, Kind, NoticeVersion, Policy
from tests.rules.build import ANNA, FATHER, MOTHER, NOTICES, PARENTS, PUPIL, WEBSITE, ledger, moment, says

NOW = moment("2027-05-12")
PURPOSES = {WEBSITE.code: WEBSITE}


def decided(
    *said: tuple[datetime, Word], notices: tuple[NoticeVersion, ...] = tuple(NOTICES), published: tuple[Entry, ...] = (), at: datetime = NOW
) -> list[Receipt]:
    """The issued about Anna after these words."""
    register = Register(PUPIL, PARENTS, notices, Policy())
    return receipts.issued(ledger(said), list(published), register, PURPOSES, at)


def events(*said: tuple[datetime, Word], **told: object) -> list[list[Event]]:
    """What happened in each, the first receipt first."""
    return [[each.event for each in receipt.happened] for receipt in reversed(decided(*said, **told))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sayings", "expected"),
    [
        ([Say.YES], [Event.GIVEN]),
        ([Say.NO], [Event.REFUSED]),
        ([Say.YES, Say.YES], [Event.GIVEN, Event.RENEWED]),
        ([Say.YES, Say.WITHDRAWN], [Event.GIVEN, Event.WITHDRAWN]),
        ([Say.YES, Say.WITHDRAWN, Say.YES], [Event.GIVEN, Event.WITHDRAWN, Event.GIVEN]),
        ([Say.NO, Say.LIFTED], [Event.REFUSED, Event.LIFTED]),
    ],
)
def test_each_word_is_an_event(sayings: list[Say], expected: list[Event]) -> None:
    assert events(*(says(say) for say in sayings)) == [expected]


def test_a_pause_a_speaker_and_paper_divide_decisions() -> None:
    first, soon, later = (moment("2026-01-10T10:00") + timedelta(minutes=minutes) for minutes in (0, 14, 29))
    word, film = says(Say.YES)[1], says(Say.YES, kind=Kind.FILM)[1]
    assert len(decided((first, word), (soon, film))) == 1
    assert len(decided((first, word), (later, film))) == 2
    assert len(decided((first, word), (soon, film), (later - timedelta(minutes=1), replace(word, kind=Kind.SOUND)))) == 1
    assert len(decided((first, word), (first, replace(word, speaker=FATHER)))) == 2
    assert len(decided((first, word), (first, replace(film, method=Method.PAPER)))) == 2


def test_a_decision_keeps_its_key_while_it_goes_on_and_every_word_leads_to_it() -> None:
    early, grown = decided(says(Say.YES)), decided(says(Say.YES), says(Say.NO, kind=Kind.FILM))
    assert early[0].key == grown[0].key == "1"
    assert receipts.named(grown, "2") == receipts.named(grown, "1") == grown[0]
    assert receipts.named(grown, "3") is receipts.named(grown, "1-expired") is None


def test_a_yes_ends_on_its_date_once() -> None:
    until = date(2026, 7, 31)
    found = decided(says(Say.YES, until=until), says(Say.YES, kind=Kind.FILM, until=until))
    assert [[each.event for each in receipt.happened] for receipt in found] == [[Event.EXPIRED] * 2, [Event.GIVEN] * 2]
    ended = found[0]
    assert (ended.key, ended.at.date(), ended.entries) == ("1-expired", until, {1, 2})
    assert receipts.named(found, "1-expired") == ended
    assert len(decided(says(Say.YES, until=until), at=moment("2026-07-30"))) == 1


def test_what_ended_and_was_given_again_keeps_both_receipts() -> None:
    said = (says(Say.YES, until=date(2026, 7, 31)), says(Say.YES, on="2026-09-01"))
    assert events(*said) == [[Event.GIVEN], [Event.EXPIRED], [Event.RENEWED]]


def test_a_yes_taken_back_before_its_date_did_not_expire() -> None:
    said = (says(Say.YES, until=date(2026, 7, 31)), says(Say.WITHDRAWN, on="2026-06-01"))
    assert events(*said) == [[Event.GIVEN], [Event.WITHDRAWN]]


def _published(material: bool) -> dict[str, object]:
    at = moment("2026-03-01")
    notices = (*NOTICES, NoticeVersion(WEBSITE.code, 7, material, at))
    entry = Entry(40, at, SYSTEM, NoticePublished(WEBSITE.code, 7, material, "ab" * 32))
    other = Entry(39, at, SYSTEM, NoticePublished(PurposeCode("press"), 7, True, "ab" * 32))
    return {"notices": notices, "published": (other, entry)}


def test_a_material_change_of_the_wording_ends_a_yes_and_names_its_entry() -> None:
    found = decided(says(Say.YES), says(Say.NO, kind=Kind.FILM), **_published(True))  # type: ignore[arg-type]
    assert [[each.event for each in receipt.happened] for receipt in found] == [[Event.INVALIDATED], [Event.GIVEN, Event.REFUSED]]
    assert (found[0].key, found[0].entries, found[0].at) == ("1-invalidated", {1, 40}, moment("2026-03-01"))
    assert len(decided(says(Say.YES), **_published(False))) == 1  # type: ignore[arg-type]


words = st.builds(
    lambda minutes, speaker, say, kind: (moment("2026-01-10T10:00") + timedelta(minutes=minutes), says(say, speaker, kind=kind)[1]),
    st.integers(0, 90),
    st.sampled_from([MOTHER, FATHER, PersonId(ANNA)]),
    st.sampled_from(Say),
    st.sampled_from(Kind),
)


@given(st.lists(words, max_size=12).map(lambda said: sorted(said, key=lambda each: each[0])))
def test_every_word_is_in_exactly_one_decision_of_its_speaker(said: list[tuple[datetime, Word]]) -> None:
    found = decided(*said)
    spoken = [each for receipt in found for each in receipt.happened if not each.ended]
    assert sorted(each.said for each in spoken) == list(range(1, len(said) + 1))
    for receipt in found:
        assert len({(each.word.speaker, each.word.person, each.word.method) for each in receipt.happened}) == 1
        assert all(late.at - early.at < receipts.PAUSE for early, late in zip(receipt.happened, receipt.happened[1:], strict=False))
    assert len({receipt.key for receipt in found}) == len(found)
