"""Questions about consent: what stands for whom, and what each speaker said. Folded anew from the ledger at every question."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from consent_store.errors import NotFound
from consent_store.ids import EventId, ItemId, PersonId, PurposeCode
from consent_store.records import ledger
from consent_store.records.entries import EntryRow
from consent_store.records.queries import guests, school
from consent_store.records.queries import people as people_queries
from consent_store.records.queries.people import PersonView
from consent_store.records.queries.school import PurposeView
from consent_store.records.scans import ScanRow
from consent_store.rules import capacity, standing
from consent_store.rules.entries import Entry, Method, Say, Word
from consent_store.rules.standing import Register, Spoken, Standing
from consent_store.rules.terms import RECOGNITION, Kind, Purpose


@dataclass(frozen=True, slots=True)
class Choice:
    """What stands for one purpose and kind, and what the speaker who looks at it last said."""

    purpose: PurposeView
    kind: Kind
    standing: Standing
    own: Spoken | None


@dataclass(frozen=True, slots=True)
class ChildView:
    """One person for whom a speaker may speak, today, with every choice in the school's order."""

    person: PersonView
    may_give: bool
    may_refuse: bool
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ScanView:
    """The scan of a form on paper, in the vault."""

    sha256: str
    person: PersonId
    vault_name: str
    size: int
    media_type: str
    kept_by: PersonId
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the standings of people rest upon, read once for all of them. Whoever has no register has no standing.

    An item of which nobody spoke changes nothing, so that each standing is folded once for all of those.
    """

    registers: Mapping[PersonId, Register]
    words: Mapping[PersonId, Sequence[Entry]]
    _folded: dict[tuple[object, ...], Standing] = field(default_factory=dict, compare=False, repr=False)
    _spoken_of: dict[PersonId, frozenset[ItemId | None]] = field(default_factory=dict, compare=False, repr=False)

    def standing(self, person: PersonId, purpose: Purpose, kind: Kind, at: datetime, item: ItemId | None = None) -> Standing:
        """What stands for one who has a register."""
        spoken_of = item if item in self._items(person) else None
        key = person, purpose, kind, at, spoken_of
        if key not in self._folded:
            said, register = self.words.get(person, ()), self.registers[person]
            self._folded[key] = standing.standing(said, register, purpose, kind, at, spoken_of)
        return self._folded[key]

    def _items(self, person: PersonId) -> frozenset[ItemId | None]:
        """The items that somebody spoke of about this person."""
        if person not in self._spoken_of:
            said = (entry.body for entry in self.words.get(person, ()))
            self._spoken_of[person] = frozenset(word.item for word in said if isinstance(word, Word))
        return self._spoken_of[person]


def grounds(session: Session, people: Iterable[PersonId], *, at: datetime, purpose: PurposeCode | None = None) -> Grounds:
    """The grounds of many, in a fixed number of queries; with `purpose`, only the words that may touch it.

    What the ledger holds has happened, also where another machine's clock is ahead of ours, or ours was read before the lock.
    """
    registers = registers_for(session, people)
    if any(notice.since > at for register in registers.values() for notice in register.notices):
        registers = {person: _noticed(register, at) for person, register in registers.items()}
    words = ledger.words(session, registers, purpose)
    return Grounds(registers, {person: [_happened(entry, at) for entry in said] for person, said in words.items()})


def register_for(session: Session, person: PersonId) -> Register:
    """What the standing of somebody rests upon. Raises `NotFound`."""
    registers = registers_for(session, [person])
    if person not in registers:
        raise NotFound()
    return registers[person]


def registers_for(session: Session, people: Iterable[PersonId]) -> dict[PersonId, Register]:
    """The same for many, in a fixed number of queries. Whoever does not exist, or was erased, has none."""
    views = people_queries.people(session, people)
    guardianships = people_queries.guardianships_of(session, views)
    policy, notices = school.policy(session), school.notice_versions(session)
    return {id_: Register(v.subject, guardianships.get(id_, []), notices, policy) for id_, v in views.items() if not v.erased}


def standing_of(session: Session, person: PersonId, purpose: Purpose, kind: Kind, *, at: datetime, item: ItemId | None = None) -> Standing:
    """What stands for one person. Raises `NotFound` for whoever is not in the register."""
    found = standings_for(session, [person], purpose, kind, item, at=at)
    if person not in found:
        raise NotFound()
    return found[person]


def standings_for(
    session: Session, people: Iterable[PersonId], purpose: Purpose, kind: Kind, item: ItemId | None = None, *, at: datetime
) -> dict[PersonId, Standing]:
    """What stands for many, in a fixed number of queries. Whoever is not in the register is left out, and an absence holds."""
    known = grounds(session, people, at=at, purpose=purpose.code)
    return {person: known.standing(person, purpose, kind, at, item) for person in known.registers}


def may_not_be_shown(
    session: Session, event: EventId, *, at: datetime, kind: Kind = Kind.PHOTO
) -> list[tuple[PersonView, tuple[PurposeView, ...]]]:
    """The people of an event's groups whom some purpose may not show, with those purposes, by name."""
    members = guests.at_event(session, event)
    served = [view for view in school.purposes(session) if kind in view.purpose.kinds and view.code != RECOGNITION]
    known = grounds(session, [member.id for member in members], at=at)
    shut = []
    for member in members:
        closed = [view for view in served if not known.standing(member.id, view.purpose, kind, at).stands]
        shut.append((member, tuple(closed)))
    return [(member, closed) for member, closed in shut if closed]


