"""From entries to what is true now: may this person be shown for this purpose, today?

1. Never asked is no. Silence is no. Opt-out does not exist.
2. Consent is given by somebody, for one person, one purpose, one kind, under one version of a notice, on one day, by one method.
3. Who may speak on a given day says `capacity`. What a guardian gave before the birthday of consent stays until the pupil speaks,
   or lapses after the days that the school chose.
4. Any no wins: of one holder of authority, or of the pupil at any age.
5. The latest word of each speaker stands.
6. A word about one item goes before the speaker's standing word, for that item alone; a yes only until they say a later no in general.
   A purpose may demand a yes per item.
7. A consent past its date, or under a notice that has materially changed since, is no.
8. `not_locatable` bars every public purpose, with or without consent.
9. A withdrawal acts in the transaction that records it: standings are folded anew from the entries, never cached across it.
10. Recognition is a purpose of its own and lapses within twelve months.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from consent_store.ids import ItemId, PersonId, PurposeCode
from consent_store.rules import capacity
from consent_store.rules.entries import Entry, Say, Word
from consent_store.rules.terms import RECOGNITION, Audience, Guardianship, Kind, NoticeVersion, Policy, Purpose, Subject


class State(StrEnum):
    """What is true of one person, purpose and kind."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    OUTDATED = "outdated"
    NEVER_ASKED = "never_asked"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A speaker's word that counts now, with when it was said and which entry holds it."""

    word: Word
    at: datetime
    seq: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer. `barred`: not to be shown to the public whatever was said. `spoken`: every word that counted, oldest first."""

    person: PersonId
    purpose: PurposeCode
    kind: Kind
    state: State
    barred: bool = False
    since: datetime | None = None
    until: date | None = None
    spoken: tuple[Spoken, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether the person may be shown."""
        return self.state is State.GIVEN and not self.barred

    @property
    def conflict(self) -> bool:
        """Whether one said yes and another no."""
        return len({spoken.word.say is Say.YES for spoken in self.spoken}) == 2


@dataclass(frozen=True, slots=True)
class Register:
    """What the standing of somebody rests upon, besides entries."""

    subject: Subject
    guardianships: Sequence[Guardianship]
    notices: Sequence[NoticeVersion]
    policy: Policy


def standing(
    entries: Iterable[Entry], register: Register, purpose: Purpose, kind: Kind, at: datetime, item: ItemId | None = None
) -> Standing:
    """Fold the entries about one person. Entries about others, or after `at`, are passed over; `entries` stand in ledger order."""
    subject, today = register.subject, register.policy.day(at)
    words = (spoken for spoken in _words(entries, subject.id, purpose.code, kind, at) if _counts(spoken, register, today))
    counting = _heard(_latest_words(words, item), register, at)
    refusals = [spoken for spoken in counting if spoken.word.say is not Say.YES]
    barred = subject.not_locatable and purpose.audience is not Audience.INTERNAL  # 8
    result = Standing(subject.id, purpose.code, kind, State.NEVER_ASKED, barred=barred, spoken=counting)
    if refusals:  # 4
        return _refused(result, refusals)
    consents = [spoken for spoken in counting if not purpose.consent_per_item or (item and spoken.word.item == item)]  # 6
    return _consented(result, consents, register, at) if consents else result  # 1


def _words(entries: Iterable[Entry], person: PersonId, purpose: PurposeCode, kind: Kind, at: datetime) -> Iterable[Spoken]:
    for entry in entries:
        word = entry.body
        if isinstance(word, Word) and word.person == person and entry.at <= at and _about(word, purpose, kind):
            yield Spoken(word, entry.at, entry.seq)


def _about(word: Word, purpose: PurposeCode, kind: Kind) -> bool:
    """Whether a word is about this use. A yes names its purpose and its kind; only a no may leave them open (2)."""
    wildcard = () if word.say is Say.YES else (None,)
    return word.purpose in (purpose, *wildcard) and word.kind in (kind, *wildcard)


