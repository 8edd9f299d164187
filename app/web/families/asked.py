"""One picture's question: the family sees that picture and the use, and says yes or no."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web import access, presenters
from app.web.attempts import attempt
from app.web.context import me, now, session, today
from app.web.families.blueprint import bp
from app.web.families.frame import frame
from app.web.families.shown import Picture, pictures
from consent_store.errors import BadInput
from consent_store.ids import PersonId, RequestId
from consent_store.operations import requests
from consent_store.records.queries import media, people, school
from consent_store.records.queries import requests as questions
from consent_store.records.queries.requests import RequestView
from consent_store.records.queries.school import NoticeView
from consent_store.records.views import EventTitle
from consent_store.rules.entries import Say


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as a family reads it. `said`: what the reader answered; `asker` is a name."""

    request: RequestView
    picture: Picture
    event: EventTitle
    notice: NoticeView
    asker: str
    said: Say | None
    open: bool

    @property
    def value(self) -> str | None:
        """The reader's answer, as components/choice.html takes it."""
        return None if self.said is None else "yes" if self.said is Say.YES else "no"


@bp.get("/<person>/asked")
@access.family
def asked(person: PersonId) -> ResponseReturnValue:
    """The questions about pictures of somebody, those to be answered first."""
    framed, found = frame(person), questions.about(session(), [person])
    shown = sorted(_asked(person, found), key=lambda each: (not each.open, each.said is not None))
    answers = ("yes", "no") if me().person.id in {view.id for view in people.speakers_for(session(), person, today())} else ("no",)
    return render_template("families/asked.html", frame=framed, asked=[each for each in shown if each.open or each.said], answers=answers)


@bp.post("/<person>/asked/<request_id>")
@access.family
def reply(person: PersonId, request_id: RequestId) -> ResponseReturnValue:
    """Answer one question, for this picture alone."""
    say = {"yes": Say.YES, "no": Say.NO}.get(request.form.get("answer", ""))
    if say is None:
        raise BadInput(field="answer")
    told = {"notice": request.form.get("notice", type=int), "language": request.form.get("language")}
    with attempt() as changing:
        requests.answer(changing, request_id, person, say, **told, actor=me().person.id, at=now())  # type: ignore[arg-type]
        flash(_("Yes, for this picture. Your answer is kept.") if say is Say.YES else _("No, for this picture. Your answer is kept."))
    return redirect(url_for("families.asked", person=person), 303)


def _asked(person: PersonId, found: Sequence[RequestView]) -> list[Asked]:
    shown, said = pictures([each.item for each in found], person), questions.answers_of(session(), me().person.id, found)
    items = media.items(session(), [each.item for each in found])
    events = {event.id: event for event in media.event_titles(session(), among={view.event for view in items.values()})}
    notices = school.current_notices(session(), presenters.language())
    names = {id_: view.name for id_, view in people.people(session(), {each.asked_by for each in found}).items()}
    return [
        Asked(
            each,
            shown[each.item],
            events[items[each.item].event],
            notices[each.purpose],
            names.get(each.asked_by, ""),
            said[each.id, person],
            each.is_open(today()) and each.item in items,
        )
        for each in found
    ]
