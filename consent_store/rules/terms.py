"""The nouns of the rules: purposes, kinds, notices, people, and what a school has chosen."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from consent_store.ids import PersonId, PurposeCode

RECOGNITION = PurposeCode("recognition")
SYSTEM = PersonId("system")


class Kind(StrEnum):
    """What a medium is. Consent counts per kind: a child may be seen and not heard."""

    PHOTO = "photo"
    FILM = "film"
    SOUND = "sound"

    __hash__ = str.__hash__  # Enum's own takes longer than all else about a look-up


class Audience(StrEnum):
    """Who gets to see what is released for a purpose."""

    INTERNAL = "internal"
    PUBLIC = "public"


class Role(StrEnum):
    """What somebody is to the school."""

    PUPIL = "pupil"
    STAFF = "staff"
    GUEST = "guest"
    GUARDIAN = "guardian"


class Duty(StrEnum):
    """What a member of staff may do here. One person may have several."""

    TEACHER = "teacher"
    COMMS = "comms"
    SUPERVISOR = "supervisor"
    OFFICE = "office"
    PRIVACY = "privacy"
    ADMIN = "admin"


class WhyAside(StrEnum):
    """Why somebody set an item aside: another is almost the same, somebody in it may not be shown, or nobody needs it."""

    ALIKE = "alike"
    PERSON = "person"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a medium may be used for."""

    code: PurposeCode
    audience: Audience
    kinds: frozenset[Kind] = frozenset(Kind)
    masks_allowed: bool = False
    consent_per_item: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """What the rules need to know of a person: no name. `born` is None where the school does not know."""

    id: PersonId
    role: Role
    born: date | None = None
    not_locatable: bool = False


@dataclass(frozen=True, slots=True)
class Guardianship:
    """Somebody who may speak for a pupil while it lasts. `until` is the first day on which it no longer holds; `answered`: the office said
    whether there is authority, where a list only named them.
    """

    guardian: PersonId
    pupil: PersonId
    has_authority: bool
    since: date
    until: date | None = None
    answered: bool = True

    def holds(self, on: date) -> bool:
        """Whether there is legal authority on that day."""
        return self.has_authority and self.lasts(on)

    def lasts(self, on: date) -> bool:
        """Whether it is so on that day, with or without authority."""
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class NoticeVersion:
    """That a wording of a purpose came into force, and whether it changed what people agree to."""

    purpose: PurposeCode
    version: int
    material: bool
    since: datetime


@dataclass(frozen=True, slots=True)
class Policy:
    """What a school chose.

    `lapse_days`: how long after the birthday of consent a guardian's word stays while the pupil says nothing; None: until the pupil speaks.
    """

    age_of_consent: int = 16
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/Amsterdam"))
    lapse_days: int | None = None

    def day(self, at: datetime) -> date:
        """The date on the school's wall at a moment. `at` carries a time zone."""
        return at.astimezone(self.zone).date()


class Onlookers(StrEnum):
    """What a school shows to a guardian without authority."""

    NOTHING = "nothing"
    STANDING = "standing"
    PICTURES = "pictures"


class Setting(StrEnum):
    """What a school sets besides its policy."""

    YES_LASTS = "yes_lasts"
    ONLOOKERS_SEE = "onlookers_see"
    CONTROLLER = "controller"
    REMINDING = "reminding"
    ADDRESSES = "addresses"
    KEEPING = "keeping"


class Mending(StrEnum):
    """What somebody did by hand to what is made of an item: covered a place or no longer, cut it to a part or no longer, took a stretch
    out or put it back, chose how covered voices sound.
    """

    COVERED = "covered"
    UNCOVERED = "uncovered"
    CUT = "cut"
    WHOLE = "whole"
    TAKEN_OUT = "taken_out"
    PUT_BACK = "put_back"
    HUSHED = "hushed"


class Permission(StrEnum):
    """On what ground the maker's work may be used."""

    OWN_WORK = "own_work"
    GIVEN = "given"
    LICENCE = "licence"


@dataclass(frozen=True, slots=True)
class Maker:
    """Who made a medium, and on what ground it is used. `proof` is how one can tell: where the permission lies, or the licence's terms."""

    name: str
    permission: Permission
    proof: str | None = None

    @property
    def permits(self) -> bool:
        """Whether the ground holds: work made for the school by itself, anything else only with proof."""
        return bool(self.name.strip()) and (self.permission is Permission.OWN_WORK or bool((self.proof or "").strip()))
