"""The first page: choose a purpose and a channel, see what is cleared for it and what is not, and why; what must come back stands above."""

from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.web.attempts import number
from app.web.comms import recalls, sheet
from app.web.comms.blueprint import bp, comms
from app.web.comms.sheet import PAGE, Chosen
from app.web.context import me, session
from consent_store.errors import NotFound
from consent_store.ids import EventId, ItemId, PurposeCode
from consent_store.records.queries import drafts, media, releases, school
from consent_store.records.queries.releases import RecallView
from consent_store.records.queries.school import PurposeView
from consent_store.rules.terms import RECOGNITION

_EVERY = "all"
_FIRST = 2  # recalls that stand above everything; the others are a press away


@bp.get("/")
@comms
def index() -> ResponseReturnValue:
    """What is cleared for a purpose, and what is not."""
    purposes, events, urgent = served(), media.event_titles(session()), releases.recalls_open(session())
    chosen = _chosen(purposes)
    return render_template(
        "comms/index.html",
        purposes=purposes,
        events=events,
        chosen=chosen,
        channel=request.args.get("channel", ""),
        channels=releases.channels(session(), chosen.purpose),
        found=sheet.look(chosen, _back(urgent, chosen)),
        previous=_previous(chosen),
        tasks=recalls.tasks(urgent[:_FIRST]),
        urgent=len(urgent),
        night=recalls.night(),
        out=recalls.published(),
        begun=len(drafts.begun_by(session(), me().person.id)),
        unposted=len(releases.latest(session(), unposted=True)),
    )


@bp.get("/counts")
@comms
def counts() -> ResponseReturnValue:
    """How many pictures of an event are cleared, and so on: a part of the page that comes after the rest."""
    chosen = _chosen(served())
    if chosen.event is None:
        raise NotFound()
    numbers = sheet.count(chosen.purpose, chosen.event, _back(releases.recalls_open(session()), chosen))
    return render_template("comms/states.html", chosen=chosen, numbers=numbers, channel=request.args.get("channel", ""))


def served() -> list[PurposeView]:
    """What something may be let out for."""
    return [purpose for purpose in school.purposes(session()) if purpose.code != RECOGNITION]


def _chosen(purposes: list[PurposeView]) -> Chosen:
    """What the address asks for; the first purpose and the latest event where it does not say."""
    codes = [purpose.code for purpose in purposes]
    code = PurposeCode(request.args.get("purpose", ""))
    event, state = request.args.get("event"), request.args.get("state", "")
    start = number(request.args.get("start", "")) or 0
    if not codes or (code and code not in codes):
        raise NotFound()
    latest = media.event_titles(session(), limit=1) if event is None else []
    of_event = latest[0].id if latest else None if event in (None, _EVERY) else EventId(event or "")
    return Chosen(code or codes[0], of_event, state if state in sheet.STATES else "", start)


def _back(open_: Sequence[RecallView], chosen: Chosen) -> frozenset[ItemId]:
    """The pictures that must still come back from this purpose."""
    return frozenset(recall.release.item for recall in open_ if recall.release.purpose == chosen.purpose)


def _previous(chosen: Chosen) -> int | None:
    """Where the screen before this one starts; of pictures in one state the first, for nobody knows where the one before began."""
    if chosen.start == 0:
        return None
    return 0 if chosen.state else max(0, chosen.start - PAGE)
