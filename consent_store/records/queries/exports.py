"""Questions about copies of what is kept, and how far their pictures are."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent_store.ids import ExportId, PersonId
from consent_store.records.queries import seeing, shown
from consent_store.records.queries.renditions import Failed, Made
from consent_store.records.requests import ExportRow


@dataclass(frozen=True, slots=True)
class ExportView:
    """A copy that can be taken until `expires_at`, by whoever asked for it."""

    id: ExportId
    person: PersonId
    asked_at: datetime
    expires_at: datetime
    taken_at: datetime | None


@dataclass(frozen=True, slots=True)
class Ready:
    """How many pictures a copy has, how many of them are made, and how many cannot be."""

    total: int
    made: int
    failed: int

    @property
    def whole(self) -> bool:
        """Whether nothing is waited for."""
        return self.made + self.failed >= self.total


def latest(session: Session, person: PersonId, asked_by: PersonId, *, at: datetime) -> ExportView | None:
    """The copy about somebody that whoever asked for it can take now."""
    own = (ExportRow.person_id == person, ExportRow.asked_by == asked_by, ExportRow.expires_at > at)
    row = session.scalar(select(ExportRow).where(*own).order_by(ExportRow.asked_at.desc()).limit(1))
    if row is None:
        return None
    return ExportView(ExportId(row.id), PersonId(row.person_id), row.asked_at, row.expires_at, row.taken_at)


def ready(session: Session, person: PersonId) -> Ready:
    """How far the pictures of somebody are; those that cannot show them alone are not counted."""
    items = [each.item for each in shown.pictures(session, person) if not each.gone]
    states = [each.state for each in seeing.seen(session, items, person).values() if each.alone is not None]
    return Ready(len(states), sum(isinstance(state, Made) for state in states), sum(isinstance(state, Failed) for state in states))
