"""Short ways to make the values that the rules speak of. Every default is the one that opens the gate."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from consent_store.ids import DoubtId, ItemId, PersonId, PurposeCode, ReviewId, SightingId
from consent_store.rules import gate, spans
from consent_store.rules.entries import Entry, Say, Word
from consent_store.rules.gate import Analysis, Decision, Doubt, DoubtState, Review, Standings
from consent_store.rules.sightings import Answer, Box, Origin, Sense, Sighting
from consent_store.rules.standing import Register, Standing, State, standing
from consent_store.rules.terms import RECOGNITION, Audience, Guardianship, Kind, NoticeVersion, Policy, Purpose, Role, Subject

ANNA, BRAM, MOTHER, FATHER, UNCLE = (PersonId(name) for name in ("anna", "bram", "mother", "father", "uncle"))
UPLOADER, REVIEWER = PersonId("uploader"), PersonId("reviewer")
ITEM, OTHER_ITEM = ItemId("item"), ItemId("other-item")
WEBSITE = Purpose(PurposeCode("website"), Audience.PUBLIC)
PORTAL = Purpose(PurposeCode("portal"), Audience.INTERNAL)
PRESS = Purpose(PurposeCode("press"), Audience.PUBLIC, masks_allowed=True)
PER_ITEM = Purpose(PurposeCode("website"), Audience.PUBLIC, consent_per_item=True)
FACES = Purpose(RECOGNITION, Audience.INTERNAL)

OPENING = datetime(2020, 1, 1, tzinfo=UTC)
TODAY = datetime(2026, 5, 12, 10, tzinfo=UTC)
PUPIL = Subject(ANNA, Role.PUPIL, date(2014, 3, 2))
SIXTEEN = Subject(ANNA, Role.PUPIL, date(2010, 5, 12))
STAFF = Subject(ANNA, Role.STAFF)
NOTICES = tuple(NoticeVersion(purpose.code, 1, True, OPENING) for purpose in (WEBSITE, PORTAL, PRESS, FACES))


def moment(text: str) -> datetime:
    """A moment in UTC: a day (at ten in the morning) or a day and a time."""
    return datetime.fromisoformat(text if "T" in text else f"{text}T10:00").replace(tzinfo=UTC)


def guards(guardian: PersonId, *, authority: bool = True, since: str = "2014-03-02", until: str | None = None) -> Guardianship:
    """A guardian of Anna."""
    return Guardianship(guardian, ANNA, authority, date.fromisoformat(since), date.fromisoformat(until) if until else None)


PARENTS = (guards(MOTHER), guards(FATHER))


def says(say: Say, speaker: PersonId = MOTHER, on: str = "2026-01-10", **changes: object) -> tuple[datetime, Word]:
    """Somebody's word about Anna for photos on the website, and when it was said."""
    word = Word(speaker, ANNA, say, WEBSITE.code, Kind.PHOTO, notice=1)
    return moment(on), replace(word, **changes)  # type: ignore[arg-type]


def ledger(said: Iterable[tuple[datetime, Word]]) -> list[Entry]:
    """Words as entries, in the order given."""
    return [Entry(seq, at, word.speaker, word) for seq, (at, word) in enumerate(said, 1)]


@dataclass(frozen=True, slots=True)
class World:
    """What a standing is asked of, besides the words."""

    subject: Subject = PUPIL
    guardianships: Sequence[Guardianship] = PARENTS
    notices: Sequence[NoticeVersion] = NOTICES
    policy: Policy = field(default_factory=Policy)
    purpose: Purpose = WEBSITE
    kind: Kind = Kind.PHOTO
    at: str = "2026-05-12"
    item: ItemId | None = None

    def standing(self, *said: tuple[datetime, Word]) -> Standing:
        """How Anna's consent stands after these words."""
        register = Register(self.subject, self.guardianships, self.notices, self.policy)
        return standing(ledger(said), register, self.purpose, self.kind, moment(self.at), self.item)


def stands(
    person: PersonId, state: State = State.GIVEN, *, barred: bool = False, purpose: Purpose = WEBSITE, kind: Kind = Kind.PHOTO
) -> Standing:
    """A standing of somebody."""
    return Standing(person, purpose.code, kind, state, barred)


def known(*standings: Standing) -> Standings:
    """Standings as the gate looks them up."""
    return {(each.person, each.kind): each for each in standings}


def seen(name: str, answer: Answer | None, person: PersonId | None = None, *, human: bool = False, place: bool = True) -> Sighting:
    """A sighting in the item."""
    box = Box(0, 0, 100, 120) if place else None
    return Sighting(SightingId(name), ITEM, Origin.HUMAN if human else Origin.MACHINE, box, answer, person)


def strip(name: str, answer: Answer | None, person: PersonId | None = None, *, when: str = "1000-4000", place: bool = True) -> Sighting:
    """Somebody seen in a film at these times."""
    return replace(seen(name, answer, person, place=place), spans=spans.read(when))


def voice(name: str, answer: Answer | None, person: PersonId | None = None, *, when: str = "1000-4000") -> Sighting:
    """Somebody heard at these times."""
    return Sighting(SightingId(name), ITEM, Origin.MACHINE, None, answer, person, Sense.HEARD, spans.read(when))


def attested(reviewer: PersonId = REVIEWER, *, item: ItemId = ITEM, revision: int = 4, listed: int = 2) -> Review:
    """An attestation of the item's present revision."""
    return Review(ReviewId(f"review-of-{reviewer}"), item, reviewer, revision, listed, TODAY)


def doubted(state: DoubtState, item: ItemId = ITEM) -> Doubt:
    """A doubt about the item."""
    return Doubt(DoubtId(f"doubt-{state}"), item, state)


ANALYSED = Analysis(version="v2", in_force="v2", faces=2)
PHOTO = gate.Item(ITEM, Kind.PHOTO, UPLOADER, revision=4, analysis=ANALYSED, maker_permitted=True)
FILM, SOUND = (replace(PHOTO, kind=kind, length=20_000) for kind in (Kind.FILM, Kind.SOUND))


@dataclass(frozen=True, slots=True)
class Case:
    """Everything the gate is asked about: by default Anna and Bram in a photo, both agreed, attested by a second pair of eyes."""

    item: gate.Item = PHOTO
    sightings: Sequence[Sighting] = (seen("a", Answer.PERSON, ANNA), seen("b", Answer.PERSON, BRAM))
    reviews: Sequence[Review] = (attested(),)
    doubts: Sequence[Doubt] = ()
    standings: Standings = field(default_factory=lambda: known(stands(ANNA), stands(BRAM)))
    purpose: Purpose = WEBSITE

    def decide(self) -> Decision:
        """What the gate answers today."""
        return gate.decide(self.item, self.sightings, self.reviews, self.doubts, self.standings, self.purpose, TODAY)
