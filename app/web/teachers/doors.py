"""The code that an event shows to its guests: on a phone, on a screen or on paper."""

from datetime import date, timedelta

import segno
from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web import tokens
from app.web.attempts import attempt, day
from app.web.context import me, now, services, session, today
from app.web.teachers.blueprint import bp, teachers
from consent_store.ids import EventDoorId, EventId, new_id
from consent_store.operations import guests
from consent_store.records.queries import guests as questions
from consent_store.records.queries import media


@bp.get("/<event>/guests")
@teachers
def door(event: EventId) -> ResponseReturnValue:
    """The code, who came by it, and how to open or shut it."""
    view, found = media.event(session(), event), questions.door_of(session(), event)
    address = url_for("guests.start", token=tokens.event_code(found.id)) if found else None
    link = f"{services().site.public_url}{address}" if address else None
    return render_template(
        "teachers/door.html",
        event=view,
        door=found,
        now_open=found is not None and found.is_open(today()),
        qr=_picture(link) if link else None,
        link=link,
        guests=questions.guests_of(session(), event),
        came=questions.counted(session(), event),
        first=max(view.on, today()),
        large="large" in request.args,
    )


@bp.post("/<event>/guests")
@teachers
def open_door(event: EventId) -> ResponseReturnValue:
    """Make a code; one that was shown before opens no more."""
    made, form = EventDoorId(new_id()), request.form
    with attempt(_("The code is ready. Show it at the event.")) as changing:
        opens, closes = _day(form.get("opens_on", ""), "opens_on"), _day(form.get("closes_on", ""), "closes_on")
        told = {"opens_on": opens, "closes_on": closes, "actor": me().person.id, "at": now()}
        guests.open_door(changing, event, made, tokens.hashed(tokens.event_code(made)), **told)  # type: ignore[arg-type]
    return redirect(url_for("events.door", event=event), 303)


@bp.post("/<event>/guests/close")
@teachers
def close_door(event: EventId) -> ResponseReturnValue:
    """Let nobody in any more."""
    media.event(session(), event)
    with attempt(_("The code opens no more.")) as changing:
        guests.close_door(changing, event, actor=me().person.id, at=now())
    return redirect(url_for("events.door", event=event), 303)


def _day(text: str, field: str) -> date:
    return day(text, field) or today() - timedelta(days=1)


def _picture(link: str) -> str:
    """In SVG without styles, black on white in either theme: cameras want it so."""
    svg: str = segno.make(link, error="m", micro=False).svg_inline(
        scale=8, border=3, dark="#000", light="#fff", svgclass="qr", omitsize=True
    )
    return svg
