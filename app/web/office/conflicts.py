"""Where those who speak for somebody contradict each other: the office sees it, with what to do; it settles nothing."""

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from app.web import presenters
from app.web.context import now, session
from app.web.office.blueprint import bp, office
from app.web.presenters import purpose_titles
from consent_store.ids import PersonId
from consent_store.records.queries import consents, people, school
from consent_store.records.queries.people import PersonView
from consent_store.rules.entries import Say
from consent_store.rules.standing import Spoken, Standing

_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Contradiction:
    """For one person, purpose and kind: who says yes, and who says no, each with the day."""

    standing: Standing
    person: PersonView
    yes: list[str]
    no: list[str]


@bp.get("/conflicts")
@office
def conflicts() -> ResponseReturnValue:
    """Everybody about whom one says yes and another no, and what the office may do about it."""
    found = consents.conflicts(session(), at=now())
    titles = purpose_titles(school.purposes(session()))
    return render_template("office/conflicts.html", found=_named(found[:_SHOWN]), more=max(0, len(found) - _SHOWN), titles=titles)


def _named(found: list[Standing]) -> list[Contradiction]:
    spoken = {each.word.speaker for standing in found for each in standing.spoken}
    views = people.people(session(), spoken | {standing.person for standing in found})
    return [Contradiction(each, views[each.person], _saying(each, views, yes=True), _saying(each, views, yes=False)) for each in found]


def _saying(standing: Standing, views: dict[PersonId, PersonView], *, yes: bool) -> list[str]:
    return [_told(each, views) for each in standing.spoken if (each.word.say is Say.YES) is yes]


def _told(spoken: Spoken, views: dict[PersonId, PersonView]) -> str:
    view = views.get(spoken.word.speaker)
    return f"{view.name if view else ''} ({presenters.day_words(spoken.at)})"