def family_view(session: Session, speaker: PersonId, *, at: datetime) -> list[ChildView]:
    """Everybody for whom somebody may speak today, themselves last, with every choice."""
    today = school.policy(session).day(at)
    views = [*people_queries.children_of(session, speaker, today), people_queries.person(session, speaker)]
    return choices_for(session, speaker, views, at=at)


def choices_for(session: Session, speaker: PersonId, views: Sequence[PersonView], *, at: datetime) -> list[ChildView]:
    """Every choice about these people, as a speaker sees it. Who may look, says `families`."""
    known, purposes = grounds(session, [view.id for view in views], at=at), school.purposes(session)
    return [_child(view, speaker, known, purposes, at) for view in views if view.id in known.registers]


def conflicts(session: Session, *, at: datetime) -> list[Standing]:
    """Where one who may speak says yes and another no, for the office to know of; by person, in the school's order."""
    known, purposes = grounds(session, _contradicted(session), at=at), school.purposes(session)
    found = []
    for person in sorted(known.registers):
        disputed = {(word.purpose, word.kind) for word in _refusals(known.words.get(person, ()))}
        for view in purposes:
            kinds = [kind for kind in Kind if (view.code, kind) in disputed]
            found += [known.standing(person, view.purpose, kind, at) for kind in kinds]
    return [each for each in found if each.conflict]


def scans_of(session: Session, person: PersonId) -> list[ScanView]:
    """The scans of forms about somebody, the oldest first."""
    rows = session.scalars(select(ScanRow).where(ScanRow.person_id == person).order_by(ScanRow.kept_at))
    kept = [(row.sha256, person, row.vault_name, row.size, row.media_type, PersonId(row.kept_by), row.kept_at) for row in rows]
    return [ScanView(*values) for values in kept]


def signed_by(session: Session, signer: PersonId, person: PersonId) -> frozenset[str]:
    """The scans of those forms about somebody on which this signer said something."""
    words = (entry.body for entry in ledger.about(session, person))
    return frozenset(word.scan for word in words if isinstance(word, Word) and word.speaker == signer and word.scan)


def own_word(words: Sequence[Entry], speaker: PersonId, purpose: PurposeCode | None, kind: Kind | None) -> Spoken | None:
    """A speaker's latest word about all items, whether it counts or not; `words` are all about one person, in order."""
    for entry in reversed(words):
        word = entry.body
        if isinstance(word, Word) and (word.speaker, word.purpose, word.kind, word.item) == (speaker, purpose, kind, None):
            return Spoken(word, entry.at, entry.seq)
    return None


def spoke_alone(session: Session, pupil: PersonId, since: date) -> bool:
    """Whether a pupil said anything since the birthday from which only their word counts."""
    policy = school.policy(session)
    said = (entry for entry in ledger.about(session, pupil) if isinstance(entry.body, Word) and entry.body.speaker == pupil)
    return any(policy.day(entry.at) >= since for entry in said)


def _contradicted(session: Session) -> list[PersonId]:
    """Those about whom there is a yes and a no, from more than one hand; on paper the hand is the office's, whoever signed."""
    no = or_(*(_says(say) for say in (Say.NO, Say.WITHDRAWN)))
    several = or_(func.count(EntryRow.actor.distinct()) > 1, _any(EntryRow.body.contains(f'"method":"{Method.PAPER}"', autoescape=True)))
    words = select(EntryRow.person).where(EntryRow.kind == Word.__name__, EntryRow.person.is_not(None)).group_by(EntryRow.person)
    return [PersonId(str(person)) for person in session.scalars(words.having(several, _any(no), _any(_says(Say.YES))))]


def _says(say: Say) -> ColumnElement[bool]:
    return EntryRow.body.contains(f'"say":"{say}"', autoescape=True)


def _any(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return func.max(case((condition, 1), else_=0)) == 1


def _refusals(words: Iterable[Entry]) -> Iterator[Word]:
    for entry in words:
        word = entry.body
        if isinstance(word, Word) and word.item is None and word.say in (Say.NO, Say.WITHDRAWN):
            yield word


def _noticed(register: Register, at: datetime) -> Register:
    return replace(register, notices=[replace(notice, since=min(notice.since, at)) for notice in register.notices])


def _happened(entry: Entry, at: datetime) -> Entry:
    return entry if entry.at <= at else replace(entry, at=at)


def _child(view: PersonView, speaker: PersonId, known: Grounds, purposes: Iterable[PurposeView], at: datetime) -> ChildView:
    register, words = known.registers[view.id], known.words.get(view.id, ())
    policy = register.policy
    capacity_now = (speaker, register.subject, register.guardianships, policy.day(at), policy.age_of_consent)
    choices = tuple(
        Choice(purpose, kind, known.standing(view.id, purpose.purpose, kind, at), own_word(words, speaker, purpose.code, kind))
        for purpose in purposes
        for kind in Kind
        if kind in purpose.purpose.kinds
    )
    return ChildView(view, capacity.may_give(*capacity_now), capacity.may_refuse(*capacity_now), choices)
