"""What may happen to a purpose besides its wording: its place in the order, what it takes, and what a receipt says of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, NotFound
from consent_store.ids import PersonId, PurposeCode
from consent_store.operations import recalls
from consent_store.operations.fields import optional_text
from consent_store.records import ledger
from consent_store.records.school import PurposeRow
from consent_store.rules.entries import PurposeChanged
from consent_store.rules.terms import RECOGNITION, Kind

_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Choices:
    """What a school chooses for a purpose. `recipients` and `retention` are sentences for receipts, or None."""

    kinds: frozenset[Kind]
    masks_allowed: bool
    consent_per_item: bool
    recipients: str | None = None
    retention: str | None = None


def change(session: Session, purpose: PurposeCode, choices: Choices, *, actor: PersonId, at: datetime) -> None:
    """Change what a purpose takes, and what is said of it; what may no longer be out comes back at once.

    Raises `BadInput` where no kind is left, or for what recognition cannot be.
    """
    ledger.lock(session)
    row = _row(session, purpose)
    if not choices.kinds:
        raise BadInput("Choose at least one kind.", field="kinds")
    if purpose == RECOGNITION and (choices.kinds != {Kind.PHOTO} or choices.masks_allowed or choices.consent_per_item):
        raise BadInput("Recognition looks at photos, and of nobody in particular.", field="kinds")
    changed = {name: value for name, value in _values(choices).items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        session.flush()
        ledger.append(session, PurposeChanged(purpose, " ".join(sorted(changed))), actor=actor, at=at)
    if changed.keys() & {"kinds", "masks_allowed", "consent_per_item"}:
        recalls.nightly(session, at=at)


def move(session: Session, purpose: PurposeCode, up: bool, *, actor: PersonId, at: datetime) -> None:
    """Move a purpose one place, past the next one that is in use. At the end of the order nothing happens."""
    ledger.lock(session)
    _row(session, purpose)
    rows = list(session.scalars(select(PurposeRow).order_by(PurposeRow.position, PurposeRow.code)))
    here = next(place for place, row in enumerate(rows) if row.code == purpose)
    beyond = [place for place, row in enumerate(rows) if not row.retired and (place < here if up else place > here)]
    if not beyond:
        return
    rows.insert(beyond[-1] if up else beyond[0], rows.pop(here))
    for place, row in enumerate(rows):
        row.position = place + 1
    session.flush()
    ledger.append(session, PurposeChanged(purpose, "position"), actor=actor, at=at)


def _row(session: Session, purpose: PurposeCode) -> PurposeRow:
    row = session.get(PurposeRow, purpose)
    if row is None:
        raise NotFound("This purpose does not exist.")
    return row


def _values(choices: Choices) -> Mapping[str, object]:
    return {
        "kinds": " ".join(sorted(choices.kinds)),
        "masks_allowed": choices.masks_allowed,
        "consent_per_item": choices.consent_per_item,
        "recipients": optional_text(choices.recipients, "recipients", _LONGEST),
        "retention": optional_text(choices.retention, "retention", _LONGEST),
    }
