"""Report what was found: from then on it is a case, which the supervisor and the privacy officer keep."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web.attempts import attempt
from app.web.context import me, now, session
from app.web.found.blueprint import bp, looking
from consent_store.ids import IncidentId, InquiryId, ItemId
from consent_store.operations import incidents
from consent_store.records.queries import found


@bp.post("/<inquiry>/report")
@looking
def report(inquiry: InquiryId) -> ResponseReturnValue:
    """Make a case of what was found; whoever keeps cases goes on there."""
    found.inquiry(session(), inquiry, by=me().person.id)
    made: list[IncidentId] = []
    item, what = request.form.get("item") or None, request.form.get("what", "")
    with attempt() as changing:
        made.append(
            incidents.open_case(changing, what, inquiry=inquiry, item=ItemId(item) if item else None, actor=me().person.id, at=now())
        )
    if not made:
        return redirect(url_for("found.show", inquiry=inquiry), 303)
    if incidents.KEEPING & me().duties:
        return redirect(url_for("incidents.show", incident=made[0]), 303)
    flash(_("Reported. The supervisor and the privacy officer look after it; you need do nothing more."))
    return redirect(url_for("found.index"), 303)
