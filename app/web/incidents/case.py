"""One case: what was found, who has a part in it, what was written and done, and how it ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web import door
from app.web.attempts import attempt, day
from app.web.context import me, now, session, today
from app.web.found.traces import Trace, traces
from app.web.incidents.blueprint import bp, keeping
from app.web.incidents.words import ADDED, PARTS, SIGNS, SORTS
from app.web.presenters import moment_words
from consent_store.errors import BadInput
from consent_store.ids import IncidentId, PersonId
from consent_store.operations import incidents
from consent_store.records.queries import incidents as questions
from consent_store.records.queries import media, people
from consent_store.records.queries.incidents import CaseView, NoteView
from consent_store.records.queries.people import PersonView
from consent_store.rules.incidents import Part, Sort


@dataclass(frozen=True, slots=True)
class Added:
    """A line of what was added: see components/timeline.html."""

    what: str
    when: str
    sign: str
    more: str
    state: None = None
    number: None = None
    links: tuple[()] = ()


@bp.get("/<incident>")
@keeping
def show(incident: IncidentId) -> ResponseReturnValue:
    """The case; with `q` people whose name fits."""
    view = questions.case(session(), incident)
    involved = questions.people_of(session(), incident)
    return render_template(
        "incidents/case.html",
        case=view,
        trace=_trace(view),
        involved={part: _people(ids) for part, ids in involved.items()},
        proposed=_proposed(view, involved),
        added=_added(questions.notes_of(session(), incident)),
        opener=_name(view.opened_by),
        closer=_name(view.closed_by) if view.closed_by else "",
        today=today(),
        parts=PARTS,
        sorts=SORTS,
        q=request.args.get("q", ""),
    )


@bp.get("/<incident>/picture")
@keeping
def picture(incident: IncidentId) -> ResponseReturnValue:
    """The picture that was found."""
    return door.look_at_evidence(incident)


@bp.post("/<incident>/notes")
@keeping
def add(incident: IncidentId) -> ResponseReturnValue:
    """Add a letter, a note or a measure."""
    questions.case(session(), incident)
    with attempt(_("Added to the case.")) as changing:
        incidents.add(changing, incident, _sort(), request.form.get("text", ""), actor=me().person.id, at=now())
    return _back(incident, "added")


@bp.post("/<incident>/people")
@keeping
def involve(incident: IncidentId) -> ResponseReturnValue:
    """Give somebody a part in it, or take it away."""
    questions.case(session(), incident)
    part, person = _part(), PersonId(request.form.get("person", ""))
    kept = set(questions.people_of(session(), incident)[part])
    wanted = kept - {person} if request.form.get("without") else kept | {person}
    with attempt() as changing:
        incidents.involve(changing, incident, part, wanted, actor=me().person.id, at=now())
    return _back(incident, "people")


@bp.post("/<incident>/due")
@keeping
def set_due(incident: IncidentId) -> ResponseReturnValue:
    """Set by when it wants an answer."""
    questions.case(session(), incident)
    with attempt(_("The day is set.")) as changing:
        chosen = day(request.form.get("due_on", ""), "due_on")
        if chosen is None:
            raise BadInput(_("Choose a day."), field="due_on")
        incidents.set_due(changing, incident, chosen, actor=me().person.id, at=now())
    return _back(incident, "facts")


@bp.post("/<incident>/close")
@keeping
def close(incident: IncidentId) -> ResponseReturnValue:
    """Write down how it ended."""
    questions.case(session(), incident)
    with attempt(_("The case is closed.")) as changing:
        incidents.close(changing, incident, request.form.get("outcome", ""), actor=me().person.id, at=now())
    return _back(incident)


@bp.post("/<incident>/reopen")
@keeping
def reopen(incident: IncidentId) -> ResponseReturnValue:
    """It goes on after all."""
    questions.case(session(), incident)
    with attempt(_("The case is open again.")) as changing:
        incidents.reopen(changing, incident, actor=me().person.id, at=now())
    return _back(incident)


def _back(incident: IncidentId, anchor: str | None = None) -> ResponseReturnValue:
    return redirect(url_for("incidents.show", incident=incident, _anchor=anchor), 303)


def _sort() -> Sort:
    try:
        return Sort(request.form.get("sort", ""))
    except ValueError as error:
        raise BadInput(_("Say what it is."), field="sort") from error


def _part() -> Part:
    try:
        return Part(request.form.get("part", ""))
    except ValueError as error:
        raise BadInput(field="part") from error


def _trace(view: CaseView) -> Trace | None:
    return next(iter(traces([(view.item, 0)] if view.item else [])), None)


def _people(ids: Sequence[PersonId]) -> list[PersonView]:
    return list(people.people(session(), ids).values())


def _proposed(view: CaseView, involved: Mapping[Part, Sequence[PersonId]]) -> list[PersonView]:
    """Whose name fits what was searched for; else the people in the picture who have no part yet."""
    wanted = request.args.get("q", "").strip()
    if wanted:
        return people.search_people(session(), wanted)
    inside = media.people_of(session(), [view.item]).get(view.item, frozenset()) if view.item else frozenset()
    return _people(sorted(inside - set(involved[Part.SHOWN])))


def _added(notes: Sequence[NoteView]) -> list[Added]:
    """The latest first."""
    names = {id_: person.name for id_, person in people.people(session(), {note.by for note in notes}).items()}
    told = [(note, _("%(sort)s, by %(name)s", sort=ADDED[note.sort], name=names.get(note.by) or _("Somebody"))) for note in notes]
    return [Added(what, moment_words(note.at), SIGNS[note.sort], note.text) for note, what in reversed(told)]


def _name(person: PersonId) -> str:
    found = people.people(session(), [person])
    return found[person].name if person in found else _("Somebody")
