"""How the school wants the files that go out: format and quality of each form, and the colour of masks."""

import re
from datetime import datetime

from sqlalchemy.orm import Session

from consent_store.errors import BadInput, NotFound
from consent_store.ids import PersonId
from consent_store.records.school import SchoolRow
from consent_store.records.wanted import FormRow
from consent_store.rules.forms import MEDIA_TYPES, QUALITIES, Form

_COLOUR = re.compile(r"#[0-9a-f]{6}")


def set_form(session: Session, form: Form, *, media_type: str, quality: int, actor: PersonId, at: datetime) -> None:  # noqa: ARG001
    """Choose how files of a form are written from now on."""
    if media_type not in MEDIA_TYPES:
        raise BadInput("Files are not written in this format.", field="media_type")
    if quality not in QUALITIES:
        raise BadInput(f"Quality is a number from {QUALITIES.start} to {QUALITIES.stop - 1}.", field="quality")
    session.merge(FormRow(code=form, media_type=media_type, quality=quality))
    session.flush()


def set_mask_colour(session: Session, colour: str, *, actor: PersonId, at: datetime) -> None:  # noqa: ARG001  (as every operation)
    """Choose the colour of masks, "#rrggbb"."""
    school = session.get(SchoolRow, 1)
    if school is None:
        raise NotFound("This registry has no school yet.")
    if not _COLOUR.fullmatch(colour.lower()):
        raise BadInput("A colour is written as # and six digits, 0 to 9 and a to f.", field="colour")
    school.mask_colour = colour.lower()
    session.flush()
