"""What is kept about one person, on one page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from flask import render_template
from flask.typing import ResponseReturnValue

from app.web.context import now, session
from app.web.office.blueprint import bp, office
from consent_store.errors import NotFound
from consent_store.ids import PersonId
from consent_store.records.queries import consents, enrolments, media, people, register, school, templates
from consent_store.records.queries.consents import Choice, ScanView
from consent_store.records.queries.enrolments import EnrolmentView
from consent_store.records.queries.people import GroupView, PersonView
from consent_store.records.queries.register import References, Tie
from consent_store.records.queries.school import PurposeView
from consent_store.records.views import SightingView
from consent_store.rules import capacity
from consent_store.rules.terms import RECOGNITION, Role


@dataclass(frozen=True)
class Folder:
    """Everything about one person, read when it is asked for."""

    person: PersonView

    @property
    def is_pupil(self) -> bool:
        """Whether guardians may speak for this person."""
        return self.person.role is Role.PUPIL

    @cached_property
    def speaks_alone(self) -> bool:
        """Whether only the person's own word counts today."""
        policy = school.policy(session())
        return capacity.speaks_alone(self.person.subject, policy.day(now()), policy.age_of_consent)

    @cached_property
    def guardians(self) -> list[Tie]:
        """Who is recorded as a guardian."""
        return register.guardians_of(session(), self.person.id)

    @cached_property
    def wards(self) -> list[Tie]:
        """Of whom the person is recorded as a guardian."""
        return register.wards_of(session(), self.person.id)

    @cached_property
    def groups(self) -> list[GroupView]:
        """The groups that the person is in."""
        return people.groups_of(session(), self.person.id)

    @cached_property
    def group_choices(self) -> list[GroupView]:
        """All groups in use."""
        return people.group_list(session())

    @cached_property
    def look_alikes(self) -> list[PersonView]:
        """For whom a machine takes the person."""
        others = templates.look_alikes(session()).get(self.person.id, frozenset())
        return sorted(people.people(session(), others).values(), key=lambda view: view.name)

    @cached_property
    def consents(self) -> list[tuple[PurposeView, list[Choice]]]:
        """What stands for each purpose, kind by kind."""
        own = consents.family_view(session(), self.person.id, at=now())[-1]
        return [(purpose, list(choices)) for purpose, choices in groupby(own.choices, key=lambda choice: choice.purpose)]

    @cached_property
    def recognition(self) -> Choice | None:
        """What stands for recognition."""
        return next((choices[0] for purpose, choices in self.consents if purpose.code == RECOGNITION), None)

    @cached_property
    def speakers(self) -> Mapping[PersonId, PersonView]:
        """Everybody whose word counts."""
        said = {spoken.word.speaker for _, choices in self.consents for choice in choices for spoken in choice.standing.spoken}
        return people.people(session(), said)

    @cached_property
    def scans(self) -> list[ScanView]:
        """The forms on paper."""
        return consents.scans_of(session(), self.person.id)

    @cached_property
    def references(self) -> References | None:
        """What is kept of the face."""
        return register.references(session(), [self.person.id]).get(self.person.id)

    @cached_property
    def pictured(self) -> bool:
        """Whether reviewers see the register's picture of this person."""
        return self.person.id in people.pictured(session(), [self.person.id])

    @cached_property
    def enrolments(self) -> Sequence[EnrolmentView]:
        """What was asked to be learnt, the latest first."""
        return enrolments.of_person(session(), self.person.id)[::-1]

    @cached_property
    def waiting(self) -> bool:
        """Whether a face still waits to be learnt."""
        return any(each.state == "waiting" for each in self.enrolments)

    @cached_property
    def faces(self) -> Iterable[SightingView]:
        """Confirmed faces from which could be learnt."""
        return [face for face in media.faces_of(session(), self.person.id) if face.crop]


def open_(person: PersonId) -> Folder:
    """The folder of somebody in the register. Raises `NotFound` for whoever is not, or was erased."""
    view = people.person(session(), person)
    if view.erased:
        raise NotFound()
    return Folder(view)


@bp.get("/people/<person>")
@office
def person(person: PersonId) -> ResponseReturnValue:
    """What is kept about somebody."""
    return render_template("office/person.html", folder=open_(person), school=school.opened(session()))
