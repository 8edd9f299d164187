"""Who was invited to answer, and who has: for every class at once, and by name in one."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, not_, or_, select
from sqlalchemy.orm import Session

from consent_store.ids import GroupId, PersonId, PurposeCode
from consent_store.records.answered import AnsweredRow
from consent_store.records.people import GroupRow, GuardianshipRow, MembershipRow, PersonRow
from consent_store.records.queries import people, reminders, school
from consent_store.records.queries.people import PersonView
from consent_store.rules import capacity
from consent_store.rules.entries import Say
from consent_store.rules.terms import NoticeVersion, Role

MATTER = "invitation"  # what reminders calls it
NO_CLASS = GroupId("")
_PRESENT = (PersonRow.role == Role.PUPIL, PersonRow.left_on.is_(None), PersonRow.erased_at.is_(None))


class Way(StrEnum):
    """How somebody was invited."""

    MAIL = "mail"
    LETTER = "letter"


class Stage(StrEnum):
    """How far the family of a pupil is; `PARTLY`: some questions have an answer and some have none."""

    ANSWERED = "answered"
    PARTLY = "partly"
    INVITED = "invited"
    NOT_INVITED = "not_invited"


@dataclass(frozen=True, slots=True)
class ClassView:
    """A class and how far its families are; pupils in no class stand under `NO_CLASS`, without a name."""

    id: GroupId
    name: str
    stages: Mapping[Stage, int]

    @property
    def total(self) -> int:
        """How many pupils there are."""
        return sum(self.stages.values())


@dataclass(frozen=True, slots=True)
class Overview:
    """Every class, and the whole school, in which each pupil counts once."""

    classes: tuple[ClassView, ...]
    whole: Mapping[Stage, int]


@dataclass(frozen=True, slots=True)
class PupilView:
    """A pupil, how far the family is, and whoever may say yes today, each with the ways in which they were invited."""

    person: PersonView
    stage: Stage
    speakers: tuple[tuple[PersonView, frozenset[Way]], ...]


def overview(session: Session, *, at: datetime) -> Overview:
    """Every class with pupils, by name; a pupil of two classes counts in both. A fixed number of queries, whatever the school's size."""
    everybody = [PersonId(person) for person in session.scalars(select(PersonRow.id).where(*_PRESENT))]
    stages = _stages(session, at, everybody, whole=True)
    names = {GroupId(id_): name for id_, name in session.execute(select(GroupRow.id, GroupRow.name).where(GroupRow.retired.is_(False)))}
    counts: dict[GroupId, Counter[Stage]] = {}
    placed = set()
    for group, person in session.execute(select(MembershipRow.group_id, MembershipRow.person_id)):
        if person in stages and group in names:
            counts.setdefault(GroupId(group), Counter())[stages[PersonId(person)]] += 1
            placed.add(person)
    loose = Counter(stage for person, stage in stages.items() if person not in placed)
    found = sorted((ClassView(group, names[group], counted) for group, counted in counts.items()), key=lambda view: view.name)
    return Overview((*found, *([ClassView(NO_CLASS, "", loose)] if loose else [])), Counter(stages.values()))


def stages_of(session: Session, group: GroupId | None, *, at: datetime) -> dict[PersonId, Stage]:
    """How far the family of each pupil of a class is, of `NO_CLASS` or, for None, of the school; by name."""
    among = () if group is None else (_in_class(group),)
    names = select(PersonRow.id).where(*_PRESENT, *among).order_by(PersonRow.given_name, PersonRow.family_name)
    return _stages(session, at, [PersonId(person) for person in session.scalars(names)], whole=group is None)


def pupils(session: Session, stages: Mapping[PersonId, Stage], *, at: datetime) -> list[PupilView]:
    """These pupils, in this order, with whoever may say yes for them today."""
    views = people.people(session, stages)
    speaking, invited = speakers(session, views.values(), school.policy(session).day(at)), _invited(session)
    return [PupilView(views[id_], stage, _told(speaking.get(id_, []), invited)) for id_, stage in stages.items()]


