"""A teacher who knows everybody and makes no mistake, reviewing the drawn event as its pages ask: every press is counted.

A pile that is asked about takes one press to answer, and one for each face in it that is somebody else's: such a face is taken out, and
then answered by itself. What the machine is sure of stands in one list, of which a press confirms a page.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from bench._evening import Evening
from consent_store.ids import EventId, PersonId, SightingId
from consent_store.operations import attesting, reviews
from consent_store.records.queries import attesting as to_do
from consent_store.records.queries import media, work
from consent_store.rules.piles import Pile, Sort
from consent_store.rules.sightings import Answer

SURE_AT_ONCE, ATTESTED_AT_ONCE = 24, 30  # piles, and pictures, on a page


@dataclass(slots=True)
class Presses:
    """How often a key was pressed, and for what; `astray` counts faces that one press would have given a wrong name, had nobody looked."""

    counted: Counter[str] = field(default_factory=Counter)
    astray: int = 0

    @property
    def all(self) -> int:
        """In all."""
        return self.counted.total()


@dataclass(frozen=True, slots=True)
class Teacher:
    """Reviews an event of an evening."""

    evening: Evening
    event: EventId
    presses: Presses = field(default_factory=Presses)

    def review(self) -> Presses:
        """People first, then whom the engine missed, then every picture attested."""
        with self.evening.shop.services.db.unit_of_work() as session:
            asked = work.piles_of(session, self.event)
            sure = [pile for pile in asked if pile.sort is Sort.SURE]
            for start in range(0, len(sure), SURE_AT_ONCE):
                self._confirm(session, sure[start : start + SURE_AT_ONCE])
            for pile in asked[len(sure) :]:
                self._answer(session, pile)
        with self.evening.shop.services.db.unit_of_work() as session:
            self._draw_missed(session)
            self._attest(session)
        return self.presses

    def wrong(self) -> int:
        """Answers that are not true."""
        with self.evening.shop.services.db.reading() as session:
            claims = [view.sighting for item in self.evening.missed for view in media.sightings_of(session, item)]
        known = self.evening.truth
        return sum((claim.answer, claim.person) != known[claim.id] for claim in claims if claim.id in known)

    def _confirm(self, session: Session, page: Sequence[Pile]) -> None:
        """A page of the list of those the machine is sure of."""
        right = [face.id for pile in page for face in pile.faces if self._is(face.id, pile.person)]
        others = [face.id for pile in page for face in pile.faces if not self._is(face.id, pile.person)]
        self.presses.astray += len(others)
        self.presses.counted["sure"] += 1
        self._say(session, right)
        self._say_singly(session, others)

    def _answer(self, session: Session, pile: Pile) -> None:
        """A pile by itself: who most of it is, without the others."""
        [(most, _)] = Counter(self.evening.truth[face.id] for face in pile.faces).most_common(1)
        right = [face.id for face in pile.faces if self.evening.truth[face.id] == most]
        self.presses.counted[pile.sort.value] += 1
        self._say(session, right)
        others = [face.id for face in pile.faces if face.id not in set(right)]
        self.presses.astray += len(others)
        self._say_singly(session, others)

    def _is(self, face: SightingId, person: PersonId | None) -> bool:
        return self.evening.truth[face] == (Answer.PERSON, person)

    def _say(self, session: Session, faces: Iterable[SightingId]) -> None:
        answers = [(face, *self.evening.truth[face]) for face in faces]
        if answers:
            reviews.answer_many(session, answers, actor=self.evening.teacher, at=self.evening.shop.now())

    def _say_singly(self, session: Session, faces: Sequence[SightingId]) -> None:
        """Faces that are taken out of a pile, each with a press, and each answered with another."""
        self.presses.counted["taken out"] += len(faces)
        self.presses.counted["answered after that"] += len(faces)
        self._say(session, faces)

    def _draw_missed(self, session: Session) -> None:
        told = {"actor": self.evening.teacher, "at": self.evening.shop.now()}
        for item, missed in self.evening.missed.items():
            for box, truth in missed:
                reviews.draw(session, item, box, *truth, **told)  # type: ignore[arg-type]
                self.presses.counted["drawn"] += 1

    def _attest(self, session: Session) -> None:
        while page := to_do.to_attest(session, self.event, limit=ATTESTED_AT_ONCE):
            seen = {item: view.revision for item, view in media.items(session, page).items()}
            done = attesting.attest_many(session, seen, actor=self.evening.colleague, at=self.evening.shop.now())
            assert len(done.items) == len(page), done.left_out
            self.presses.counted["attested"] += 1
