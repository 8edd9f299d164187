"""What may happen to media: an event is made, items come in, are analysed, get their files, and go.

Files are put into the vault before their rows are written here, and let go of in the transaction that ends their time (`shreds`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256 as digest_of

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import ClaimId, EventId, GroupId, ItemId, PersonId, RenditionId, SightingId, new_id
from consent_store.operations import findings, recalls, shreds
from consent_store.operations.fields import digest, file_name, text
from consent_store.operations.findings import Found as Found
from consent_store.operations.items import changed, in_hand, stir
from consent_store.records import ledger
from consent_store.records.media import EventGroupRow, EventRow, ItemRow, RenditionRow
from consent_store.records.people import GroupRow
from consent_store.records.queries.facts import in_force
from consent_store.records.queries.recognition import describes
from consent_store.records.queries.school import policy
from consent_store.records.recordings import RecordingRow, TrackRow, TrimRow
from consent_store.records.school import SchoolRow
from consent_store.records.sightings import SightingRow
from consent_store.rules.entries import ConfidentialityRecorded, ItemAdmitted, ItemAnalysed, ItemRemoved, MakerRecorded, RecognitionSwitched
from consent_store.rules.releases import Use
from consent_store.rules.sightings import Proposal
from consent_store.rules.terms import SYSTEM, Kind, Maker

OUR_LIMITS = frozenset({"too_slow", "out_of_memory"})  # another day, or a larger machine, may read it
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Admitted:
    """Where an upload went: a new item, or the one that it is a copy of; then the new bytes are for the caller to shred."""

    item: ItemId
    duplicate_of: ItemId | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """Leave to analyse an item, which its holder loses to whoever takes the item once it has run out (`holds`).

    `recognise`: whether school and event want faces described and matched, or only counted.
    """

    id: ClaimId
    item: ItemId
    event: EventId
    vault_name: str
    recognise: bool
    kind: Kind


def make_event(
    session: Session,
    *,
    title: str,
    on: date,
    groups: Iterable[GroupId] = (),
    recognition_off: bool = False,
    actor: PersonId,
    at: datetime,
) -> EventId:
    """Make an occasion at which groups took part. Raises `BadInput` for a group that does not exist."""
    event, wanted = EventId(new_id()), sorted(set(groups))
    known = session.scalars(select(GroupRow.id).where(GroupRow.id.in_(wanted))).all()
    if len(known) != len(wanted):
        raise BadInput("This group does not exist.", field="groups")
    row = EventRow(id=event, title=text(title, "title"), on=on, made_by=actor, made_at=at, recognition_off=recognition_off)
    session.add(row)
    session.flush()
    session.add_all(EventGroupRow(event_id=event, group_id=group) for group in wanted)
    session.flush()
    if recognition_off:
        ledger.append(session, RecognitionSwitched(False, event=event), actor=actor, at=at)
    return event


def admit(
    session: Session,
    event: EventId,
    *,
    kind: Kind,
    label: str,
    sha256: str,
    size: int,
    vault_name: str,
    maker: Maker | None = None,
    actor: PersonId,
    at: datetime,
) -> Admitted:
    """Take in what lies in the vault. The same bytes again are the item that is there; `label` is what the file was called.

    Raises `NotFound` for the event, `Conflict` (`removed_before`) for bytes that were removed: a no to an item must not be walked around.
    """
    ledger.lock(session)
    if session.get(EventRow, event) is None:
        raise NotFound()
    known = session.scalar(select(ItemRow).where(ItemRow.sha256 == digest(sha256, "sha256")))
    if known is not None:
        return _duplicate(known)
    row = ItemRow(id=new_id(), event_id=event, kind=kind, uploader=actor, sha256=sha256, size=size, vault_name=vault_name, received_at=at)
    row.label = file_name(label)
    row.number = 1 + (session.scalar(select(func.max(ItemRow.number)).where(ItemRow.event_id == event)) or 0)
    session.add(row)
    session.flush()
    item = ItemId(row.id)
    ledger.append(session, ItemAdmitted(item, event, kind, sha256), actor=actor, at=at)
    if maker is not None:
        record_maker(session, item, maker, actor=actor, at=at)
    return Admitted(item)


def record_maker(session: Session, item: ItemId, maker: Maker, *, actor: PersonId, at: datetime) -> None:
    """Record who made an item, and on what ground it is used. The ledger learns the ground, not the name.

    What is out comes back where the ground no longer holds.
    """
    row = in_hand(session, item)
    row.maker, row.maker_permission = text(maker.name, "maker"), maker.permission
    row.maker_proof = text(maker.proof, "proof", _LONGEST) if maker.proof and maker.proof.strip() else None
    session.flush()
    proof = digest_of(row.maker_proof.encode()).hexdigest() if row.maker_proof else None
    entry = ledger.append(session, MakerRecorded(item, maker.permission.value, proof), actor=actor, at=at)
    recalls.reach(session, entry, at=at)


def set_confidential(session: Session, item: ItemId, confidential: bool, *, actor: PersonId, at: datetime) -> None:
    """Say whether an item is confidential: then no purpose opens it, and what is out comes back."""
    row = in_hand(session, item)
    if row.confidential != confidential:
        row.confidential = confidential
        session.flush()
        entry = ledger.append(session, ConfidentialityRecorded(item, confidential), actor=actor, at=at)
        recalls.reach(session, entry, at=at)


def remove(session: Session, item: ItemId, why: str, *, actor: PersonId, at: datetime) -> None:
    """Let an item's bytes go, all of them; what is out comes back."""
    row = in_hand(session, item)
    files = session.scalars(select(RenditionRow.vault_name).where(RenditionRow.item_id == item)).all()
    shreds.let_go(session, [*files, *([row.vault_name] if row.vault_name else [])], at=at)
    row.removed_at, row.vault_name = at, None
    for face in session.scalars(select(SightingRow).where(SightingRow.item_id == item, SightingRow.descriptor.is_not(None))):
        face.descriptor = None
    for table in (TrackRow, TrimRow, RecordingRow):
        session.execute(delete(table).where(table.item_id == item))
    stir(session, row)
    entry = ledger.append(session, ItemRemoved(item, text(why, "why")), actor=actor, at=at)
    recalls.reach(session, entry, at=at)


