"""What an import would do, looked at, chosen about, and applied by whoever saw exactly that."""

from collections.abc import Sequence
from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web.attempts import attempt, day
from app.web.context import me, now, services, session, unit_of_work
from app.web.office import roster_words
from app.web.office.blueprint import bp, office
from app.web.office.roster_drafts import Draft, open_
from app.web.presenters import refusal_words
from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import RosterId
from consent_store.operations import roster as operations
from consent_store.operations import roster_files
from consent_store.records.queries import people, rosters
from consent_store.rules.roster import Doubtful, Identity, Plan
from consent_store.rules.terms import Role

SHOWN, _SCREEN = 10, 100  # rows of a part on the plan, and on a page of its own
PARTS = ("pupils", "guardians", "changed", "moved", "gone", "doubts", "broken", "flaws")


@bp.get("/roster/<roster>")
@office
def roster_plan(roster: RosterId) -> ResponseReturnValue:
    """The plan; or, once it was applied, what it did and what comes next."""
    draft = open_(roster)
    if draft.view.applied_at is not None:
        return _result(draft)
    if draft.view.vault_name is None:
        flash(_("This roster was thrown away. Hand it in again."), "error")
        return redirect(url_for("office.roster"), 303)
    if draft.lacks:
        return redirect(url_for("office.roster_columns", roster=roster), 303)
    return _plan_page(draft)


@bp.get("/roster/<roster>/<part>")
@office
def roster_part(roster: RosterId, part: str) -> ResponseReturnValue:
    """All of one part of the plan, screen by screen."""
    if part not in PARTS:
        raise NotFound()
    draft = open_(roster)
    rows = part_of(draft.plan, part)
    last = max(1, -(-len(rows) // _SCREEN))
    page = min(max(1, request.args.get("page", 1, int)), last)
    shown = rows[(page - 1) * _SCREEN : page * _SCREEN]
    return render_template(
        "office/roster_part.html", draft=draft, part=part, rows=shown, page=page, last=last, total=len(rows), told=roster_words
    )


@bp.post("/roster/<roster>/choices")
@office
def choose_about_roster(roster: RosterId) -> ResponseReturnValue:
    """Say that the files hold a part of the school, and who is more than one person; then the plan is another."""
    with attempt(_("The plan is made anew.")) as changing:
        apart = [Identity(name, email) for name, _space, email in (each.rpartition(" ") for each in request.form.getlist("apart"))]
        roster_files.choose(changing, roster, apart=apart, part=request.form.get("part") == "yes")
    return redirect(url_for("office.roster_plan", roster=roster), 303)


@bp.post("/roster/<roster>/apply")
@office
def apply_roster(roster: RosterId) -> ResponseReturnValue:
    """Apply the plan that was shown, all of it or nothing."""
    draft = open_(roster)
    try:
        choices = replace(draft.choices, left_on=day(request.form.get("left_on", ""), "left_on"), many_leave="many_leave" in request.form)
        files, by = draft.roster, {"actor": me().person.id, "at": now()}
        with unit_of_work() as changing:
            done = operations.apply(changing, files, request.form.get("digest", ""), choices, **by)  # type: ignore[arg-type]
            roster_files.applied(changing, roster, done, **by)  # type: ignore[arg-type]
    except (BadInput, Conflict) as refusal:
        flash(refusal_words(refusal), "error")
        return redirect(url_for("office.roster_plan", roster=roster), 303)
    services().nudge.tidy()
    return redirect(url_for("office.roster_plan", roster=roster), 303)


@bp.post("/roster/<roster>/discard")
@office
def discard_roster(roster: RosterId) -> ResponseReturnValue:
    """Let nothing come of it."""
    with attempt(_("Nothing was changed. What was read is shredded.")) as changing:
        roster_files.throw_away(changing, roster, at=now())
    services().nudge.tidy()
    return redirect(url_for("office.roster"), 303)


def part_of(plan: Plan, part: str) -> Sequence[object]:
    """The rows of one part of a plan."""
    if part in ("pupils", "guardians"):
        role = Role.PUPIL if part == "pupils" else Role.GUARDIAN
        return [each for each in plan.new if each.role is role]
    rows: Sequence[object] = getattr(plan, part)
    return rows


def _plan_page(draft: Draft) -> str:
    parts = [(part, len(rows), rows[:SHOWN]) for part in PARTS if (rows := part_of(draft.plan, part))]
    one = [doubt for doubt in draft.plan.doubts if doubt.why is Doubtful.TAKEN_FOR_ONE]
    told = {"draft": draft, "plan": draft.plan, "parts": parts, "taken_for_one": one}
    return render_template("office/roster_plan.html", told=roster_words, **told)


def _result(draft: Draft) -> str:
    by = people.person(session(), draft.view.applied_by or draft.view.by)
    return render_template("office/roster_done.html", view=draft.view, by=by, open_number=rosters.number_of_open_authority(session()))
