"""One picture for communications: what it may be used for, what keeps it, and what became of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.web import entries
from app.web.comms import recalls
from app.web.comms.blueprint import bp, comms
from app.web.comms.choose import served
from app.web.comms.sheet import names_in
from app.web.context import me, now, session
from app.web.entries import Line
from app.web.presenters import Told, purpose_words, reasons_told, verdict_state
from consent_store.ids import ItemId, PurposeCode
from consent_store.operations import releases
from consent_store.records import ledger
from consent_store.records.queries import media, people
from consent_store.records.queries import releases as questions
from consent_store.records.queries.releases import DownloadView, PostingView, ReleaseView
from consent_store.records.queries.school import PurposeView
from consent_store.rules.gate import Decision

_HISTORY = ("Released", "Downloaded", "Posted", "RecallOpened", "RecallClosed")


@dataclass(frozen=True, slots=True)
class Gate:
    """One arch of the arcade: see components/gates.html. `code` leads to a release where `passes`."""

    purpose: str
    state: str
    code: PurposeCode
    passes: bool


@dataclass(frozen=True, slots=True)
class Why:
    """The same reasons, and for which purposes they keep the gate as it is."""

    purposes: Sequence[str]
    state: str
    reasons: Sequence[Told]


@dataclass(frozen=True, slots=True)
class Out:
    """A release with who took it and where it was posted. `by` is a name."""

    release: ReleaseView
    purpose: str
    by: str
    downloads: Sequence[DownloadView]
    postings: Sequence[PostingView]


@bp.get("/pictures/<item>")
@comms
def photo(item: ItemId) -> ResponseReturnValue:
    """A picture: verdict and reasons for each purpose, and its history."""
    view, purposes = media.item(session(), item), served()
    decisions = releases.ask_every(session(), item, at=now())
    return render_template(
        "comms/photo.html",
        item=view,
        event=media.event(session(), view.event),
        people=len(media.people_of(session(), [item], left=True).get(item, ())),
        gates=[_gate(purpose, decisions[purpose.code]) for purpose in purposes],
        whys=_whys(purposes, decisions),
        outs=_outs(item, purposes),
        urgent=recalls.tasks_of(item),
        history=_history(item),
        purpose=request.args.get("purpose", ""),
    )


def _gate(purpose: PurposeView, decision: Decision) -> Gate:
    state = verdict_state(decision)
    return Gate(purpose_words(purpose), state, purpose.code, decision.passes)


def _whys(purposes: Iterable[PurposeView], decisions: Mapping[PurposeCode, Decision]) -> list[Why]:
    """Purposes that are shut, or ask for masks, for the same reasons stand together."""
    names = names_in(decisions.values())
    alike: dict[tuple[str, tuple[Told, ...]], list[str]] = {}
    for purpose in purposes:
        decision = decisions[purpose.code]
        if decision.reasons:
            key = verdict_state(decision), tuple(reasons_told(decision, names, me().duties))
            alike.setdefault(key, []).append(purpose_words(purpose))
    return [Why(titles, state, reasons) for (state, reasons), titles in alike.items()]


def _outs(item: ItemId, purposes: Iterable[PurposeView]) -> list[Out]:
    """The latest first."""
    found = questions.releases_of(session(), item)
    titles = {purpose.code: purpose_words(purpose) for purpose in purposes}
    names = {id_: view.name for id_, view in people.people(session(), {release.by for release in found}).items()}
    return [
        Out(
            release,
            titles.get(release.purpose, release.purpose),
            names.get(release.by, ""),
            questions.downloads_of(session(), release.id),
            questions.postings_of(session(), release.id),
        )
        for release in reversed(found)
    ]


def _history(item: ItemId) -> list[Line]:
    """What became of it, the latest first. What families said of it is not told here."""
    kept = [entry for entry in ledger.read(session(), item=item) if type(entry.body).__name__ in _HISTORY]
    return entries.lines(kept[::-1])
