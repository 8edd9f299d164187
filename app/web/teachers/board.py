"""What lies before whoever answers faces by the pile: the questions, the one at hand, and who it may be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from app.web.context import session
from app.web.teachers.said import is_close
from consent_store.ids import EventId, PersonId, SightingId
from consent_store.records.queries import guests, media, people, templates, work
from consent_store.records.queries.people import PersonView
from consent_store.records.queries.work import Left
from consent_store.records.views import EventView, SightingView
from consent_store.rules.piles import Pile, Sort

CLUSTERS = 24  # sure piles that one press confirms at most
TOGETHER = 6  # of them that come at once: the others as somebody looks along
SHOWN = 60  # faces of a pile in sight: nothing is answered that was not
_BESIDE = 12  # other piles to join with
_FOUND = 9  # people that a search shows


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page asks for: a sort of questions, one pile, a name that somebody looks for, how many faces in sight, and of the sure piles
    those from `start` to `rows`.
    """

    sort: Sort | None = None
    at: str = ""
    text: str = ""
    most: int = SHOWN
    start: int = 0
    rows: int = TOGETHER


@dataclass(frozen=True)
class Board:
    """Everything about the faces of one event that wait, read when it is asked for."""

    event: EventView
    asked: Asked
    of_each: int = 4  # faces in sight of a pile that lies beside
    read: Sequence[Pile] | None = None  # every question, where they were read already

    @cached_property
    def piles(self) -> Sequence[Pile]:
        """Every question."""
        return work.piles_of(session(), self.event.id) if self.read is None else self.read

    @cached_property
    def left(self) -> Left:
        """How many decisions they are."""
        return work.left_of(session(), self.event.id, self.piles)

    @cached_property
    def sort(self) -> Sort | None:
        """The questions at hand: the sort asked for, else the next that there is; None where no face waits."""
        there = {pile.sort for pile in self.piles}
        order = list(Sort)
        start = order.index(self.asked.sort) if self.asked.sort else 0
        return next((sort for sort in (*order[start:], *order[:start]) if sort in there), None)

    @cached_property
    def of_sort(self) -> list[Pile]:
        """Those of that sort."""
        return [pile for pile in self.piles if pile.sort is self.sort]

    @cached_property
    def sure(self) -> list[Pile]:
        """The piles to be confirmed together after one look."""
        return self.of_sort[self.asked.start : self.asked.rows] if self.sort is Sort.SURE else []

    @property
    def further(self) -> int:
        """How many more of them the same press can confirm, once they were looked at."""
        return max(0, min(len(self.of_sort), CLUSTERS) - self.asked.rows) if self.sure else 0

    @cached_property
    def current(self) -> Pile | None:
        """The one question at hand."""
        if self.sort is Sort.SURE or not self.of_sort:
            return None
        return next((pile for pile in self.of_sort if pile.key == self.asked.at), self.of_sort[0])

    @cached_property
    def number(self) -> int:
        """Which of its sort that is, counted from one."""
        return self.of_sort.index(self.current) + 1 if self.current else 0

    @cached_property
    def following(self) -> str:
        """The question after it."""
        return self.of_sort[self.number % len(self.of_sort)].key if self.current else ""

    @cached_property
    def previous(self) -> str:
        """The question before it."""
        return self.of_sort[self.number - 2].key if self.current else ""

    @property
    def ahead(self) -> "Board | None":
        """What lies before them once the question at hand is answered, if another of its sort follows."""
        if self.current is None or len(self.of_sort) == 1:
            return None
        left = [pile for pile in self.piles if pile is not self.current]
        return replace(self, asked=Asked(self.sort, self.following), read=left)

    @cached_property
    def alike(self) -> list[Pile]:
        """The piles that resemble the same person as the one at hand."""
        return [pile for pile in self._others if self.current and pile.person and pile.person == self.current.person][:_BESIDE]

    @cached_property
    def others(self) -> list[Pile]:
        """The piles beside, to join with."""
        return [pile for pile in self._others if pile not in self.alike][:_BESIDE]

    @cached_property
    def faces(self) -> Mapping[SightingId, SightingView]:
        """Every face in sight."""
        shown = [face.id for pile in (*self.sure, *([self.current] if self.current else ())) for face in pile.faces[: self.asked.most]]
        beside = [face.id for pile in (*self.alike, *self.others) for face in pile.faces[: self.of_each]]
        return media.sightings(session(), [*shown, *beside])

    def in_sight(self, pile: Pile) -> list[SightingId]:
        """Its faces of which there is a picture here: what an answer is about."""
        return [face.id for face in pile.faces[: self.asked.most] if face.id in self.faces and self.faces[face.id].crop]

    @cached_property
    def rivals(self) -> Mapping[str, PersonId]:
        """By sure pile: whom one of its faces resembles almost as much."""
        guesses = [(pile.key, self.faces[face.id].proposal) for pile in self.sure for face in pile.faces if face.id in self.faces]
        return {key: guess.runner_up for key, guess in guesses if guess and guess.runner_up and is_close(guess)}

    @cached_property
    def members(self) -> Sequence[PersonView]:
        """The people of the event's groups, and its guests."""
        return guests.at_event(session(), self.event.id)

    @cached_property
    def found(self) -> Sequence[PersonView]:
        """Whom the search shows."""
        text = self.asked.text
        return people.search_people(session(), text, self.event.groups, limit=_FOUND) if text.strip() else []

    @cached_property
    def people(self) -> Mapping[PersonId, PersonView]:
        """Everybody whom the page names."""
        asked = [(pile.person, self.rivals.get(pile.key)) for pile in self.sure]
        asked += [(self.current.person, self.current.runner_up)] if self.current else []
        guessed = {person for pair in asked for person in pair if person}
        guessed |= {twin for person in guessed for twin in self._look_alikes.get(person, ())}
        return {view.id: view for view in (*self.members, *self.found)} | people.people(session(), guessed)

    @cached_property
    def candidates(self) -> list[PersonView]:
        """Whom the pile at hand resembles, the likeliest first, with those whom a machine takes for that person."""
        pile = self.current
        if pile is None or pile.person is None:
            return []
        twins = sorted(self._look_alikes.get(pile.person, ()))
        wanted = dict.fromkeys([pile.person, *([pile.runner_up] if pile.runner_up else ()), *twins])
        return [self.people[person] for person in wanted if person in self.people]

    @cached_property
    def groups(self) -> Mapping[PersonId, tuple[str, ...]]:
        """The names of everybody's groups."""
        return people.groups_by_person(session(), self.people)

    @cached_property
    def pictured(self) -> frozenset[PersonId]:
        """Those whose picture of the register may be shown here."""
        return people.pictured(session(), self.people)

    @cached_property
    def _look_alikes(self) -> Mapping[PersonId, frozenset[PersonId]]:
        return templates.look_alikes(session())

    @cached_property
    def _others(self) -> list[Pile]:
        return [pile for pile in self.piles if pile != self.current and pile.sort is not Sort.SURE]


def lay(event: EventId, asked: Asked) -> Board:
    """The board of an event. Raises `NotFound`."""
    return Board(media.event(session(), event), asked)
