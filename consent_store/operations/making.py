"""Files made because somebody asks: wanted here, made by a worker, and filed only where nothing was said differently meanwhile.

A want binds what was known when it was asked: the item's revision, who is covered, what is covered by hand. Whatever moved in between
makes it fail, and asking again is another want.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, NotFound
from consent_store.ids import ClaimId, CoverId, ItemId, PersonId, ReleaseId, RenditionId, SightingId, new_id
from consent_store.operations.fields import digest, text
from consent_store.operations.items import in_hand, sightings_in
from consent_store.records import ledger
from consent_store.records.media import ItemRow, RenditionRow
from consent_store.records.queries import facts, moving, renditions
from consent_store.records.queries.moving import Moving
from consent_store.records.queries.renditions import ByHand
from consent_store.records.wanted import CoverRow, CutRow, WantedRow
from consent_store.rules.entries import MendingRecorded
from consent_store.rules.forms import SHOWN, Form
from consent_store.rules.releases import Use
from consent_store.rules.sightings import Answer, Box
from consent_store.rules.terms import Kind, Mending

_MADE_LATER = frozenset({Use.RELEASE, Use.SHOWN})
_NAMELESS = frozenset({Answer.UNRECOGNISABLE, Answer.NOBODY})


@dataclass(frozen=True, slots=True)
class Order:
    """One file to make from the clean one, or of a recording from the original, whose SHA-256 (hex) is here. Places are in pixels of the
    picture: `masked` and `covers` are to be covered, `shown` are the other faces. `nameless` are those of the others that need no consent,
    as somebody said: in whom nobody can be recognised, or that are no face. A recording's are in `moving`.

    Whoever has it holds its `claim` until another takes the order once that has run out (`holds`).
    """

    id: RenditionId
    claim: ClaimId
    item: ItemId
    vault_name: str
    sha256: str
    use: Use
    form: Form
    crop: Box | None
    media_type: str
    quality: int
    colour: str
    release: ReleaseId | None
    masked: Mapping[SightingId, Box]
    covers: tuple[Box, ...]
    shown: Mapping[SightingId, Box]
    nameless: frozenset[SightingId]
    kind: Kind
    moving: Moving | None


@dataclass(frozen=True, slots=True)
class File:
    """What a worker made of an order, in the vault already: SHA-256 (hex) and size of its bytes, its type and its pixels."""

    vault_name: str
    sha256: str
    size: int
    media_type: str
    width: int
    height: int


class _Moved(Exception):
    """Nothing may be made of this order; `args` is the code."""


def want(
    session: Session,
    item: ItemId,
    *,
    use: Use,
    masks: Collection[SightingId] = (),
    form: str = Form.ORIGINAL,
    crop: Box | None = None,
    release: ReleaseId | None = None,
    at: datetime,
) -> RenditionId:
    """Ask for a file with these sightings covered; the same want is the same file. One that failed is tried again. What goes out is cut
    as somebody did by hand (`cut`), and only a family's file to a `crop`.

    Wake the worker after the commit (`nudge.make`), look with `queries.renditions.state`. Raises `NotFound` for the item, `Conflict` once
    it is removed, `BadInput` for a form or a sighting that is not there, and for a release's file without a release.
    """
    row = in_hand(session, item)
    leaves = use is Use.RELEASE
    if use not in _MADE_LATER or leaves != (release is not None) or (leaves and crop) or form not in set(Form):
        raise BadInput("No such file can be asked for.", field="form")
    if not set(masks) <= {face.id for face in sightings_in(session, row)}:
        raise BadInput("This face is not in this picture.", field="masks")
    same: dict[str, object] = {"item_id": item, "use": use, "masks": joined(masks), "covers": _covers(session, item), "form": Form(form)}
    part = renditions.cuts_of(session, [item]).get(item) if leaves else crop and _inside(crop, row, "crop")
    same |= {"crop": renditions.written(part), "revision": row.revision, "release_id": release}
    recorded = renditions.of_recording(session, row) if leaves else None
    same |= {"trim": recorded.trim, "hush": recorded.hush} if recorded else {}
    order = session.scalars(select(WantedRow).filter_by(**same).limit(1)).first()
    if order is None:
        style = SHOWN if use is Use.SHOWN else renditions.formats(session)[Form(form)]
        media_type = recorded.media_type if recorded else style.media_type
        order = WantedRow(id=new_id(), media_type=media_type, quality=style.quality, wanted_at=at, **same)
        session.add(order)
    elif session.get(RenditionRow, order.id) is None:
        order.failure = order.made_at = None
    session.flush()
    return RenditionId(order.id)


def claim(session: Session, wanted: RenditionId, *, until: datetime, at: datetime) -> Order | None:
    """Take an order to make it, alone until a moment. None where another holds it, it is done, or nothing may be made of it any longer."""
    ledger.lock(session)
    row = session.get(WantedRow, wanted, populate_existing=True)
    if row is None or row.made_at or row.failure or (row.claimed_until and row.claimed_until > at):
        return None
    try:
        order = _order(session, row)
    except _Moved as moved:
        row.failure = str(moved)
        session.flush()
        return None
    row.claimed_until, row.claimed_by, row.share, row.seconds_left = until, order.claim, None, None
    session.flush()
    return order


def holds(session: Session, order: Order) -> bool:
    """Whether an order is still in the hands of whoever claimed it, until this transaction ends. Who writes what came of it asks first."""
    ledger.lock(session)
    row = session.get(WantedRow, order.id, populate_existing=True)
    return row is not None and row.claimed_by == order.claim


def go_on(session: Session, wanted: RenditionId, *, share: float, seconds_left: int | None, until: datetime) -> bool:
    """Hold an order until a moment, and say how much is made. False where something moved meanwhile: what is made would not go out."""
    ledger.lock(session)
    row = session.get(WantedRow, wanted, populate_existing=True)
    if row is None or row.made_at or row.failure:
        return False
    try:
        _as_asked(session, row)
    except _Moved as moved:
        failed(session, wanted, str(moved))
        return False
    row.claimed_until, row.share, row.seconds_left = until, share, seconds_left
    session.flush()
    return True


def made(session: Session, wanted: RenditionId, file: File, *, at: datetime) -> bool:
    """File what was made. False where something moved meanwhile: then nothing is filed, and the caller's bytes must go."""
    ledger.lock(session)
    row = session.get(WantedRow, wanted, populate_existing=True)
    if row is None or row.made_at:
        return False
    try:
        _as_asked(session, row)
    except _Moved as moved:
        failed(session, wanted, str(moved))
        return False
    kept = RenditionRow(id=row.id, item_id=row.item_id, use=row.use, masks=row.masks, made_at=at, revision=row.revision, form=row.form)
    kept.vault_name, kept.sha256, kept.size = file.vault_name, digest(file.sha256, "sha256"), file.size
    kept.media_type, kept.width, kept.height, kept.release_id = file.media_type, file.width, file.height, row.release_id
    kept.trim, kept.hush = row.trim, row.hush
    session.add(kept)
    row.made_at, row.failure = at, None
    row.claimed_until = row.claimed_by = None
    session.flush()
    return True


