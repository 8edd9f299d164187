"""Staff ask the people in one picture, for one purpose, and see who answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.letters import links
from app.letters.requests import Question, asking
from app.mail import Letter
from app.web import access
from app.web.attempts import attempt
from app.web.context import me, now, school, services, session, today
from app.web.presenters import purpose_titles
from consent_store.ids import ItemId, PurposeCode, RequestId
from consent_store.operations import releases, requests
from consent_store.records.queries import media, people
from consent_store.records.queries import requests as questions
from consent_store.records.queries import school as school_queries
from consent_store.records.queries.requests import RequestView
from consent_store.rules.asking import USUAL, Reply
from consent_store.rules.gate import Code
from consent_store.rules.terms import Duty

bp = Blueprint("asking", __name__, url_prefix="/asking")
_asking = access.allow(Duty.TEACHER, Duty.COMMS)


@dataclass(frozen=True, slots=True)
class Told:
    """A question with its answers: `names` are those of everybody who gave a reply."""

    request: RequestView
    purpose: str
    asker: str
    names: Mapping[Reply, Sequence[str]]
    open: bool
    mine: bool

    def count(self, reply: Reply) -> int:
        """How many gave a reply."""
        return len(self.names[reply])


@bp.get("/<item>")
@_asking
def show(item: ItemId) -> ResponseReturnValue:
    """What was asked about a picture, and a new question."""
    view = media.item(session(), item)
    titles = purpose_titles(school_queries.purposes(session(), retired=True))
    return render_template(
        "asking/index.html",
        item=view,
        event=media.event(session(), view.event),
        open_to=[(code, titles[code]) for code in _missing(item)],
        told=[_told(each, titles) for each in questions.of_item(session(), item)],
        purpose=request.args.get("purpose", ""),
        days=USUAL,
        duties=me().duties,
    )


@bp.post("/<item>")
@_asking
def ask(item: ItemId) -> ResponseReturnValue:
    """Ask. Every family gets a letter."""
    form, made, known = request.form, None, {each.id for each in questions.of_item(session(), item)}
    media.item(session(), item)
    with attempt(_("Everybody whose answer is missing was asked. Until they answer it stays no.")) as changing:
        told = {"why": form.get("why", ""), "days": form.get("days", USUAL, int), "actor": me().person.id, "at": now()}
        made = requests.ask(changing, item, PurposeCode(form.get("purpose", "")), **told)  # type: ignore[arg-type]
    if made is not None and made not in known:
        for letter in _letters(questions.request(session(), made)):
            services().post(letter)
    return redirect(url_for("asking.show", item=item), 303)


@bp.post("/<item>/<request_id>/cancel")
@_asking
def cancel(item: ItemId, request_id: RequestId) -> ResponseReturnValue:
    """Ask no more."""
    with attempt(_("You no longer ask. What was answered stands.")) as changing:
        requests.cancel(changing, request_id, actor=me().person.id, at=now())
    return redirect(url_for("asking.show", item=item), 303)


def _missing(item: ItemId) -> list[PurposeCode]:
    """The purposes for which somebody's answer is missing, in the school's order."""
    decisions = releases.ask_every(session(), item, at=now())
    return [code for code, decision in decisions.items() if any(reason.code is Code.NO_CONSENT for reason in decision.reasons)]


def _told(asked: RequestView, titles: Mapping[PurposeCode, str]) -> Told:
    replies = questions.replies(session(), asked, at=now())
    views = people.people(session(), {*replies, asked.asked_by})
    names = {reply: [views[person].name for person, said in replies.items() if said is reply] for reply in Reply}
    mine = asked.asked_by == me().person.id
    return Told(asked, titles[asked.purpose], views[asked.asked_by].name, names, asked.is_open(today()), mine)


def _letters(asked: RequestView) -> list[Letter]:
    """One letter for each reader, whatever number of children it is about."""
    ours, site, keys = school(), services().site, services().keys
    titles = next(view.titles for view in school_queries.purposes(session(), retired=True) if view.code == asked.purpose)
    question = Question(ours.name if ours else "", me().person.name, asked.why, titles, asked.last_day)
    readers = questions.readers(session(), asked, asked.people, at=now())
    return [asking(question, reader, about, links.door_link(keys, site.public_url, reader.id)) for reader, about in readers]
