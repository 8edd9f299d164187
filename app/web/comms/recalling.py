"""One recall: what is to be done of it, by whom, how one knows that it is done, and what may go out in its place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.db import Session
from app.intake import Scan
from app.web import bodies, door
from app.web.attempts import attempt
from app.web.comms import recalls
from app.web.comms.blueprint import bp, comms, recalling
from app.web.context import me, now, services, session, unit_of_work
from app.web.presenters import refusal_words
from consent_store.errors import BadInput, NotFound
from consent_store.ids import PersonId, RecallId, TaskId, new_id
from consent_store.operations import drafts, postings, recall_tasks, releases
from consent_store.operations import recalls as operations
from consent_store.operations.drafts import Kit
from consent_store.operations.recall_tasks import Proof, Screen
from consent_store.records.queries import drafts as draft_questions
from consent_store.records.queries import media, people, school
from consent_store.records.queries import recalls as questions
from consent_store.records.queries import releases as release_questions
from consent_store.records.queries.people import PersonView
from consent_store.records.queries.recalls import NoteView, TaskView
from consent_store.records.queries.releases import DownloadView, RecallView
from consent_store.rules.forms import Form
from consent_store.rules.gate import Verdict
from consent_store.rules.terms import Duty


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. `taken`: how often, when and why whoever it is about took the file."""

    task: TaskView
    notes: Sequence[NoteView]
    taken: Sequence[DownloadView]


@dataclass(frozen=True, slots=True)
class Page:
    """A recall with everything that belongs to it. `names` are those of staff; `offer`: what may go out in its place, see `_offer`;
    `asks`: whether addresses may be asked.
    """

    card: recalls.Task
    steps: Sequence[Step]
    names: Mapping[PersonId, str]
    able: Sequence[PersonView]
    offer: str
    asks: bool


@bp.get("/recalls/<recall>")
@recalling
def recall(recall: RecallId) -> ResponseReturnValue:
    """What is to be done of one recall."""
    return _page(recall)


@bp.post("/recalls/<recall>")
@recalling
def close(recall: RecallId) -> ResponseReturnValue:
    """Say that all of it is done. Nothing does so by itself."""
    with unit_of_work() as changing:
        operations.close(changing, recall, actor=me().person.id, at=now())
    flash(_("Closed. Whoever took consent back is told."))
    return redirect(url_for("comms.recall_list"), 303)


@bp.post("/recalls/<recall>/masked")
@comms
def replace(recall: RecallId) -> ResponseReturnValue:
    """Ask for the same picture, for the same place, with those covered who may not be shown."""
    out, batch = release_questions.recall(session(), recall).release, new_id()
    before = draft_questions.behind(session(), [out.id]).get(out.id)
    form, alt = (before.form, before.alt) if before else (Form.ORIGINAL, "")
    kit = Kit(out.channel, out.personally, form, alt, why=_("In place of one that was called back"), batch=batch)
    with unit_of_work() as changing:
        drafts.draft(changing, out.item, out.purpose, kit=kit, actor=me().person.id, at=now())
    services().nudge.make()
    return redirect(url_for("comms.batch", batch=batch), 303)


@bp.post("/recalls/tasks/<task>/done")
@recalling
def task_done(task: TaskId) -> ResponseReturnValue:
    """Say that something is gone, and how one knows. The words stand before the file in the form."""
    recall, told, screen = questions.task(session(), task).recall, dict[str, str](), None
    try:
        for part in bodies.parts():
            if part.file_name is None:
                told[part.name] = part.words()
            elif part.file_name and screen is None:
                screen = services().intake.receive_scan(cast(IO[bytes], part))
        _keep(task, told, screen)
    except BaseException as wrong:
        if screen is not None:
            services().vault.shred(screen.stored.name)
        if not isinstance(wrong, BadInput):
            raise
        return _page(recall, {task: refusal_words(wrong)}), 422
    undo = url_for("comms.task_step", task=task, step="again")
    flash({"text": _("Written down: this one is gone."), "undo": undo, "fields": {}})  # type: ignore[arg-type]
    return redirect(url_for("comms.recall", recall=recall), 303)


