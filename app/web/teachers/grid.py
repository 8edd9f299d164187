"""The grid of an event's pictures, a window at a time: by what is left to do, in the order chosen. js/grid.js asks for what comes near."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.web.context import session
from app.web.teachers.blueprint import bp, teachers
from consent_store.ids import EventId, ItemId
from consent_store.records.queries import grid as questions
from consent_store.records.queries import media, reviews
from consent_store.records.queries.grid import Order, Show
from consent_store.records.views import ItemView

_WINDOW = 60  # tiles
_TITLES: Mapping[Show, LazyString] = {
    Show.ALL: _l("All"),
    Show.UNANSWERED: _l("To answer"),
    Show.TO_ATTEST: _l("To attest"),
    Show.DOUBT: _l("Doubt"),
    Show.ATTESTED: _l("Attested"),
    Show.ASIDE: _l("Set aside"),
}


@dataclass(frozen=True, slots=True)
class Grid:
    """One window of an event's pictures; `page` counts from one, `last` is that of the last."""

    event: EventId
    show: Show
    order: Order
    counts: Mapping[Show, int]
    page: int
    last: int
    items: Sequence[ItemView]
    doubted: frozenset[ItemId]

    @property
    def tabs(self) -> list[tuple[str, str, int, bool]]:
        """The choices that show something, and the one that is made."""
        shown = [show for show in Show if self.counts[show] or show in (Show.ALL, self.show)]
        return [(self.href(show=show), str(_TITLES[show]), self.counts[show], show is self.show) for show in shown]

    def href(self, *, show: Show | None = None, order: str | None = None, page: int = 1) -> str:
        """The event's page with another choice, or at another window."""
        return url_for("events.show", event=self.event, show=show or self.show, order=order or self.order, page=page, _anchor="grid")


@bp.get("/<event>/pictures")
@teachers
def pictures(event: EventId) -> ResponseReturnValue:
    """The grid by itself: its choices with their counts, and one window."""
    return render_template("teachers/grid.html", event=media.event(session(), event), grid=laid(event))


def laid(event: EventId) -> Grid:
    """The grid as the address asks for it; what it does not know is as usual."""
    show = request.args.get("show", Show.ALL, Show)
    order = request.args.get("order", Order.NUMBER, Order)
    counts = questions.counts(session(), event)
    last = max(1, -(-counts[show] // _WINDOW))
    page = min(max(1, request.args.get("page", 1, int)), last)
    items = questions.window(session(), event, show, order, page=page, size=_WINDOW)
    doubted = frozenset(doubt.item for doubt in reviews.open_doubts(session()) if doubt.item_event == event)
    return Grid(event, show, order, counts, page, last, items, doubted)
