"""The photographer's sheet of an event: on a screen, on paper, and for a day on a phone that has no network."""

from typing import Any

from flask import Response, current_app, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.paper.register import Part, Roll, Row, print_roll
from app.web import presenters, words
from app.web.context import now, school, session
from app.web.teachers.blueprint import bp, teachers
from consent_store.ids import EventId
from consent_store.records.queries import media, sheets
from consent_store.records.queries.sheets import Section, SheetView, Shown
from consent_store.rules.extent import Extent, Reach, Shut

_ENDS = "X-Ask-Again"  # until when a phone may keep the page; read by js/sheet-worker.js


@bp.get("/<event>/sheet")
@teachers
def sheet(event: EventId) -> ResponseReturnValue:
    """Who may be shown, class by class, and how to take it along."""
    return render_template("teachers/sheet.html", **_told(event))


@bp.get("/<event>/sheet.pdf")
@teachers
def sheet_pdf(event: EventId) -> ResponseReturnValue:
    """The same on paper."""
    found = sheets.of_event(session(), event, at=now())
    name = _("sheet")
    named = {"Content-Disposition": f'attachment; filename="{name}-{found.event.on}.pdf"'}
    return Response(print_roll(_roll(found)), mimetype="application/pdf", headers=named)


@bp.get("/<event>/sheet/kept")
@teachers
def sheet_kept(event: EventId) -> ResponseReturnValue:
    """The page that a phone keeps: names alone, and nothing on it that needs the school."""
    told = _told(event)
    answer = make_response(render_template("teachers/sheet_kept.html", **told))
    answer.headers[_ENDS] = told["sheet"].ask_again_at.isoformat()
    return answer


@bp.get("/<event>/sheet/over")
@teachers
def sheet_over(event: EventId) -> ResponseReturnValue:
    """What a phone shows once the page that it kept is too old: no name."""
    return render_template("teachers/sheet_over.html", event=media.event(session(), event))


@bp.get("/<event>/sheet/worker.js")
@teachers
def sheet_worker(event: EventId) -> ResponseReturnValue:
    """The script that keeps the page. Its address is its limit: it sees to what lies beside it, and to no other page."""
    media.event(session(), event)
    return current_app.send_static_file("js/sheet-worker.js")


def _told(event: EventId) -> dict[str, Any]:
    found = sheets.of_event(session(), event, at=now())
    shut = {shown.person: _shut(found, shown) for section in found.sections for shown in section.people if shown.extent is Extent.PARTLY}
    return {"sheet": found, "event": found.event, "extents": list(Extent), "shut": shut, "title": _title, "per_item": _per_item(found)}


def _title(section: Section) -> str:
    return section.group or _("Guests")


def _per_item(found: SheetView) -> str:
    return presenters.list_words(map(presenters.purpose_words, found.per_item))


def _shut(found: SheetView, shown: Shown) -> str:
    """What is shut for somebody, as one line."""
    titles = presenters.purpose_titles(found.purposes)
    parts = []
    for each in shown.shut:
        kinds = presenters.list_words(str(words.KINDS[kind]) for kind in each.kinds)
        parts.append(_reach_words(each, kinds, presenters.list_words(titles[purpose.code] for purpose in each.purposes)))
    return "; ".join(parts)


def _reach_words(each: Shut, kinds: str, purposes: str) -> str:
    if each.reach is Reach.ALL:
        return str(_("%(kinds)s: nowhere", kinds=kinds))
    if each.reach is Reach.PUBLIC:
        return str(_("%(kinds)s: not outside the school", kinds=kinds))
    return str(_("%(kinds)s: not for %(purposes)s", kinds=kinds, purposes=purposes))


def _roll(found: SheetView) -> Roll:
    ours = school()
    made, again = presenters.moment_words(found.made_at), presenters.moment_words(found.ask_again_at)
    lines = [_("Printed %(moment)s. Ask again after %(again)s.", moment=made, again=again), _("Whoever is not on it is not to be shown.")]
    if found.per_item:
        lines.append(_("Asked for each picture, and not on this sheet: %(purposes)s.", purposes=_per_item(found)))
    parts = tuple(_part(found, section) for section in found.sections)
    about = f"{ours.name if ours else ''} · {presenters.day_words(found.event.on)}"
    foot = _("Names of children: shred it afterwards. Ask again after %(again)s.", again=again)
    return Roll(found.event.title, about, tuple(lines), parts, foot, _("%(num)s on the screen alone: their letters cannot be printed"))


def _part(found: SheetView, section: Section) -> Part:
    rows = []
    for extent in Extent:
        people = [shown for shown in section.people if shown.extent is extent]
        named = tuple(f"{shown.name} ({_shut(found, shown)})" if extent is Extent.PARTLY else shown.name for shown in people)
        if people:
            rows.append(Row(str(words.EXTENTS[extent]), named, wide=extent is Extent.PARTLY))
    return Part(_title(section), tuple(rows))
