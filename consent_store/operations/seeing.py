"""What a family asks to see: pictures in which they are alone, and the no to one of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from consent_store.errors import NotFound
from consent_store.ids import ItemId, PersonId, RenditionId
from consent_store.operations import consents, making
from consent_store.records import ledger
from consent_store.records.queries import seeing, shown
from consent_store.rules.capacity import Sight
from consent_store.rules.entries import Entry, Say, Word
from consent_store.rules.releases import Use


def want(session: Session, items: Sequence[ItemId], person: PersonId, *, actor: PersonId, at: datetime) -> dict[ItemId, RenditionId]:
    """Ask for the files that show somebody alone; items that cannot are left out. One that failed is not tried again by looking.

    Wake the worker after the commit. Raises `NotFound` where the actor may not see their pictures.
    """
    seeing.subject(session, actor, person, Sight.PICTURES, at=at)
    found = seeing.seen(session, items, person)
    wanted = {item: each.id for item, each in found.items() if each.id is not None}
    for item, each in found.items():
        if each.alone is not None and each.id is None:
            wanted[item] = making.want(session, item, use=Use.SHOWN, masks=each.alone.masks, crop=each.alone.crop, at=at)
    return wanted


def object_to(session: Session, item: ItemId, person: PersonId, objects: bool, *, actor: PersonId, at: datetime) -> Entry | None:
    """Say that somebody may be seen in this picture nowhere, or take that back; said already, nothing happens. What is out comes back.

    Raises `NotFound` for a picture that they are not in, or where the actor may not look, and as `consents.speak`.
    """
    ledger.lock(session)
    seeing.subject(session, actor, person, at=at)
    if not shown.is_in(session, item, person):
        raise NotFound()
    if (item in shown.objections(session, actor, person)) == objects:
        return None
    return consents.speak(session, Word(actor, person, Say.NO if objects else Say.LIFTED, None, None, item=item), actor=actor, at=at)