def failed(session: Session, wanted: RenditionId, code: str) -> None:
    """Write down why an order could not be made; asking again tries again."""
    ledger.lock(session)
    row = session.get(WantedRow, wanted, populate_existing=True)
    if row is not None and row.made_at is None:
        row.failure = text(code, "code")
        row.claimed_until = row.claimed_by = None
        session.flush()


def cover(session: Session, item: ItemId, box: Box, why: str, *, actor: PersonId, at: datetime) -> CoverId:
    """Cover a place in whatever is made of an item from now on. Files that were asked for before are no longer current; what is out stays.

    Raises `BadInput` where nothing of the box is in the picture.
    """
    inside = _inside(box, in_hand(session, item), "box")
    kept = CoverRow(id=new_id(), item_id=item, why=text(why, "why"), by=actor, at=at)
    kept.left, kept.top, kept.right, kept.bottom = inside.left, inside.top, inside.right, inside.bottom
    session.add(kept)
    session.flush()
    ledger.append(session, MendingRecorded(item, Mending.COVERED), actor=actor, at=at)
    return CoverId(kept.id)


def uncover(session: Session, cover: CoverId, *, actor: PersonId, at: datetime) -> None:
    """No longer cover a place; twice is once. Raises `NotFound`."""
    ledger.lock(session)
    row = session.get(CoverRow, cover, populate_existing=True)
    if row is None:
        raise NotFound()
    if row.removed_at is None:
        row.removed_at = at
        session.flush()
        ledger.append(session, MendingRecorded(ItemId(row.item_id), Mending.UNCOVERED), actor=actor, at=at)


