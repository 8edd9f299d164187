"""What must come back: what was posted where, by when it must be gone, and how one knows that it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web.addresses import within
from app.web.comms.blueprint import bp, comms
from app.web.comms.sheet import names_in
from app.web.context import me, now, session, unit_of_work
from app.web.presenters import Told, purpose_titles, reasons_told
from consent_store.ids import ItemId, PurposeCode, RecallId
from consent_store.operations import recalls, releases
from consent_store.records.queries import media, people, school
from consent_store.records.queries import releases as questions
from consent_store.records.queries.releases import RecallView
from consent_store.records.views import ItemView
from consent_store.rules.gate import Decision


@dataclass(frozen=True, slots=True)
class Task:
    """One recall, with what one needs to act on it. `addresses`: where it was posted; none known: perhaps it was only downloaded."""

    recall: RecallView
    item: ItemView
    title: str
    purpose: str
    addresses: tuple[str, ...]
    owner: str
    late: bool
    why: Sequence[Told]


@bp.get("/recalls")
@comms
def recall_list() -> ResponseReturnValue:
    """What must still come back, and what did."""
    return render_template(
        "comms/recalls.html", tasks=tasks(questions.recalls_open(session())), done=tasks(questions.recalls_closed(session()))
    )


@bp.post("/recalls/<recall>")
@comms
def close(recall: RecallId) -> ResponseReturnValue:
    """Say that something is gone, and how one knows."""
    with unit_of_work() as changing:
        recalls.close(changing, recall, actor=me().person.id, at=now())
    flash(_("Written down: this one is gone."))
    return redirect(within(request.form.get("next"), url_for("comms.recall_list")), 303)


def tasks_of(item: ItemId) -> list[Task]:
    """What must still come back of one picture."""
    return tasks([recall for recall in questions.recalls_of(session(), item) if recall.closed_at is None])


def tasks(found: Sequence[RecallView]) -> list[Task]:
    """Recalls, in the order given, with what one needs to act on them."""
    items = media.items(session(), [recall.release.item for recall in found])
    titles = {event.id: event.title for event in media.event_titles(session(), among={view.event for view in items.values()})}
    addresses = questions.addresses_of(session(), [recall.release.id for recall in found])
    purposes = purpose_titles(school.purposes(session(), retired=True))
    owners = {id_: view.name for id_, view in people.people(session(), {recall.owner for recall in found}).items()}
    why, at = _why(found), now()
    return [
        Task(
            recall,
            items[recall.release.item],
            titles[items[recall.release.item].event],
            purposes[recall.release.purpose],
            addresses.get(recall.release.id, ()),
            owners.get(recall.owner, ""),
            recall.closed_at is None and recall.due_at < at,
            why[recall.release.item, recall.release.purpose],
        )
        for recall in found
    ]


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
