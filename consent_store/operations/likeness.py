"""Pictures of one moment: what the machine compared, and what people chose among them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import ChoiceId, EventId, ItemId, PersonId, new_id
from consent_store.operations import asides
from consent_store.operations.items import in_hand
from consent_store.records import ledger
from consent_store.records.likeness import ChoiceItemRow, ChoiceRow, LikenedRow, LikenessRow
from consent_store.records.media import ItemRow
from consent_store.rules.likeness import Link
from consent_store.rules.terms import WhyAside


def keep_likened(session: Session, event: EventId, sharpness: Mapping[ItemId, float], links: Iterable[Link]) -> None:
    """Write down that pictures were compared, and which they look like. Twice changes nothing."""
    ledger.lock(session)
    for item, value in sharpness.items():
        if session.get(LikenedRow, item) is None:
            session.add(LikenedRow(item_id=item, sharpness=value))
    for link in links:
        pair = min(link.one, link.other), max(link.one, link.other)
        if session.get(LikenessRow, pair) is None:
            session.add(LikenessRow(one_id=pair[0], other_id=pair[1], event_id=event, bits=link.bits))
    session.flush()


def choose(
    session: Session, event: EventId, keep: Collection[ItemId], others: Collection[ItemId], *, actor: PersonId, at: datetime
) -> ChoiceId:
    """Keep some pictures of one moment, at least one, and set the others aside; nobody is asked about these together again.

    Raises `NotFound` for a picture of another event, and `Conflict` (`chosen_meanwhile`) where one to be kept was set aside meanwhile.
    """
    if not keep:
        raise BadInput("Keep at least one of them.", field="keep")
    kept = [in_hand(session, item) for item in keep]
    if any(row.event_id != event for row in [*kept, *(in_hand(session, item) for item in others)]):
        raise NotFound()
    if any(row.aside_at is not None for row in kept):
        raise Conflict("Somebody chose among these while you were looking. Nothing was changed; look again.", code="chosen_meanwhile")
    turned = set(asides.set_aside(session, [item for item in others if item not in keep], WhyAside.ALIKE, actor=actor, at=at))
    choice = ChoiceRow(id=new_id(), event_id=event, by=actor, at=at)
    session.add(choice)
    session.flush()
    session.add_all(ChoiceItemRow(choice_id=choice.id, item_id=item, set_aside=item in turned) for item in {*keep, *others})
    session.flush()
    return ChoiceId(choice.id)


def undo_choice(session: Session, event: EventId, choice: ChoiceId, *, actor: PersonId, at: datetime) -> None:
    """Take back what a choice in an event set aside, unless somebody did so anew, and ask about these pictures again. Twice is once."""
    ledger.lock(session)
    row = session.get(ChoiceRow, choice, populate_existing=True)
    if row is None or row.event_id != event:
        raise NotFound()
    if row.undone_at is None:
        row.undone_at = at
        turned = select(ChoiceItemRow.item_id).join(ItemRow, ItemRow.id == ChoiceItemRow.item_id)
        query = turned.where(
            ChoiceItemRow.choice_id == choice, ChoiceItemRow.set_aside, ItemRow.removed_at.is_(None), ItemRow.aside_at == row.at
        )
        asides.take_back(session, [ItemId(item) for item in session.scalars(query)], actor=actor, at=at)
