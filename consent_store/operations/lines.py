"""The school's own words for the line under what is published."""

from datetime import datetime

from sqlalchemy.orm import Session

from consent_store.errors import BadInput
from consent_store.ids import PersonId
from consent_store.operations.fields import text
from consent_store.records.releases import LineRow
from consent_store.rules.lines import LINES, Behalf

_LONGEST = 500


def set_line(session: Session, behalf: Behalf, language: str, line: str, *, actor: PersonId, at: datetime) -> None:  # noqa: ARG001  (as every operation)
    """Let this line stand under what is published. Raises `BadInput` for a language that has none, or nothing to say."""
    if (behalf, language) not in LINES:
        raise BadInput("This is not a language.", field="language")
    session.merge(LineRow(behalf=behalf, language=language, text=text(line, f"{behalf}_{language}", _LONGEST)))
    session.flush()
