"""From a wish to a release: the gate is asked, a file is asked for, and when both agree still, something is let out.

Whoever decides and then writes holds the ledger's lock from before the question: see `releases`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, delete, select
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, NotCleared, NotFound
from consent_store.ids import ItemId, PersonId, PurposeCode, ReleaseId, RenditionId, new_id
from consent_store.operations import captions, making, shreds
from consent_store.operations.fields import optional_text, text
from consent_store.operations.making import joined
from consent_store.operations.releases import alone, ask_many
from consent_store.records import ledger
from consent_store.records.media import RenditionRow
from consent_store.records.queries import drafts, renditions, school
from consent_store.records.queries.media import people_of
from consent_store.records.queries.renditions import Failed, Made, Waiting
from consent_store.records.releases import DraftRow, ReleaseRow
from consent_store.records.wanted import WantedRow
from consent_store.rules import names, releases
from consent_store.rules.entries import Released
from consent_store.rules.forms import PLAYED
from consent_store.rules.gate import Decision
from consent_store.rules.releases import Release, Rendition, Use
from consent_store.rules.terms import Audience

_Wish = tuple[object, ...]


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
    this any longer; `BadInput` for a personal publication of what stays inside the school, a form that does not exist, an empty channel,
    an alternative text that names somebody.
    """
    found = draft_many(session, {item: kit}, purpose, actor=actor, at=at).get(item)
    if found is None:
        raise NotFound()
    return _or_raised(found)


def draft_many(
    session: Session, kits: Mapping[ItemId, Kit], purpose: PurposeCode, *, actor: PersonId, at: datetime
) -> dict[ItemId, ReleaseId | NotCleared]:
    """The same for many, with one question to the gate; for each item that exists the draft, or why there is none."""
    alone(session)
    decisions = ask_many(session, list(kits), purpose, at=at)
    if any(kit.personally for kit in kits.values()) and school.purpose(session, purpose).audience is not Audience.PUBLIC:
        raise BadInput("What stays inside the school is only published by the school.", field="behalf")
    _name_nobody(session, kits)
    retired = _retired(session, purpose)
    query = select(DraftRow).where(DraftRow.item_id.in_(decisions), DraftRow.batch.in_({kit.batch for kit in kits.values() if kit.batch}))
    known = {(row.batch, row.item_id): row for row in session.scalars(query)}
    made: dict[ItemId, ReleaseId | NotCleared] = {}
    for item, decision in decisions.items():
        row = _row(decision, kits[item], actor)
        shut = retired if decision.passes else NotCleared()
        made[item] = shut or _drafted(session, row, known.get((row.batch, item)), at)
    return made


def discard(session: Session, rows: Sequence[DraftRow], *, at: datetime) -> None:
    """Let drafts go, and their files; what a draft became stays, with its file."""
    files = [row.rendition_id for row in rows if row.release_id != row.id]
    shreds.let_go(session, session.scalars(select(RenditionRow.vault_name).where(RenditionRow.id.in_(files))), at=at)
    for table in (RenditionRow, WantedRow):
        session.execute(delete(table).where(table.id.in_(files)))
    for row in rows:
        session.delete(row)
    session.flush()


def release(session: Session, draft: ReleaseId, *, actor: PersonId, at: datetime) -> ReleaseId:
    """Let out what was drafted. The same by the same person while it is out is the same release; a draft is released once.

    Raises `NotCleared` where the gate is shut; with code `changed_since_drafted` or `masks_changed` where the file shows what no longer
    counts (draft it anew), `file_waiting` while it is made, or the code of its failure; `not_played` for a film or sound in which somebody
    is covered, until the actor has `played` it. Raises `BadInput` for a caption that was not looked
    at to its end.
    """
    return _or_raised(release_many(session, [draft], actor=actor, at=at)[draft])


def release_many(
    session: Session, wanted: Sequence[ReleaseId], *, actor: PersonId, at: datetime
) -> dict[ReleaseId, ReleaseId | NotCleared]:
    """The same for many, with one question to the gate a purpose; for each the release, or why it stays. Raises `NotFound` for any."""
    alone(session)
    rows = {ReleaseId(row.id): row for row in session.scalars(select(DraftRow).where(DraftRow.id.in_(wanted)))}
    if set(wanted) - rows.keys():
        raise NotFound()
    known = _Known.of(session, [row for row in rows.values() if row.release_id is None], actor, at)
    found = {draft: _through(rows[draft], known, actor) for draft in dict.fromkeys(wanted)}
    _let_out(session, [made for made in found.values() if isinstance(made, Release)], known, actor, at)
    out = {draft: made.id if isinstance(made, Release) else made for draft, made in found.items()}
    for draft, release in out.items():
        if not isinstance(release, NotCleared) and rows[draft].release_id is None:
            rows[draft].release_id, rows[draft].done_at = release, at
    session.flush()
    return out


