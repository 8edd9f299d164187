"""A simulator of a school: short words for people, consents, events and items, all through the operations."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count

from sqlalchemy.orm import Session

from consent_store.ids import GroupId, ItemId, PersonId, PurposeCode
from consent_store.operations import consents, people
from consent_store.operations import school as school_operations
from consent_store.records.queries import consents as consent_queries
from consent_store.records.queries import people as people_queries
from consent_store.records.queries import school as school_queries
from consent_store.rules.entries import Entry, Say, Word
from consent_store.rules.standing import Standing
from consent_store.rules.terms import RECOGNITION, Duty, Kind, Purpose, Role

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
WEBSITE, PORTAL = PurposeCode("website"), PurposeCode("parent_portal")
ORIGIN = "school.test/ledger"
NAMES = ("Anna", "Bram", "Chloë", "Daan", "Esra", "Finn", "Guus", "Hanna", "Ilias", "Jip", "Kaan", "Liv", "Mees", "Noor", "Omar", "Puck")
__all__ = ["NOON", "ORIGIN", "PORTAL", "RECOGNITION", "WEBSITE", "School"]


@dataclass
class School:
    """A school in the hands of a test. `at` is its clock, which only the test moves."""

    session: Session
    admin: PersonId
    at: datetime = NOON
    _numbers: "count[int]" = field(default_factory=count)

    @classmethod
    def open(cls, session: Session, at: datetime = NOON) -> "School":
        """Set a school up with the model form's purposes, and an administrator."""
        who = {"given_name": "Ada", "family_name": "Beheer", "email": "ada@school.test"}
        return cls(session, school_operations.open_school(session, name="De Linde", origin=ORIGIN, **who, at=at), at)

    @classmethod
    def again(cls, session: Session, at: datetime = NOON) -> "School":
        """Enter a school that was set up before."""
        (administrator,) = people_queries.staff_with(session, Duty.ADMIN)
        return cls(session, administrator.id, at)

    def later(self, **span: float) -> datetime:
        """Move the clock by a `timedelta`'s arguments."""
        self.at += timedelta(**span)
        return self.at

    def person(self, role: Role, *, born: date | None = None, groups: Iterable[GroupId] = (), email: str | None = None) -> PersonId:
        """Somebody new, with a name of their own."""
        number = next(self._numbers)
        names = {"given_name": NAMES[number % len(NAMES)], "family_name": f"Nummer{number}"}
        address = email or f"p{number}@school.test"
        return people.register(self.session, role=role, born=born, groups=groups, email=address, **names, actor=self.admin, at=self.at)

    def pupil(self, *, born: date | None = date(2014, 5, 4), groups: Iterable[GroupId] = ()) -> PersonId:
        """A pupil, of twelve unless said otherwise."""
        return self.person(Role.PUPIL, born=born, groups=groups)

    def guardian(self, *pupils: PersonId) -> PersonId:
        """Somebody with authority over these pupils."""
        guardian = self.person(Role.GUARDIAN)
        for pupil in pupils:
            people.record_guardianship(self.session, guardian, pupil, True, actor=self.admin, at=self.at)
        return guardian

    def family(self, **pupil: object) -> tuple[PersonId, PersonId]:
        """A pupil with one guardian."""
        child = self.pupil(**pupil)  # type: ignore[arg-type]
        return child, self.guardian(child)

    def staff(self, *duties: Duty) -> PersonId:
        """A member of staff with these duties."""
        member = self.person(Role.STAFF)
        for duty in duties:
            school_operations.record_duty(self.session, member, duty, True, actor=self.admin, at=self.at)
        return member

    def group(self, name: str | None = None) -> GroupId:
        """A class."""
        return people.make_group(self.session, name or f"klas {next(self._numbers)}")

    def says(
        self,
        speaker: PersonId,
        say: Say,
        about: PersonId,
        purpose: PurposeCode | None = WEBSITE,
        kind: Kind | None = Kind.PHOTO,
        *,
        item: ItemId | None = None,
        until: date | None = None,
    ) -> Entry:
        """A word online, under the notice in force."""
        version = next((view.version for view in school_queries.purposes(self.session) if view.code == purpose), None)
        word = Word(speaker, about, say, purpose, kind, notice=version, language="nl", until=until, item=item)
        return consents.speak(self.session, word, actor=speaker, at=self.at)

    def gives(self, speaker: PersonId, about: PersonId, *purposes: PurposeCode, kind: Kind = Kind.PHOTO) -> None:
        """A yes to each of these purposes; to the website if none is named."""
        for purpose in purposes or (WEBSITE,):
            self.says(speaker, Say.YES, about, purpose, kind)

    def withdraws(self, speaker: PersonId, about: PersonId, purpose: PurposeCode = WEBSITE, kind: Kind = Kind.PHOTO) -> Entry:
        """A yes taken back."""
        return self.says(speaker, Say.WITHDRAWN, about, purpose, kind)

    def purpose(self, code: PurposeCode = WEBSITE) -> Purpose:
        """A purpose as the rules know it."""
        return school_queries.purpose(self.session, code)

    def standing(self, person: PersonId, purpose: PurposeCode = WEBSITE, kind: Kind = Kind.PHOTO, item: ItemId | None = None) -> Standing:
        """What stands for somebody now."""
        return consent_queries.standing_of(self.session, person, self.purpose(purpose), kind, at=self.at, item=item)
