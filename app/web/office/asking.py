"""Whom to ask, as a form says, and how: letters by e-mail, letters and forms on paper."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import timedelta
from secrets import token_bytes

from flask import request

from app.db import Session
from app.letters import forms, invitations, links
from app.letters.forms import Printed
from app.letters.invitations import Asked
from app.paper.forms import Blank
from app.paper.letters import Leaf
from app.web.context import now, school, services, session, unit_of_work
from consent_store.errors import NotFound
from consent_store.ids import GroupId, PersonId, PurposeCode
from consent_store.operations import invitations as operations
from consent_store.records.queries import invitations as questions
from consent_store.records.queries import people, reminders
from consent_store.records.queries import school as schools
from consent_store.records.queries.invitations import MATTER, PupilView, Stage, Way
from consent_store.records.queries.people import PersonView
from consent_store.records.queries.school import NoticeView

EVERYBODY = "all"
_AGAIN = timedelta(days=1)  # whoever pressed twice does not write twice


def stages(group: str) -> dict[PersonId, Stage]:
    """How far the families of a class are, by its id, of no class, or of the school. Raises `NotFound`."""
    if group not in (EVERYBODY, questions.NO_CLASS):
        people.group(session(), GroupId(group))
    return questions.stages_of(session(), None if group == EVERYBODY else GroupId(group), at=now())


def pupils(found: Mapping[PersonId, Stage]) -> list[PupilView]:
    """These pupils, with whoever may answer."""
    return questions.pupils(session(), found, at=now())


def named(person: PersonId) -> PupilView:
    """Somebody by themselves, whatever they are to the school. Raises `NotFound`."""
    view = people.person(session(), person)
    if view.erased:
        raise NotFound()
    ours = schools.opened(session()).policy.day(now())
    speaking = questions.speakers(session(), [view], ours).get(person, [])
    return PupilView(view, Stage.NOT_INVITED, tuple((each, frozenset()) for each in speaking))


def unanswered(found: Mapping[PersonId, Stage]) -> list[PupilView]:
    """Those about whom some question is still open."""
    return pupils({person: stage for person, stage in found.items() if stage is not Stage.ANSWERED})


def meant(group: str) -> list[PupilView]:
    """Whom a form means: one person, or those of a class who have not answered."""
    person = request.form.get("person")
    return [named(PersonId(person))] if person else unanswered(stages(group))


def asked(found: Iterable[PupilView]) -> list[Asked]:
    """One letter for everybody who may speak, about all of these for whom they may."""
    found = list(found)
    groups = people.groups_by_person(session(), [each.person.id for each in found])
    readers: dict[PersonId, PersonView] = {}
    children: dict[PersonId, list[tuple[PersonView, tuple[str, ...]]]] = {}
    for each in found:
        for reader, _ in each.speakers:
            readers[reader.id] = reader
            children.setdefault(reader.id, []).append((each.person, groups.get(each.person.id, ())))
    name = _school_name()
    return [Asked(reader, name, children[id_]) for id_, reader in readers.items()]


def reachable(letters: Iterable[Asked]) -> list[Asked]:
    """Those with an e-mail address who got no invitation there since yesterday."""
    sent = reminders.of(session(), MATTER)
    recent = {person for (person, way), last in sent.items() if way == Way.MAIL and now() - last.last_at < _AGAIN}
    return [each for each in letters if each.reader.email and each.reader.id not in recent]


def post(letters: Collection[Asked]) -> None:
    """Invite by e-mail: first kept, then sent."""
    with unit_of_work() as changing:
        operations.invite(changing, [each.reader.id for each in letters], Way.MAIL, at=now())
    for each in letters:
        services().post(invitations.invitation(each, _door(each.reader.id)))


def leaves(letters: Collection[Asked]) -> list[Leaf]:
    """Invite on paper. Whoever has no e-mail address gets a code that comes in once; it is kept as a hash, and printed nowhere else."""
    with unit_of_work() as changing:
        operations.invite(changing, [each.reader.id for each in letters], Way.LETTER, at=now())
        return [_leaf(changing, each) for each in letters]


def blanks(found: Iterable[PupilView]) -> Iterator[Blank]:
    """A form for each, in the language of their family, under the notices in force."""
    found = list(found)
    purposes = schools.purposes(session())
    printed = Printed(_school_name(), purposes, f"{services().site.public_url}/office/people")
    groups = people.groups_by_person(session(), [each.person.id for each in found])
    spoken: dict[str, Mapping[PurposeCode, NoticeView]] = {}
    for each in found:
        language = each.speakers[0][0].language if each.speakers else each.person.language
        if language not in spoken:
            spoken[language] = _printable(language)
        yield forms.blank(printed, each.person, groups.get(each.person.id, ()), spoken[language], language)


def _printable(language: str) -> Mapping[PurposeCode, NoticeView]:
    """The notices in force in a language; in Dutch where our letters lack some of its own."""
    usual = schools.current_notices(session(), forms.FALLBACK)
    return {code: each if forms.printable(each) else usual[code] for code, each in schools.current_notices(session(), language).items()}


def _leaf(changing: Session, each: Asked) -> Leaf:
    zone = schools.policy(changing).zone
    on, url = now().astimezone(zone).date(), services().site.public_url
    if each.reader.email:
        return invitations.on_paper(each, f"{url}/signin", _door(each.reader.id), None, on, None)
    code = links.code_from(token_bytes(10))
    until = operations.issue_code(changing, each.reader.id, links.code_hash(services().keys, code), at=now())
    return invitations.on_paper(each, f"{url}/letter", f"{url}/letter/{code}", code, on, until.astimezone(zone).date())


def _door(person: PersonId) -> str:
    return links.door_link(services().keys, services().site.public_url, person)


def _school_name() -> str:
    ours = school()
    return ours.name if ours else ""


def without_address(letters: Iterable[Asked]) -> list[Asked]:
    """Those whom only paper reaches."""
    return [each for each in letters if not each.reader.email]


def of_class(letters: Iterable[Asked]) -> dict[str, list[Asked]]:
    """Letters by the class of the first child that each is about: nobody gets two because of two children."""
    found: dict[str, list[Asked]] = {}
    for each in letters:
        groups = each.children[0][1]
        found.setdefault(groups[0] if groups else "", []).append(each)
    return found
