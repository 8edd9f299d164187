"""A teacher who knows everybody and makes no mistake, reviewing the drawn event as its pages ask: every press is counted.

A pile takes one press to answer, and one for each face in it that is somebody else's: such a face is marked, leaves the pile with the
answer, and is asked about again once the worker has grouped anew. What the machine is sure of is confirmed a page at a time.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypedDict

from sqlalchemy.orm import Session

from app.jobs import clustering
from app.web.teachers.board import CLUSTERS, SHOWN
from bench._evening import Evening
from consent_store.ids import EventId, PersonId, new_id
from consent_store.operations import attesting, piles, reviews
from consent_store.records.queries import attesting as to_do
from consent_store.records.queries import media, work
from consent_store.rules.piles import Pile, Sort
from consent_store.rules.sightings import Answer

ATTESTED_AT_ONCE = 30  # pictures on a page


class _Told(TypedDict):
    actor: PersonId
    at: datetime


@dataclass(slots=True)
class Presses:
    """How often a key was pressed, and for what; `astray` counts faces that a press would have given a wrong name, had nobody looked."""

    counted: Counter[str] = field(default_factory=Counter)
    astray: Counter[str] = field(default_factory=Counter)

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
        """People first, then whom the engine missed, then every picture attested by a colleague."""
        while self._next():
            pass
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

    def _next(self) -> bool:
        """The question at hand; False where no face waits."""
        with self.evening.shop.services.db.unit_of_work() as session:
            asked = work.piles_of(session, self.event)
            sure = [pile for pile in asked if pile.sort is Sort.SURE][:CLUSTERS]
            marked = self.presses.counted["marked"]
            if sure:
                self.presses.counted["sure"] += 1
                for pile in sure:
                    self._said(session, pile, (Answer.PERSON, pile.person))
            elif asked:
                self.presses.counted[asked[0].sort.value] += 1
                self._said(session, asked[0], self._most(asked[0]))
        if self.presses.counted["marked"] > marked:
            clustering.cluster_ready(self.evening.shop)
        return bool(asked)

    def _most(self, pile: Pile) -> tuple[Answer, PersonId | None]:
        """Who most of the faces in sight are."""
        return Counter(self.evening.truth[face.id] for face in pile.faces[:SHOWN]).most_common(1)[0][0]

    def _said(self, session: Session, pile: Pile, who: tuple[Answer, PersonId | None]) -> None:
        """The faces in sight are somebody, but for those that are marked."""
        shown = [face.id for face in pile.faces[:SHOWN]]
        right = [face for face in shown if self.evening.truth[face] == who]
        others = [face for face in shown if self.evening.truth[face] != who]
        if others:
            piles.part(session, self.event, right, others, who[1], **self._told())
        self.presses.counted["marked"] += len(others) if right else 1  # "Somebody else", for all of them
        self.presses.astray[pile.sort.value] += len(others)
        reviews.answer_many(session, [(face, *who) for face in right], batch=new_id(), **self._told())

    def _told(self) -> _Told:
        return {"actor": self.evening.teacher, "at": self.evening.shop.now()}

    def _draw_missed(self, session: Session) -> None:
        for item, missed in self.evening.missed.items():
            for box, truth in missed:
                reviews.draw(session, item, box, *truth, **self._told())
                self.presses.counted["drawn"] += 1

    def _attest(self, session: Session) -> None:
        while page := to_do.to_attest(session, self.event, limit=ATTESTED_AT_ONCE):
            seen = {item: view.revision for item, view in media.items(session, page).items()}
            done = attesting.attest_many(session, seen, actor=self.evening.colleague, at=self.evening.shop.now())
            assert len(done.items) == len(page), done.left_out
            self.presses.counted["attested"] += 1