def cut(session: Session, item: ItemId, box: Box | None, *, actor: PersonId, at: datetime) -> None:
    """Cut whatever goes out of an item to a part of it, or to nothing less than the whole; for files that were asked for, as `cover`."""
    row = in_hand(session, item)
    before, part = renditions.cuts_of(session, [item]).get(item), box and _inside(box, row, "box")
    if part == before:
        return
    session.execute(delete(CutRow).where(CutRow.item_id == item))
    if part is not None:
        session.add(CutRow(item_id=item, left=part.left, top=part.top, right=part.right, bottom=part.bottom, by=actor, at=at))
    session.flush()
    ledger.append(session, MendingRecorded(item, Mending.CUT if part else Mending.WHOLE), actor=actor, at=at)


def joined(masks: Collection[SightingId]) -> str:
    """Sightings as rows keep them: sorted, separated by spaces."""
    return " ".join(sorted(set(masks)))


def _inside(box: Box, row: ItemRow, field: str) -> Box:
    inside = box.clipped(row.width or 0, row.height or 0)
    if inside is None:
        raise BadInput("This place is not in the picture.", field=field)
    return inside


def _covers(session: Session, item: ItemId) -> str:
    return " ".join(cover.id for cover in renditions.covers_of(session, [item]).get(item, ()))


def _as_asked(session: Session, row: WantedRow) -> tuple[ItemRow, ByHand]:
    """What an order is based on. Raises `_Moved` where that is no longer so; it is asked every few seconds, and reads little."""
    item = session.get_one(ItemRow, row.item_id, populate_existing=True)
    if item.removed_at is not None:
        raise _Moved("removed")
    by_hand = renditions.by_hand(session, ItemId(item.id))
    if item.revision != row.revision or not by_hand.agrees(row):
        raise _Moved("changed")
    return item, by_hand


def _order(session: Session, row: WantedRow) -> Order:
    """The order as a worker needs it. Raises `_Moved`."""
    item, by_hand = _as_asked(session, row)
    id_ = ItemId(item.id)
    masks, claims = renditions.ids(row.masks), facts.sightings_of(session, [id_])[id_]
    places = {claim.id: claim.box for claim in claims if claim.box}
    recorded = item.kind != Kind.PHOTO
    moved = moving.moving(session, id_, claims, masks, still=row.use == Use.SHOWN) if recorded else None
    if not masks <= {claim.id for claim in claims if recorded or claim.box} or (recorded and moved is None):
        raise _Moved("no_place")
    vault_name, sha256 = _base(session, item)
    others = {claim.id for claim in claims if claim.box and claim.answer is not Answer.NOBODY} - masks
    return Order(
        RenditionId(row.id),
        ClaimId(new_id()),
        id_,
        vault_name,
        sha256,
        Use(row.use),
        Form(row.form),
        Box(*map(int, row.crop.split())) if row.crop else None,
        row.media_type,
        row.quality,
        renditions.mask_colour(session),
        ReleaseId(row.release_id) if row.release_id else None,
        {sighting: places[sighting] for sighting in sorted(masks & places.keys())},
        tuple(cover.box for cover in by_hand.covers.get(id_, ())),
        {sighting: places[sighting] for sighting in sorted(others)},
        frozenset(claim.id for claim in claims if claim.id not in masks and claim.answer in _NAMELESS),
        Kind(item.kind),
        moved,
    )


def _base(session: Session, item: ItemRow) -> tuple[str, str]:
    """What a file is made from: a recording's original, or the newest clean file. Its name in the vault, and its SHA-256."""
    if item.kind != Kind.PHOTO:
        found = (item.vault_name or "", item.sha256)
    else:
        query = select(RenditionRow.vault_name, RenditionRow.sha256).where(RenditionRow.item_id == item.id, RenditionRow.use == Use.CLEAN)
        newest = session.execute(query.order_by(RenditionRow.made_at.desc(), RenditionRow.id).limit(1)).first()
        found = (newest[0], newest[1]) if newest else ("", "")
    if not found[0]:
        raise _Moved("damaged")
    return found
