"""What the school keeps about somebody: the whole as a page and as a copy to take, and what a family may ask of the office."""

import json
from collections.abc import Callable, Iterator

from flask import Response, flash, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from zipstream import ZIP_STORED, ZipStream

from app.web import access, door, limits
from app.web.attempts import attempt
from app.web.context import me, now, services, session, today, unit_of_work
from app.web.door import Leaving
from app.web.families.blueprint import bp
from app.web.families.everything import Kept, as_json
from app.web.families.frame import frame
from app.web.families.words import MATTERS
from consent_store.errors import BadInput, BrokenRecord, NotFound
from consent_store.ids import ExportId, PersonId
from consent_store.operations import corrections, exports
from consent_store.records.queries import people, seeing
from consent_store.records.queries.renditions import Made
from consent_store.rules.asking import Matter


@bp.get("/<person>/kept")
@access.family
def kept(person: PersonId) -> ResponseReturnValue:
    """Everything, as a page."""
    framed = frame(person)
    found = Kept(framed.person)
    return render_template("families/kept.html", frame=framed, kept=found, matters=MATTERS)


@bp.get("/<person>/kept/copy")
@access.family
def copy(person: PersonId) -> ResponseReturnValue:
    """How far the copy is, asked again until it is ready."""
    return render_template("families/copy.html", kept=_kept(person))


@bp.post("/<person>/kept/copy")
@access.family
def ask_copy(person: PersonId) -> ResponseReturnValue:
    """Ask for a copy: the pictures for it are made first."""
    with unit_of_work() as changing:
        exports.ask(changing, person, actor=me().person.id, at=now())
    services().nudge.make()
    return redirect(url_for("families.kept", person=person, _anchor="copy"), 303)


@bp.post("/<person>/kept/copy/<export>")
@access.family
def take_copy(person: PersonId, export: ExportId) -> ResponseReturnValue:
    """The copy itself."""
    with unit_of_work() as changing:
        if exports.take(changing, export, actor=me().person.id, at=now()) != person:
            raise NotFound()
    answer = Response(stream_with_context(_zipped(_kept(person))), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="kept-{today():%Y-%m-%d}.zip"'
    return answer


@bp.get("/<person>/papers/<sha256>")
@access.family
def paper(person: PersonId, sha256: str) -> ResponseReturnValue:
    """The scan of a form."""
    return door.hand_over_scan(sha256, person)


@bp.post("/<person>/kept")
@access.family
@limits.per_hour
def wish(person: PersonId) -> ResponseReturnValue:
    """Ask the office for a correction, or for erasure."""
    matter = request.form.get("matter", "")
    if matter not in set(Matter):
        raise BadInput(field="matter")
    with attempt() as changing:
        corrections.ask(changing, person, Matter(matter), request.form.get("wanted", ""), actor=me().person.id, at=now())
        flash(_("The office has your question. It answers within a month, and the answer stands on this page."))
    return redirect(url_for("families.kept", person=person, _anchor="wishes"), 303)


def _kept(person: PersonId) -> Kept:
    """Raises `NotFound` for whoever is not the reader's to see wholly."""
    seeing.subject(session(), me().person.id, person, at=now())
    return Kept(people.person(session(), person))


def _zipped(found: Kept) -> Iterator[bytes]:
    """The data, then each file by the one door; what cannot leave by now stays out."""
    zipping, person = ZipStream(compress_type=ZIP_STORED), found.person.id
    zipping.add(json.dumps(as_json(found), ensure_ascii=False, indent=1), "kept.json")
    for folder, opened in _files(found, person):
        try:
            leaving = opened()
        except (NotFound, BrokenRecord):
            continue
        zipping.add(leaving.chunks, f"{folder}/{leaving.name}", size=leaving.size)
        yield from zipping.all_files()
    yield from zipping.finalize()


def _files(found: Kept, person: PersonId) -> Iterator[tuple[str, Callable[[], Leaving]]]:
    if found.references:
        yield "face", lambda: door.own_reference(person)
    for scan in found.papers:
        yield "papers", lambda sha256=scan.sha256: door.own_paper(sha256, person)  # type: ignore[misc]
    for seen in seeing.seen(session(), [each.item for each in found.appearances], person).values():
        if isinstance(seen.state, Made) and seen.id is not None:
            yield "pictures", lambda file=seen.id: door.own_picture(file)  # type: ignore[misc]