def bring_into_force(session: Session, version: str, *, actor: PersonId = SYSTEM, at: datetime) -> None:  # noqa: ARG001  (as every operation)
    """Say which analysis version counts: what another one looked at is held until this one has. Raises `NotFound` without a school."""
    ledger.lock(session)
    school = session.get(SchoolRow, 1)
    if school is None:
        raise NotFound("This registry has no school yet.")
    school.analysis_version = text(version, "version")
    session.flush()


def claim(session: Session, item: ItemId, *, until: datetime, version: str, at: datetime) -> Claim | None:
    """Take an item to analyse it, alone until a moment. None where it is gone, done or failed in this version, or another holds it."""
    must_be_in_force(session, version)
    ledger.lock(session)
    row = session.get(ItemRow, item, populate_existing=True)
    if row is None or row.vault_name is None or row.analysis_version == version or (row.claimed_until and row.claimed_until > at):
        return None
    row.claimed_until, row.claimed_by = until, new_id()
    session.flush()
    return Claim(ClaimId(row.claimed_by), item, EventId(row.event_id), row.vault_name, describes(session, item), Kind(row.kind))


def holds(session: Session, claim: Claim) -> bool:
    """Whether a claim is still its holder's, until this transaction ends: nobody took the item since, or ended the work on it.

    Whoever writes what came of a claim asks this first.
    """
    ledger.lock(session)
    row = session.get(ItemRow, claim.item, populate_existing=True)
    return row is not None and row.removed_at is None and row.claimed_by == claim.id


def record_analysis(
    session: Session,
    item: ItemId,
    *,
    version: str,
    width: int,
    height: int,
    taken_at: datetime | None,
    dropped: Collection[str],
    found: Sequence[Found],
    actor: PersonId = SYSTEM,
    at: datetime,
) -> list[SightingId]:
    """Write down what analysis found: a sighting for each face, in order. Twice changes nothing, and no answer is ever changed:
    what a later look would say otherwise is kept beside (`differences`).

    `taken_at` without a zone is the camera's clock at school. Raises `Conflict` (`analysis_outdated`) for a version not in force.
    """
    must_be_in_force(session, version)
    row = in_hand(session, item)
    first, again = row.analysis_version != version or row.analysis_failure is not None, row.width is not None
    describe(session, row, width=width, height=height, taken_at=taken_at, dropped=dropped)
    looked_at(row, version, None, len(found), at)
    sightings, news = findings.write(session, row, found, again=again, at=at)
    if news:
        changed(session, row, actor=actor, at=at)
    stir(session, row)
    if first:
        ledger.append(session, ItemAnalysed(item, version, len(found)), actor=actor, at=at)
    return sightings


