"""Purposes and the wording of their notices: written, looked at, brought into force."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web.attempts import attempt
from app.web.context import me, now, services, session, unit_of_work
from app.web.office.blueprint import admin, bp
from app.web.preferences import LANGUAGES
from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import PurposeCode
from consent_store.operations import school
from consent_store.operations.model_form import PurposeDraft, Wording
from consent_store.records.queries import school as questions
from consent_store.records.queries.school import PurposeView
from consent_store.rules.terms import RECOGNITION, Audience, Kind

_MATERIAL = {"yes": True, "no": False}
_CODE = re.compile(r"[a-z][a-z0-9_]{1,30}")


@dataclass(frozen=True, slots=True)
class Draft:
    """A wording that is not in force yet, by language, and whether it changes what people agree to."""

    wordings: Mapping[str, Wording]
    material: bool


@bp.get("/purposes")
@admin
def purposes() -> ResponseReturnValue:
    """The purposes in the school's order."""
    return render_template("office/purposes.html", purposes=questions.purposes(session(), retired=True))


@bp.get("/purposes/<code>")
@admin
def purpose(code: PurposeCode) -> ResponseReturnValue:
    """The wording in force, to be read or rewritten."""
    return _editor(code, _in_force(code))


@bp.post("/purposes/<code>")
@admin
def publish(code: PurposeCode) -> ResponseReturnValue:
    """First show a new wording as families will see it; then bring it into force."""
    _purpose(code)
    try:
        draft = _draft(request.form)
        if "publish" not in request.form:
            return render_template("office/preview.html", purpose=_purpose(code), draft=draft)
        with unit_of_work() as changing:
            school.publish_notice(changing, code, draft.wordings, draft.material, actor=me().person.id, at=now())
    except BadInput as wrong:
        return _editor(code, request.form, wrong), 422
    services().nudge.tidy()
    flash(_("The new wording is in force."))
    return redirect(url_for("office.purpose", code=code), 303)


@bp.post("/purposes/<code>/retire")
@admin
def retire(code: PurposeCode) -> ResponseReturnValue:
    """Take a purpose out of use, or back into it."""
    _purpose(code)
    with attempt(_("It is kept.")) as changing:
        school.retire_purpose(changing, code, request.form.get("retired") == "yes", actor=me().person.id, at=now())
    return redirect(url_for("office.purposes"), 303)


@bp.get("/purposes/new")
@admin
def new_purpose() -> ResponseReturnValue:
    """A purpose of the school's own."""
    return render_template("office/purpose_new.html", form={}, kinds=list(Kind), wrong=None)


@bp.post("/purposes/new")
@admin
def add_purpose() -> ResponseReturnValue:
    """Add a purpose with the first wording of its notice."""
    kinds = request.form.getlist("kinds")
    try:
        with unit_of_work() as changing:
            school.add_purpose(changing, _purpose_draft(kinds), actor=me().person.id, at=now())
    except (BadInput, Conflict) as wrong:
        return render_template("office/purpose_new.html", form=request.form, kinds=kinds, wrong=wrong), 422
    flash(_("The purpose is added. Families are asked for it from now on; until they answer, it is no."))
    return redirect(url_for("office.purposes"), 303)


def _purpose_draft(kinds: list[str]) -> PurposeDraft:
    code, audience = request.form.get("code", "").strip(), request.form.get("audience", "")
    if not _CODE.fullmatch(code):
        raise BadInput(_("A code is a word in small letters, such as open_day."), field="code")
    if audience not in set(Audience):
        raise BadInput(_("Choose who gets to see it."), field="audience")
    if not kinds or not set(kinds) <= set(Kind):
        raise BadInput(_("Choose at least one kind."), field="kinds")
    masks, each = "masks_allowed" in request.form, "consent_per_item" in request.form
    return PurposeDraft(PurposeCode(code), Audience(audience), _wordings(request.form), frozenset(map(Kind, kinds)), masks, each)


def _draft(form: Mapping[str, str]) -> Draft:
    if form.get("material") not in _MATERIAL:
        raise BadInput(_("Say whether this changes what people agree to."), field="material")
    return Draft(_wordings(form), _MATERIAL[form["material"]])


def _wordings(form: Mapping[str, str]) -> dict[str, Wording]:
    """What a form says in each language. Browsers send two signs for the end of a line."""
    found = {
        language: Wording(form.get(f"title_{language}", ""), form.get(f"text_{language}", "").replace("\r\n", "\n"))
        for language in LANGUAGES
    }
    for language, wording in found.items():
        if not wording.title.strip() or not wording.text.strip():
            raise BadInput(_("A notice needs a title and a text in Dutch and in English."), field=f"text_{language}")
    return found


def _in_force(code: PurposeCode) -> dict[str, str]:
    form: dict[str, str] = {}
    for language in LANGUAGES:
        notice = questions.current_notice(session(), code, language)
        if notice.language == language:
            form |= {f"title_{language}": notice.title, f"text_{language}": notice.text}
    return form


def _editor(code: PurposeCode, form: Any, wrong: BadInput | None = None) -> str:
    told = {"notice": questions.current_notice(session(), code, LANGUAGES[0]), "recognition": code == RECOGNITION}
    return render_template("office/purpose.html", purpose=_purpose(code), **told, form=form, wrong=wrong)


def _purpose(code: PurposeCode) -> PurposeView:
    found = next((view for view in questions.purposes(session(), retired=True) if view.code == code), None)
    if found is None:
        raise NotFound()
    return found
