"""Faces that are learnt: from pictures sent in, from a class-photo session, from faces already confirmed. Only under a standing yes."""

from typing import IO, cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.web import bodies
from app.web.attempts import attempt
from app.web.bodies import Part
from app.web.context import me, now, services, session, unit_of_work
from app.web.office.blueprint import bp, office
from app.web.office.folder import open_
from app.web.presenters import refusal_words
from consent_store.errors import Refusal
from consent_store.ids import GroupId, PersonId, SightingId
from consent_store.operations import enrolments, templates
from consent_store.records.queries import consents, people, register, school
from consent_store.records.queries import enrolments as questions
from consent_store.records.queries.people import PersonView
from consent_store.rules.terms import RECOGNITION, Kind


@bp.post("/people/<person>/faces")
@office
def send_faces(person: PersonId) -> ResponseReturnValue:
    """Pictures of somebody, from which the face is learnt."""
    open_(person)
    arrived, session_of = 0, ""
    for part in bodies.parts():
        if part.file_name:
            arrived += _sent(person, part)
        elif part.name == "session":
            session_of = part.words()
    if arrived:
        services().nudge.tidy()
        flash(ngettext("%(num)s picture arrived. The face is looked for.", "%(num)s pictures arrived. The face is looked for.", arrived))
    if session_of:
        return redirect(url_for("office.session_", group=session_of, _anchor=person), 303)
    return redirect(url_for("office.person", person=person, _anchor="faces"), 303)


@bp.post("/people/<person>/faces/confirmed")
@office
def learn_confirmed(person: PersonId) -> ResponseReturnValue:
    """Learn from faces of which a reviewer said that they are theirs."""
    open_(person)
    chosen = [SightingId(face) for face in request.form.getlist("faces")]
    with attempt(_("The faces are looked at.") if chosen else _("Choose a face first.")) as changing:
        for face in chosen:
            enrolments.ask(changing, person, sighting=face, actor=me().person.id, at=now())
    services().nudge.tidy()
    return redirect(url_for("office.person", person=person, _anchor="faces"), 303)


@bp.post("/people/<person>/faces/forget")
@office
def forget_faces(person: PersonId) -> ResponseReturnValue:
    """Delete what is kept of somebody's face, key and all."""
    open_(person)
    with attempt(_("What was kept of the face is gone.")) as changing:
        templates.delete(changing, person, actor=me().person.id, at=now())
    services().nudge.tidy()
    return redirect(url_for("office.person", person=person, _anchor="faces"), 303)


@bp.get("/people/<person>/faces/state")
@office
def faces_state(person: PersonId) -> ResponseReturnValue:
    """How far the faces are, asked again and again while one waits."""
    return render_template("office/learnt.html", folder=open_(person))


@bp.get("/groups/<group>/session")
@office
def session_(group: GroupId) -> ResponseReturnValue:
    """The class-photo session: a button for everybody in the class who agreed to recognition."""
    chosen = people.group(session(), group)
    members = people.people_in(session(), [group])
    agreed = _agreed(members)
    learnt = register.references(session(), [view.id for view in agreed])
    waiting = {each.person for each in questions.waiting(session())}
    told = {"group": chosen, "agreed": agreed, "others": len(members) - len(agreed), "learnt": learnt, "waiting": waiting}
    return render_template("office/session.html", **told, school=school.opened(session()))


def _agreed(members: list[PersonView]) -> list[PersonView]:
    purpose = school.purpose(session(), RECOGNITION)
    standings = consents.standings_for(session(), [view.id for view in members], purpose, Kind.PHOTO, at=now())
    return [view for view in members if view.id in standings and standings[view.id].stands and not view.recognition_off]


def _sent(person: PersonId, part: Part) -> bool:
    """Vault first, row second. What does not get its row is shredded, and why is said."""
    name: str | None = None
    try:
        name = services().intake.receive(cast(IO[bytes], part)).name
        with unit_of_work() as changing:
            enrolments.ask(changing, person, vault_name=name, actor=me().person.id, at=now())
    except Refusal as refusal:
        _shred(name)
        flash(f"{part.file_name}: {refusal_words(refusal)}", "error")
        return False
    except BaseException:
        _shred(name)
        raise
    return True


def _shred(name: str | None) -> None:
    if name:
        services().vault.shred(name)


bp.record_once(bodies.by_hand(send_faces))