def speakers(session: Session, views: Iterable[PersonView], on: date) -> dict[PersonId, list[PersonView]]:
    """Whoever may say yes for each of these people on a day, in a fixed number of queries."""
    wanted = {view.id: view for view in views}
    age, ties = school.policy(session).age_of_consent, people.guardianships_of(session, wanted)
    may: dict[PersonId, list[PersonId]] = {}
    for id_, view in wanted.items():
        around = ties.get(id_, [])
        candidates = dict.fromkeys([*(tie.guardian for tie in around), id_])
        may[id_] = [each for each in candidates if capacity.may_give(each, view.subject, around, on, age)]
    known = people.people(session, {speaker for found in may.values() for speaker in found})
    return {id_: [known[each] for each in found if not known[each].erased] for id_, found in may.items()}


def _told(views: Iterable[PersonView], invited: Mapping[PersonId, frozenset[Way]]) -> tuple[tuple[PersonView, frozenset[Way]], ...]:
    return tuple((view, invited.get(view.id, frozenset())) for view in views)


def _in_class(group: GroupId) -> ColumnElement[bool]:
    in_use = select(MembershipRow.person_id).join(GroupRow, GroupRow.id == MembershipRow.group_id).where(GroupRow.retired.is_(False))
    return PersonRow.id.not_in(in_use) if group == NO_CLASS else PersonRow.id.in_(in_use.where(GroupRow.id == group))


def _invited(session: Session) -> dict[PersonId, frozenset[Way]]:
    found: dict[PersonId, frozenset[Way]] = {}
    for person, way in reminders.who(session, MATTER):
        found[person] = found.get(person, frozenset()) | {Way(way)}
    return found


def _stages(session: Session, at: datetime, pupils: Sequence[PersonId], *, whole: bool) -> dict[PersonId, Stage]:
    """How far the families of these pupils are, in this order. `whole`: they are the whole school, and need not be named to be counted."""
    asked = sum(len(view.purpose.kinds) for view in school.purposes(session))
    answers, told = _answers(session, at, None if whole else pupils), _families_told(session)
    found = {}
    for person in pupils:
        given = answers.get(person, 0)
        unanswered = Stage.INVITED if person in told else Stage.NOT_INVITED
        found[person] = (Stage.ANSWERED if given >= asked else Stage.PARTLY) if given else unanswered
    return found


def _answers(session: Session, at: datetime, among: Sequence[PersonId] | None) -> dict[str, int]:
    """To how many questions there is an answer that still counts, by person; those without any are left out."""
    in_use = or_(*(and_(AnsweredRow.purpose == v.code, AnsweredRow.kind.in_(v.purpose.kinds)) for v in school.purposes(session)))
    lasts = or_(AnsweredRow.until.is_(None), AnsweredRow.until > school.policy(session).day(at))
    yes = and_(AnsweredRow.say == Say.YES, lasts, *_under_what_is_in_force(school.notice_versions(session)))
    counts = or_(AnsweredRow.say.in_((Say.NO, Say.WITHDRAWN)), yes)
    query = select(AnsweredRow.person_id, func.count()).where(in_use, counts).group_by(AnsweredRow.person_id)
    if among is not None:
        query = query.where(AnsweredRow.person_id.in_(among))
    return {person: number for person, number in session.execute(query)}


def _under_what_is_in_force(notices: Iterable[NoticeVersion]) -> list[ColumnElement[bool]]:
    """Not under a wording that has materially changed since."""
    newest: dict[PurposeCode, int] = {}
    for notice in notices:
        if notice.material:
            newest[notice.purpose] = max(notice.version, newest.get(notice.purpose, 0))
    return [not_(and_(AnsweredRow.purpose == purpose, AnsweredRow.notice < version)) for purpose, version in newest.items() if version > 1]


def _families_told(session: Session) -> set[str]:
    """Pupils who were invited themselves, or one of whose guardians was."""
    told = {str(person) for person, _ in reminders.who(session, MATTER)}
    query = select(GuardianshipRow.pupil_id, GuardianshipRow.guardian_id)
    holding = query.where(GuardianshipRow.until.is_(None), GuardianshipRow.has_authority.is_(True))
    return told | {pupil for pupil, guardian in session.execute(holding) if guardian in told}
