"""Purposes: their order, what each takes, what a receipt says of it, and which wordings it had."""

import re
from collections.abc import Mapping, Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.letters.languages import own_name
from app.web.attempts import attempt
from app.web.context import me, now, services, session, unit_of_work
from app.web.office.blueprint import bp, either
from app.web.preferences import LANGUAGES
from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import PurposeCode
from consent_store.operations import purposes as operations
from consent_store.operations import school
from consent_store.operations.model_form import PurposeDraft, Wording
from consent_store.operations.purposes import Choices
from consent_store.records.queries import controller, notices
from consent_store.records.queries import school as questions
from consent_store.records.queries.school import PurposeView
from consent_store.rules.terms import RECOGNITION, Audience, Kind

_CODE = re.compile(r"[a-z][a-z0-9_]{1,30}")


@bp.get("/purposes")
@either
def purposes() -> ResponseReturnValue:
    """The purposes in the school's order."""
    found = questions.purposes(session(), retired=True)
    return render_template("office/purposes.html", purposes=found, drafted=notices.drafted(session()))


@bp.get("/purposes/<code>")
@either
def purpose(code: PurposeCode) -> ResponseReturnValue:
    """One purpose: its wording in force, what it takes, and every wording that it had."""
    return _page(code)


@bp.post("/purposes/<code>")
@either
def change_purpose(code: PurposeCode) -> ResponseReturnValue:
    """Keep what a purpose takes, and what a receipt says of it."""
    purpose_view(code)
    try:
        with unit_of_work() as changing:
            operations.change(changing, code, _choices(code), actor=me().person.id, at=now())
    except BadInput as wrong:
        return _page(code, wrong), 422
    services().nudge.tidy()
    flash(_("It is kept."))
    return redirect(url_for("office.purpose", code=code), 303)


@bp.post("/purposes/<code>/move")
@either
def move(code: PurposeCode) -> ResponseReturnValue:
    """One place up or down."""
    with attempt() as changing:
        operations.move(changing, code, request.form.get("up") == "yes", actor=me().person.id, at=now())
    return redirect(url_for("office.purposes", _anchor=code), 303)


@bp.post("/purposes/<code>/retire")
@either
def retire(code: PurposeCode) -> ResponseReturnValue:
    """Take a purpose out of use, or back into it."""
    purpose_view(code)
    with attempt(_("It is kept.")) as changing:
        school.retire_purpose(changing, code, request.form.get("retired") == "yes", actor=me().person.id, at=now())
    return redirect(url_for("office.purposes"), 303)


@bp.get("/purposes/new")
@either
def new_purpose() -> ResponseReturnValue:
    """A purpose of the school's own."""
    return _new({}, list(Kind))


@bp.post("/purposes/new")
@either
def add_purpose() -> ResponseReturnValue:
    """Add a purpose with the first wording of its notice."""
    kinds = request.form.getlist("kinds")
    try:
        with unit_of_work() as changing:
            school.add_purpose(changing, _purpose_draft(kinds), actor=me().person.id, at=now())
    except (BadInput, Conflict) as wrong:
        return _new(request.form, kinds, wrong), 422
    flash(_("The purpose is added. Families are asked for it from now on; until they answer, it is no."))
    return redirect(url_for("office.purposes"), 303)


def purpose_view(code: PurposeCode) -> PurposeView:
    """One purpose, in use or not. Raises `NotFound`."""
    found = next((view for view in questions.purposes(session(), retired=True) if view.code == code), None)
    if found is None:
        raise NotFound()
    return found


def _page(code: PurposeCode, wrong: BadInput | None = None) -> str:
    view = purpose_view(code)
    told = {"versions": notices.versions(session(), code), "wordings": notices.wordings(session(), code, view.version)}
    kept = {"stated": controller.stated(session())[code], "draft": notices.draft(session(), code), "recognition": code == RECOGNITION}
    return render_template("office/purpose.html", purpose=view, wrong=wrong, **told, **kept)


def _new(form: Mapping[str, str], kinds: Sequence[str], wrong: BadInput | Conflict | None = None) -> str:
    """A purpose begins in the languages of our pages; more come with its next wording."""
    languages = {language: own_name(language) for language in LANGUAGES}
    return render_template("office/purpose_new.html", form=form, kinds=kinds, wrong=wrong, languages=languages)


def _choices(code: PurposeCode) -> Choices:
    """What the form says; recognition takes what it takes."""
    form, kept = request.form, purpose_view(code).purpose
    said = {"recipients": form.get("recipients"), "retention": form.get("retention")}
    if code == RECOGNITION:
        return Choices(kept.kinds, kept.masks_allowed, kept.consent_per_item, **said)
    return Choices(_kinds(form.getlist("kinds")), "masks_allowed" in form, "consent_per_item" in form, **said)


def _kinds(kinds: list[str]) -> frozenset[Kind]:
    if not kinds or not set(kinds) <= set(Kind):
        raise BadInput(_("Choose at least one kind."), field="kinds")
    return frozenset(map(Kind, kinds))


def _purpose_draft(kinds: list[str]) -> PurposeDraft:
    code, audience = request.form.get("code", "").strip(), request.form.get("audience", "")
    if not _CODE.fullmatch(code):
        raise BadInput(_("A code is a word in small letters, such as open_day."), field="code")
    if audience not in set(Audience):
        raise BadInput(_("Choose who gets to see it."), field="audience")
    masks, each = "masks_allowed" in request.form, "consent_per_item" in request.form
    return PurposeDraft(PurposeCode(code), Audience(audience), _wordings(request.form), _kinds(kinds), masks, each)


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
