"""What must come back, on one board: to do, waiting, done. What is done by hand of one of them, see `recalling`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.web.attempts import number
from app.web.comms.blueprint import bp, recalling
from app.web.comms.sheet import names_in
from app.web.context import me, now, school, session
from app.web.presenters import Told, day_words, purpose_titles, reasons_told, time_words
from consent_store.ids import ItemId, PurposeCode, RecallId
from consent_store.operations import releases
from consent_store.records.queries import media, people
from consent_store.records.queries import recalls as task_questions
from consent_store.records.queries import releases as questions
from consent_store.records.queries import school as school_questions
from consent_store.records.queries.recalls import NightView, Stand
from consent_store.records.queries.releases import RecallView
from consent_store.records.views import ItemView
from consent_store.rules.gate import Decision
from consent_store.rules.recalls import TaskState, column
from consent_store.rules.terms import Policy

_PAGE = 24  # recalls of a column that are shown at once
_FRESH = timedelta(hours=26)  # for how long what a night found is believed


@dataclass(frozen=True, slots=True)
class Task:
    """One recall, with what one needs to act on it. `addresses`: where it was posted; none known: perhaps it was only downloaded.

    Of `tasks` in all, `left` are still to be done. `due`: by when it must be gone, in words.
    """

    recall: RecallView
    item: ItemView
    title: str
    purpose: str
    addresses: tuple[str, ...]
    owner: str
    late: bool
    due: str
    why: Sequence[Told]
    tasks: int
    left: int


class Column(NamedTuple):
    """One column of the board: `number` recalls, of which some are shown; `following` is the place of the next, None after the last."""

    code: TaskState
    tasks: Sequence[Task]
    number: int
    previous: int | None
    following: int | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to show: mine alone, what is late alone, for one purpose alone; which column a phone shows, and from which place on."""

    mine: bool
    late: bool
    purpose: str
    column: TaskState
    start: int


@bp.get("/recalls")
@recalling
def recall_list() -> ResponseReturnValue:
    """What must still come back, and what did."""
    wanted, stands = _wanted(), task_questions.stands(session())
    sorted_ = _sorted(wanted, stands)
    columns = [_column(code, sorted_[code], wanted, stands) for code in TaskState]
    purposes = purpose_titles(school_questions.purposes(session(), retired=True))
    return render_template("comms/recalls.html", columns=columns, wanted=wanted, purposes=purposes, night=night(), out=published())


def night() -> NightView | None:
    """What the last round by night found; None where that is too long ago to say anything."""
    found = task_questions.latest_night(session())
    return found if found and now() - found.at < _FRESH else None


def tasks_of(item: ItemId) -> list[Task]:
    """What must still come back of one picture."""
    return tasks([recall for recall in questions.recalls_of(session(), item) if recall.closed_at is None])


def tasks(found: Sequence[RecallView], stands: Mapping[RecallId, Sequence[Stand]] | None = None) -> list[Task]:
    """Recalls, in the order given, with what one needs to act on them."""
    items = media.items(session(), [recall.release.item for recall in found])
    among = {view.event for view in items.values()}
    titles = {event.id: event.title for event in media.event_titles(session(), among=among, limit=len(among))}
    addresses = questions.addresses_of(session(), [recall.release.id for recall in found])
    purposes = purpose_titles(school_questions.purposes(session(), retired=True))
    owners = {id_: view.name for id_, view in people.people(session(), {recall.owner for recall in found}).items()}
    why, at, known = _why(found), now(), task_questions.stands(session()) if stands is None else stands
    told = []
    for recall in found:
        item, out, states = items[recall.release.item], recall.release, [stand.state for stand in known.get(recall.id, ())]
        late, reasons = recall.closed_at is None and recall.due_at < at, why[out.item, out.purpose]
        where = titles[item.event], purposes[out.purpose], addresses.get(out.id, ()), owners.get(recall.owner, "")
        left = len(states) - states.count(TaskState.DONE)
        told.append(Task(recall, item, *where, late, due_words(recall.due_at, at), reasons, len(states), left))
    return told


def due_words(due: datetime, at: datetime) -> str:
    """By when something must be gone, or how much too late it is, as one would say it."""
    if due < at:
        hours = int((at - due) / timedelta(hours=1))
        return _too_late(hours)
    ours = school()
    policy = ours.policy if ours else Policy()
    days_left = (policy.day(due) - policy.day(at)).days
    day = {0: _("today"), 1: _("tomorrow")}.get(days_left) or day_words(due)
    return str(_("gone before %(day)s, %(time)s", day=day, time=time_words(due)))


def _too_late(hours: int) -> str:
    if hours >= 24:
        return str(ngettext("%(num)s day too late", "%(num)s days too late", hours // 24))
    return str(ngettext("%(num)s hour too late", "%(num)s hours too late", hours) if hours else _("just too late"))


def _wanted() -> Wanted:
    asked = request.args.get("column", "")
    column_ = TaskState(asked) if asked in set(TaskState) else TaskState.TO_DO
    start, purpose = number(request.args.get("start", "")) or 0, request.args.get("purpose", "all")
    return Wanted("mine" in request.args, "late" in request.args, "" if purpose == "all" else purpose, column_, start)


def _sorted(wanted: Wanted, stands: Mapping[RecallId, Sequence[Stand]]) -> dict[TaskState, list[RecallView]]:
    """The recalls that are wanted, by column; what is open, the most urgent first, and what is closed, the latest first."""
    found: dict[TaskState, list[RecallView]] = {code: [] for code in TaskState}
    at, mine = now(), me().person.id
    for recall in questions.recalls_open(session()):
        of_it = stands.get(recall.id, ())
        if (wanted.late and recall.due_at >= at) or (wanted.mine and mine not in {recall.owner, *(stand.owner for stand in of_it)}):
            continue
        found[column([stand.state for stand in of_it], False)].append(recall)
    found[TaskState.DONE] = questions.recalls_closed(session(), limit=10 * _PAGE)
    wished = wanted.purpose
    return {code: [recall for recall in each if wished in ("", recall.release.purpose)] for code, each in found.items()}


def _column(code: TaskState, found: Sequence[RecallView], wanted: Wanted, stands: Mapping[RecallId, Sequence[Stand]]) -> Column:
    start = wanted.start if code is wanted.column and wanted.start < len(found) else 0
    end = start + _PAGE
    previous = max(0, start - _PAGE) if start else None
    return Column(code, tasks(found[start:end], stands), len(found), previous, end if end < len(found) else None)


def published() -> int:
    """How many releases are out without consent, as far as one knows."""
    return task_questions.published_without_consent(session())


def _why(found: Sequence[RecallView]) -> dict[tuple[ItemId, PurposeCode], Sequence[Told]]:
    """What the gate has against each of them now."""
    wanted = {(recall.release.purpose, recall.release.item) for recall in found}
    decisions: dict[tuple[ItemId, PurposeCode], Decision] = {}
    for purpose in {code for code, _item in wanted}:
        items = [item for code, item in wanted if code == purpose]
        answers = releases.ask_many(session(), items, purpose, at=now())
        decisions |= {(item, purpose): decision for item, decision in answers.items()}
    names = names_in(decisions.values())
    return {key: reasons_told(decision, names, me().duties) for key, decision in decisions.items()}