def played(session: Session, draft: ReleaseId, *, actor: PersonId, at: datetime) -> None:
    """Record that somebody looked at and listened to the file of a draft to its end. Played once, it stays so by whom it was last.

    Raises `NotFound`, and `NotCleared` where its file is not there as it should be (as `release`).
    """
    ledger.lock(session)
    row = session.get(DraftRow, draft, populate_existing=True)
    if row is None:
        raise NotFound()
    _file(renditions.state(session, RenditionId(row.rendition_id)))
    if row.played_by != actor:
        row.played_by, row.played_at = actor, at
        session.flush()


@dataclass(frozen=True, slots=True)
class _Known:
    """What is to be known before drafts are let out: by purpose and item what the gate answers, the files, how many people are shown, and
    by wish (`_wishes`) what the same person has out.
    """

    decisions: Mapping[tuple[str, str], Decision]
    files: Mapping[RenditionId, Made | Waiting | Failed]
    people: Mapping[ItemId, frozenset[PersonId]]
    retired: Mapping[str, NotCleared | None]
    wishes: Mapping[str, _Wish]
    out: dict[_Wish, ReleaseId]

    @classmethod
    def of(cls, session: Session, rows: Sequence[DraftRow], actor: PersonId, at: datetime) -> "_Known":
        """In a number of queries that grows with the purposes alone."""
        purposes, items = {row.purpose for row in rows}, [ItemId(row.item_id) for row in rows]
        decisions: dict[tuple[str, str], Decision] = {}
        for purpose in purposes:
            asked = [ItemId(row.item_id) for row in rows if row.purpose == purpose]
            decisions |= {(purpose, item): answer for item, answer in ask_many(session, asked, PurposeCode(purpose), at=at).items()}
        files = renditions.many(session, [RenditionId(row.rendition_id) for row in rows])
        retired = {code: _retired(session, PurposeCode(code)) for code in purposes}
        wishes = _wishes(session, DraftRow.id.in_([row.id for row in rows]))
        out = _wishes(session, DraftRow.id.in_(_out_of(items, actor)))
        return cls(
            decisions, files, people_of(session, items, left=True), retired, wishes, {wish: ReleaseId(id_) for id_, wish in out.items()}
        )


def _through(row: DraftRow, known: _Known, actor: PersonId) -> Release | ReleaseId | NotCleared:
    """One draft on its way out: what is to be let out for it, what is out already, or why it stays."""
    if row.release_id is not None:
        return ReleaseId(row.release_id)
    decision, retired = known.decisions[row.purpose, row.item_id], known.retired[row.purpose]
    if not decision.passes or retired:
        return retired or NotCleared()
    try:
        rendition = _rendition(row, decision, known.files.get(RenditionId(row.rendition_id)), actor)
    except NotCleared as shut:
        return shut
    captions.require(row)
    wish = known.wishes[row.id]
    if wish in known.out:
        return known.out[wish]
    known.out[wish] = ReleaseId(row.id)
    return releases.released(decision, rendition, ReleaseId(row.id), channel=row.channel, personally=row.personally, by=actor)


def _name_nobody(session: Session, kits: Mapping[ItemId, Kit]) -> None:
    """Whoever cannot see the picture is told no name either: it would stay in the file for good."""
    alts = "\n\n".join({kit.alt for kit in kits.values() if kit.alt})
    if alts and any(names.found(alts, drafts.named(session, list(kits)))):
        raise BadInput("The alternative text names somebody.", field="alt", code="alt_names")


def _or_raised(found: ReleaseId | NotCleared) -> ReleaseId:
    if isinstance(found, NotCleared):
        raise found
    return found


def _retired(session: Session, purpose: PurposeCode) -> NotCleared | None:
    if purpose in {view.code for view in school.purposes(session)}:
        return None
    return NotCleared("This purpose is not in use any longer.", code="purpose_retired")


