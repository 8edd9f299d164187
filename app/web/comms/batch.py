"""A batch: its files are made, its text is looked at, it is released, and then taken."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.web.comms import pieces, zipped
from app.web.comms.blueprint import bp, comms
from app.web.comms.marked import Text, marked
from app.web.comms.order import AT_ONCE, batched
from app.web.comms.pieces import Batch
from app.web.context import me, now, services, session, unit_of_work
from app.web.naming import item_title
from app.web.presenters import refusal_words
from consent_store.errors import BadInput, NotCleared
from consent_store.ids import ReleaseId
from consent_store.operations import captions, drafts
from consent_store.operations.drafts import Kit
from consent_store.records.queries import drafts as questions
from consent_store.records.queries import school
from consent_store.records.queries.drafts import DraftView

_SAID = 5  # that stayed, and are said by themselves


@bp.get("/drafts")
@comms
def begun() -> ResponseReturnValue:
    """What somebody began and did not finish."""
    return render_template("comms/begun.html", batches=[pieces.batch(id_) for id_ in questions.begun_by(session(), me().person.id)])


@bp.get("/drafts/<batch>")
@comms
def batch(batch: str) -> ResponseReturnValue:
    """How far the files are, the text beside them, and the way out."""
    return _page(pieces.batch(batch))


@bp.get("/drafts/<batch>/progress")
@comms
def progress(batch: str) -> ResponseReturnValue:
    """How far the files are, asked again while some are being made; after the last, all of them."""
    return render_template("comms/progress.html", batch=pieces.batch(batch), alone=True)


@bp.post("/drafts/<batch>/caption")
@comms
def write(batch: str) -> ResponseReturnValue:
    """Keep the text, and show what in it is to be mended or answered."""
    try:
        _write(batch)
    except BadInput as wrong:
        return _page(pieces.batch(batch), wrong), 422
    if request.headers.get("HX-Request"):
        return render_template("comms/marks.html", text=_text(pieces.batch(batch)))
    return redirect(url_for("comms.batch", batch=batch, _anchor="text"), 303)


@bp.post("/drafts/<batch>/again")
@comms
def again(batch: str) -> ResponseReturnValue:
    """Have made anew what failed, or shows what no longer counts."""
    found = pieces.batch(batch)
    kits = {piece.draft.item: Kit(*_asked(piece.draft)) for piece in found.at("failed", "changed")}
    for some in batched(kits.items(), AT_ONCE):
        with unit_of_work() as changing:
            drafts.draft_many(changing, dict(some), found.purpose.code, actor=me().person.id, at=now())
    services().nudge.make()
    return redirect(url_for("comms.batch", batch=batch), 303)


@bp.post("/drafts/<batch>/release")
@comms
def let_out(batch: str) -> ResponseReturnValue:
    """Let out what is ready: the gate is asked again for each."""
    try:
        _write(batch)
        number = _released(pieces.batch(batch))
    except BadInput as wrong:
        return _page(pieces.batch(batch), wrong), 422
    if number:
        flash(ngettext("%(num)s picture is released: take it.", "%(num)s pictures are released: take them.", number))
    return redirect(url_for("comms.batch", batch=batch), 303)


@bp.post("/drafts/played/<draft>")
@comms
def played(draft: ReleaseId) -> ResponseReturnValue:
    """Say that one played a file to its end, as a film or a sound with masks asks before it goes out."""
    with unit_of_work() as changing:
        drafts.played(changing, draft, actor=me().person.id, at=now())
    found = pieces.batch(questions.draft(session(), draft).batch)
    if request.headers.get("HX-Request"):
        return render_template("comms/progress.html", batch=found, alone=True)
    return redirect(url_for("comms.batch", batch=found.id, _anchor="files"), 303)


@bp.post("/drafts/<batch>/zip")
@comms
def take_all(batch: str) -> ResponseReturnValue:
    """Everything that was released, in one file."""
    return zipped.hand_out(pieces.gone(batch))


def _asked(draft: DraftView) -> tuple[str, bool, str, str, str, str]:
    return draft.channel, draft.personally, draft.form, draft.alt, draft.why, draft.batch


def _released(found: Batch) -> int:
    """How many went out. One for which the gate shut meanwhile stays, and is said by itself on the page."""
    if request.form.get("confirmed") != "yes":
        raise BadInput(str(_("Confirm it first.")), field="confirmed")
    ready = {piece.draft.id: piece.item for piece in found.at("ready")}
    out: dict[ReleaseId, ReleaseId | NotCleared] = {}
    for some in batched(ready, AT_ONCE):
        with unit_of_work() as changing:
            out |= drafts.release_many(changing, some, actor=me().person.id, at=now())
    stayed = {draft: shut for draft, shut in out.items() if isinstance(shut, NotCleared)}
    for draft, shut in list(stayed.items())[:_SAID]:
        flash(_("%(item)s: %(why)s", item=item_title(ready[draft]), why=refusal_words(shut)), "error")
    return len(out) - len(stayed)


def _write(batch: str) -> None:
    """Keep what the form says of the text. Browsers send two signs for the end of a line."""
    caption, confirmed = request.form.get("caption", "").replace("\r\n", "\n"), request.form.get("confirmed") == "yes"
    with unit_of_work() as changing:
        captions.write(changing, batch, caption, _answers(), confirmed=confirmed, actor=me().person.id, at=now())


def _answers() -> Mapping[str, str]:
    return dict(zip(request.form.getlist("mark"), request.form.getlist("meant"), strict=False))


def _text(found: Batch) -> Text:
    """The text of a batch as it is kept, with its marks."""
    draft = found.first
    marks = captions.look(session(), [piece.item.id for piece in found.pieces], draft.caption, at=now())
    return marked(draft.caption, marks, draft.checked.answers)


def _page(found: Batch, wrong: BadInput | None = None) -> str:
    told = {wrong.field: refusal_words(wrong)} if wrong else {}
    lines = pieces.lines(found.first, school.opened(session()).name)
    return render_template("comms/batch.html", batch=found, text=_text(found), told=told, form=request.form if wrong else None, lines=lines)
