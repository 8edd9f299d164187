"""Changes to what is kept about one person."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.letters import addresses
from app.web.attempts import attempt, day
from app.web.context import me, now, school, services, today, unit_of_work
from app.web.office.blueprint import bp, office
from app.web.office.folder import open_
from app.web.presenters import day_words
from consent_store.errors import BadInput, NotAllowed
from consent_store.ids import GroupId, PersonId
from consent_store.operations import erasure, people
from consent_store.records.queries.people import PersonView
from consent_store.rules.terms import Duty, Role


@bp.get("/people/<person>/edit")
@office
def edit(person: PersonId) -> ResponseReturnValue:
    """Name, birth date, address."""
    view = _in_reach(person)
    return render_template("office/edit.html", person=view, form=_as_form(view), wrong=None)


@bp.post("/people/<person>/edit")
@office
def correct(person: PersonId) -> ResponseReturnValue:
    """Correct what is kept."""
    view = _in_reach(person)
    try:
        with unit_of_work() as changing:
            people.correct(changing, person, corrections(request.form), actor=me().person.id, at=now())
    except BadInput as wrong:
        return render_template("office/edit.html", person=view, form=request.form, wrong=wrong), 422
    tell_the_old_address(view)
    flash(_("It is corrected."))
    return redirect(url_for("office.person", person=person), 303)


@bp.post("/people/<person>/groups")
@office
def set_groups(person: PersonId) -> ResponseReturnValue:
    """Say in which groups somebody is, all of them."""
    groups = [GroupId(group) for group in request.form.getlist("groups")]
    with attempt(_("The groups are kept.")) as changing:
        people.set_groups(changing, person, groups, actor=me().person.id, at=now())
    return _back(person)


@bp.post("/people/<person>/look-alikes")
@office
def look_alike(person: PersonId) -> ResponseReturnValue:
    """Record that somebody looks like another, so that both are always shown side by side."""
    other = open_(PersonId(request.form.get("other", ""))).person
    with attempt(_("%(name)s is always shown beside now.", name=other.name)) as changing:
        people.flag_look_alike(changing, person, other.id, actor=me().person.id, at=now())
    return _back(person)


@bp.post("/people/<person>/hidden")
@office
def hide(person: PersonId) -> ResponseReturnValue:
    """Record whether somebody's whereabouts must stay hidden."""
    with attempt(_("It is kept.")) as changing:
        people.set_locatable(changing, person, request.form.get("on") == "yes", actor=me().person.id, at=now())
    return _back(person)


@bp.post("/people/<person>/recognition")
@office
def recognise(person: PersonId) -> ResponseReturnValue:
    """Switch recognition for one person; off, everything kept of the face goes."""
    with attempt(_("It is kept.")) as changing:
        people.switch_recognition(changing, person, request.form.get("on") != "yes", actor=me().person.id, at=now())
    services().nudge.tidy()
    return _back(person)


@bp.post("/people/<person>/picture")
@office
def show_picture(person: PersonId) -> ResponseReturnValue:
    """Say whether reviewers see the register's picture."""
    with attempt(_("It is kept.")) as changing:
        people.correct(changing, person, {"reference_shown": request.form.get("on") == "yes"}, actor=me().person.id, at=now())
    return _back(person)


@bp.post("/people/<person>/leave")
@office
def leave(person: PersonId) -> ResponseReturnValue:
    """Somebody left the school: what is kept of the face goes."""
    _in_reach(person)
    with attempt() as changing:
        on = day(request.form.get("on", ""), "on") or today()
        people.leave(changing, person, on, actor=me().person.id, at=now())
        flash(_("Left on %(day)s. What was kept of the face is gone.", day=day_words(on)))
    services().nudge.tidy()
    return _back(person)


@bp.post("/people/<person>/erase")
@office
def erase(person: PersonId) -> ResponseReturnValue:
    """Erase what names somebody, after the name was typed as a second thought."""
    view = _in_reach(person)
    if request.form.get("name", "").strip().casefold() != view.name.casefold():
        flash(_("The name is not the same. Nothing was erased."), "error")
        return _back(person)
    with attempt(_("The name, the address and the face are erased. The ledger keeps a number without a name.")) as changing:
        erasure.erase(changing, person, actor=me().person.id, at=now())
    services().nudge.tidy()
    return redirect(url_for("office.everybody"), 303)


def corrections(form: Any) -> dict[str, object]:
    """What a form changes about a person."""
    return {
        "given_name": form.get("given_name", ""),
        "family_name": form.get("family_name", ""),
        "born": day(form.get("born", ""), "born"),
        "email": form.get("email") or None,
        "language": form.get("language", "nl"),
        "external_id": form.get("external_id") or None,
    }


def tell_the_old_address(before: PersonView) -> None:
    """Write to the address that somebody had, where another took its place."""
    after, ours = open_(before.id).person, school()
    if before.email and after.email != before.email:
        services().post(addresses.replaced(before, after, ours.name if ours else ""))


def _as_form(view: PersonView) -> dict[str, str]:
    born = view.born.isoformat() if view.born else ""
    names = {"given_name": view.given_name, "family_name": view.family_name, "language": view.language}
    return names | {"born": born, "email": view.email or "", "external_id": view.external_id or ""}


def _in_reach(person: PersonId) -> PersonView:
    """Whoever moves the address of a colleague could come in as them: that is for the administrator."""
    view = open_(person).person
    if view.role is Role.STAFF and Duty.ADMIN not in me().duties:
        raise NotAllowed(_("A colleague is the administrator's to change."))
    return view


def _back(person: PersonId) -> ResponseReturnValue:
    return redirect(url_for("office.person", person=person), 303)
