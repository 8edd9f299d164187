"""Ask about a picture, or the address of one: is it ours, and was it cleared?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, cast

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.web import bodies, door
from app.web.bodies import Part
from app.web.context import me, now, services, session, unit_of_work
from app.web.found.blueprint import bp, looking
from app.web.found.traces import Trace, traces
from consent_store.errors import BadInput
from consent_store.ids import InquiryId
from consent_store.operations import inquiries
from consent_store.records.queries import found
from consent_store.records.queries.found import InquiryView
from consent_store.rules.terms import Duty

FAILURES: dict[str, LazyString] = {
    "not_a_picture": _l("There is no picture at this address. Save the picture, or make a screenshot, and send that in."),
    "no_answer": _l("This address cannot be reached from here. Save the picture, or make a screenshot, and send that in."),
}
_UNREADABLE = _l("This picture cannot be read. Make a screenshot of it and send that in.")


@dataclass(slots=True)
class _Sent:
    """What a form brought: the file's name in the vault, and the address."""

    vault_name: str | None = None
    address: str = ""


@bp.get("/")
@looking
def index() -> ResponseReturnValue:
    """Ask, and what one asked before."""
    return _page()


@bp.post("/")
@looking
def ask() -> ResponseReturnValue:
    """Take in a picture or an address; a worker looks."""
    sent = _Sent()
    try:
        _receive(sent, bodies.parts())
        with unit_of_work() as changing:
            inquiry = inquiries.ask(changing, vault_name=sent.vault_name, address=sent.address, actor=me().person.id, at=now())
    except BadInput as wrong:
        _give_up(sent)
        return _page(sent.address, wrong), 422
    except BaseException:
        _give_up(sent)
        raise
    services().nudge.make()
    return redirect(url_for("found.show", inquiry=inquiry), 303)


@bp.get("/<inquiry>")
@looking
def show(inquiry: InquiryId) -> ResponseReturnValue:
    """What became of it: still looked at, or which of ours it resembles."""
    view = found.inquiry(session(), inquiry, by=me().person.id)
    return render_template(
        "found/answer.html", inquiry=view, traces=_traces(view), sentence=_sentence(view), comms=Duty.COMMS in me().duties
    )


@bp.get("/<inquiry>/part")
@looking
def part(inquiry: InquiryId) -> ResponseReturnValue:
    """The part of the page that waits, until there is an answer."""
    view = found.inquiry(session(), inquiry, by=me().person.id)
    return render_template("found/part.html", inquiry=view, traces=_traces(view), sentence=_sentence(view), comms=Duty.COMMS in me().duties)


@bp.get("/<inquiry>/picture")
@looking
def picture(inquiry: InquiryId) -> ResponseReturnValue:
    """The picture that was found."""
    return door.look_at_found(inquiry)


def _page(address: str = "", wrong: BadInput | None = None) -> str:
    asked = found.inquiries_by(session(), me().person.id)
    return render_template("found/index.html", asked=asked, address=address, wrong=wrong)


def _receive(sent: _Sent, parts: Iterator[Part]) -> None:
    for each in parts:
        if each.name == "address":
            sent.address = each.words()
        elif each.name == "picture" and each.file_name and sent.vault_name is None:
            sent.vault_name = services().intake.receive(cast(IO[bytes], each)).name


def _give_up(sent: _Sent) -> None:
    if sent.vault_name:
        services().vault.shred(sent.vault_name)


def _traces(view: InquiryView) -> list[Trace]:
    return traces(found.matches(session(), view.id)) if view.answered else []


def _sentence(view: InquiryView) -> str:
    """Why nobody could look at it."""
    return str((FAILURES if view.address else {}).get(view.failure, _UNREADABLE)) if view.failure else ""


bp.record_once(bodies.by_hand(ask))
