"""Files that may break off on their way and go on: the server's half of tus, for the school's own pages and for any client that speaks it.

A file belongs to who sends it and to one event; whoever else asks is told that there is none.
"""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.intake import LARGEST
from app.web import bodies
from app.web.context import me, now, services, session, unit_of_work
from app.web.teachers import arriving, makers, tus_bytes
from app.web.teachers import tus_protocol as protocol
from app.web.teachers.blueprint import bp, teachers
from app.web.teachers.tus_bytes import Sending, Sent
from consent_store.errors import Conflict
from consent_store.ids import EventId, UploadId
from consent_store.operations import uploads
from consent_store.operations.media import Admitted
from consent_store.records.queries import uploads as questions
from consent_store.records.queries.uploads import UploadView

_COLLECTION, _ONE = "/<event>/uploads", "/<event>/uploads/<upload>"


@bp.route(_COLLECTION, methods=["OPTIONS"], provide_automatic_options=False)
@bp.route(_ONE, methods=["OPTIONS"], provide_automatic_options=False)
@teachers
@protocol.spoken
def tus_options(event: EventId, upload: UploadId | None = None) -> ResponseReturnValue:  # noqa: ARG001  (the same for all)
    """What this server can do."""
    return "", 204, protocol.OFFERS | {"Tus-Max-Size": str(max(LARGEST.values()))}


@bp.route(_COLLECTION, methods=["POST"], provide_automatic_options=False)
@teachers
@protocol.spoken
def tus_begin(event: EventId) -> ResponseReturnValue:
    """Expect a file, perhaps with its first bytes, perhaps with all of them."""
    stream = bodies.whole()
    sending = Sending(event, request.headers.get("Upload-Metadata", ""), protocol.length())
    _welcome(sending)
    brought = request.mimetype == protocol.BYTES and request.content_length != 0
    sent = tus_bytes.receive(sending, stream, protocol.checksum()) if brought else tus_bytes.begin(sending)
    where = url_for("events.tus_show", event=event, upload=sent.upload)
    return "", 201, {"Location": where, **_progress(sent)}


@bp.route(_ONE, methods=["PATCH"], provide_automatic_options=False)
@teachers
@protocol.spoken
def tus_go_on(event: EventId, upload: UploadId) -> ResponseReturnValue:
    """The next bytes."""
    stream, start = bodies.whole(), protocol.offset()
    view = _mine(event, upload)
    if start != view.received:
        raise Conflict("Other bytes of this file arrived meanwhile. It goes on from there.", code="upload_offset")
    sending = Sending(event, view.about, view.size, view.received, view.id)
    return "", 204, _progress(tus_bytes.receive(sending, stream, protocol.checksum()))


@bp.route(_ONE, methods=["GET"], provide_automatic_options=False)
@teachers
@protocol.spoken
def tus_show(event: EventId, upload: UploadId) -> ResponseReturnValue:
    """How far a file is, in headers; and in JSON what became of it."""
    view = _mine(event, upload)
    admitted = Admitted(view.item, view.item if view.duplicate else None) if view.item else None
    about = {"Upload-Length": str(view.size), **({"Upload-Metadata": view.about} if view.about else {})}
    words = {"words": arriving.outcome(admitted)} if admitted else {}
    return words, 200, {**about, **_progress(Sent(view.id, view.received, admitted))}


@bp.route(_ONE, methods=["DELETE"], provide_automatic_options=False)
@teachers
@protocol.spoken
def tus_end(event: EventId, upload: UploadId) -> ResponseReturnValue:
    """Throw away what arrived of a file."""
    bodies.whole()
    view = _mine(event, upload)
    with unit_of_work() as changing:
        uploads.throw_away(changing, view.id, actor=me().person.id, at=now())
    return "", 204


def _welcome(sending: Sending) -> None:
    """Refuse before anything is sent what would be refused afterwards."""
    arriving.require(sending.event)
    told = protocol.metadata(sending.about)
    makers.told(told)
    services().intake.expect(sending.size, told.get("filetype") or told.get("filename", ""))
    known = arriving.already([told["sha256"]]) if "sha256" in told else {}
    for words in known.values():
        raise Conflict(words, code="duplicate")


def _mine(event: EventId, upload: UploadId) -> UploadView:
    return questions.upload(session(), upload, event, by=me().person.id, at=now())


def _progress(sent: Sent) -> dict[str, str]:
    if sent.admitted is None:
        return dict(protocol.progress(sent.received))
    return dict(protocol.progress(sent.received, **{"Upload-Outcome": "duplicate" if sent.admitted.duplicate_of else "arrived"}))


bp.record_once(bodies.by_hand(tus_begin, tus_go_on, tus_end))
