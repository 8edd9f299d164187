"""Who speaks for a pupil: authority is asked for each, never guessed."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web.attempts import attempt
from app.web.context import me, now, session
from app.web.office.blueprint import bp, office
from app.web.office.folder import open_
from consent_store.errors import BadInput, NotFound
from consent_store.ids import PersonId
from consent_store.operations import people
from consent_store.records.queries import people as questions


@bp.post("/people/<person>/guardians")
@office
def set_authority(person: PersonId) -> ResponseReturnValue:
    """Record whether somebody has legal authority over this pupil from today."""
    open_(person)
    guardian, answer = open_(PersonId(request.form.get("guardian", ""))).person, request.form.get("authority")
    with attempt(_("It is kept.")) as changing:
        if answer not in ("yes", "no"):
            raise BadInput(_("Say whether this person has legal authority. It is asked, never guessed."), field="authority")
        people.record_guardianship(changing, guardian.id, person, answer == "yes", actor=me().person.id, at=now())
    return redirect(url_for("office.person", person=person), 303)


@bp.get("/people/<person>/choose/<what>")
@office
def choose(person: PersonId, what: str) -> ResponseReturnValue:
    """Find somebody in the register, to be recorded as a guardian or as one who looks alike."""
    folder, text = open_(person), request.args.get("q", "")
    if what not in ("guardian", "look_alike"):
        raise NotFound()
    found = [view for view in questions.search_people(session(), text) if view.id != person] if text.strip() else []
    groups = questions.groups_by_person(session(), [view.id for view in found])
    return render_template("office/choose.html", folder=folder, what=what, text=text, found=found, groups=groups)