def _row(decision: Decision, kit: Kit, actor: PersonId) -> DraftRow:
    """A draft that is not kept yet."""
    row = DraftRow(id=new_id(), batch=kit.batch or new_id(), item_id=decision.item, purpose=decision.purpose, by=actor, at=decision.at)
    row.personally, row.form, row.channel = kit.personally, kit.form, text(kit.channel, "channel")
    row.why, row.alt = optional_text(kit.why, "why") or "", _alt(kit.alt)
    row.revision, row.masks, row.caption, row.caption_checked = decision.revision, joined(decision.masks), "", ""
    return row


def _drafted(session: Session, row: DraftRow, known: DraftRow | None, at: datetime) -> ReleaseId:
    """Keep a draft, and ask for its file; or the one that is known, where that asks for the same."""
    if known is not None:
        if known.release_id or (_same(known, row) and _may_come(session, known)):
            return ReleaseId(known.id)
        row.caption, row.caption_checked = known.caption, known.caption_checked
        discard(session, [known], at=at)
    masks, release = renditions.ids(row.masks), ReleaseId(row.id)
    row.rendition_id = making.want(session, ItemId(row.item_id), use=Use.RELEASE, masks=masks, form=row.form, release=release, at=at)
    session.add(row)
    session.flush()
    return release


def _rendition(row: DraftRow, decision: Decision, file: Made | Waiting | Failed | None, actor: PersonId) -> Rendition:
    """The file of a draft, which hides exactly whom the decision names."""
    if row.masks != joined(decision.masks):
        raise NotCleared("Others must be covered now than when the file was asked for. Ask for it anew.", code="masks_changed")
    if row.revision != decision.revision:
        raise NotCleared("Something was said about this picture since. Ask for its file anew.", code="changed_since_drafted")
    made = _file(file)
    if made.masks and made.media_type in PLAYED and row.played_by != actor:
        raise NotCleared("Somebody is covered in this. Play it to its end first.", code="not_played")
    return Rendition(made.id, made.item, made.sha256, made.masks)


def _file(file: Made | Waiting | Failed | None) -> Made:
    """The file of a draft, as it should be."""
    match file:
        case Made(current=True, use=Use.RELEASE):
            return file
        case Made():
            raise NotCleared("Something was covered since the file was asked for. Ask for it anew.", code="changed_since_drafted")
        case Failed(code):
            raise NotCleared("The file could not be made.", code=code)
        case _:
            raise NotCleared("The file is still being made.", code="file_waiting")


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


def _wishes(session: Session, which: ColumnElement[bool]) -> dict[str, _Wish]:
    """What each of some drafts asks for. Whoever submits that twice has released once; a file on which something else was covered or cut
    is another.
    """
    asked = (DraftRow.item_id, DraftRow.purpose, DraftRow.channel, DraftRow.personally, DraftRow.masks, DraftRow.alt)
    made = (WantedRow.form, WantedRow.covers, WantedRow.crop, WantedRow.trim, WantedRow.hush)
    query = select(DraftRow.id, *asked, *made)
    rows = session.execute(query.join(WantedRow, WantedRow.id == DraftRow.rendition_id).where(which).order_by(DraftRow.id.desc()))
    return {id_: tuple(wish) for id_, *wish in rows}


def _out_of(items: Sequence[ItemId], actor: PersonId) -> Select[str]:
    """What somebody let out of these items that has not ended."""
    return select(ReleaseRow.id).where(ReleaseRow.item_id.in_(items), ReleaseRow.by == actor, ReleaseRow.ended_at.is_(None))


def _let_out(session: Session, made: Sequence[Release], known: _Known, actor: PersonId, at: datetime) -> None:
    session.add_all(_released(each) for each in made)
    session.flush()
    ledger.append_many(session, [_told(each, len(known.people.get(each.item, ()))) for each in made], actor=actor, at=at)


def _released(made: Release) -> ReleaseRow:
    row = ReleaseRow(id=made.id, item_id=made.item, rendition_id=made.rendition, sha256=made.sha256, purpose=made.purpose, by=made.by)
    row.audience, row.channel, row.personally, row.at = made.audience, made.channel, made.personally, made.at
    row.masks = joined(made.masks)
    return row


def _told(made: Release, people: int) -> Released:
    return Released(made.item, made.id, made.purpose, made.channel, made.sha256, len(made.masks), people, made.personally)
