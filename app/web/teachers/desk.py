"""What lies before whoever reviews a picture: the faces, the people they may be, and what the gate would answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from app.web.context import me, now, session
from consent_store.ids import ItemId, PersonId, PurposeCode, SightingId
from consent_store.operations import releases
from consent_store.operations.releases import Supposed
from consent_store.records.queries import consents, guests, media, people, reviews, school
from consent_store.records.queries.people import PersonView
from consent_store.records.queries.reviews import DoubtView
from consent_store.records.queries.school import PurposeView
from consent_store.records.views import EventView, ItemView, SightingView
from consent_store.rules.gate import Code, Decision, Review
from consent_store.rules.sightings import Answer, Box, Sighting
from consent_store.rules.terms import RECOGNITION

_FOUND = 8  # people that a search shows
_DENYING = {Code.NO_CONSENT, Code.NOT_LOCATABLE, Code.STANDING_UNKNOWN}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the reviewer points at: a face, or a place where somebody was missed; and the name they look for."""

    face: SightingId | None = None
    missing: bool = False
    box: Box | None = None
    text: str = ""


@dataclass(frozen=True)
class Desk:
    """Everything about one picture under review, read when it is asked for."""

    item: ItemView
    event: EventView
    faces: Sequence[SightingView]
    chosen: Chosen

    @cached_property
    def current(self) -> SightingView | None:
        """The face in question: the one pointed at, else the first without an answer."""
        if self.chosen.missing:
            return None
        pointed = next((face for face in self.faces if face.sighting.id == self.chosen.face), None)
        return pointed or next((face for face in self.faces if face.sighting.answer is None), None)

    @cached_property
    def number(self) -> int:
        """Which of the faces that is, counted from one."""
        return self.faces.index(self.current) + 1 if self.current else 0

    @cached_property
    def listed(self) -> int:
        """How many an attestation would list."""
        return sum(face.sighting.answer is not Answer.NOBODY for face in self.faces)

    @cached_property
    def unanswered(self) -> int:
        """How many faces have no answer."""
        return sum(face.sighting.answer is None for face in self.faces)

    @cached_property
    def named(self) -> frozenset[PersonId]:
        """Everybody who is said to be in the picture."""
        return frozenset(face.sighting.person for face in self.faces if face.sighting.person)

    @cached_property
    def members(self) -> list[PersonView]:
        """The people of the event's groups, and its guests."""
        return guests.at_event(session(), self.event.id)

    @cached_property
    def found(self) -> list[PersonView]:
        """Whom the search shows."""
        return people.search_people(session(), self.chosen.text, self.event.groups, limit=_FOUND) if self.chosen.text.strip() else []

    @cached_property
    def people(self) -> Mapping[PersonId, PersonView]:
        """Everybody whom the page names."""
        guesses = (face.proposal for face in self.faces if face.proposal)
        guessed = {person for guess in guesses for person in (guess.person, guess.runner_up) if person}
        reviewers = {review.reviewer for review in self.reviews} | {face.answered_by for face in self.faces if face.answered_by}
        others = self.named | guessed | reviewers | {doubt.raised_by for doubt in self.doubts}
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
        """What was asked about it."""
        return reviews.doubts_of(session(), self.item.id)

    @cached_property
    def purposes(self) -> list[PurposeView]:
        """What a picture may be let out for."""
        return [view for view in school.purposes(session()) if view.code != RECOGNITION and self.item.kind in view.purpose.kinds]

    @cached_property
    def shut(self) -> list[tuple[PersonView, tuple[PurposeView, ...]]]:
        """Who of the event's groups may not be shown, and where; whoever may be shown in the fewest places first."""
        return sorted(consents.may_not_be_shown(session(), self.event.id, at=now()), key=lambda pair: -len(pair[1]))

    @cached_property
    def now(self) -> Mapping[PurposeCode, Decision]:
        """What the gate answers now."""
        return releases.ask_every(session(), self.item.id, at=now())

    @cached_property
    def after(self) -> Mapping[PurposeCode, Decision]:
        """What it would answer if the machine's guess were right, and whoever looks attested it."""
        claims = self._supposed()
        [found] = releases.ask_supposing(session(), self.item.id, [Supposed(claims, (me().person.id,))], at=now())
        return found

    @cached_property
    def denied(self) -> frozenset[PersonId]:
        """Those in the picture whom some purpose may not show."""
        reasons = (reason for decision in self.now.values() for reason in decision.reasons)
        return frozenset(reason.person for reason in reasons if reason.person and reason.code in _DENYING)

    @cached_property
    def mine(self) -> bool:
        """Whether whoever looks attested this already."""
        return any(review.reviewer == me().person.id for review in self.reviews)

    @cached_property
    def neighbours(self) -> list[ItemView]:
        """The pictures beside it."""
        return media.around(session(), self.item)

    def _supposed(self) -> tuple[Sighting, ...]:
        guess = self.current.proposal if self.current else None
        if self.current is None or self.current.sighting.answer is not None or guess is None or guess.person is None:
            return ()
        return (replace(self.current.sighting, answer=Answer.PERSON, person=guess.person),)


def lay(item: ItemId, chosen: Chosen) -> Desk:
    """The desk for one picture. Raises `NotFound`."""
    view = media.item(session(), item)
    return Desk(view, media.event(session(), view.event), media.sightings_of(session(), item), chosen)
