"""Hypothesis strategies for the values that the rules speak of. Few names, so that things meet."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any, get_args, get_type_hints

from hypothesis import strategies as st

from consent_store.ids import DoubtId, ItemId, PersonId, PurposeCode, ReviewId, SightingId
from consent_store.rules import gate
from consent_store.rules.entries import BODIES, Body, Entry, Method, Say, Word
from consent_store.rules.sightings import Answer, Box, Origin, Sense, Sighting
from consent_store.rules.spans import Span
from consent_store.rules.standing import Register, Standing, State
from consent_store.rules.terms import RECOGNITION, Audience, Guardianship, Kind, NoticeVersion, Policy, Purpose, Role, Subject

PEOPLE = [PersonId(name) for name in ("anna", "bram", "mother", "father")]
PUPIL, BRAM, *PARENTS = PEOPLE
PURPOSES = ["website", "portal", RECOGNITION]
ITEMS = [ItemId("item"), ItemId("other")]
START, END = datetime(2024, 1, 1, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC)


def mostly(usual: Any, *others: Any) -> st.SearchStrategy[Any]:
    """The usual value nine times in ten: what is wrong in every way at once shows little."""
    return st.integers(0, 9).flatmap(lambda lot: st.sampled_from(others) if lot == 6 else st.just(usual))


moments = st.integers(0, 4 * 365 * 24 - 1).map(lambda hours: START + timedelta(hours=hours))
boxes = st.builds(
    lambda left, top, width, height: Box(left, top, left + width, top + height),
    *(st.integers(-20, 200), st.integers(-20, 200), st.integers(1, 200), st.integers(1, 200)),
)
purposes = st.builds(
    Purpose,
    code=st.sampled_from(PURPOSES),
    audience=st.sampled_from(Audience),
    kinds=mostly(frozenset(Kind), frozenset({Kind.SOUND})),
    masks_allowed=st.booleans(),
)

# What the ledger keeps


def _field(hint: Any) -> st.SearchStrategy[Any]:
    """Values for a field of a body; text of any kind where text is kept."""
    chosen = get_args(hint)
    if chosen:
        return st.none() | _field(chosen[0])
    plain = getattr(hint, "__supertype__", hint)
    if issubclass(plain, Enum):
        return st.sampled_from(plain)
    return {str: st.text(max_size=8), int: st.integers(-(2**53), 2**53), bool: st.booleans(), date: st.dates()}[plain]


def bodies_of(made: type) -> st.SearchStrategy[Any]:
    """Bodies of one kind, with any value that its fields allow."""
    return st.builds(made, **{name: _field(hint) for name, hint in get_type_hints(made).items()})


bodies: st.SearchStrategy[Body] = st.one_of(*(bodies_of(made) for made in BODIES.values()))
chains = st.lists(st.tuples(moments, st.sampled_from(PEOPLE), bodies), min_size=1, max_size=5).map(
    lambda written: [Entry(seq, at, actor, body) for seq, (at, actor, body) in enumerate(written, 1)]
)

# What a standing rests upon

words = st.builds(
    Word,
    speaker=st.sampled_from(PEOPLE[:1] * 3 + PEOPLE[2:] * 3 + PEOPLE[1:2]),
    person=mostly(PUPIL, BRAM),
    say=st.sampled_from([Say.YES, Say.YES, *Say]),
    purpose=mostly("website", *PURPOSES[1:], None),
    kind=mostly(Kind.PHOTO, Kind.FILM, None),
    notice=mostly(1, 2, 3, None),
    method=st.sampled_from(Method),
    until=mostly(None, date(2025, 9, 1), date(2027, 12, 1)),
    item=st.sampled_from([None, None, None, None, *ITEMS]),
)


def entries_of(said: list[tuple[datetime, Word]]) -> list[Entry]:
    """Words in the order of their moments, as a ledger holds them."""
    in_order = sorted(said, key=lambda pair: pair[0])
    return [Entry(seq, at, word.speaker, word) for seq, (at, word) in enumerate(in_order, 1)]


said = st.lists(st.tuples(moments, words), min_size=1, max_size=8)
ledgers = said.map(entries_of)
subjects = st.builds(
    Subject,
    id=st.just(PUPIL),
    role=mostly(Role.PUPIL, *Role),
    born=mostly(date(2014, 3, 2), None, date(2004, 6, 1))
    | st.sampled_from([date(2008, 2, 29), *(date(year, 6, 1) for year in range(2008, 2012))]),
    not_locatable=mostly(False, True),
)
guardianships = st.builds(
    Guardianship,
    guardian=st.sampled_from(PARENTS),
    pupil=mostly(PUPIL, BRAM),
    has_authority=mostly(True, False),
    since=mostly(date(2010, 1, 1), date(2025, 6, 1)),
    until=mostly(None, date(2025, 6, 1), date(2026, 6, 1)),
)
notices = st.builds(
    NoticeVersion,
    purpose=mostly("website", *PURPOSES[1:]),
    version=st.integers(2, 3),
    material=st.booleans(),
    since=st.sampled_from([datetime(2025, 9, 1, tzinfo=UTC), datetime(2027, 9, 1, tzinfo=UTC)]),
)
policies = st.builds(Policy, age_of_consent=mostly(16, 13, 18), lapse_days=mostly(None, 0, 90))
FIRST_NOTICES = [NoticeVersion(PurposeCode(code), 1, True, datetime(2020, 1, 1, tzinfo=UTC)) for code in PURPOSES]
BOTH = [Guardianship(parent, PUPIL, True, date(2010, 1, 1)) for parent in PARENTS]
registers = st.builds(
    Register,
    subjects,
    st.just(BOTH) | st.lists(guardianships, min_size=1, max_size=3),
    st.lists(notices, max_size=1).map(lambda later: FIRST_NOTICES + later),
    policies,
)
uses = st.builds(
    Purpose,
    code=mostly("website", *PURPOSES[1:]),
    audience=st.sampled_from(Audience),
    consent_per_item=mostly(False, True),
)

# What the gate is asked about

spans = st.builds(lambda start, length: Span(start * 100, (start + length) * 100), st.integers(0, 40), st.integers(1, 20))
BOX = Box(10, 20, 40, 60)
SIGHTINGS = [SightingId(name) for name in "abcd"]


@st.composite
def sightings(draw: st.DrawFn) -> Sighting:
    """A sighting, mostly of the item asked about."""
    sense = draw(mostly(Sense.SEEN, Sense.HEARD) | st.sampled_from(Sense))
    answers = [answer for answer in Answer if sense is Sense.HEARD or answer is not Answer.CROWD]
    answer = draw(mostly(Answer.PERSON, *answers, None) | st.sampled_from(answers))
    return Sighting(
        draw(st.sampled_from(SIGHTINGS)),
        draw(st.sampled_from([ITEMS[0]] * 29 + [ITEMS[1]])),
        draw(st.sampled_from(Origin)),
        draw(mostly(BOX, None)) if sense is Sense.SEEN else None,
        answer,
        draw(st.sampled_from(PEOPLE)) if answer is Answer.PERSON else None,
        sense,
        tuple(draw(st.lists(spans, max_size=2))),
    )


reviews = st.builds(
    gate.Review,
    id=st.just(ReviewId("review")),
    item=mostly(*ITEMS),
    reviewer=st.sampled_from(PEOPLE),
    revision=mostly(1, 0),
    listed=st.integers(0, 4),
    at=moments,
)
doubts = st.builds(gate.Doubt, st.just(DoubtId("doubt")), st.sampled_from(ITEMS), mostly(*reversed(gate.DoubtState)))
analyses = st.builds(gate.Analysis, mostly("v1", "v0", None), st.just("v1"), mostly(0, 1, 3, None), mostly(False, True))
items = st.builds(
    gate.Item,
    id=st.just(ITEMS[0]),
    kind=mostly(Kind.PHOTO, Kind.FILM),
    uploader=st.sampled_from(PEOPLE),
    revision=st.just(1),
    analysis=analyses,
    maker_permitted=mostly(True, False),
    confidential=mostly(False, True),
    removed=mostly(False, True),
    aside=mostly(False, True),
    trims=st.lists(spans, max_size=2).map(tuple),
    length=st.sampled_from([0, 3000, 6000]),
)


@st.composite
def standings(draw: st.DrawFn, purpose: Purpose, kind: Kind) -> dict[tuple[PersonId, Kind], Standing]:
    """Standings of some of the people, to be seen and to be heard; mostly of the right person, purpose and kind."""
    made = {
        (person, each): Standing(person, purpose.code, each, draw(st.sampled_from([State.GIVEN] * 9 + list(State))))
        for person in draw(mostly(PEOPLE, PEOPLE[1:]))
        for each in (kind, Kind.SOUND)
    }
    wrong = draw(mostly({}, {"barred": True}, {"person": PUPIL}, {"purpose": RECOGNITION}, {"kind": Kind.SOUND}))
    made[BRAM, kind] = replace(made[BRAM, kind], **wrong)
    return made


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """Keyword arguments for `gate.decide`; often all is in order but one thing."""
    purpose, item = draw(purposes), draw(items)
    listed = draw(st.lists(sightings(), max_size=4, unique_by=lambda s: s.id))
    right = gate.Review(ReviewId("right"), item.id, PEOPLE[3], 1, sum(s.answer is not Answer.NOBODY for s in listed), START)
    return {
        "item": item,
        "sightings": listed,
        "reviews": draw(st.just([right]) | st.lists(reviews, max_size=1).map(lambda more: [right, *more]) | st.lists(reviews, max_size=1)),
        "doubts": draw(st.lists(doubts, max_size=1)),
        "standings": draw(standings(purpose, item.kind)),
        "purpose": purpose,
        "at": draw(moments),
    }
