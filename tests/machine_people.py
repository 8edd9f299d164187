"""The people of a school driven at random: what happens to them, and what they say, beside the diary (`tests.oracle`)."""

from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from sqlalchemy.orm import Session

from app.db import Database
from consent_store.errors import Refusal
from consent_store.ids import ItemId, PersonId, PurposeCode
from consent_store.operations import consents, people, recalls
from consent_store.operations import school as school_operations
from consent_store.operations.model_form import Wording
from consent_store.rules.entries import Say, Word
from consent_store.rules.terms import Kind
from tests.oracle import WALL, Diary, Said

START = datetime(2026, 3, 2, 10, tzinfo=UTC)
PURPOSES = [PurposeCode(code) for code in ("website", "parent_portal", "poster")]  # on a poster nobody can be masked
few = st.integers(0, 11)


class PeopleMachine(RuleBasedStateMachine):
    """Time, families, wordings and words. What it keeps is filled by whoever opens the school."""

    kinds: ClassVar[tuple[Kind, ...]] = (Kind.PHOTO,)  # in which somebody is asked to be shown
    database: Database
    now: datetime
    diary: Diary
    asleep: bool
    admin: PersonId
    children: list[PersonId]
    guardians: list[PersonId]

    def today(self) -> date:
        """The date on the school's wall."""
        return self.now.astimezone(WALL).date()

    @abstractmethod
    def item(self, number: int) -> ItemId:
        """One of the photos."""

    @contextmanager
    def at_work(self) -> Iterator[Session]:
        """One transaction. What is refused has changed nothing."""
        with self.database.unit_of_work() as session:
            yield session

    @rule(hours=st.sampled_from([1, 14, 24, 24 * 15, 24 * 60]), asleep=st.booleans())
    def time_passes(self, hours: int, asleep: bool) -> None:
        """And nobody does anything. At night the gate is asked again, unless the workers sleep."""
        self.now += timedelta(hours=hours)
        self.asleep = asleep
        if not asleep:
            with self.at_work() as session:
                recalls.nightly(session, at=self.now)

    @rule(guardian=few, child=few, has=st.booleans())
    def custody_changes(self, guardian: int, child: int, has: bool) -> None:
        """A court, or a form, says who is in charge."""
        self.custody(self.guardians[guardian % 3], self.children[child % 3], has)

    def custody(self, guardian: PersonId, child: PersonId, has: bool) -> None:
        """Recorded from today."""
        with self.at_work() as session:
            people.record_guardianship(session, guardian, child, has, actor=self.admin, at=self.now)
        self.diary.custody.append((self.today(), guardian, child, has))

    @rule(child=few, hidden=st.booleans())
    def somebody_goes_into_hiding(self, child: int, hidden: bool) -> None:
        """Or need no longer hide."""
        who = self.children[child % 3]
        with self.at_work() as session:
            people.set_locatable(session, who, hidden, actor=self.admin, at=self.now)
        (self.diary.in_hiding.add if hidden else self.diary.in_hiding.discard)(who)

    @rule(purpose=few, material=st.booleans())
    def a_notice_changes(self, purpose: int, material: bool) -> None:
        """Materially, or not."""
        code = PURPOSES[purpose % 3]
        wordings = {language: Wording(code, f"Version {len(self.diary.notices[code]) + 1}") for language in ("nl", "en")}
        with self.at_work() as session:
            school_operations.publish_notice(session, code, wordings, material, actor=self.admin, at=self.now)
        self.diary.notices[code].append(material)

    @rule(
        speaker=few,
        child=few,
        say=st.sampled_from(Say),
        purpose=few,
        of_item=st.none() | few,
        days=st.none() | st.integers(1, 90),
        kind=few,
    )
    def somebody_speaks(self, speaker: int, child: int, say: Say, purpose: int, of_item: int | None, days: int | None, kind: int) -> None:
        """Whoever has no say is refused, and nothing changes."""
        about = self.children[child % 3]
        item = None if of_item is None else self.item(of_item)
        use = None if purpose == 11 and say is not Say.YES and item else PURPOSES[purpose % 3]
        of = self.kinds[kind % len(self.kinds)] if use else None
        self.speak([*self.guardians, about][speaker % 4], about, say, use, item, days if say is Say.YES else None, of)

    def a_whole_class_agrees(self, purpose: PurposeCode, days: int | None) -> None:
        """Each child, and whoever is in charge of them; perhaps for so many days."""
        for child, kind in product(self.children, self.kinds):
            for speaker in (*self.guardians, child):
                if speaker == child or self.diary.in_charge(speaker, child, self.today()):
                    self.speak(speaker, child, Say.YES, purpose, None, days, kind)

    def speak(
        self,
        speaker: PersonId,
        about: PersonId,
        say: Say,
        use: PurposeCode | None,
        item: ItemId | None,
        days: int | None,
        kind: Kind | None,
    ) -> None:
        """Online, under the notice in force."""
        version = len(self.diary.notices[use]) if use else None
        until = self.today() + timedelta(days=days) if days else None
        word = Word(speaker, about, say, use, kind, notice=version, language="nl", until=until, item=item)
        with suppress(Refusal), self.at_work() as session:
            consents.speak(session, word, actor=speaker, at=self.now)
            self.diary.said.append(Said(self.now, speaker, about, say.value, use, item, until, version, kind))