def describe(
    session: Session, row: ItemRow, *, width: int | None, height: int | None, taken_at: datetime | None, dropped: Collection[str]
) -> None:
    """Write down what a file says of itself; a picture's size is None for sound."""
    row.width, row.height, row.dropped = width, height, " ".join(sorted(dropped))
    row.taken_at = taken_at.replace(tzinfo=policy(session).zone) if taken_at and taken_at.tzinfo is None else taken_at


def looked_at(row: ItemRow, version: str, failure: str | None, faces: int | None, at: datetime) -> None:
    """Write down how a look at an item ended: how many were found, or why it failed. Nobody holds it any more."""
    row.analysis_version, row.analysis_failure, row.faces, row.analysed_at = version, failure, faces, at
    row.claimed_until = row.claimed_by = None


def must_be_in_force(session: Session, version: str) -> None:
    """Raises `Conflict` (`analysis_outdated`) for a version not in force."""
    if in_force(session) != version:
        raise Conflict("Another version of the analysis is in force.", code="analysis_outdated")


def record_failure(session: Session, item: ItemId, code: str, *, actor: PersonId = SYSTEM, at: datetime) -> None:  # noqa: ARG001  (as every operation)
    """Write down that the version in force cannot analyse an item, and why: held, until `try_again` or another version."""
    row = in_hand(session, item)
    looked_at(row, in_force(session), text(code, "code"), None, at)
    session.flush()


def try_again(session: Session, item: ItemId, *, actor: PersonId, at: datetime) -> None:  # noqa: ARG001  (as every operation)
    """Let an item whose analysis failed be analysed once more."""
    row = in_hand(session, item)
    if row.analysis_failure is not None:
        row.analysis_failure = row.analysis_version = row.claimed_until = row.claimed_by = None
        session.flush()


def refuse(session: Session, item: ItemId, code: str, *, actor: PersonId = SYSTEM, at: datetime) -> None:
    """What came in cannot be read: only its name and the reason stay. What was read once is no waste, nor is what only our limits stopped:
    it is kept, and held.
    """
    row = in_hand(session, item)
    if code in OUR_LIMITS or row.width is not None or session.get(RecordingRow, item) is not None:
        record_failure(session, item, code, actor=actor, at=at)
        return
    row.analysis_failure = text(code, "code")
    remove(session, item, code, actor=actor, at=at)


def repropose(session: Session, proposals: Mapping[SightingId, Proposal | None]) -> None:
    """Renew the machine's guesses. A face that somebody answered meanwhile is left alone."""
    ledger.lock(session)
    query = select(SightingRow).where(SightingRow.id.in_(proposals), SightingRow.answer.is_(None))
    for face in session.scalars(query, execution_options={"populate_existing": True}):
        findings.guess(face, proposals[SightingId(face.id)])
    session.flush()


def file_rendition(
    session: Session,
    item: ItemId,
    *,
    use: str,
    vault_name: str,
    sha256: str,
    size: int,
    media_type: str,
    width: int,
    height: int,
    sighting: SightingId | None = None,
    masks: Sequence[SightingId] = (),
    at: datetime,
) -> RenditionId:
    """Make a file of an item known; the newest of a use is the one that counts. Raises `BadInput` for masks of another item."""
    in_hand(session, item)
    of_item = set(session.scalars(select(SightingRow.id).where(SightingRow.item_id == item)))
    if not {*masks, *([sighting] if sighting else [])} <= of_item:
        raise BadInput("This face is not in this picture.", field="masks")
    row = RenditionRow(id=new_id(), item_id=item, use=Use(use), sighting_id=sighting, masks=" ".join(sorted(set(masks))), made_at=at)
    row.vault_name, row.sha256, row.size = vault_name, digest(sha256, "sha256"), size
    row.media_type, row.width, row.height = media_type, width, height
    session.add(row)
    session.flush()
    return RenditionId(row.id)


def _duplicate(known: ItemRow) -> Admitted:
    if known.removed_at is not None:
        raise Conflict("This very file was removed before, and is not taken in again.", code="removed_before")
    return Admitted(ItemId(known.id), ItemId(known.id))
