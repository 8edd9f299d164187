"""What families ask of the office: corrections and erasures, each with the day by which the law wants an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.letters import wishes as letters
from app.web.attempts import attempt
from app.web.context import me, now, school, services, session, today
from app.web.families.words import MATTERS
from app.web.office.blueprint import bp, office
from consent_store.errors import BadInput
from consent_store.ids import CorrectionId, PersonId
from consent_store.operations import corrections, erasure
from consent_store.operations.erasure import Erased
from consent_store.records.queries import corrections as questions
from consent_store.records.queries import people
from consent_store.records.queries.corrections import CorrectionView
from consent_store.rules.asking import AT_ONCE, WARN, Matter


@dataclass(frozen=True, slots=True)
class Wish:
    """One of them. `urgent`: little of the month is left; `remains`: what an erasure would leave."""

    view: CorrectionView
    name: str
    asker: str
    what: str
    at_once: bool
    urgent: bool
    remains: Erased | None


@bp.get("/wishes")
@office
def wishes() -> ResponseReturnValue:
    """What waits for an answer, and what was answered."""
    waiting, settled = questions.waiting(session()), questions.settled(session())
    names = _names([*waiting, *settled])
    return render_template(
        "office/wishes.html", waiting=[_wish(each, names) for each in waiting], settled=[_wish(each, names) for each in settled]
    )


@bp.post("/wishes/<correction>")
@office
def settle_wish(correction: CorrectionId) -> ResponseReturnValue:
    """Grant it or refuse it, with a sentence; whoever asked gets a letter."""
    answer = request.form.get("granted")
    if answer not in ("yes", "no"):
        raise BadInput(field="granted")
    told, settled = request.form.get("answer", ""), None
    with attempt() as changing:
        settled = corrections.settle(changing, correction, answer == "yes", told, actor=me().person.id, at=now())
    ours = school()
    if settled is not None and settled.to:
        services().post(letters.answered(settled.to, settled.language, settled.granted, told.strip(), ours.name if ours else ""))
        flash(_("Answered. Whoever asked has a letter."))
    elif settled is not None:
        flash(_("Answered. Whoever asked has no e-mail address: tell them."))
    return redirect(url_for("office.wishes"), 303)


def _wish(view: CorrectionView, names: Mapping[PersonId, str]) -> Wish:
    waits = view.granted is None
    return Wish(
        view,
        names[view.person],
        names[view.asked_by],
        str(MATTERS[view.matter]),
        view.matter in AT_ONCE,
        waits and view.due_on - WARN <= today(),
        erasure.remains(session(), view.person) if waits and view.matter is Matter.ERASURE else None,
    )


def _names(found: Sequence[CorrectionView]) -> dict[PersonId, str]:
    who = {each.person for each in found} | {each.asked_by for each in found}
    return {id_: view.name for id_, view in people.people(session(), who).items()}
