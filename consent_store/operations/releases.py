"""What may leave: the gate is asked, something is let out, somebody takes it. The only doors for the bytes of any medium.

Whoever decides and then writes holds the ledger's lock from before the question, so that a withdrawal and a download that meet have an
order: after the withdrawal's commit nothing starts.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from unicodedata import normalize

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, NotCleared, NotFound
from consent_store.ids import (
    DownloadId,
    ItemId,
    PersonId,
    PostingId,
    PurposeCode,
    ReleaseId,
    RenditionId,
    ReviewId,
    TaskId,
    new_id,
)
from consent_store.operations import bulk, recall_tasks
from consent_store.operations.fields import optional_text, text
from consent_store.records import ledger
from consent_store.records.media import EventRow, ItemRow, RenditionRow
from consent_store.records.people import PersonRow
from consent_store.records.queries import consents, people, school, seeing
from consent_store.records.queries.consents import Grounds
from consent_store.records.queries.facts import Facts, facts_of
from consent_store.records.recalls import TaskRow
from consent_store.records.releases import DownloadRow, DraftRow, PostingRow, ReleaseRow
from consent_store.records.scans import ScanRow
from consent_store.records.templates import TemplateRow
from consent_store.rules import gate
from consent_store.rules.entries import Downloaded, DraftOpened, Posted
from consent_store.rules.gate import Decision, Review
from consent_store.rules.releases import Use
from consent_store.rules.sightings import Answer, Sighting
from consent_store.rules.terms import RECOGNITION, Duty, Purpose

_LOOKING = frozenset({Duty.TEACHER, Duty.COMMS, Duty.SUPERVISOR, Duty.OFFICE})
_KEEPING = frozenset({Duty.OFFICE})
_RECALLING = frozenset({Duty.COMMS, Duty.SUPERVISOR})
_FOR_REVIEW = frozenset({Use.PREVIEW, Use.THUMB, Use.CROP, Use.STRIP, Use.WAVE})
_ENDINGS: Mapping[str, str] = {
    "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/avif": "avif", "image/heif": "heif", "image/tiff": "tif",
    "application/pdf": "pdf", "video/mp4": "mp4", "audio/mp4": "m4a",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Passage:
    """Leave to send one file of the vault: whoever opens it checks the SHA-256 (hex) and size in bytes, where they are recorded. A `first`
    look at a file that is not released is written down before that (`opened`).
    """

    vault_name: str
    sha256: str | None
    size: int | None
    media_type: str
    file_name: str
    first: bool = False


@dataclass(frozen=True, slots=True)
class Supposed:
    """What might come to be said of an item: by these of its sightings, and in attestations of that."""

    claims: tuple[Sighting, ...] = ()
    attested_by: tuple[PersonId, ...] = ()


def ask(session: Session, item: ItemId, purpose: PurposeCode, *, at: datetime) -> Decision:
    """What the gate answers for one item. Raises `NotFound` for an item or purpose that does not exist."""
    found = ask_many(session, [item], purpose, at=at)
    if item not in found:
        raise NotFound()
    return found[item]


def ask_many(
    session: Session, items: Sequence[ItemId], purpose: PurposeCode, *, at: datetime, known: Grounds | None = None
) -> dict[ItemId, Decision]:
    """What the gate answers for each item that exists, in a number of queries that does not grow with them; `known`, where they were read
    before, are the grounds of everybody in them.
    """
    served = _use(session, purpose)
    found = facts_of(session, items)
    known = known or _known(session, found, at, purpose)
    return {id_: _decide(facts, known, served, at) for id_, facts in found.items()}


def ask_every(session: Session, item: ItemId, *, at: datetime) -> dict[PurposeCode, Decision]:
    """What the gate answers for one item and each purpose in use, in the school's order. Raises `NotFound` likewise."""
    return ask_supposing(session, item, [Supposed()], at=at)[0]


def ask_supposing(session: Session, item: ItemId, supposed: Sequence[Supposed], *, at: datetime) -> list[dict[PurposeCode, Decision]]:
    """The same, once for each thing that may come to be said; the facts are read once. Raises `NotFound` likewise."""
    facts = facts_of(session, [item]).get(item)
    if facts is None:
        raise NotFound()
    changed = [_supposing(facts, each, at) for each in supposed]
    everybody = frozenset[PersonId]().union(*(each.people for each in changed))
    known = consents.grounds(session, everybody, at=at)
    served = [view.purpose for view in school.purposes(session) if view.code != RECOGNITION]
    return [{purpose.code: _decide(each, known, purpose, at) for purpose in served} for each in changed]


def begin_download(session: Session, release: ReleaseId, *, why: str, actor: PersonId, at: datetime) -> Passage:
    """Ask the gate again, and record that somebody takes the bytes. Raises `NotCleared` where it is shut, or the release has ended; with
    code `second_person` where somebody takes very much, see `bulk`.
    """
    alone(session)
    bulk.require_second(session, actor, at=at)
    row = _release(session, release)
    if not _open(session, row, at):
        raise NotCleared()
    taken = DownloadRow(id=new_id(), release_id=release, by=actor, at=at, why=text(why, "why", 500))
    session.add(taken)
    session.flush()
    body = Downloaded(ItemId(row.item_id), release, DownloadId(taken.id))
    ledger.append(session, body, actor=actor, at=at)
    return _passage(session, _file(session, row.rendition_id), f"-{release[:8]}")


