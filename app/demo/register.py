"""The demo school's register: it opens, people are entered, and the faces of those who agreed are learnt."""

import unicodedata
from dataclasses import replace
from io import BytesIO

from sqlalchemy.orm import Session

from app.demo.albums import EVENTS, SCHOOL
from app.demo.camera import save_jpeg
from app.demo.families import ADMINISTRATOR, GUESTS, PUPILS, STAFF, Adult, Guardian, Pupil
from app.demo.portraits import portrait
from app.demo.stage import Stage
from consent_store.ids import PersonId
from consent_store.operations import accounts, enrolments, media, people, school
from consent_store.operations.model_form import DUTCH_MODEL_FORM
from consent_store.rules.terms import Role

_WHOLE = frozenset({"press", "yearbook"})  # this school gives no masked pictures to these
_DAYS_IN_A_YEAR = 365.25
_PORTRAIT, _PORTRAITS = 300, 2  # pixels, and how many of each


def open_school(stage: Stage) -> None:
    """The school opens with its staff, classes, and the year's calendar. Raises `Conflict` where there is a school already."""
    stage.clock.days_ago(60, 8)
    with stage.writing() as session:
        first = school.open_school(
            session,
            name=SCHOOL,
            origin="demo.example/de-linde",
            given_name=ADMINISTRATOR.given,
            family_name=ADMINISTRATOR.family,
            email=_address(ADMINISTRATOR),
            demo=True,
            purposes=[replace(draft, masks_allowed=draft.masks_allowed and draft.code not in _WHOLE) for draft in DUTCH_MODEL_FORM],
            at=stage.at,
        )
        accounts.open_account(session, first)
        stage.people[ADMINISTRATOR.given] = first
        stage.groups |= {name: people.make_group(session, name) for name in ("2A", "2B")}
    for adult in STAFF:
        _hire(stage, adult)
    with stage.writing() as session:
        _plan_events(stage, session)


def enter_people(stage: Stage) -> None:
    """The office enters pupils, those who speak for them, and guests."""
    stage.clock.days_ago(59)
    for pupil in PUPILS:
        with stage.writing() as session:
            _enter_family(stage, session, pupil)
    office = stage.people["Marlies"]
    with stage.writing() as session:
        for guest in GUESTS:
            stage.people[guest.given] = _enter(stage, session, Role.GUEST, guest)
        people.set_locatable(session, stage.people["Eva"], True, actor=office, at=stage.at)
        people.flag_look_alike(session, stage.people["Pim"], stage.people["Job"], actor=office, at=stage.at)


def learn_faces(stage: Stage) -> None:
    """The office sends in portraits of every pupil who may be recognised, and the worker learns them. One family wants the register's
    picture shown to nobody.
    """
    stage.clock.days_ago(50)
    office, intake = stage.people["Marlies"], stage.worker.shop.services.intake
    for pupil in (pupil for pupil in PUPILS if pupil.guardians[0].recognition):
        shots = [portrait(pupil.face, _PORTRAIT, variation=variation) for variation in range(_PORTRAITS)]
        kept = [intake.receive(BytesIO(save_jpeg(shot))) for shot in shots]
        with stage.writing() as session:
            shown = {"reference_shown": pupil.given != "Linh"}
            people.correct(session, stage.people[pupil.given], shown, actor=office, at=stage.at)
            for stored in kept:
                enrolments.ask(session, stage.people[pupil.given], vault_name=stored.name, actor=office, at=stage.at)
    stage.worker.tidy()


def _plan_events(stage: Stage, session: Session) -> None:
    for event in EVENTS:
        stage.events[event.title] = media.make_event(
            session,
            title=event.title,
            on=stage.day(event.days_ago),
            groups=[stage.groups[name] for name in event.groups],
            recognition_off=event.recognition_off,
            actor=stage.people[event.uploader],
            at=stage.at,
        )


def _hire(stage: Stage, adult: Adult) -> None:
    with stage.writing() as session:
        person = _enter(stage, session, Role.STAFF, adult)
        for duty in adult.duties:
            school.record_duty(session, person, duty, True, actor=stage.people[ADMINISTRATOR.given], at=stage.at)
        accounts.open_account(session, person)
        stage.people[adult.given] = person


def _enter_family(stage: Stage, session: Session, pupil: Pupil) -> None:
    office = stage.people["Marlies"]
    child = people.register(
        session,
        role=Role.PUPIL,
        given_name=pupil.given,
        family_name=pupil.family,
        born=stage.day(round(pupil.years * _DAYS_IN_A_YEAR) + pupil.days),
        groups=[stage.groups[pupil.group]],
        actor=office,
        at=stage.at,
    )
    stage.people[pupil.given] = child
    for guardian in pupil.guardians:
        if guardian.given not in stage.people:
            stage.people[guardian.given] = _enter(stage, session, Role.GUARDIAN, guardian)
        people.record_guardianship(session, stage.people[guardian.given], child, guardian.authority, actor=office, at=stage.at)


def _enter(stage: Stage, session: Session, role: Role, one: Adult | Guardian) -> PersonId:
    """Enter an adult. Until the office has somebody, the administrator does it."""
    return people.register(
        session,
        role=role,
        given_name=one.given,
        family_name=one.family,
        email=_address(one),
        language=one.language,
        actor=stage.people.get("Marlies", stage.people[ADMINISTRATOR.given]),
        at=stage.at,
    )


def _address(one: Adult | Guardian) -> str:
    """An e-mail address that can never be anybody's (RFC 2606)."""
    plain = unicodedata.normalize("NFKD", f"{one.given}.{one.family}".lower().replace("ı", "i")).encode("ascii", "ignore").decode()
    return f"{plain.replace(' ', '')}@de-linde.example"