def _latest_words(words: Iterable[Spoken], item: ItemId | None) -> list[Spoken]:
    """Each speaker's latest word (5), that about the item before the standing one (6). Taking a word back takes no other with it."""
    general: dict[PersonId, Spoken] = {}
    said: dict[tuple[object, ...], Spoken] = {}
    for spoken in words:
        if spoken.word.item is None:
            general[spoken.word.speaker] = spoken
        elif spoken.word.item == item:
            said[spoken.word.speaker, spoken.word.purpose, spoken.word.kind] = spoken
    left = sorted((spoken for spoken in said.values() if spoken.word.say is not Say.LIFTED), key=lambda spoken: spoken.seq)
    about_item = {spoken.word.speaker: spoken for spoken in left if not _overruled(spoken, general.get(spoken.word.speaker))}
    chosen = (general | about_item).values()
    return sorted((spoken for spoken in chosen if spoken.word.say is not Say.LIFTED), key=lambda spoken: spoken.seq)


def _overruled(spoken: Spoken, general: Spoken | None) -> bool:
    """Whether whoever said yes to one item took back the whole since: no picture goes there any more."""
    said_no = general is not None and general.word.say in (Say.NO, Say.WITHDRAWN) and general.seq > spoken.seq
    return spoken.word.say is Say.YES and said_no


def _heard(words: Sequence[Spoken], register: Register, at: datetime) -> tuple[Spoken, ...]:
    """Whoever speaks alone and has spoken, silences the guardians (3)."""
    subject, policy = register.subject, register.policy
    own = [spoken for spoken in words if spoken.word.speaker == subject.id]
    return tuple(own if own and capacity.speaks_alone(subject, policy.day(at), policy.age_of_consent) else words)


def _counts(spoken: Spoken, register: Register, today: date) -> bool:
    """Whether the speaker had, and still has, the right to say it (3, 4). What does not count, replaces nothing either (5)."""
    word, subject, policy = spoken.word, register.subject, register.policy
    said_on = policy.day(spoken.at)
    if word.speaker == subject.id:
        return word.say is not Say.YES or capacity.speaks_alone(subject, said_on, policy.age_of_consent)
    reference = capacity.authority_day(subject, today, policy.age_of_consent)
    if said_on > reference or not capacity.has_authority(word.speaker, subject.id, register.guardianships, reference):
        return False
    shuts = word.say not in (Say.YES, Say.LIFTED)
    return shuts or capacity.may_give(word.speaker, subject, register.guardianships, said_on, policy.age_of_consent)


def _refused(result: Standing, refusals: Sequence[Spoken]) -> Standing:
    refused = [spoken for spoken in refusals if spoken.word.say is Say.NO]
    first = (refused or refusals)[0]
    state = State.REFUSED if refused else State.WITHDRAWN
    return Standing(result.person, result.purpose, result.kind, state, result.barred, since=first.at, spoken=result.spoken)


def _consented(result: Standing, consents: Sequence[Spoken], register: Register, at: datetime) -> Standing:
    """The consent that lasts longest decides; one that ended says how it ended (7, 10)."""
    today = register.policy.day(at)
    lasting = [(spoken, _end(spoken, register)) for spoken in consents if not _outdated(spoken, register.notices, at)]
    if not lasting:
        state, chosen, until = State.OUTDATED, consents[-1], None
    else:
        chosen, until = max(lasting, key=lambda pair: (pair[1] is None, pair[1] or date.min))
        state = State.GIVEN if until is None or today < until else State.EXPIRED
    return Standing(result.person, result.purpose, result.kind, state, result.barred, chosen.at, until, spoken=result.spoken)


def _outdated(spoken: Spoken, notices: Iterable[NoticeVersion], at: datetime) -> bool:
    """Whether the version that was agreed to is not known, or a material change came into force after it (7)."""
    agreed = spoken.word.notice
    ours = [notice for notice in notices if notice.purpose == spoken.word.purpose and notice.since <= at]
    known = any(notice.version == agreed for notice in ours)
    return agreed is None or not known or any(notice.material and notice.version > agreed for notice in ours)


def _end(spoken: Spoken, register: Register) -> date | None:
    """The first day on which a yes no longer counts, or None."""
    policy, subject, word = register.policy, register.subject, spoken.word
    said_on = policy.day(spoken.at)
    ends = [word.until]
    if word.purpose == RECOGNITION:  # 10
        ends.append(capacity.birthday(said_on, 1))
    by_guardian = word.speaker != subject.id
    if by_guardian and policy.lapse_days is not None and subject.born is not None:  # 3
        ends.append(capacity.birthday(subject.born, policy.age_of_consent) + timedelta(days=policy.lapse_days))
    return min((end for end in ends if end is not None), default=None)
