"""Of what somebody gets a receipt: all that a speaker decided in one go about a person, and each yes that ended by itself.

Words that a speaker says in one go, with never a pause of `PAUSE` between them, are one receipt: a page on which every choice is kept
at once would give dozens of receipts otherwise. A yes that ends on its date, or by a notice that materially changed, gives one of its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby

from consent_store.ids import ItemId, PersonId, PurposeCode
from consent_store.rules import standing
from consent_store.rules.entries import Entry, NoticePublished, Say, Word
from consent_store.rules.standing import Register, State
from consent_store.rules.terms import Kind, Policy, Purpose

PAUSE = timedelta(minutes=15)
Matter = tuple[PersonId, PersonId, PurposeCode | None, Kind | None, ItemId | None]


class Event(StrEnum):
    """What happened to a consent. `LIFTED`: the speaker took back a word, so that what was said before counts again."""

    GIVEN = "given"
    RENEWED = "renewed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LIFTED = "lifted"
    EXPIRED = "expired"
    INVALIDATED = "invalidated"


_SAID = {Say.NO: Event.REFUSED, Say.WITHDRAWN: Event.WITHDRAWN, Say.LIFTED: Event.LIFTED}


@dataclass(frozen=True, slots=True)
class Happened:
    """One event, to the consent that the entry `said` holds. `shown` is the entry that shows it: `said`, or the notice that ended it."""

    event: Event
    at: datetime
    word: Word
    said: int
    shown: int

    @property
    def ended(self) -> bool:
        """Whether a yes ended that nobody took back."""
        return self.event in (Event.EXPIRED, Event.INVALIDATED)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one speaker decided about one person in one go, or which of their consents ended at one moment; in order, and never empty."""

    happened: tuple[Happened, ...]

    @property
    def person(self) -> PersonId:
        """About whom it is."""
        return self.happened[0].word.person

    @property
    def speaker(self) -> PersonId:
        """Whose words they are."""
        return self.happened[0].word.speaker

    @property
    def at(self) -> datetime:
        """When it began."""
        return self.happened[0].at

    @property
    def until(self) -> datetime:
        """When the last of it happened."""
        return self.happened[-1].at

    @property
    def key(self) -> str:
        """Its name among those of one person, which stays while the receipt goes on."""
        first = self.happened[0]
        return f"{first.said}-{first.event}" if first.ended else str(first.said)

    @property
    def entries(self) -> set[int]:
        """Every entry that it rests upon."""
        return {number for each in self.happened for number in (each.said, each.shown)}


def issued(
    words: Iterable[Entry], notices: Sequence[Entry], register: Register, purposes: Mapping[PurposeCode, Purpose], at: datetime
) -> list[Receipt]:
    """Every receipt about one person, the latest first. `words` are all about them, in order; `notices` the publications of wordings."""
    said = list(words)
    ended = (each for matter in _by_matter(said).values() for each in _ended(matter, notices, register, purposes, at))
    found = [*spoken(said), *_at_one_moment(ended)]
    return sorted(found, key=lambda receipt: (receipt.until, receipt.happened[-1].said), reverse=True)


def spoken(words: Iterable[Entry]) -> list[Receipt]:
    """The receipts that words alone tell of, about anybody; `words` in order."""
    return list(_in_one_go(each for said in _by_matter(words).values() for each in _spoken(said)))


def named(found: Iterable[Receipt], key: str) -> Receipt | None:
    """The receipt of this key; the number of any entry of a receipt leads to it too."""
    for receipt in found:
        if receipt.key == key or (key in {str(each.said) for each in receipt.happened} and not receipt.happened[0].ended):
            return receipt
    return None


def _by_matter(words: Iterable[Entry]) -> dict[Matter, list[Entry]]:
    """Each speaker's words about one person, purpose, kind and item."""
    found: dict[Matter, list[Entry]] = {}
    for entry in words:
        if isinstance(word := entry.body, Word):
            found.setdefault((word.speaker, word.person, word.purpose, word.kind, word.item), []).append(entry)
    return found


def _spoken(said: Sequence[Entry]) -> Iterator[Happened]:
    before: Say | None = None
    for entry in said:
        word = entry.body
        assert isinstance(word, Word)
        given = Event.RENEWED if before is Say.YES else Event.GIVEN
        yield Happened(_SAID.get(word.say, given), entry.at, word, entry.seq, entry.seq)
        before = word.say


def _ended(
    said: Sequence[Entry], notices: Sequence[Entry], register: Register, purposes: Mapping[PurposeCode, Purpose], at: datetime
) -> Iterator[Happened]:
    """How each yes ended before the speaker's next word, or by now, where it ended by itself."""
    for entry, following in zip(said, [*(later.at for later in said[1:]), at], strict=True):
        word = entry.body
        purpose = purposes.get(word.purpose) if isinstance(word, Word) and word.purpose else None
        if not isinstance(word, Word) or word.say is not Say.YES or purpose is None or word.kind is None:
            continue
        stood = standing.standing([entry], register, purpose, word.kind, following, word.item)
        notice = _outdated_by(word, notices) if stood.state is State.OUTDATED else None
        if stood.state is State.EXPIRED and stood.until:
            yield Happened(Event.EXPIRED, _morning(stood.until, register.policy), word, entry.seq, entry.seq)
        elif notice is not None:
            yield Happened(Event.INVALIDATED, notice.at, word, entry.seq, notice.seq)


def _outdated_by(word: Word, notices: Iterable[Entry]) -> Entry | None:
    """The first material change of the wording after the one that was agreed to."""
    agreed = word.notice or 0
    for entry in notices:
        body = entry.body
        if isinstance(body, NoticePublished) and body.purpose == word.purpose and body.material and body.version > agreed:
            return entry
    return None


def _morning(day: date, policy: Policy) -> datetime:
    return datetime.combine(day, time(), policy.zone)


def _in_one_go(spoken: Iterable[Happened]) -> Iterator[Receipt]:
    """Words of one speaker about one person, online or on paper, without a pause between them."""

    def who(each: Happened) -> tuple[PersonId, PersonId, str]:
        return (each.word.speaker, each.word.person, each.word.method)

    for _, group in groupby(sorted(spoken, key=lambda each: (*who(each), each.said)), key=who):
        sitting: list[Happened] = []
        for each in group:
            if sitting and each.at - sitting[-1].at >= PAUSE:
                yield Receipt(tuple(sitting))
                sitting = []
            sitting.append(each)
        yield Receipt(tuple(sitting))


def _at_one_moment(ended: Iterable[Happened]) -> Iterator[Receipt]:
    def moment(each: Happened) -> tuple[datetime, Event, PersonId]:
        return (each.at, each.event, each.word.speaker)

    for _, group in groupby(sorted(ended, key=lambda each: (*moment(each), each.said)), key=moment):
        yield Receipt(tuple(group))
