"""The grid of an event's pictures, a window at a time: by what is left to do, in the order chosen. js/grid.js asks for what comes near."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

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

_WINDOW = 20  # tiles: full rows of two, four and five
_TITLES: Mapping[Show, LazyString] = {
    Show.ALL: _l("All"),
    Show.UNANSWERED: _l("To answer"),
    Show.TO_ATTEST: _l("To attest"),
    Show.DOUBT: _l("Doubt"),
    Show.ATTESTED: _l("Attested"),
    Show.ASIDE: _l("Set aside"),
}


@dataclass(frozen=True)
class Grid:
    """One window of an event's pictures; `page` counts from one, `last` is that of the last."""

    event: EventId
    show: Show
    order: Order
    counts: Mapping[Show, int]
    page: int
    last: int

    @cached_property
    def items(self) -> list[ItemView]:
        """The pictures of this window."""
        return questions.window(session(), self.event, self.show, self.order, page=self.page, size=_WINDOW)

    @cached_property
    def doubted(self) -> frozenset[ItemId]:
        """Those of the event about which a question is open."""
        return _doubted(self.event)

    @property
    def size(self) -> int:
        """How many pictures a whole window has."""
        return _WINDOW

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
    """One window of the grid by itself."""
    view = media.event(session(), event)
    show, order, page = _asked()
    items = questions.window(session(), event, show, order, page=page, size=_WINDOW)
    return render_template("teachers/grid_window.html", event=view, page=page, items=items, doubted=_doubted(event))


@bp.get("/<event>/choices")
@teachers
def choices(event: EventId) -> ResponseReturnValue:
    """What there is to choose from, with how many pictures each shows."""
    view = media.event(session(), event)
    return render_template("teachers/grid_bar.html", event=view, grid=laid(view.id))


def laid(event: EventId) -> Grid:
    """The grid as the address asks for it; what it does not know is as usual."""
    show, order, page = _asked()
    counts = questions.counts(session(), event)
    last = max(1, -(-counts[show] // _WINDOW))
    return Grid(event, show, order, counts, min(page, last), last)


def _asked() -> tuple[Show, Order, int]:
    page = request.args.get("page", 1, int)
    return request.args.get("show", Show.ALL, Show), request.args.get("order", Order.NUMBER, Order), max(1, page)


def _doubted(event: EventId) -> frozenset[ItemId]:
    return frozenset(doubt.item for doubt in reviews.open_doubts(session()) if doubt.item_event == event)
