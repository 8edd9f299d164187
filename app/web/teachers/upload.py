"""Pictures come in: one request a file, sent and shown by `upload.js`, or one plain form with many."""

from typing import IO, cast
from urllib.parse import parse_qsl

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.web import bodies
from app.web.bodies import Part
from app.web.context import me, now, services, session, unit_of_work
from app.web.errors import status_of
from app.web.presenters import refusal_words
from app.web.teachers import makers
from app.web.teachers.blueprint import bp, teachers
from consent_store.errors import Refusal
from consent_store.ids import EventId
from consent_store.operations import media
from consent_store.operations.media import Admitted
from consent_store.records.queries import media as questions
from consent_store.rules.terms import Kind, Maker

_TOLD = 8  # refused files that are named one by one


@bp.post("/<event>/upload")
@teachers
def receive(event: EventId) -> ResponseReturnValue:
    """One file, its bytes being the whole body. `X-About` says its name and whose work it is, as a form would. Answers in JSON."""
    questions.event(session(), event)
    stream = bodies.whole()
    about = dict(parse_qsl(request.headers.get("X-About", "")))
    try:
        admitted = _take_in(event, about.get("name", ""), stream, makers.told(about))
    except Refusal as refusal:
        return {"words": refusal_words(refusal)}, status_of(refusal)
    return {"duplicate": admitted.duplicate_of is not None, "words": _words(admitted)}, 201


@bp.post("/<event>/files")
@teachers
def receive_form(event: EventId) -> ResponseReturnValue:
    """Many files in one form: the way without JavaScript. The words stand before the files in it."""
    questions.event(session(), event)
    told: dict[str, str] = {}
    arrived, refused = 0, []
    for part in bodies.parts():
        if part.file_name is None:
            told[part.name] = part.words()
        elif part.file_name:
            problem = _received(event, part, told)
            arrived += problem is None
            refused += [problem] if problem else []
    _tell(arrived, refused)
    return redirect(url_for("events.show", event=event), 303)


def _received(event: EventId, part: Part, told: dict[str, str]) -> str | None:
    """What is wrong with a file, by its name, or None; the others go on."""
    name = part.file_name or ""
    try:
        admitted = _take_in(event, name, cast(IO[bytes], part), makers.told(told))
    except Refusal as refusal:
        return f"{name}: {refusal_words(refusal)}"
    return f"{name}: {_words(admitted)}" if admitted.duplicate_of else None


def _take_in(event: EventId, label: str, stream: IO[bytes], maker: Maker | None) -> Admitted:
    """Vault first, row second, nudge last. What does not get its row is shredded."""
    stored = services().intake.receive(stream)
    file = {"kind": Kind.PHOTO, "label": label, "sha256": stored.sha256, "size": stored.size, "vault_name": stored.name}
    try:
        with unit_of_work() as changing:
            admitted = media.admit(changing, event, **file, maker=maker, actor=me().person.id, at=now())  # type: ignore[arg-type]
    except BaseException:
        services().vault.shred(stored.name)
        raise
    if admitted.duplicate_of is None:
        services().nudge.analyse(admitted.item)
    else:
        services().vault.shred(stored.name)
    return admitted


def _words(admitted: Admitted) -> str:
    if admitted.duplicate_of is None:
        return str(_("Arrived. Faces are looked for."))
    known = questions.event(session(), questions.item(session(), admitted.item).event)
    return str(_("We have it already, in “%(title)s”. It is not kept twice.", title=known.title))


def _tell(arrived: int, refused: list[str]) -> None:
    if arrived:
        flash(ngettext("%(num)s picture arrived.", "%(num)s pictures arrived.", arrived))
    for sentence in refused[:_TOLD]:
        flash(sentence, "error")
    if len(refused) > _TOLD:
        more = len(refused) - _TOLD
        flash(ngettext("%(num)s more file was not taken in.", "%(num)s more files were not taken in.", more), "error")


bp.record_once(bodies.by_hand(receive, receive_form))
