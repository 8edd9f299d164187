"""What is written beside pictures that go out: looked at, mended or answered for, and confirmed, before anything of it is released."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, NotFound
from consent_store.ids import ItemId, PersonId
from consent_store.records import ledger
from consent_store.records.people import PersonRow
from consent_store.records.queries import drafts, school
from consent_store.records.queries.drafts import Checked
from consent_store.records.queries.media import people_of
from consent_store.records.releases import DraftRow
from consent_store.rules import captions, names
from consent_store.rules.captions import Mark
from consent_store.rules.names import Named, Near

_REASON = 500


def look(session: Session, items: Sequence[ItemId], caption: str, *, at: datetime) -> list[Mark]:
    """What in a caption of these pictures is to be mended or answered. Raises `BadInput` for one that is too long."""
    if len(caption) > captions.LONGEST:
        raise BadInput("A caption has at most 100,000 characters.", field="caption")
    return captions.check(caption, drafts.named(session, items), school.policy(session).day(at))


def write(
    session: Session, batch: str, caption: str, answers: Mapping[str, str], *, confirmed: bool, actor: PersonId, at: datetime
) -> list[Mark]:
    """Keep a caption for what is still a draft of this batch, with why each mark in it is meant. What is still open is returned.

    Answers to what is no longer in the caption are forgotten. Raises `NotFound` where nothing is a draft, `BadInput` for a caption that is
    too long.
    """
    ledger.lock(session)
    rows = session.scalars(select(DraftRow).where(DraftRow.batch == batch, DraftRow.release_id.is_(None))).all()
    if not rows:
        raise NotFound()
    marks = look(session, [ItemId(row.item_id) for row in rows], caption, at=at)
    meant = {key: " ".join(answers.get(key, "").split())[:_REASON] for key in {mark.key(caption) for mark in marks}}
    unanswered = captions.unanswered(caption, marks, meant)
    kept = json.dumps(asdict(Checked({key: why for key, why in meant.items() if why}, len(unanswered), actor if confirmed else None)))
    for row in rows:
        row.caption, row.caption_checked = caption, kept
    session.flush()
    return unanswered


def forget(session: Session, person: PersonId) -> None:
    """Empty every caption that names somebody, while the register still knows how they are called."""
    rows = session.scalars(select(DraftRow).where(DraftRow.caption != "")).all()
    near = {item: Near.PICTURED for item, listed in people_of(session, [ItemId(row.item_id) for row in rows]).items() if person in listed}
    who = session.get_one(PersonRow, person)
    for row in rows:
        named = Named(person, who.given_name, who.family_name, near.get(ItemId(row.item_id), Near.SCHOOL))
        if any(names.found(row.caption, [named])):
            row.caption = row.caption_checked = ""
    session.flush()


def require(row: DraftRow) -> None:
    """Raises `BadInput` where a draft's caption has marks that nobody answered, or nobody confirmed the rest of it."""
    checked = drafts.checked(row.caption_checked)
    if row.caption.strip() and checked.open:
        raise BadInput("Something in the text is still marked: mend it, or say why it is meant.", field="caption", code="caption_open")
    if row.caption.strip() and checked.by is None:
        raise BadInput("Confirm that nothing else in the text is confidential or personal.", field="confirmed", code="caption_unconfirmed")
