"""From a wish to a release: the gate is asked, a file is asked for, and when both agree still, something is let out.

Whoever decides and then writes holds the ledger's lock from before the question: see `releases`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, NotCleared, NotFound
from consent_store.ids import ItemId, PersonId, PurposeCode, ReleaseId, RenditionId, new_id
from consent_store.operations import captions, making, shreds
from consent_store.operations.fields import optional_text, text
from consent_store.operations.making import joined
from consent_store.operations.releases import alone, ask
from consent_store.records import ledger
from consent_store.records.media import RenditionRow
from consent_store.records.queries import renditions, school
from consent_store.records.queries.facts import facts_of
from consent_store.records.queries.renditions import Failed, Made, Waiting
from consent_store.records.releases import DraftRow, ReleaseRow
from consent_store.records.wanted import WantedRow
from consent_store.rules import releases
from consent_store.rules.entries import Released
from consent_store.rules.gate import Decision
from consent_store.rules.releases import Release, Rendition, Use
from consent_store.rules.terms import Audience


@dataclass(frozen=True, slots=True)
class Kit:
    """What somebody wants of a picture: for which one place, in which form, on whose behalf and why, and what can be seen in it (`alt`).
    What is asked for together is a `batch`, named by whoever asks.
    """

    channel: str
    personally: bool
    form: str = "original"
    alt: str = ""
    why: str = ""
    batch: str | None = None


def draft(session: Session, item: ItemId, purpose: PurposeCode, *, kit: Kit, actor: PersonId, at: datetime) -> ReleaseId:
    """Ask the gate, and for a file that covers exactly whom it names. Within a batch the same item is one draft: asked for otherwise, or
    once its file failed or the item changed, it is made anew; what was written beside it stays.

    Wake the worker after the commit (`nudge.make`). Raises `NotCleared` where the gate is shut or (`purpose_retired`) nobody is asked for
    this any longer; `BadInput` for a personal publication of what stays inside the school, a form that does not exist, an empty channel.
    """
    alone(session)
    decision = _passing(session, item, purpose, kit.personally, at)
    id_, batch = ReleaseId(new_id()), kit.batch or new_id()
    row = DraftRow(id=id_, batch=batch, item_id=item, purpose=purpose, personally=kit.personally, form=kit.form, by=actor, at=at)
    row.channel, row.why, row.alt = text(kit.channel, "channel"), optional_text(kit.why, "why") or "", _alt(kit.alt)
    row.revision, row.masks, row.caption, row.caption_checked = decision.revision, joined(decision.masks), "", ""
    known = session.scalar(select(DraftRow).where(DraftRow.batch == batch, DraftRow.item_id == item))
    if known is not None:
        if known.release_id or (_same(known, row) and _may_come(session, known)):
            return ReleaseId(known.id)
        row.caption, row.caption_checked = known.caption, known.caption_checked
        discard(session, [known], at=at)
    row.rendition_id = making.want(session, item, use=Use.RELEASE, masks=decision.masks, form=kit.form, release=id_, at=at)
    session.add(row)
    session.flush()
    return id_


def discard(session: Session, drafts: Sequence[DraftRow], *, at: datetime) -> None:
    """Let drafts go, and their files; what a draft became stays, with its file."""
    files = [row.rendition_id for row in drafts if row.release_id != row.id]
    shreds.let_go(session, session.scalars(select(RenditionRow.vault_name).where(RenditionRow.id.in_(files))), at=at)
    for table in (RenditionRow, WantedRow):
        session.execute(delete(table).where(table.id.in_(files)))
    for row in drafts:
        session.delete(row)
    session.flush()


def release(session: Session, draft: ReleaseId, *, actor: PersonId, at: datetime) -> ReleaseId:
    """Let out what was drafted. The same by the same person while it is out is the same release; a draft is released once.

    Raises `NotCleared` where the gate is shut; with code `changed_since_drafted` or `masks_changed` where the file shows what no longer
    counts (draft it anew), `file_waiting` while it is made, or the code of its failure. Raises `BadInput` for a caption that was not looked
    at to its end.
    """
    alone(session)
    row = session.get(DraftRow, draft, populate_existing=True)
    if row is None:
        raise NotFound()
    if row.release_id is None:
        decision = _passing(session, ItemId(row.item_id), PurposeCode(row.purpose), row.personally, at)
        rendition = _rendition(session, row, decision)
        captions.require(row)
        made = releases.released(decision, rendition, draft, channel=row.channel, personally=row.personally, by=actor)
        row.release_id, row.done_at = _already_out(session, made, row) or _let_out(session, made, decision), at
        session.flush()
    return ReleaseId(row.release_id)


def _passing(session: Session, item: ItemId, purpose: PurposeCode, personally: bool, at: datetime) -> Decision:
    """What the gate answers, where it lets something out."""
    decision = ask(session, item, purpose, at=at)
    if not decision.passes:
        raise NotCleared()
    if personally and decision.audience is not Audience.PUBLIC:
        raise BadInput("What stays inside the school is only published by the school.", field="behalf")
    if purpose not in {view.code for view in school.purposes(session)}:
        raise NotCleared("This purpose is not in use any longer.", code="purpose_retired")
    return decision


def _rendition(session: Session, row: DraftRow, decision: Decision) -> Rendition:
    """The file of a draft, which hides exactly whom the decision names."""
    if row.masks != joined(decision.masks):
        raise NotCleared("Others must be covered now than when the file was asked for. Ask for it anew.", code="masks_changed")
    if row.revision != decision.revision:
        raise NotCleared(
            "Something was said about this picture since the file was asked for. Ask for it anew.", code="changed_since_drafted"
        )
    match renditions.state(session, RenditionId(row.rendition_id)):
        case Waiting():
            raise NotCleared("The file is still being made.", code="file_waiting")
        case Failed(code):
            raise NotCleared("The file could not be made.", code=code)
        case Made(current=False):
            raise NotCleared("Something was covered since the file was asked for. Ask for it anew.", code="changed_since_drafted")
        case Made() as file:
            return Rendition(file.id, file.item, file.sha256, file.masks)


def _same(known: DraftRow, row: DraftRow) -> bool:
    """Whether two drafts ask for the same."""
    asked = ("purpose", "channel", "form", "personally", "why", "alt", "revision", "masks")
    return all(getattr(known, name) == getattr(row, name) for name in asked)


def _may_come(session: Session, row: DraftRow) -> bool:
    """Whether the file of a draft is there as it should be, or will be."""
    found = renditions.state(session, RenditionId(row.rendition_id))
    return found.current if isinstance(found, Made) else isinstance(found, Waiting)


def _alt(alt: str) -> str:
    """What can be seen, in at most a thousand characters."""
    return text(alt, "alt", 1000) if alt.strip() else ""


def _already_out(session: Session, made: Release, row: DraftRow) -> ReleaseId | None:
    """Whoever submits twice has released once."""
    same = (ReleaseRow.item_id == made.item, ReleaseRow.purpose == made.purpose, ReleaseRow.channel == made.channel)
    mine = (ReleaseRow.personally == made.personally, ReleaseRow.by == made.by, ReleaseRow.masks == row.masks)
    query = select(ReleaseRow.id).join(DraftRow, DraftRow.id == ReleaseRow.id).where(*same, *mine, ReleaseRow.ended_at.is_(None))
    found = session.scalar(query.where(DraftRow.form == row.form, DraftRow.alt == row.alt, DraftRow.id != row.id).limit(1))
    return ReleaseId(found) if found else None


def _let_out(session: Session, made: Release, decision: Decision) -> ReleaseId:
    row = ReleaseRow(id=made.id, item_id=made.item, rendition_id=made.rendition, sha256=made.sha256, purpose=made.purpose, by=made.by)
    row.audience, row.channel, row.personally, row.at = made.audience, made.channel, made.personally, made.at
    row.masks = joined(made.masks)
    session.add(row)
    session.flush()
    shown = len(facts_of(session, [made.item])[made.item].people)
    body = Released(made.item, made.id, made.purpose, made.channel, made.sha256, len(decision.masks), shown, made.personally)
    ledger.append(session, body, actor=made.by, at=made.at)
    return made.id