@bp.post("/recalls/tasks/<task>/<step>")
@recalling
def task_step(task: TaskId, step: str) -> ResponseReturnValue:
    """A step on the way: somebody waits, writes a note, hands it over, asks the address again, or begins anew."""
    if step not in _STEPS:
        raise NotFound()
    view = questions.task(session(), task)
    with attempt(_("It is kept.")) as changing:
        _STEPS[step](changing, view)
    if step == "ask":
        services().nudge.tidy()
    return redirect(url_for("comms.recall", recall=view.recall, _anchor=f"task-{task}"), 303)


@bp.get("/recalls/tasks/<task>/screen")
@recalling
def screen(task: TaskId) -> ResponseReturnValue:
    """The picture of the screen that proves it, as it came."""
    return door.hand_over_screen(task)


def _keep(task: TaskId, told: Mapping[str, str], screen: Scan | None) -> None:
    picture = Screen(screen.stored.name, screen.stored.sha256, screen.stored.size, screen.media_type) if screen else None
    with unit_of_work() as changing:
        proof = Proof(told.get("proof", ""), told.get("address", ""), picture)
        recall_tasks.done(changing, task, proof, actor=me().person.id, at=now())


def _hand_over(changing: Session, view: TaskView) -> None:
    owner = request.form.get("owner") or None
    recall_tasks.hand_over(changing, view.id, PersonId(owner) if owner else None, actor=me().person.id, at=now())


def _wait(changing: Session, view: TaskView) -> None:
    recall_tasks.wait(changing, view.id, request.form.get("words", ""), actor=me().person.id, at=now())


def _note(changing: Session, view: TaskView) -> None:
    recall_tasks.note(changing, view.id, request.form.get("words", ""), actor=me().person.id, at=now())


def _again(changing: Session, view: TaskView) -> None:
    recall_tasks.again(changing, view.id, actor=me().person.id, at=now())


def _ask(changing: Session, view: TaskView) -> None:
    if view.posting is None:
        raise NotFound()
    postings.ask_again(changing, view.posting.id, actor=me().person.id, at=now())


_STEPS: Mapping[str, Callable[[Session, TaskView], None]] = {
    "owner": _hand_over,
    "wait": _wait,
    "note": _note,
    "again": _again,
    "ask": _ask,
}


def _page(recall: RecallId, wrong: Mapping[TaskId, str] | None = None) -> str:
    view = release_questions.recall(session(), recall)
    [card] = recalls.tasks([view])
    tasks = questions.tasks_of(session(), [recall]).get(recall, [])
    notes = questions.notes_of(session(), [task.id for task in tasks])
    downloads = release_questions.downloads_of(session(), view.release.id)
    steps = [Step(task, notes.get(task.id, ()), [each for each in downloads if each.by == task.downloader]) for task in tasks]
    able, asks = people.staff_with(session(), Duty.COMMS), questions.may_ask_addresses(session())
    page = Page(card, steps, _names(view, steps), able, _offer(view), asks)
    return render_template("comms/recall.html", page=page, wrong=wrong or {}, may_replace=Duty.COMMS in me().duties, reader=me().person.id)


def _names(recall: RecallView, steps: Sequence[Step]) -> dict[PersonId, str]:
    """The names of the staff who had a hand in it."""
    who = {recall.owner, recall.release.by, recall.closed_by}
    for step in steps:
        who |= {step.task.owner, step.task.downloader, step.task.done_by, *(note.by for note in step.notes)}
        who.add(step.task.posting.by if step.task.posting else None)
    return {id_: view.name for id_, view in people.people(session(), [id_ for id_ in who if id_]).items()}


def _offer(recall: RecallView) -> str:
    """What may go out in its place: `masked`, `cleared`, or nothing."""
    out = recall.release
    served = {view.code for view in school.purposes(session())}
    if out.purpose not in served or media.item(session(), out.item).removed:
        return ""
    decision = releases.ask(session(), out.item, out.purpose, at=now())
    return {Verdict.MASKED: "masked", Verdict.CLEARED: "cleared"}.get(decision.verdict, "")


bp.record_once(bodies.by_hand(task_done))
