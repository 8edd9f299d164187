"""How quickly the gate decides, and how quickly a standing is folded from a long history."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from statistics import median
from time import process_time

from bench.report import Report
from consent_store.ids import ItemId, PersonId, PurposeCode, ReviewId, SightingId
from consent_store.rules.entries import Entry, Say, Word
from consent_store.rules.gate import Analysis, Item, Review, decide
from consent_store.rules.sightings import Answer, Box, Origin, Sighting
from consent_store.rules.standing import Register, Standing, State, standing
from consent_store.rules.terms import Audience, Guardianship, Kind, NoticeVersion, Policy, Purpose, Role, Subject

NOW = datetime(2026, 5, 12, 10, tzinfo=UTC)
WEBSITE = Purpose(PurposeCode("website"), Audience.PUBLIC, masks_allowed=True)
CLASS = [PersonId(f"pupil-{number}") for number in range(30)]
ITEM = Item(ItemId("item"), Kind.PHOTO, PersonId("uploader"), 3, Analysis("v1", "v1", len(CLASS)), maker_permitted=True)
SIGHTINGS = [Sighting(SightingId(f"face-{person}"), ITEM.id, Origin.MACHINE, Box(0, 0, 90, 120), Answer.PERSON, person) for person in CLASS]
REVIEW = Review(ReviewId("review"), ITEM.id, PersonId("reviewer"), ITEM.revision, len(CLASS), NOW)
ENTRIES = 500


def run(report: Report) -> None:
    """A class photo of thirty that is cleared, one in which each third pupil is masked, and a child of whom 500 words are kept."""
    cleared = {(person, Kind.PHOTO): Standing(person, WEBSITE.code, Kind.PHOTO, State.GIVEN) for person in CLASS}
    refused = {(person, Kind.PHOTO): Standing(person, WEBSITE.code, Kind.PHOTO, State.REFUSED) for person in CLASS[::3]}
    for name, standings in (("cleared", cleared), ("ten of them masked", cleared | refused)):
        seconds = per_call(lambda standings=standings: decide(ITEM, SIGHTINGS, [REVIEW], [], standings, WEBSITE, NOW), 2_000)  # type: ignore[misc]
        report.row(f"decision on 30 sightings, {name}", 1 / seconds, unit="per second", goal=20_000)
    register, entries = long_history()
    seconds = per_call(lambda: standing(entries, register, WEBSITE, Kind.PHOTO, NOW), 20)
    report.row(f"standing folded from {ENTRIES} entries", seconds * 1_000, unit="ms", goal=5)


def long_history() -> tuple[Register, list[Entry]]:
    """Two parents who change their mind for years."""
    child, parents = CLASS[0], [PersonId("mother"), PersonId("father")]
    guardianships = [Guardianship(parent, child, True, date(2014, 1, 1)) for parent in parents]
    notices = [NoticeVersion(WEBSITE.code, 1, True, datetime(2020, 1, 1, tzinfo=UTC))]
    register = Register(Subject(child, Role.PUPIL, date(2014, 1, 1)), guardianships, notices, Policy())
    says = [Say.NO, Say.WITHDRAWN, Say.YES, Say.YES]
    words = [Word(parents[n % 2], child, says[n % 4], WEBSITE.code, Kind.PHOTO, notice=1) for n in range(ENTRIES)]
    return register, [Entry(n + 1, NOW - timedelta(days=ENTRIES - n), word.speaker, word) for n, word in enumerate(words)]


def per_call(work: Callable[[], object], times: int) -> float:
    """Seconds of processor time for one call, which a busy machine does not change: the median of seven rounds of so many calls."""
    rounds = []
    for _ in range(7):
        start = process_time()
        for _ in range(times):
            work()
        rounds.append((process_time() - start) / times)
    return median(rounds)
