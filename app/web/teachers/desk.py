"""What lies before whoever reviews a picture: the faces, the people they may be, and what the gate would answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from app.web.context import me, now, session
from consent_store.ids import GroupId, PersonId, PurposeCode, SightingId
from consent_store.operations import releases
from consent_store.operations.releases import Supposed
from consent_store.records.queries import consents, guests, history, media, people, reviews, school, work
from consent_store.records.queries.history import History, Word
from consent_store.records.queries.people import GroupView, PersonView
from consent_store.records.queries.reviews import DoubtView
from consent_store.records.queries.school import PurposeView
from consent_store.records.queries.work import Left
from consent_store.records.views import EventView, ItemView, SightingView
from consent_store.rules.gate import Code, Decision, DoubtState, Review
from consent_store.rules.sightings import Answer, Box, Sighting
from consent_store.rules.terms import RECOGNITION, SYSTEM

_FOUND = 8  # people that a search shows
_DENYING = {Code.NO_CONSENT, Code.NOT_LOCATABLE, Code.STANDING_UNKNOWN}
Said = tuple[Answer | None, PersonId | None]
Shut = tuple[PersonView, tuple[PurposeView, ...]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the reviewer points at: a face, a place where somebody was missed, or a group; and the name they look for.

    `wanted`: what they said of the face that somebody else answered meanwhile. `seen`: the revision that they had before them. In film
    and sound `at` is the moment of the box, in milliseconds, and `heard` says that a voice was missed.
    """

    face: SightingId | None = None
    missing: bool = False
    box: Box | None = None
    text: str = ""
    group: GroupId | None = None
    wanted: Said | None = None
    seen: int | None = None
    at: int | None = None
    heard: bool = False


