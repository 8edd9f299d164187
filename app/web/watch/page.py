"""How well recognition does, the switch for the school, and the technical sheet."""

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web import access
from app.web.attempts import attempt
from app.web.context import me, now, services, session
from app.web.presenters import purpose_titles
from app.web.watch.blueprint import bp
from consent_store.errors import BadInput
from consent_store.ids import PersonId
from consent_store.operations import school
from consent_store.records.queries import consents, facts, people, templates
from consent_store.records.queries import school as questions
from consent_store.rules.entries import Say
from consent_store.rules.standing import Standing
from consent_store.rules.terms import Duty
from consent_store.rules.watch import FEWEST_JUDGED, FLOOR

_watching = access.allow(Duty.PRIVACY, Duty.ADMIN)
_SHOWN = 100  # conflicts


@dataclass(frozen=True, slots=True)
class Contradiction:
    """For one person, purpose and kind: who says yes, and who says no."""

    standing: Standing
    person: str
    yes: list[str]
    no: list[str]


@bp.get("/")
@_watching
def index() -> ResponseReturnValue:
    """What people said of the proposals, and what follows."""
    found = consents.conflicts(session(), at=now())
    return render_template(
        "watch/index.html",
        school=questions.opened(session()),
        precision=templates.precision(session()),
        counts=templates.watch_counts(session(), facts.in_force(session()), templates.watched_since(session())),
        floor=FLOOR,
        fewest=FEWEST_JUDGED,
        contradictions=_named(found[:_SHOWN]),
        more=max(0, len(found) - _SHOWN),
        reads_ledger=bool({Duty.PRIVACY, Duty.OFFICE} & me().duties),
        reads_numbers=bool({Duty.PRIVACY, Duty.COMMS, Duty.SUPERVISOR} & me().duties),
        titles=purpose_titles(questions.purposes(session())),
    )


@bp.post("/switch")
@_watching
def switch() -> ResponseReturnValue:
    """Switch recognition for the whole school, with the reason."""
    on, why = request.form.get("on") == "yes", request.form.get("why", "").strip()
    with attempt(_("Recognition is on.") if on else _("Recognition is off. Everything else goes on without it.")) as changing:
        if not why:
            raise BadInput(_("Say why; the reason is kept in the ledger."), field="why")
        school.switch_recognition(changing, on, why=why, actor=me().person.id, at=now())
    services().nudge.tidy()
    return redirect(url_for("watch.index"), 303)


@bp.get("/sheet")
@_watching
def sheet() -> ResponseReturnValue:
    """The technical sheet that the AI Act asks for, from the figures that were measured."""
    version = facts.in_force(session())
    told = {"figures": services().sheet(version), "version": version, "precision": templates.precision(session())}
    return render_template("watch/sheet.html", school=questions.opened(session()), floor=FLOOR, fewest=FEWEST_JUDGED, day=now(), **told)


def _named(found: list[Standing]) -> list[Contradiction]:
    speakers = {spoken.word.speaker for standing in found for spoken in standing.spoken}
    names = {id_: view.name for id_, view in people.people(session(), speakers | {standing.person for standing in found}).items()}
    return [
        Contradiction(each, names.get(each.person, ""), _saying(each, names, yes=True), _saying(each, names, yes=False)) for each in found
    ]


def _saying(standing: Standing, names: dict[PersonId, str], *, yes: bool) -> list[str]:
    return [names.get(spoken.word.speaker, "") for spoken in standing.spoken if (spoken.word.say is Say.YES) is yes]
