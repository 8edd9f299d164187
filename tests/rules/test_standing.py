"""The ten rules of consent, each with what opens and what does not."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from consent_store.rules.entries import Method, Say, Word
from consent_store.rules.standing import State
from consent_store.rules.terms import Audience, Kind, NoticeVersion, Policy, Purpose, Role, Subject
from tests.rules.build import (
    ANNA,
    BRAM,
    FACES,
    FATHER,
    ITEM,
    MOTHER,
    NOTICES,
    OTHER_ITEM,
    PARENTS,
    PER_ITEM,
    PORTAL,
    PUPIL,
    SIXTEEN,
    STAFF,
    UNCLE,
    WEBSITE,
    World,
    guards,
    moment,
    says,
)

YES, NO, WITHDRAWN, LIFTED = Say.YES, Say.NO, Say.WITHDRAWN, Say.LIFTED
SECOND = NoticeVersion(WEBSITE.code, 2, True, moment("2026-03-01"))
REWORDED = replace(SECOND, material=False)
UNKNOWN_AGE = replace(PUPIL, born=None)
HIDDEN = replace(PUPIL, not_locatable=True)
LAPSING = Policy(lapse_days=30)
OF_16 = World(SIXTEEN)
FOR_THIS = World(item=ITEM)
FOR_OTHER = World(item=OTHER_ITEM)
Said = tuple[datetime, Word]

# rule, what it shows, the words in order, the world, how it stands
CASES: list[tuple[int, str, list[Said], World, State]] = [
    (1, "silence is no", [], World(), State.NEVER_ASKED),
    (1, "silence of staff is no", [], World(STAFF), State.NEVER_ASKED),
    (1, "asked and given", [says(YES)], World(), State.GIVEN),
    (2, "another person's word", [says(YES, person=BRAM)], World(), State.NEVER_ASKED),
    (2, "another purpose", [says(YES, purpose=PORTAL.code)], World(), State.NEVER_ASKED),
    (2, "another kind", [says(YES, kind=Kind.FILM)], World(), State.NEVER_ASKED),
    (2, "a yes for every purpose", [says(YES, purpose=None)], World(), State.NEVER_ASKED),
    (2, "a yes for every kind", [says(YES, kind=None)], World(), State.NEVER_ASKED),
    (2, "a yes for every purpose does not undo a no", [says(NO), says(YES, purpose=None)], World(), State.REFUSED),
    (2, "a yes under no notice", [says(YES, notice=None)], World(), State.OUTDATED),
    (2, "a yes under a notice that nobody published", [says(YES, notice=7)], World(), State.OUTDATED),
    (2, "on paper", [says(YES, method=Method.PAPER, scan="00" * 32)], World(), State.GIVEN),
    (2, "said later than asked", [says(YES, on="2026-05-13")], World(), State.NEVER_ASKED),
    (3, "no guardian", [says(YES, UNCLE)], World(), State.NEVER_ASKED),
    (3, "a guardian without authority", [says(YES, UNCLE)], World(guardianships=[guards(UNCLE, authority=False)]), State.NEVER_ASKED),
    (3, "authority lost since", [says(YES)], World(guardianships=[guards(MOTHER, until="2026-04-01")]), State.NEVER_ASKED),
    (3, "authority gained after the yes", [says(YES)], World(guardianships=[guards(MOTHER, since="2026-02-01")]), State.NEVER_ASKED),
    (3, "authority gained before the yes", [says(YES)], World(guardianships=[guards(MOTHER, since="2026-01-10")]), State.GIVEN),
    (3, "the pupil's own yes under 16", [says(YES, ANNA)], World(), State.NEVER_ASKED),
    (3, "the pupil's own yes at 16", [says(YES, ANNA, on="2026-05-12")], OF_16, State.GIVEN),
    (3, "a yes of the day before 16", [says(YES, ANNA, on="2026-05-11")], OF_16, State.NEVER_ASKED),
    (3, "half past eleven in UTC is the birthday", [says(YES, ANNA, on="2026-05-11T23:30")], OF_16, State.GIVEN),
    (3, "a guardian's yes at that hour is too late", [says(YES, on="2026-05-11T23:30")], OF_16, State.NEVER_ASKED),
    (3, "a guardian's yes of the evening before", [says(YES, on="2026-05-11T21:30")], OF_16, State.GIVEN),
    (3, "a guardian's yes after 16", [says(YES, on="2026-05-12")], OF_16, State.NEVER_ASKED),
    (3, "a guardian's yes stays until the pupil speaks", [says(YES)], OF_16, State.GIVEN),
    (3, "the pupil's no at 16 silences the guardian", [says(YES), says(NO, ANNA, on="2026-05-12")], OF_16, State.REFUSED),
    (3, "the pupil's yes at 16 silences a no", [says(NO), says(YES, ANNA, on="2026-05-12")], OF_16, State.GIVEN),
    (3, "a guardian's no after 16", [says(YES, ANNA, on="2026-05-12"), says(NO, on="2026-05-12")], OF_16, State.GIVEN),
    (3, "the other guardian's no after 16, the pupil silent", [says(YES), says(NO, FATHER, on="2026-05-12")], OF_16, State.GIVEN),
    (
        3,
        "authority lost after 16",
        [says(YES)],
        replace(OF_16, guardianships=[guards(MOTHER, until="2026-05-12")]),
        State.GIVEN,
    ),
    (
        3,
        "authority lost before 16",
        [says(YES)],
        replace(OF_16, guardianships=[guards(MOTHER, until="2026-05-11")]),
        State.NEVER_ASKED,
    ),
    (3, "a lapse after 30 days, the last day", [says(YES)], World(SIXTEEN, policy=LAPSING, at="2026-06-10"), State.GIVEN),
    (3, "a lapse after 30 days, the first day", [says(YES)], World(SIXTEEN, policy=LAPSING, at="2026-06-11"), State.EXPIRED),
    (
        3,
        "the pupil's own yes does not lapse",
        [says(YES, ANNA, on="2026-05-13")],
        World(SIXTEEN, policy=LAPSING, at="2026-07-01"),
        State.GIVEN,
    ),
    (3, "staff speak for themselves", [says(YES, ANNA)], World(STAFF), State.GIVEN),
    (3, "nobody speaks for staff", [says(YES)], World(replace(STAFF, born=date(2010, 1, 1))), State.NEVER_ASKED),
    (3, "guests speak for themselves", [says(YES, ANNA)], World(Subject(ANNA, Role.GUEST)), State.GIVEN),
    (3, "unknown birth date: nobody gives", [says(YES), says(YES, ANNA)], World(UNKNOWN_AGE), State.NEVER_ASKED),
    (3, "unknown birth date: a no counts", [says(NO)], World(UNKNOWN_AGE), State.REFUSED),
    (3, "another age of consent", [says(YES, ANNA)], World(policy=Policy(age_of_consent=11)), State.GIVEN),
    (4, "one guardian's no", [says(YES), says(NO, FATHER)], World(), State.REFUSED),
    (4, "whichever comes first", [says(NO, FATHER), says(YES)], World(), State.REFUSED),
    (4, "both agree", [says(YES), says(YES, FATHER)], World(), State.GIVEN),
    (4, "the pupil's no at 14", [says(YES), says(NO, ANNA)], World(), State.REFUSED),
    (4, "that no stays at 16", [says(YES), says(NO, ANNA)], OF_16, State.REFUSED),
    (4, "a no of somebody without authority", [says(YES), says(NO, UNCLE)], World(), State.GIVEN),
    (
        4,
        "a no of somebody who lost authority",
        [says(YES), says(NO, FATHER)],
        World(guardianships=[guards(MOTHER), guards(FATHER, until="2026-03-01")]),
        State.GIVEN,
    ),
    (
        4,
        "a no said before authority began",
        [says(YES), says(NO, FATHER)],
        World(guardianships=[guards(MOTHER), guards(FATHER, since="2026-03-01")]),
        State.REFUSED,
    ),
    (5, "withdrawn", [says(YES), says(WITHDRAWN)], World(), State.WITHDRAWN),
    (5, "given again", [says(WITHDRAWN), says(YES)], World(), State.GIVEN),
    (5, "refused after a yes", [says(YES), says(NO)], World(), State.REFUSED),
    (5, "withdrawn by one of two", [says(YES), says(YES, FATHER), says(WITHDRAWN, FATHER)], World(), State.WITHDRAWN),
    (5, "a no weighs more than a withdrawal", [says(WITHDRAWN), says(NO, FATHER)], World(), State.REFUSED),
    (5, "the pupil under 16 takes a no back", [says(YES), says(NO, ANNA), says(LIFTED, ANNA)], World(), State.GIVEN),
    (5, "a yes under 16 does not take it back", [says(YES), says(NO, ANNA), says(YES, ANNA)], World(), State.REFUSED),
    (
        5,
        "a yes after 16 does not take back a guardian's no",
        [says(YES, FATHER), says(NO), says(YES, on="2026-05-12")],
        OF_16,
        State.REFUSED,
    ),
    (
        5,
        "nor does a second no, said too late",
        [says(YES, FATHER), says(NO), says(NO, on="2026-05-12")],
        OF_16,
        State.REFUSED,
    ),
    (
        5,
        "nor does lifting without authority",
        [says(YES, FATHER), says(NO), says(LIFTED, on="2026-02-10")],
        World(guardianships=[guards(FATHER), guards(MOTHER, until="2026-02-01"), guards(MOTHER, since="2026-03-01")]),
        State.REFUSED,
    ),
    (6, "a no for this item", [says(YES), says(NO, item=ITEM)], FOR_THIS, State.REFUSED),
    (6, "a no for another item", [says(YES), says(NO, item=ITEM)], FOR_OTHER, State.GIVEN),
    (6, "a no for an item, asked in general", [says(YES), says(NO, item=ITEM)], World(), State.GIVEN),
    (6, "a yes for this item", [says(NO), says(YES, item=ITEM)], FOR_THIS, State.GIVEN),
    (6, "a later no to all", [says(YES, item=ITEM), says(NO)], FOR_THIS, State.REFUSED),
    (6, "a later taking back of all", [says(YES), says(YES, item=ITEM), says(WITHDRAWN)], FOR_THIS, State.WITHDRAWN),
    (6, "the other guardian's later no", [says(YES, item=ITEM), says(NO, FATHER), says(LIFTED, FATHER)], FOR_THIS, State.GIVEN),
    (6, "a later no to all that is lifted", [says(YES, item=ITEM), says(NO), says(LIFTED)], FOR_THIS, State.GIVEN),
    (6, "a yes for another item", [says(NO), says(YES, item=ITEM)], FOR_OTHER, State.REFUSED),
    (6, "a yes for one item is no yes for all", [says(YES, item=ITEM)], FOR_OTHER, State.NEVER_ASKED),
    (6, "a later standing word does not touch it", [says(NO, item=ITEM), says(YES)], FOR_THIS, State.REFUSED),
    (6, "a no for an item and every use", [says(YES), says(NO, item=ITEM, purpose=None, kind=None)], FOR_THIS, State.REFUSED),
    (6, "lifted", [says(YES), says(NO, item=ITEM), says(LIFTED, item=ITEM)], FOR_THIS, State.GIVEN),
    (6, "lifting leaves a standing no", [says(NO), says(YES, item=ITEM), says(LIFTED, item=ITEM)], FOR_THIS, State.REFUSED),
    (
        6,
        "lifting a no to every use leaves the no to this one",
        [says(YES), says(NO, item=ITEM), says(NO, item=ITEM, purpose=None, kind=None), says(LIFTED, item=ITEM, purpose=None, kind=None)],
        FOR_THIS,
        State.REFUSED,
    ),
    (
        6,
        "lifting a no to this use leaves the no to every use",
        [says(YES), says(NO, item=ITEM, purpose=None, kind=None), says(NO, item=ITEM), says(LIFTED, item=ITEM)],
        FOR_THIS,
        State.REFUSED,
    ),
    (6, "one guardian's item yes, the other's no", [says(NO, FATHER), says(YES, item=ITEM)], FOR_THIS, State.REFUSED),
    (6, "per item: a standing yes is not enough", [says(YES)], World(purpose=PER_ITEM, item=ITEM), State.NEVER_ASKED),
    (6, "per item: a yes for it", [says(YES, item=ITEM)], World(purpose=PER_ITEM, item=ITEM), State.GIVEN),
    (6, "per item: asked without an item", [says(YES)], World(purpose=PER_ITEM), State.NEVER_ASKED),
    (6, "per item: a standing no", [says(NO, FATHER), says(YES, item=ITEM)], World(purpose=PER_ITEM, item=ITEM), State.REFUSED),
    (7, "its last day", [says(YES, until=date(2026, 5, 13))], World(), State.GIVEN),
    (7, "past its date", [says(YES, until=date(2026, 5, 12))], World(), State.EXPIRED),
    (7, "past its date on the school's wall", [says(YES, until=date(2026, 5, 13))], World(at="2026-05-12T23:30"), State.EXPIRED),
    (7, "the other guardian's lasts", [says(YES, FATHER), says(YES, until=date(2026, 5, 1))], World(), State.GIVEN),
    (7, "a material change since", [says(YES)], World(notices=[*NOTICES, SECOND]), State.OUTDATED),
    (7, "agreed to the change", [says(YES), says(YES, on="2026-03-02", notice=2)], World(notices=[*NOTICES, SECOND]), State.GIVEN),
    (7, "a change of words only", [says(YES)], World(notices=[*NOTICES, REWORDED]), State.GIVEN),
    (
        7,
        "words after a material change",
        [says(YES)],
        World(notices=[*NOTICES, SECOND, replace(REWORDED, version=3)]),
        State.OUTDATED,
    ),
    (7, "a change not yet in force", [says(YES)], World(notices=[*NOTICES, replace(SECOND, since=moment("2026-06-01"))]), State.GIVEN),
    (7, "another purpose's change", [says(YES)], World(notices=[*NOTICES, replace(SECOND, purpose=PORTAL.code)]), State.GIVEN),
    (7, "a no does not age", [says(NO)], World(notices=[*NOTICES, SECOND]), State.REFUSED),
    (10, "recognition, eleven months on", [says(YES, on="2025-05-13", purpose=FACES.code)], World(purpose=FACES), State.GIVEN),
    (10, "recognition, twelve months on", [says(YES, on="2025-05-12", purpose=FACES.code)], World(purpose=FACES), State.EXPIRED),
    (
        10,
        "recognition cannot be given for longer",
        [says(YES, on="2025-05-12", purpose=FACES.code, until=date(2030, 1, 1))],
        World(purpose=FACES),
        State.EXPIRED,
    ),
    (10, "recognition is not the website", [says(YES, purpose=FACES.code)], World(), State.NEVER_ASKED),
    (10, "the website is not recognition", [says(YES)], World(purpose=FACES), State.NEVER_ASKED),
    (10, "staff have none by default", [says(YES, ANNA)], World(STAFF, purpose=FACES), State.NEVER_ASKED),
    (10, "the website's yes does not lapse", [says(YES, on="2021-05-12")], World(), State.GIVEN),
]


@pytest.mark.parametrize(("said", "world", "state"), [pytest.param(*case[2:], id=f"{case[0]}: {case[1]}") for case in CASES])
def test_rules_of_consent(said: list[Said], world: World, state: State) -> None:
    result = world.standing(*said)
    assert result.state is state
    assert result.stands is (state is State.GIVEN)


@pytest.mark.parametrize(("purpose", "shown"), [(WEBSITE, False), (PORTAL, True)])
def test_8_not_locatable_bars_every_public_purpose_whatever_was_said(purpose: Purpose, shown: bool) -> None:
    result = World(HIDDEN, purpose=purpose).standing(says(YES, purpose=purpose.code))
    assert result.state is State.GIVEN
    assert (result.stands, result.barred) == (shown, not shown)


def test_8_an_audience_that_is_not_known_to_be_internal_counts_as_public() -> None:
    unknown = replace(WEBSITE, audience="alumni")  # type: ignore[arg-type]
    assert World(HIDDEN, purpose=unknown).standing(says(YES)).barred


def test_8_whoever_may_be_located_is_not_barred() -> None:
    assert World().standing(says(YES)).stands
    assert WEBSITE.audience is Audience.PUBLIC


def test_9_a_withdrawal_acts_from_its_own_moment() -> None:
    said = [says(YES), says(WITHDRAWN, on="2026-05-12T10:00")]
    assert World(at="2026-05-12T09:59").standing(*said).stands
    assert not World(at="2026-05-12T10:00").standing(*said).stands


def test_a_conflict_shows_and_agreement_does_not() -> None:
    assert World().standing(says(YES), says(NO, FATHER)).conflict
    assert not World().standing(says(YES), says(YES, FATHER)).conflict
    assert not World().standing(says(NO), says(WITHDRAWN, FATHER)).conflict


def test_a_standing_says_since_when_until_when_and_by_whom() -> None:
    result = World(SIXTEEN, policy=LAPSING).standing(
        says(YES, on="2026-01-10"), says(YES, FATHER, on="2026-02-10", until=date(2026, 5, 20))
    )
    assert (result.since, result.until) == (moment("2026-01-10"), date(2026, 6, 11))
    assert [spoken.word.speaker for spoken in result.spoken] == [MOTHER, FATHER]
    assert [spoken.seq for spoken in result.spoken] == [1, 2]


def test_a_refusal_says_since_when() -> None:
    said = [says(WITHDRAWN, on="2026-01-01"), says(NO, FATHER, on="2026-02-01"), says(NO, ANNA, on="2026-03-01")]
    assert World().standing(*said).since == moment("2026-02-01")


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(TypeError):
        World(guardianships=PARENTS).standing((datetime(2026, 1, 1), says(YES)[1]))  # noqa: DTZ001
    assert moment("2026-01-01").tzinfo is UTC