@dataclass(frozen=True)
class Desk:
    """Everything about one picture under review, read when it is asked for."""

    item: ItemView
    faces: Sequence[SightingView]
    chosen: Chosen

    @cached_property
    def event(self) -> EventView:
        """Where the picture belongs."""
        return media.event(session(), self.item.event)

    @cached_property
    def left(self) -> Left:
        """What is left in the event, in decisions."""
        return work.left(session(), self.item.event)

    @cached_property
    def current(self) -> SightingView | None:
        """The face in question: the one pointed at, else the first without an answer."""
        if self.chosen.missing or self.chosen.group:
            return None
        pointed = next((face for face in self.faces if face.sighting.id == self.chosen.face), None)
        return pointed or next(iter(self.waiting), None)

    @cached_property
    def waiting(self) -> list[SightingView]:
        """The faces that want an answer, in order."""
        return [face for face in self.faces if face.sighting.answer is None]

    @property
    def guess(self) -> PersonId | None:
        """Who the face in question probably is."""
        open_ = self.current if self.current and self.current.sighting.answer is None else None
        return open_.proposal.person if open_ and open_.proposal else None

    @cached_property
    def number(self) -> int:
        """Which of the faces that is, counted from one."""
        return self.faces.index(self.current) + 1 if self.current else 0

    @cached_property
    def numbers(self) -> Mapping[SightingId, int]:
        """Which of the faces each is, counted from one."""
        return {face.sighting.id: number for number, face in enumerate(self.faces, 1)}

    @cached_property
    def listed(self) -> int:
        """How many people an attestation would list: whoever is seen twice, or seen and heard, is one."""
        said = [face.sighting for face in self.faces if face.sighting.answer not in {Answer.NOBODY, Answer.CROWD}]
        return len({claim.person or claim.id for claim in said})

    @cached_property
    def unanswered(self) -> int:
        """How many faces have no answer."""
        return len(self.waiting)

    @cached_property
    def named(self) -> frozenset[PersonId]:
        """Everybody who is said to be in the picture."""
        return frozenset(face.sighting.person for face in self.faces if face.sighting.person)

    @cached_property
    def guessed(self) -> Mapping[PersonId, int]:
        """Whom the machine names for faces without an answer, and which faces."""
        open_ = (face for face in self.faces if face.sighting.answer is None and face.proposal)
        return {face.proposal.person: self.numbers[face.sighting.id] for face in open_ if face.proposal and face.proposal.person}

    @cached_property
    def members(self) -> list[PersonView]:
        """The people of the event's groups, and its guests."""
        return guests.at_event(session(), self.item.event)

    @cached_property
    def classes(self) -> list[GroupView]:
        """The event's groups."""
        of_event = set(self.event.groups)
        return [group for group in people.group_list(session()) if group.id in of_event]

    @cached_property
    def class_(self) -> GroupView | None:
        """The group that is pointed at, else the first."""
        return next((group for group in self.classes if group.id == self.chosen.group), None) or next(iter(self.classes), None)

    @cached_property
    def class_members(self) -> list[PersonView]:
        """The people of that group."""
        return people.people_in(session(), [self.class_.id] if self.class_ else [])

    @cached_property
    def found(self) -> list[PersonView]:
        """Whom the search shows."""
        return people.search_people(session(), self.chosen.text, self.event.groups, limit=_FOUND) if self.chosen.text.strip() else []

    @cached_property
    def people(self) -> Mapping[PersonId, PersonView]:
        """Everybody whom the page names."""
        guesses = (face.proposal for face in self.faces if face.proposal)
        guessed = {person for guess in guesses for person in (guess.person, guess.runner_up) if person}
        spoke = {review.reviewer for review in self.reviews} | {face.answered_by for face in self.faces if face.answered_by}
        told = {person for doubt in self.doubts for person in (doubt.raised_by, doubt.settled_by) if person}
        heard = {person for word in self.meanwhile for person in (word.by, word.person) if person}
        wanted = {self.chosen.wanted[1]} if self.chosen.wanted and self.chosen.wanted[1] else set()
        others = self.named | guessed | spoke | told | heard | wanted
        return {view.id: view for view in (*self.members, *self.found)} | people.people(session(), others)

    @cached_property
    def groups(self) -> Mapping[PersonId, tuple[str, ...]]:
        """The names of everybody's groups."""
        return people.groups_by_person(session(), self.people)

    @cached_property
    def pictured(self) -> frozenset[PersonId]:
        """Those whose picture of the register may be shown here."""
        return people.pictured(session(), self.people)

    @cached_property
    def reviews(self) -> list[Review]:
        """Who attested what is there now."""
        return [review for review in reviews.reviews_of(session(), self.item.id) if review.revision == self.item.revision]

    @cached_property
    def doubts(self) -> list[DoubtView]:
        """What was asked about it and counts, or has an answer that whoever looks asked for and did not read."""
        found = reviews.doubts_of(session(), self.item.id)
        return [doubt for doubt in found if doubt.state is not DoubtState.RESOLVED or self.is_news(doubt)]

    def is_news(self, doubt: DoubtView) -> bool:
        """Whether whoever looks asked this, and did not read the answer."""
        return doubt.unread and doubt.raised_by == me().person.id

    @cached_property
    def history(self) -> History:
        """What whoever looks can take back in this event, and do again."""
        return history.of(session(), self.item.event, me().person.id)

    @cached_property
    def meanwhile(self) -> list[Word]:
        """What others said here since whoever looks saw it."""
        return history.said_since(session(), self.item.id, self.chosen.seen, me().person.id) if self.chosen.seen is not None else []

    @cached_property
    def purposes(self) -> list[PurposeView]:
        """What a picture may be let out for."""
        return [view for view in school.purposes(session()) if view.code != RECOGNITION and self.item.kind in view.purpose.kinds]

    @cached_property
    def shut(self) -> list[Shut]:
        """Who of the event's groups may not be shown, or heard in a sound, and where: those in it first, then whoever is shut out most."""
        return self._first(consents.may_not_be_shown(session(), self.item.event, at=now(), kind=self.item.kind))

    def _first(self, found: list[Shut]) -> list[Shut]:
        return sorted(found, key=lambda pair: (pair[0].id not in self.named, pair[0].id not in self.guessed, -len(pair[1])))

    @cached_property
    def now(self) -> Mapping[PurposeCode, Decision]:
        """What the gate answers now."""
        return self._answers[0]

    @cached_property
    def after(self) -> Mapping[PurposeCode, Decision]:
        """What it would answer if the machine's guess were right, and whoever looks attested it."""
        return self._answers[1]

    @cached_property
    def foreseen(self) -> list[tuple[Said, Mapping[PurposeCode, Decision]]]:
        """What it would answer after each answer that is likely, once the rest is answered by a harmless one, and attested."""
        return list(zip(self._likely, self._answers[2:], strict=True))

    @cached_property
    def denied(self) -> frozenset[tuple[PersonId, bool]]:
        """Those in it whom some purpose may not show, or (True) not let hear: somebody may be seen and not heard."""
        reasons = (reason for decision in self.now.values() for reason in decision.reasons)
        return frozenset((reason.person, reason.heard) for reason in reasons if reason.person and reason.code in _DENYING)

    @cached_property
    def mine(self) -> bool:
        """Whether whoever looks attested this already."""
        return any(review.reviewer == me().person.id for review in self.reviews)

    @cached_property
    def neighbours(self) -> list[ItemView]:
        """The pictures beside it."""
        return media.around(session(), self.item)

    @cached_property
    def _answers(self) -> list[dict[PurposeCode, Decision]]:
        """Of now, after the machine's guess, and after each likely answer: the facts are read once for all."""
        guess, me_too, others = self._likely[:1], (me().person.id,), (SYSTEM,)
        after = self._said(*guess[0]) if guess and guess[0][1] else ()
        later = [Supposed((*self._said(*said), *self._rest), others) for said in self._likely]
        return releases.ask_supposing(session(), self.item.id, [Supposed(), Supposed(after, me_too), *later], at=now())

    @cached_property
    def _likely(self) -> list[Said]:
        """The answers that a face without one may get, the machine's guess first."""
        if self.current is None or self.current.sighting.answer is not None:
            return []
        guess = self.current.proposal
        named = [(Answer.PERSON, person) for person in (self.guess, guess.runner_up if guess else None) if person]
        return [*named, (Answer.STRANGER, None), (Answer.UNRECOGNISABLE, None)]

    def _said(self, answer: Answer | None, person: PersonId | None) -> tuple[Sighting, ...]:
        return (replace(self.current.sighting, answer=answer, person=person),) if self.current else ()

    @cached_property
    def _rest(self) -> tuple[Sighting, ...]:
        rest = (face.sighting for face in self.faces if face.sighting.answer is None and face is not self.current)
        return tuple(replace(claim, answer=Answer.NOBODY) for claim in rest)
