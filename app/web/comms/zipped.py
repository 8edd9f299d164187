"""Many pictures in one file, streamed: each is asked about and let out when its turn comes, and what was held by then is left out."""

from collections.abc import Iterator

from flask import Response, stream_with_context
from flask_babel import gettext as _
from zipstream import ZIP_STORED, ZipStream

from app.web import door
from app.web.comms.order import Order
from app.web.context import me, now, session, today, unit_of_work
from app.web.door import Leaving
from app.web.presenters import day_words, refusal_words
from consent_store.errors import BrokenRecord, NotCleared, NotFound, Refusal
from consent_store.ids import ItemId
from consent_store.operations import releases
from consent_store.records.queries import media

LEFT_OUT = "LEFT-OUT.txt"


def hand_out(order: Order) -> Response:
    """The pictures of an order, as a zip that is never whole anywhere here."""
    answer = Response(stream_with_context(_zipped(order)), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{order.purpose.replace("_", "-")}-{today():%Y-%m-%d}.zip"'
    return answer


def _zipped(order: Order) -> Iterator[bytes]:
    """Nothing is compressed: pictures are already. A picture that the gate shuts for while it flows tears the zip."""
    zipping, left_out = ZipStream(compress_type=ZIP_STORED), []
    for item in order.items:
        try:
            leaving = _let_out(order, item)
        except (NotCleared, BrokenRecord, NotFound) as refusal:
            left_out.append(_told(item, refusal))
            continue
        zipping.add(leaving.chunks, leaving.name, size=leaving.size)
        yield from zipping.all_files()
    if left_out:
        zipping.add("\r\n".join([_("These pictures stayed behind:"), *left_out, ""]), LEFT_OUT)
    yield from zipping.finalize()


def _let_out(order: Order, item: ItemId) -> Leaving:
    told = {"channel": order.channel, "personally": order.personally}
    with unit_of_work() as changing:
        release = releases.release(changing, item, order.purpose, **told, actor=me().person.id, at=now())  # type: ignore[arg-type]
    return door.take(release, why=order.why)


def _told(item: ItemId, refusal: Refusal) -> str:
    """Which picture stayed, and why; never a name."""
    found = media.items(session(), [item]).get(item)
    if found is None:
        return refusal_words(refusal)
    event = media.event(session(), found.event)
    fill = {"title": event.title, "day": day_words(event.on), "number": found.number, "why": refusal_words(refusal)}
    return str(_("%(title)s, %(day)s, photo %(number)s: %(why)s", **fill))
