"""What is covered and cut by hand in a picture: a name badge, a jersey, a number plate. The machine finds faces, people see the rest."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web.attempts import attempt
from app.web.comms.blueprint import bp, comms
from app.web.context import me, now, session, unit_of_work
from consent_store.errors import BadInput, NotFound
from consent_store.ids import CoverId, ItemId
from consent_store.operations import making
from consent_store.records.queries import media, renditions
from consent_store.records.views import ItemView
from consent_store.rules.sightings import Box

_SIDES = ("left", "top", "right", "bottom")


@bp.get("/pictures/<item>/covers")
@comms
def covers(item: ItemId) -> ResponseReturnValue:
    """The picture with what is covered by hand, and a form to cover more."""
    view = media.item(session(), item)
    kept = renditions.covers_of(session(), [item]).get(item, ())
    part = renditions.cuts_of(session(), [item]).get(item)
    return render_template("comms/covers.html", item=view, event=media.event(session(), view.event), covers=kept, part=part)


@bp.post("/pictures/<item>/covers")
@comms
def cover(item: ItemId) -> ResponseReturnValue:
    """Cover a place from now on."""
    view = media.item(session(), item)
    with attempt(_("It is covered in every file that is made from now on.")) as changing:
        making.cover(changing, item, _box(view), request.form.get("why", ""), actor=me().person.id, at=now())
    return redirect(url_for("comms.covers", item=item), 303)


@bp.post("/pictures/<item>/covers/<cover>")
@comms
def uncover(item: ItemId, cover: CoverId) -> ResponseReturnValue:
    """No longer cover a place."""
    if cover not in {kept.id for kept in renditions.covers_of(session(), [item]).get(item, ())}:
        raise NotFound()
    with unit_of_work() as changing:
        making.uncover(changing, cover, actor=me().person.id, at=now())
    flash(_("It is no longer covered."))
    return redirect(url_for("comms.covers", item=item), 303)


@bp.post("/pictures/<item>/cut")
@comms
def cut(item: ItemId) -> ResponseReturnValue:
    """Cut what goes out of a picture to a part of it, or no longer."""
    view, whole = media.item(session(), item), "whole" in request.form
    done = _("It goes out whole.") if whole else _("Only this part goes out from now on.")
    with attempt(done) as changing:
        making.cut(changing, item, None if whole else _box(view), actor=me().person.id, at=now())
    return redirect(url_for("comms.covers", item=item), 303)


def _box(view: ItemView) -> Box:
    """The four sides of the form, in percent of the picture, in its pixels."""
    try:
        parts = [float(request.form.get(side, "").replace(",", ".")) / 100 for side in _SIDES]
        across, down = view.width or 0, view.height or 0
        left, top, right, bottom = (round(part * whole) for part, whole in zip(parts, (across, down) * 2, strict=True))
        return Box(left, top, right, bottom)
    except (ValueError, OverflowError) as error:
        raise BadInput(_("Draw a box, or fill in where it begins and ends."), field="left") from error
