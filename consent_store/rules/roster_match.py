"""Who in a roster is who in the register: by number, else by what only one person can be. What is not certain is said, or held back."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from consent_store.ids import PersonId
from consent_store.rules.names import plain
from consent_store.rules.roster import Doubt, Doubtful, Entrant, Identity, Register, Registered, Roster, by_key
from consent_store.rules.terms import Role


@dataclass(slots=True)
class Match:
    """`whom`: for each key of the roster the id of somebody registered, or the key of somebody new. `rows`: for each of these the rows that
    speak of them. `ties` are those between two who are there. What is held back is in none.
    """

    whom: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[Entrant]] = field(default_factory=lambda: defaultdict(list))
    doubts: list[Doubt] = field(default_factory=list)
    ties: list[tuple[str, str]] = field(default_factory=list)

    def settle(self, entrant: Entrant, whom: str) -> None:
        """Say who a row's person is."""
        self.whom[entrant.key] = whom
        self.rows[whom].append(entrant)


def match(roster: Roster, register: Register, apart: Collection[Identity] = ()) -> Match:
    """Recognise everybody. `apart`: names with addresses that belong to more than one person."""
    return _Matching(roster, register, frozenset(apart)).done()


class _Matching:
    def __init__(self, roster: Roster, register: Register, apart: frozenset[Identity]) -> None:
        self.found, self.apart = Match(), apart
        self.people = self._told_apart(roster.people)
        self.ids = {each.id: each for each in register.people}
        self.numbers = {each.number: each for each in register.people if each.number}
        self.guardians = [each for each in register.people if each.role is Role.GUARDIAN]
        self.beside: dict[str, list[PersonId]] = defaultdict(list)
        for pupil, guardian in sorted(register.ties):
            self.beside[pupil].append(guardian)
        self.without_number: dict[tuple[str, object], list[Registered]] = defaultdict(list)
        for each in register.people:
            if each.role is Role.PUPIL and each.born:
                self.without_number[each.identity.name, each.born].append(each)
        self.found.ties = [tie for tie in sorted(roster.ties) if self._fits(tie)]
        self.pupils_of: dict[str, list[str]] = defaultdict(list)
        for pupil_key, guardian_key in self.found.ties:
            self.pupils_of[guardian_key].append(pupil_key)

    def done(self) -> Match:
        """Numbers first, then pupils by name and birth date, then guardians beside their pupils, then by name and address."""
        waiting = [each for each in self._ordered() if not self._by_number(each)]
        for pupil in waiting:
            if pupil.role is Role.PUPIL:
                self._pupil(pupil)
        self._beside_their_pupils()
        tied = {guardian for pupil, guardian in self.found.ties if pupil in self.found.whom}  # nobody is kept for nobody's sake
        self._elsewhere([each for each in waiting if self._is_open(each) and each.key in tied])
        return self.found

    def _ordered(self) -> list[Entrant]:
        return [self.people[key] for key in sorted(self.people)]

    def _told_apart(self, people: Iterable[Entrant]) -> dict[str, Entrant]:
        """One for each key, the groups of all its rows together; where they name different people, nobody."""
        found: dict[str, Entrant] = {}
        for key, rows in by_key(people).items():
            if len({(row.role, row.identity, row.born) for row in rows}) == 1:
                groups = frozenset[str]().union(*(row.groups for row in rows))
                found[key] = replace(min(rows, key=lambda row: row.name), groups=groups)
            else:
                self._doubt(Doubtful.SAME_NUMBER, *(row.name for row in rows))
        return found

    def _fits(self, tie: tuple[str, str]) -> bool:
        """Whether a tie is between two who are there."""
        pupil, guardian = tie
        if pupil == guardian and pupil in self.people:
            self._doubt(Doubtful.OWN_GUARDIAN, self.people[pupil].name)
        return pupil != guardian and guardian in self.people and pupil in self.people and self.people[pupil].role is Role.PUPIL

    def _by_number(self, entrant: Entrant) -> bool:
        holder = self.numbers.get(entrant.number) if entrant.number else None
        if holder is None:
            return False
        if holder.role is not entrant.role:
            self._doubt(Doubtful.OTHER_ROLE, entrant.name, holder.name)
        elif not _has_something_of(entrant, holder):
            self._doubt(Doubtful.OTHER_PERSON, entrant.name, holder.name)
        else:
            self.found.settle(entrant, holder.id)
        return True

    def _pupil(self, entrant: Entrant) -> None:
        """By name and birth date, among those who have no number, or where the row has none."""
        fitting = self.without_number.get((entrant.identity.name, entrant.born), [])
        fitting = [each for each in fitting if not (each.number and entrant.number) and each.id not in self.found.rows]
        if len(fitting) > 1:
            self._doubt(Doubtful.SEVERAL_FIT, entrant.name)
            return
        if fitting and entrant.number:
            self._doubt(Doubtful.RECOGNISED, entrant.name)
        self.found.settle(entrant, fitting[0].id if fitting else entrant.key)

    def _beside_their_pupils(self) -> None:
        """A guardian is first looked for among those whom the register has with the same pupil."""
        named: dict[str, list[Entrant]] = defaultdict(list)
        for pupil, guardian in self.found.ties:
            named[pupil].append(self.people[guardian])
        for pupil in sorted(named):
            self._among(named[pupil], [self.ids[each] for each in self.beside.get(self.found.whom.get(pupil, ""), [])])

    def _among(self, named: list[Entrant], candidates: list[Registered]) -> None:
        """Two of one name and address beside one pupil cannot be told apart, so any will do; by less, only the one that fits is it."""
        for entrant in sorted(filter(self._is_open, named), key=lambda each: each.key):
            same = [each for each in self._free(named, candidates) if each.identity == entrant.identity and _may_be(entrant, each)]
            if same:
                self.found.settle(entrant, min(each.id for each in same))
        for trait in (_name, _address_and_given_name):
            free, waiting = self._free(named, candidates), list(filter(self._is_open, named))
            for entrant in waiting:
                fitting = [each for each in free if trait(each) and trait(each) == trait(entrant) and _may_be(entrant, each)]
                rivals = [each for each in waiting if trait(each) == trait(entrant)]
                if len(fitting) == 1 == len(rivals):
                    self.found.settle(entrant, fitting[0].id)

    def _free(self, named: list[Entrant], candidates: list[Registered]) -> list[Registered]:
        taken = {self.found.whom[each.key] for each in named if each.key in self.found.whom}
        return [each for each in candidates if each.id not in taken]

    def _is_open(self, entrant: Entrant) -> bool:
        return entrant.role is Role.GUARDIAN and entrant.key not in self.found.whom and entrant.number not in self.numbers

    def _elsewhere(self, waiting: list[Entrant]) -> None:
        """Whoever has a number is new. Others are one person with everybody of the same name and address, unless said to be apart."""
        known: dict[Identity, set[str]] = defaultdict(set)
        for each in self.guardians:
            known[each.identity].add(each.id)
        for whom, rows in self.found.rows.items():
            for row in rows:
                if row.role is Role.GUARDIAN:
                    known[row.identity].add(whom)
        together: dict[Identity, list[Entrant]] = defaultdict(list)
        for entrant in waiting:
            if entrant.number or not entrant.email or entrant.identity in self.apart:
                self.found.settle(entrant, entrant.key)
            else:
                together[entrant.identity].append(entrant)
        for identity, entrants in sorted(together.items()):
            self._one(identity, entrants, known.get(identity, set()))

    def _one(self, identity: Identity, entrants: list[Entrant], known: set[str]) -> None:
        names = (
            entrants[0].name,
            *(self.people[pupil].name for pupil in sorted({pupil for each in entrants for pupil in self.pupils_of[each.key]})),
        )
        if len(known) > 1:
            self._doubt(Doubtful.SEVERAL_FIT, *names)
            return
        if known or len(entrants) > 1:
            self.found.doubts.append(Doubt(Doubtful.TAKEN_FOR_ONE, names, identity))
        for entrant in entrants:
            self.found.settle(entrant, next(iter(known), f"one/{identity.name}/{identity.email}"))

    def _doubt(self, why: Doubtful, *names: str) -> None:
        self.found.doubts.append(Doubt(why, tuple(sorted(names))))


def _may_be(entrant: Entrant, candidate: Registered) -> bool:
    """Somebody who has another number is somebody else; a colleague is only known by name and address together."""
    if candidate.role is Role.STAFF:
        return candidate.identity == entrant.identity
    return candidate.role is Role.GUARDIAN and not (candidate.number and entrant.number)


def _has_something_of(entrant: Entrant, holder: Registered) -> bool:
    """Whether a number still names whom it named: somebody new under an old number would get another's consents, or another's children."""
    if entrant.role is Role.PUPIL:
        same_day = entrant.born == holder.born if entrant.born and holder.born else plain(entrant.given_name) == plain(holder.given_name)
        return same_day or entrant.identity.name == holder.identity.name
    return plain(entrant.given_name) == plain(holder.given_name) or bool(entrant.email and entrant.email == holder.email)


def _name(person: Entrant | Registered) -> object:
    return person.identity.name


def _address_and_given_name(person: Entrant | Registered) -> object:
    """The address alone is no proof: two parents may share one."""
    return (person.email, plain(person.given_name)) if person.email else None