def still_open(session: Session, release: ReleaseId, *, at: datetime) -> bool:
    """Whether bytes of a release may still flow: streams ask between chunks."""
    return _open(session, _release(session, release), at)


def ended(session: Session, release: ReleaseId) -> bool:
    """Whether a release was called back: a cheap question, for between two of those. Whatever is said ends a release at once; only what
    time ends is for `still_open` to find.
    """
    return session.scalar(select(ReleaseRow.ended_at).where(ReleaseRow.id == release)) is not None


def post(
    session: Session, release: ReleaseId, address: str, *, account: str = "", on: date | None = None, actor: PersonId, at: datetime
) -> PostingId:
    """Record where a release was published: its address, or under which account, and perhaps on which day. Also after it ended: then it
    must come down as well.
    """
    alone(session)
    row = _release(session, release)
    under = optional_text(account, "account")
    where = "" if under and not address.strip() else text(address, "address", 2000)
    posted = PostingRow(id=new_id(), release_id=release, by=actor, at=at, address=where, account=under, posted_on=on)
    session.add(posted)
    session.flush()
    ledger.append(session, Posted(ItemId(row.item_id), release, PostingId(posted.id)), actor=actor, at=at)
    if row.ended_at is not None:
        recall_tasks.posted_late(session, row, posted, at=at)
    return PostingId(posted.id)


def passage(session: Session, rendition: RenditionId, *, viewer: PersonId, at: datetime) -> Passage:
    """Leave to look at a preview, thumb or crop, for staff who review, release, settle or keep the register; at a picture that shows
    somebody alone, for that family and nobody else. Else `NotFound`.
    """
    row = _file(session, rendition)
    item = session.get(ItemRow, row.item_id)
    if item is None or item.removed_at is not None or not _may_look(session, row, viewer, at):
        raise NotFound()
    return replace(_passage(session, row, f"-{row.use}"), first=row.use == Use.RELEASE and not _was_opened(session, row, viewer))


def opened(session: Session, rendition: RenditionId, *, actor: PersonId, at: datetime) -> None:
    """Write down that somebody opens a file that is not released, as one who takes it is written down. Again is not written again."""
    ledger.lock(session)
    row = _file(session, rendition)
    if not _was_opened(session, row, actor):
        ledger.append(session, _opening(row), actor=actor, at=at)


def reference(session: Session, person: PersonId, *, viewer: PersonId, at: datetime) -> Passage:
    """Leave to look at the register's picture of a face, for the family, and the same staff where the office shows it. Else `NotFound`."""
    query = select(TemplateRow.picture, PersonRow.reference_shown).join(PersonRow, PersonRow.id == TemplateRow.person_id)
    query = query.where(TemplateRow.person_id == person, TemplateRow.picture.is_not(None))
    name, shown = session.execute(query.order_by(TemplateRow.quality.desc(), TemplateRow.id).limit(1)).first() or (None, False)
    staff = shown and _LOOKING & people.duties_of(session, viewer)
    if name is None or not (staff or seeing.looks_at(session, viewer, person, at=at)):
        raise NotFound()
    return Passage(name, None, None, "image/jpeg", "reference.jpg")


def scan(session: Session, sha256: str, person: PersonId, *, viewer: PersonId, at: datetime) -> Passage:
    """Leave to look at the scan of a form about somebody, for the office, whoever it is about, and whoever signed it. Else `NotFound`:
    another parent's form may say where they live.
    """
    row = session.get(ScanRow, (sha256, person))
    if row is None or not (_KEEPING & people.duties_of(session, viewer) or _of_theirs(session, sha256, person, viewer, at)):
        raise NotFound()
    name = f"form-{row.kept_at:%Y-%m-%d}.{_ENDINGS.get(row.media_type, 'bin')}"
    return Passage(row.vault_name, row.sha256, row.size, row.media_type, name)


def screen(session: Session, task: TaskId, *, viewer: PersonId, at: datetime) -> Passage:  # noqa: ARG001  (as every operation)
    """Leave to look at the picture of a screen that proves that something is gone, for whoever sees to recalls. Else `NotFound`."""
    row = session.get(TaskRow, task)
    if row is None or row.vault_name is None or not _RECALLING & people.duties_of(session, viewer):
        raise NotFound()
    media_type = row.media_type or ""
    return Passage(row.vault_name, row.sha256, row.size, media_type, f"proof-{task[:8]}.{_ENDINGS.get(media_type, 'bin')}")


def alone(session: Session) -> None:
    """Nobody else writes from here on, and nothing that was read before is believed."""
    ledger.lock(session)
    session.flush()
    session.expire_all()


