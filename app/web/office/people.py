"""The people of the register: found by name, role or group, and added."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web.attempts import day
from app.web.context import me, now, session, unit_of_work
from app.web.office.blueprint import bp, either, office
from consent_store.errors import BadInput, NotFound
from consent_store.ids import GroupId, PersonId
from consent_store.operations import people as operations
from consent_store.records.queries import people, register
from consent_store.records.queries.people import PersonView
from consent_store.records.queries.register import Wanted
from consent_store.rules.terms import Duty, Role

REGISTERED = (Role.PUPIL, Role.GUARDIAN, Role.GUEST)  # staff are the administrator's


@dataclass(frozen=True, slots=True)
class Beside:
    """For whom somebody new is added: a pupil, of whom they are a guardian."""

    pupil: PersonView


@bp.get("/")
@either
def index() -> ResponseReturnValue:
    """To the register, or, without the office's duty, to the staff."""
    return redirect(url_for("office.everybody" if Duty.OFFICE in me().duties else "office.staff"), 303)


@bp.get("/people")
@office
def everybody() -> ResponseReturnValue:
    """One screen of the register."""
    wanted = _wanted()
    found = register.screen(session(), wanted, request.args.get("page", 1, int))
    groups = people.groups_by_person(session(), [view.id for view in found.people])
    return render_template("office/people.html", found=found, wanted=wanted, groups=groups, choices=people.group_list(session()))


@bp.get("/people/new")
@office
def new() -> ResponseReturnValue:
    """Somebody new; with `pupil`, a guardian of theirs."""
    return _form({"role": request.args.get("role", Role.PUPIL.value), "language": "nl"})


@bp.post("/people/new")
@office
def register_() -> ResponseReturnValue:
    """Enter somebody into the register, as a guardian with whoever they came for."""
    try:
        with unit_of_work() as changing:
            person = operations.register(changing, **told(request.form, _role()), actor=me().person.id, at=now())
            beside = _beside()
            if beside:
                _tie(changing, person, beside.pupil.id)
    except BadInput as wrong:
        return _form(request.form, wrong), 422
    flash(_("%(name)s is in the register.", name=f"{request.form['given_name']} {request.form['family_name']}"))
    return redirect(url_for("office.person", person=beside.pupil.id if beside else person), 303)


def told(form: Any, role: Role) -> dict[str, Any]:
    """What a form tells of a person, as `people.register` takes it."""
    return {
        "role": role,
        "given_name": form.get("given_name", ""),
        "family_name": form.get("family_name", ""),
        "born": day(form.get("born", ""), "born"),
        "email": form.get("email") or None,
        "language": form.get("language", "nl"),
        "groups": [GroupId(group) for group in form.getlist("groups")],
        "external_id": form.get("external_id") or None,
    }


def _form(form: Any, wrong: BadInput | None = None) -> str:
    chosen = form.getlist("groups") if hasattr(form, "getlist") else []
    choices = people.group_list(session())
    return render_template("office/new.html", form=form, chosen=chosen, choices=choices, beside=_beside(), roles=REGISTERED, wrong=wrong)


def _tie(changing: Any, person: PersonId, pupil: PersonId) -> None:
    answer = request.form.get("authority")
    if answer not in ("yes", "no"):
        raise BadInput(_("Say whether this person has legal authority. It is asked, never guessed."), field="authority")
    operations.record_guardianship(changing, person, pupil, answer == "yes", actor=me().person.id, at=now())


def _beside() -> Beside | None:
    pupil = request.values.get("pupil")
    if not pupil:
        return None
    view = people.person(session(), PersonId(pupil))
    if view.role is not Role.PUPIL or view.erased:
        raise NotFound()
    return Beside(view)


def _role() -> Role:
    role = Role.GUARDIAN if request.form.get("pupil") else request.form.get("role", "")
    if role not in REGISTERED:
        raise BadInput(_("Choose what this person is to the school."), field="role")
    return Role(role)


def _wanted() -> Wanted:
    role, group = request.args.get("role", ""), request.args.get("group", "")
    chosen = Role(role) if role in set(Role) else None
    return Wanted(request.args.get("q", ""), chosen, GroupId(group) if group else None, "left" in request.args)
