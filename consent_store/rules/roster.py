"""A roster: who is at school by the pupil system. The values that are compared with the register, and the plan that comes of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from consent_store.ids import PersonId
from consent_store.rules.names import plain
from consent_store.rules.terms import Role

MANY_LEAVE = 0.1  # share of the pupils at school from which leaving must be confirmed by itself
_FEW = 3  # pupils that may leave without that, however small the school


class Wrong(StrEnum):
    """Why a row is not taken, or not wholly."""

    CELLS = "cells"
    QUOTE = "quote"
    NAME = "name"
    BIRTH_DATE = "birth_date"
    NUMBER = "number"
    SECRET = "secret"  # noqa: S105  (a code)
    UNKNOWN_PUPIL = "unknown_pupil"
    EMAIL = "email"
    EMAILS = "emails"
    GUARDIAN_NAME = "guardian_name"


class Doubtful(StrEnum):
    """What somebody should look at. Those of `HELD_BACK` are not applied; with the others what the roster says is."""

    SAME_NUMBER = "same_number"
    OTHER_ROLE = "other_role"
    OTHER_PERSON = "other_person"
    SEVERAL_FIT = "several_fit"
    OWN_GUARDIAN = "own_guardian"
    ROWS_DIFFER = "rows_differ"
    TAKEN_FOR_ONE = "taken_for_one"
    RECOGNISED = "recognised"
    NEW_EMAIL = "new_email"
    SAME_EMAIL = "same_email"
    NO_GUARDIAN = "no_guardian"
    NO_BIRTH_DATE = "no_birth_date"
    YOUNGER_GUARDIAN = "younger_guardian"
    PUPIL_IS_GUARDIAN = "pupil_is_guardian"
    NOT_NAMED = "not_named"


HELD_BACK = frozenset({
    Doubtful.SAME_NUMBER, Doubtful.OTHER_ROLE, Doubtful.OTHER_PERSON, Doubtful.SEVERAL_FIT, Doubtful.OWN_GUARDIAN, Doubtful.ROWS_DIFFER,
})  # fmt: skip


class Flaw(NamedTuple):
    """What is wrong with a row. Rows count as the file's own lines do, the header's being 1."""

    file: str
    row: int
    wrong: Wrong


class Identity(NamedTuple):
    """By what two guardians without a number are taken for one person: the name, without accents and capitals, and the address."""

    name: str
    email: str


class _Somebody:
    """What a list and the register tell somebody by."""

    __slots__ = ()
    given_name: str
    family_name: str
    email: str | None

    @property
    def name(self) -> str:
        """Given name and family name."""
        return f"{self.given_name} {self.family_name}"

    @property
    def identity(self) -> Identity:
        """Name and address."""
        return Identity(plain(self.name), self.email or "")


@dataclass(frozen=True, slots=True)
class Entrant(_Somebody):
    """Somebody whom a roster names. `key` tells them apart within it; whoever has no number is told apart by name and birth date, or, a
    guardian, by pupil, name and address. The birth date of a guardian is looked at and not kept.
    """

    key: str
    role: Role
    given_name: str
    family_name: str
    number: str | None = None
    born: date | None = None
    email: str | None = None
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Roster:
    """What files say. `ties`: (pupil's key, guardian's key). `gone`: numbers of those who left, by name. `colleagues` counts the staff,
    who are left out. `part`: it does not hold the whole school.
    """

    people: tuple[Entrant, ...] = ()
    ties: frozenset[tuple[str, str]] = frozenset()
    gone: frozenset[str] = frozenset()
    broken: tuple[Flaw, ...] = ()
    flaws: tuple[Flaw, ...] = ()
    colleagues: int = 0
    part: bool = False

    @property
    def numbers(self) -> frozenset[str]:
        """Every number that is named, also of those who are held back."""
        return frozenset(each.number for each in self.people if each.number)


@dataclass(frozen=True, slots=True)
class Registered(_Somebody):
    """Somebody in the register, as far as a roster bears on them."""

    id: PersonId
    role: Role
    given_name: str
    family_name: str
    number: str | None = None
    born: date | None = None
    email: str | None = None
    left: bool = False
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Register:
    """Everybody who is not erased; `ties` that hold now, (pupil, guardian); the names of all groups, and of those that rosters fill."""

    people: tuple[Registered, ...] = ()
    ties: frozenset[tuple[PersonId, PersonId]] = frozenset()
    groups: frozenset[str] = frozenset()
    from_roster: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, order=True)
class Newcomer:
    """Somebody to be registered. `key` stands in ties until there is an id."""

    key: str
    role: Role
    given_name: str
    family_name: str
    number: str | None
    born: date | None
    email: str | None
    groups: tuple[str, ...]

    @property
    def name(self) -> str:
        """Given name and family name."""
        return f"{self.given_name} {self.family_name}"


class Difference(NamedTuple):
    """A field that is to change, as text: ISO for dates, None for nothing."""

    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """What is to be corrected about somebody; `back`: they had left, and are at school again."""

    person: PersonId
    name: str
    differences: tuple[Difference, ...]
    back: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Move:
    """In which of the roster's groups somebody is from now on; what they are in besides stays."""

    person: PersonId
    name: str
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Leaver:
    """Somebody of the register who is at school no longer."""

    person: PersonId
    name: str
    role: Role


@dataclass(frozen=True, slots=True, order=True)
class Tie:
    """A guardian to be recorded with a pupil, without authority until somebody says so. Each is an id, or a newcomer's key."""

    pupil: str
    guardian: str


@dataclass(frozen=True, slots=True, order=True)
class Doubt:
    """Something to look at: the names that it is about, and, for those taken for one person, who that is."""

    why: Doubtful
    names: tuple[str, ...]
    identity: Identity | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do, each part in an order that does not depend on the files'. `pupils` counts those at school now."""

    new: tuple[Newcomer, ...]
    changed: tuple[Change, ...]
    moved: tuple[Move, ...]
    gone: tuple[Leaver, ...]
    ties: tuple[Tie, ...]
    groups: tuple[str, ...]
    doubts: tuple[Doubt, ...]
    broken: tuple[Flaw, ...]
    flaws: tuple[Flaw, ...]
    same: int
    colleagues: int
    pupils: int

    @property
    def digest(self) -> str:
        """The SHA-256 (hex) of all that the plan says: what somebody confirms is what they saw."""
        return sha256(repr(self).encode()).hexdigest()

    @property
    def empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.new or self.changed or self.moved or self.gone or self.ties)

    @property
    def pupils_gone(self) -> int:
        """How many pupils would leave."""
        return sum(leaver.role is Role.PUPIL for leaver in self.gone)

    @property
    def many_leave(self) -> bool:
        """Whether so many pupils would leave that the file may be the wrong one."""
        return self.pupils_gone > max(_FEW, MANY_LEAVE * self.pupils)


def by_key(people: Iterable[Entrant]) -> dict[str, list[Entrant]]:
    """Those whom one key names, in an order of their own."""
    found: dict[str, list[Entrant]] = {}
    for each in people:
        found.setdefault(each.key, []).append(each)
    return found
