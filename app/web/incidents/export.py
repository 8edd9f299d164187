"""A case for the dossier: everything in it as a zip, in words, as data, and the picture."""

import json
from collections.abc import Iterator
from typing import Any

from flask import Response, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from zipstream import ZIP_STORED, ZipStream

from app.web import door
from app.web.context import session
from app.web.incidents.blueprint import bp, keeping
from app.web.incidents.words import ADDED, PARTS
from app.web.presenters import day_words, list_words, moment_words
from consent_store.ids import IncidentId, PersonId
from consent_store.records.queries import incidents, people
from consent_store.records.queries.incidents import CaseView, NoteView


@bp.get("/<incident>/dossier.zip")
@keeping
def export(incident: IncidentId) -> ResponseReturnValue:
    """The whole case, to be kept elsewhere."""
    view = incidents.case(session(), incident)
    answer = Response(stream_with_context(_zipped(view)), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="case-{view.number}.zip"'
    return answer


def _zipped(view: CaseView) -> Iterator[bytes]:
    notes, involved = incidents.notes_of(session(), view.id), incidents.people_of(session(), view.id)
    names = _names([view.opened_by, *(note.by for note in notes), *(id_ for ids in involved.values() for id_ in ids)])
    parts = {str(PARTS[part]): [names.get(id_, "") for id_ in ids] for part, ids in involved.items() if ids}
    zipping = ZipStream(compress_type=ZIP_STORED)
    zipping.add("\r\n".join(_told(view, notes, parts, names)), "case.txt")
    zipping.add(json.dumps(_data(view, notes, parts, names), ensure_ascii=False, indent=2), "case.json")
    if view.has_picture:
        zipping.add(door.evidence_to_keep(view.id).chunks, "found.jpg")
    yield from zipping


def _names(ids: list[PersonId]) -> dict[PersonId, str]:
    return {id_: person.name for id_, person in people.people(session(), ids).items()}


def _told(view: CaseView, notes: list[NoteView], parts: dict[str, list[str]], names: dict[PersonId, str]) -> Iterator[str]:
    yield _("Case %(number)s", number=view.number)
    yield _("Reported on %(day)s by %(name)s", day=moment_words(view.opened_at), name=names.get(view.opened_by, ""))
    if view.address:
        yield _("Seen at: %(address)s", address=view.address)
    yield from ("", view.what, "")
    for part, involved in parts.items():
        yield f"{part}: {list_words(involved)}"
    for note in notes:
        yield from ("", f"{moment_words(note.at)}, {names.get(note.by, '')}: {ADDED[note.sort]}", note.text)
    if view.closed_at:
        yield from ("", _("Closed on %(day)s", day=day_words(view.closed_at)), view.outcome or "")


def _data(view: CaseView, notes: list[NoteView], parts: dict[str, list[str]], names: dict[PersonId, str]) -> dict[str, Any]:
    return {
        "case": view.number,
        "reported": {"at": view.opened_at.isoformat(), "by": names.get(view.opened_by, ""), "what": view.what, "address": view.address},
        "item": view.item,
        "due": view.due_on.isoformat(),
        "people": parts,
        "added": [{"at": n.at.isoformat(), "by": names.get(n.by, ""), "sort": n.sort.value, "text": n.text} for n in notes],
        "closed": {"at": view.closed_at.isoformat(), "outcome": view.outcome} if view.closed_at else None,
    }
