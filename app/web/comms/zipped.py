"""Many pictures in one file, streamed: each is asked about and taken when its turn comes, and what was held by then is left out.

Beside them lie what was written about them, and a signed list of what left.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from hashlib import sha256

from flask import Response, stream_with_context
from flask_babel import gettext as _
from zipstream import ZIP_STORED, ZipStream

from app import ledger as signing
from app import manifest
from app.manifest import Beside, Line
from app.web import door
from app.web.comms import pieces
from app.web.comms.pieces import Gone
from app.web.context import services, session, today
from app.web.naming import item_words
from app.web.presenters import day_words, refusal_words
from consent_store.errors import BrokenRecord, NotCleared, NotFound, Refusal
from consent_store.records import ledger
from consent_store.records.queries import media, school
from consent_store.records.queries import releases as questions

LEFT_OUT, CAPTIONS = "LEFT-OUT.txt", "captions.csv"
_COLUMNS = ("file", "caption", "line_nl", "line_en", "credit", "alternative_text", "purpose", "channel", "release")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def hand_out(going: Sequence[Gone]) -> Response:
    """Pictures that were released together, as a zip that is never whole anywhere here."""
    answer = Response(stream_with_context(_zipped(going)), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{going[0].draft.purpose.replace("_", "-")}-{today():%Y-%m-%d}.zip"'
    return answer


def _zipped(going: Sequence[Gone]) -> Iterator[bytes]:
    """Nothing is compressed: pictures are already. A picture that the gate shuts for while it flows tears the zip."""
    zipping, left, stayed = ZipStream(compress_type=ZIP_STORED), list[tuple[str, Gone]](), list[str]()
    for piece in going:
        try:
            leaving = door.take(piece.release, why=piece.draft.why or piece.draft.channel, among=len(going) > 1)
        except (NotCleared, BrokenRecord, NotFound) as refusal:
            stayed.append(_told(piece, refusal))
            continue
        left.append((leaving.name, piece))
        zipping.add(leaving.chunks, leaving.name, size=leaving.size)
        yield from zipping.all_files()
    texts = _texts(left, stayed)
    for name, text in texts.items():
        zipping.add(text, name)
    if left:
        zipping.add(_manifest(left, texts), manifest.NAME)
    yield from zipping.finalize()


def _texts(left: list[tuple[str, Gone]], stayed: list[str]) -> dict[str, bytes]:
    """What lies beside the pictures."""
    texts = {CAPTIONS: _captions(left)} if left else {}
    if stayed:
        texts[LEFT_OUT] = "\r\n".join([_("These pictures stayed behind:"), *stayed, ""]).encode()
    return texts


def _captions(left: list[tuple[str, Gone]]) -> bytes:
    """A table for whoever posts them. With a mark of its encoding, or Excel takes it for another; no cell is a formula."""
    table = io.StringIO()
    writer = csv.writer(table, quoting=csv.QUOTE_ALL)
    writer.writerow(_COLUMNS)
    name = school.opened(session()).name
    for file, piece in left:
        draft, lines = piece.draft, pieces.lines(piece.draft, name)
        credit = piece.item.maker.name if piece.item.maker else ""
        cells = (file, draft.caption, lines["nl"], lines["en"], credit, draft.alt, draft.purpose, draft.channel, piece.release)
        writer.writerow([harmless(cell) for cell in cells])
    return table.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell


def _manifest(left: list[tuple[str, Gone]], texts: dict[str, bytes]) -> str:
    """What left, under the end of the ledger, in which its releases and downloads stand by now."""
    beside = [Beside(name, sha256(text).hexdigest()) for name, text in texts.items()]
    lines: list[Line | Beside] = [*(_line(name, piece) for name, piece in left), *beside]
    return manifest.signed(lines, ledger.head(session()), signing.origin(session()), services().keys)


def _line(name: str, piece: Gone) -> Line:
    out = questions.release(session(), piece.release)
    decision = "masked" if out.masks else "cleared"
    return Line(
        name, out.sha256, out.id, out.purpose, out.channel, out.personally, decision, len(out.masks), out.at.isoformat(timespec="seconds")
    )


def _told(piece: Gone, refusal: Refusal) -> str:
    """Which picture stayed, and why; never a name."""
    event = media.event(session(), piece.item.event)
    fill = {"title": event.title, "day": day_words(event.on), "item": item_words(piece.item), "why": refusal_words(refusal)}
    return str(_("%(title)s, %(day)s, %(item)s: %(why)s", **fill))
