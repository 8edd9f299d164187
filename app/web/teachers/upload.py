"""Pictures, film and sound come in by one form with many, without a script; and what `upload.js` asks before and after it sends (`tus`)."""

from dataclasses import asdict
from typing import IO, cast

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf.csrf import generate_csrf

from app import arrivals
from app.arrivals import Coming
from app.web import bodies
from app.web.bodies import Part
from app.web.context import me, now, services, stop_reading, unit_of_work
from app.web.presenters import refusal_words
from app.web.teachers import arriving, makers
from app.web.teachers.blueprint import bp, teachers
from consent_store.errors import BadInput, Refusal
from consent_store.ids import EventId
from consent_store.operations import uploads

_ASKED = 500  # digests at once
_TOLD = 8  # refused files that are named one by one


@bp.post("/<event>/known")
@teachers
def known(event: EventId) -> ResponseReturnValue:
    """Which of these bytes (SHA-256, hex) are here already, and what to say of each."""
    arriving.require(event)
    asked = request.get_json(silent=True)
    digests = asked.get("sha256") if isinstance(asked, dict) else None
    if not isinstance(digests, list) or len(digests) > _ASKED or not all(isinstance(each, str) for each in digests):
        raise BadInput()
    return {"known": arriving.already(digests)}


@bp.get("/<event>/uploads")
@teachers
def unfinished(event: EventId) -> ResponseReturnValue:
    """One's own files that are half-way, and a fresh token for whoever was signed out meanwhile."""
    arriving.require(event)
    return {"token": generate_csrf(), "who": me().person.id, "unfinished": [asdict(each) for each in arriving.half_way(event)]}


@bp.post("/<event>/uploads/away")
@teachers
def throw_away(event: EventId) -> ResponseReturnValue:
    """Throw away what arrived of one's own files: of those named, or of all."""
    arriving.require(event)
    wanted = set(request.form.getlist("upload"))
    mine = [each.id for each in arriving.half_way(event) if not wanted or each.id in wanted]
    with unit_of_work() as changing:
        for upload in mine:
            uploads.throw_away(changing, upload, actor=me().person.id, at=now())
    return redirect(url_for("events.show", event=event), 303)


@bp.post("/<event>/files")
@teachers
def receive_form(event: EventId) -> ResponseReturnValue:
    """Many files in one form: the way without JavaScript. The words stand before the files in it."""
    arriving.require(event)
    told: dict[str, str] = {}
    arrived: list[str] = []
    refused: list[tuple[str, str]] = []  # of two folders there may be two of one name
    for part in bodies.parts():
        if part.file_name is None:
            told[part.name] = part.words()
        elif part.file_name:
            problem = _received(event, part, told)
            if problem is None:
                arrived.append(part.file_name)
            else:
                refused.append((part.file_name, problem))
    _tell(arrived, [f"{name}: {problem}" for name, problem in refused])
    return redirect(url_for("events.show", event=event), 303)


def _received(event: EventId, part: Part, told: dict[str, str]) -> str | None:
    """What is wrong with a file, or None; the others go on."""
    name = part.file_name or ""
    try:
        coming = Coming(event, name, makers.told(told), me().person.id)
        stop_reading()  # a film may take hours
        admitted = arrivals.take_in(services(), unit_of_work, cast(IO[bytes], part), coming)
    except Refusal as refusal:
        return refusal_words(refusal)
    return arriving.outcome(admitted) if admitted.duplicate_of else None


def _tell(arrived: list[str], refused: list[str]) -> None:
    if arrived:
        flash(ngettext("%(num)s file arrived.", "%(num)s files arrived.", len(arrived)))
    if any(arriving.live_half(name, arrived) for name in arrived):
        flash(_("The film half of a Live Photo is a film of its own here."))
    for sentence in refused[:_TOLD]:
        flash(sentence, "error")
    if len(refused) > _TOLD:
        more = len(refused) - _TOLD
        flash(ngettext("%(num)s more file was not taken in.", "%(num)s more files were not taken in.", more), "error")


bp.record_once(bodies.by_hand(receive_form))
