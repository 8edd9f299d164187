"""Colleagues: their accounts, their duties, and the link with which they come in. The administrator's."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web.attempts import attempt
from app.web.context import me, now, session, today, unit_of_work
from app.web.office.blueprint import admin, bp
from app.web.office.changes import corrections, tell_the_old_address
from app.web.office.folder import open_
from app.web.office.people import told
from app.web.signin import invitations
from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import PersonId
from consent_store.operations import accounts, people, school
from consent_store.records.queries import accounts as account_queries
from consent_store.records.queries import people as questions
from consent_store.records.queries import register
from consent_store.records.queries.people import PersonView
from consent_store.rules.terms import Duty, Role


@bp.get("/staff")
@admin
def staff() -> ResponseReturnValue:
    """Everybody of the staff, with their duties."""
    colleagues = questions.people_of_role(session(), Role.STAFF)
    duties = register.duties_by_person(session(), [view.id for view in colleagues])
    return render_template("office/staff.html", colleagues=colleagues, duties=duties)


@bp.get("/staff/new")
@admin
def new_colleague() -> ResponseReturnValue:
    """A new colleague."""
    return render_template("office/colleague_new.html", form={"language": "nl"}, chosen=[], wrong=None)


@bp.post("/staff/new")
@admin
def add_colleague() -> ResponseReturnValue:
    """Enter a colleague into the register with their duties, and send the link to an account."""
    chosen = request.form.getlist("duties")
    try:
        with unit_of_work() as changing:
            person = people.register(changing, **_with_address(), actor=me().person.id, at=now())
            for duty in _duties(chosen):
                school.record_duty(changing, person, duty, True, actor=me().person.id, at=now())
    except BadInput as wrong:
        return render_template("office/colleague_new.html", form=request.form, chosen=chosen, wrong=wrong), 422
    invitations.invite(person)
    flash(_("The link to an account is on its way by e-mail."))
    return redirect(url_for("office.colleague", person=person), 303)


@bp.get("/staff/<person>")
@admin
def colleague(person: PersonId) -> ResponseReturnValue:
    """One colleague: duties, account, address."""
    view = _colleague(person)
    told = {"duties": questions.duties_of(session(), person), "account": account_queries.account(session(), person)}
    return render_template("office/colleague.html", person=view, **told, form=None, wrong=None)


@bp.post("/staff/<person>")
@admin
def correct_colleague(person: PersonId) -> ResponseReturnValue:
    """Correct a colleague's name and address."""
    view = _colleague(person)
    with attempt(_("It is corrected.")) as changing:
        people.correct(changing, person, corrections(request.form), actor=me().person.id, at=now())
    tell_the_old_address(view)
    return _back(person)


@bp.post("/staff/<person>/duties")
@admin
def set_duties(person: PersonId) -> ResponseReturnValue:
    """Say which duties a colleague has, all of them."""
    _colleague(person)
    with attempt(_("The duties are kept.")) as changing:
        wanted = _duties(request.form.getlist("duties"))
        for duty in Duty:
            school.record_duty(changing, person, duty, duty in wanted, actor=me().person.id, at=now())
    return _back(person)


@bp.post("/staff/<person>/invite")
@admin
def invite(person: PersonId) -> ResponseReturnValue:
    """Send the link to an account, or to a new password and second key."""
    if _colleague(person).email is None:
        flash(_("There is no e-mail address to send it to. Fill it in first."), "error")
    else:
        invitations.invite(person)
        flash(_("The link is on its way by e-mail. What they had keeps working until it is used."))
    return _back(person)


@bp.post("/staff/<person>/close")
@admin
def close_account(person: PersonId) -> ResponseReturnValue:
    """Take a colleague's way in away."""
    _colleague(person)
    with attempt(_("The account is closed; they are signed out everywhere.")) as changing:
        _not_oneself(person)
        accounts.close_account(changing, person, at=now())
    return _back(person)


@bp.post("/staff/<person>/leave")
@admin
def colleague_left(person: PersonId) -> ResponseReturnValue:
    """A colleague left the school: no account, no duties."""
    _colleague(person)
    with attempt(_("The colleague has left; the account is closed.")) as changing:
        _not_oneself(person)
        for duty in Duty:
            school.record_duty(changing, person, duty, False, actor=me().person.id, at=now())
        if account_queries.account(changing, person):
            accounts.close_account(changing, person, at=now())
        people.leave(changing, person, today(), actor=me().person.id, at=now())
    return redirect(url_for("office.staff"), 303)


def _colleague(person: PersonId) -> PersonView:
    view = open_(person).person
    if view.role is not Role.STAFF:
        raise NotFound()
    return view


def _not_oneself(person: PersonId) -> None:
    if person == me().person.id:
        raise Conflict(_("Nobody closes their own account. Ask another administrator."))


def _duties(chosen: list[str]) -> set[Duty]:
    if not set(chosen) <= set(Duty):
        raise BadInput(field="duties")
    return {Duty(duty) for duty in chosen}


def _with_address() -> dict[str, Any]:
    filled = told(request.form, Role.STAFF)
    if filled["email"] is None:
        raise BadInput(_("A colleague needs an e-mail address, for the link to the account."), field="email")
    return filled


def _back(person: PersonId) -> ResponseReturnValue:
    return redirect(url_for("office.colleague", person=person), 303)