def _of_theirs(session: Session, sha256: str, person: PersonId, viewer: PersonId, at: datetime) -> bool:
    own = viewer == person or sha256 in consents.signed_by(session, viewer, person)
    return own and seeing.looks_at(session, viewer, person, at=at)


def _may_look(session: Session, row: RenditionRow, viewer: PersonId, at: datetime) -> bool:
    """Staff look at what is for reviewing, communications at a file that is drafted, covers what is known now and that the gate would let
    out, a family at what shows their own alone. A clean file is for nobody's eyes, and a released one is taken.
    """
    if row.use == Use.SHOWN:
        return seeing.for_eyes(session, viewer, RenditionId(row.id), at=at)
    if row.use == Use.RELEASE:
        query = select(DraftRow.purpose).where(DraftRow.rendition_id == row.id, DraftRow.release_id.is_(None))
        purpose = session.scalar(query) if Duty.COMMS in people.duties_of(session, viewer) else None
        now = session.scalar(select(ItemRow.revision).where(ItemRow.id == row.item_id))
        return purpose is not None and row.revision == now and _shows_who_may_be_seen(session, row, PurposeCode(purpose), at)
    return row.use in _FOR_REVIEW and bool(_LOOKING & people.duties_of(session, viewer))


def _supposing(facts: Facts, supposed: Supposed, at: datetime) -> Facts:
    """The facts as they would be."""
    said = {claim.id: claim for claim in supposed.claims}
    claims = tuple(said.get(claim.id, claim) for claim in facts.sightings)
    listed = sum(claim.answer is not Answer.NOBODY for claim in claims)
    reviews = [Review(ReviewId(new_id()), facts.item.id, reviewer, facts.item.revision, listed, at) for reviewer in supposed.attested_by]
    kept = () if supposed.claims and reviews else facts.reviews  # what was attested before an answer counts no more after it
    return replace(facts, sightings=claims, reviews=(*kept, *reviews))


def _use(session: Session, code: PurposeCode) -> Purpose:
    """A purpose that something can be let out for; recognition is none."""
    if code == RECOGNITION:
        raise BadInput("Nothing goes out for recognition.", field="purpose")
    return school.purpose(session, code)


def _known(session: Session, found: Mapping[ItemId, Facts], at: datetime, purpose: PurposeCode | None = None) -> Grounds:
    """What is known of everybody listed."""
    return consents.grounds(session, {person for facts in found.values() for person in facts.people}, at=at, purpose=purpose)


def _decide(facts: Facts, known: Grounds, purpose: Purpose, at: datetime) -> Decision:
    """Whoever is not in the register has no standing, and an absence holds."""
    pairs = (pair for pair in facts.needed if pair[0] in known.registers)
    standings = {(person, kind): known.standing(person, purpose, kind, at, facts.item.id) for person, kind in pairs}
    return gate.decide(facts.item, facts.sightings, facts.reviews, facts.doubts, standings, purpose, at)


def _release(session: Session, release: ReleaseId) -> ReleaseRow:
    row = session.get(ReleaseRow, release, populate_existing=True)
    if row is None:
        raise NotFound()
    return row


def _open(session: Session, row: ReleaseRow, at: datetime) -> bool:
    """Whether a release has not ended, and the gate would let out exactly the same now."""
    return row.ended_at is None and _shows_who_may_be_seen(session, row, PurposeCode(row.purpose), at)


def _opening(row: RenditionRow) -> DraftOpened:
    return DraftOpened(ItemId(row.item_id), ReleaseId(row.release_id or ""))


def _was_opened(session: Session, row: RenditionRow, viewer: PersonId) -> bool:
    known = ledger.read(session, item=ItemId(row.item_id), kind=DraftOpened.__name__)
    return any((entry.actor, entry.body) == (viewer, _opening(row)) for entry in known)


def _shows_who_may_be_seen(session: Session, row: ReleaseRow | RenditionRow, purpose: PurposeCode, at: datetime) -> bool:
    """Whether the gate would let a file out now with what is covered in it."""
    decision = ask(session, ItemId(row.item_id), purpose, at=at)
    return decision.passes and set(decision.masks) <= set(row.masks.split())


def _file(session: Session, rendition: str) -> RenditionRow:
    row = session.get(RenditionRow, rendition)
    if row is None:
        raise NotFound()
    return row


def _passage(session: Session, row: RenditionRow, ending: str) -> Passage:
    """File names say event, day, number and which file; never the name it came under."""
    query = select(EventRow.title, EventRow.on, ItemRow.number).join(ItemRow, ItemRow.event_id == EventRow.id)
    title, on, number = session.execute(query.where(ItemRow.id == row.item_id)).one()
    name = f"{_plain(title)}{on:%Y-%m-%d}-{number:03d}{ending}.{_ENDINGS.get(row.media_type, 'bin')}"
    return Passage(row.vault_name, row.sha256, row.size, row.media_type, name)


def _plain(title: str) -> str:
    """A title as the beginning of a file name: small letters and digits, with a hyphen behind, or nothing."""
    ascii_only = normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", ascii_only)
    return f"{'-'.join(words)[:40].strip('-')}-" if words else ""
