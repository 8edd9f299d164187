"""The wording of a notice: written as a draft, held against the one in force, and brought into force."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web.attempts import attempt
from app.web.context import me, now, services, session, unit_of_work
from app.web.office.blueprint import bp, either
from app.web.office.differences import Piece, differences
from app.web.office.purposes import purpose_view
from app.web.preferences import LANGUAGES
from consent_store.errors import BadInput
from consent_store.ids import PurposeCode
from consent_store.operations import notices as operations
from consent_store.operations.model_form import Wording
from consent_store.records.queries import notices as questions
from consent_store.rules.terms import RECOGNITION

_MATERIAL = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Compared:
    """A wording in one language beside the one in force; `added`: there was none in this language."""

    language: str
    added: bool
    title: list[Piece]
    text: list[Piece]


@bp.get("/purposes/<code>/notice")
@either
def notice(code: PurposeCode) -> ResponseReturnValue:
    """The draft, or where there is none the wording in force, to be rewritten."""
    return _editor(code, _kept(code))


@bp.post("/purposes/<code>/notice")
@either
def keep_notice(code: PurposeCode) -> ResponseReturnValue:
    """Keep the draft; add a language to it, go on to compare, or stay."""
    purpose_view(code)
    written, added = _told(), request.form.get("add", "").strip()
    try:
        with unit_of_work() as changing:
            wanted = {added: Wording("", "")} if added and added not in written else {}
            operations.save_draft(changing, code, written | wanted, actor=me().person.id, at=now())
    except BadInput as wrong:
        return _editor(code, written, wrong), 422
    if "compare" in request.form:
        return redirect(url_for("office.compare", code=code), 303)
    flash(_("The draft is kept. Nothing is in force yet."))
    return redirect(url_for("office.notice", code=code, _anchor=f"wording-{added}" if added else None), 303)


@bp.post("/purposes/<code>/notice/discard")
@either
def discard_notice(code: PurposeCode) -> ResponseReturnValue:
    """Throw the draft away."""
    purpose_view(code)
    with attempt(_("The draft is gone. The wording in force has not changed.")) as changing:
        operations.discard_draft(changing, code)
    return redirect(url_for("office.purpose", code=code), 303)


@bp.get("/purposes/<code>/compare")
@either
def compare(code: PurposeCode) -> ResponseReturnValue:
    """What would change, and what that would do."""
    purpose_view(code)
    if not questions.draft(session(), code):
        return redirect(url_for("office.notice", code=code), 303)
    return _compared(code)


@bp.post("/purposes/<code>/publish")
@either
def publish(code: PurposeCode) -> ResponseReturnValue:
    """Bring the draft into force, as it was looked at."""
    purpose_view(code)
    material = request.form.get("material", "")
    try:
        if material not in _MATERIAL:
            raise BadInput(_("Say whether this changes what people agree to."), field="material")
        with unit_of_work() as changing:
            seen = request.form.get("seen", "")
            operations.publish_draft(changing, code, _MATERIAL[material], seen, actor=me().person.id, at=now())
    except BadInput as wrong:
        return _compared(code, wrong), 422
    services().nudge.tidy()
    flash(_("The new wording is in force."))
    return redirect(url_for("office.purpose", code=code), 303)


def _told() -> dict[str, Wording]:
    """What the form says in each of its languages. Browsers send two signs for the end of a line."""
    form = request.form
    return {
        language: Wording(form.get(f"title_{language}", ""), form.get(f"text_{language}", "").replace("\r\n", "\n"))
        for language in form.getlist("languages")
    }


def _in_force(code: PurposeCode) -> dict[str, Wording]:
    found = questions.wordings(session(), code, purpose_view(code).version)
    return {language: Wording(view.title, view.text) for language, view in found.items()}


def _kept(code: PurposeCode) -> Mapping[str, Wording]:
    """The draft, else what is in force; with the languages of our pages in front."""
    draft = {view.language: Wording(view.title, view.text) for view in questions.draft(session(), code).values()}
    found = draft or _in_force(code)
    ordered = sorted({*LANGUAGES, *found}, key=lambda language: (_place(language), language))
    return {language: found.get(language, Wording("", "")) for language in ordered}


def _place(language: str) -> int:
    """The languages of our pages come first."""
    return LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES)


def _editor(code: PurposeCode, wordings: Mapping[str, Wording], wrong: BadInput | None = None) -> str:
    view, draft = purpose_view(code), questions.draft(session(), code)
    return render_template("office/notice.html", purpose=view, wordings=wordings, draft=draft, wrong=wrong)


def _compared(code: PurposeCode, wrong: BadInput | None = None) -> str:
    before, draft = _in_force(code), questions.draft(session(), code)
    compared = [
        Compared(
            language,
            language not in before,
            differences(before[language].title if language in before else "", view.title),
            differences(before[language].text if language in before else "", view.text),
        )
        for language, view in sorted(draft.items(), key=lambda each: (_place(each[0]), each[0]))
    ]
    outdated = questions.outdated_by_change(session(), code, at=now())
    told = {"seen": operations.draft_digest(session(), code), "recognition": code == RECOGNITION}
    return render_template("office/compare.html", purpose=purpose_view(code), compared=compared, outdated=outdated, wrong=wrong, **told)
