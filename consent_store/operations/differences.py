"""What a new version of the analysis would say otherwise: kept beside the answers, and settled by a person, one at a time."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import DifferenceId, PersonId, SightingId, new_id
from consent_store.operations import reviews
from consent_store.records import ledger
from consent_store.records.differences import DifferenceRow
from consent_store.records.media import ItemRow
from consent_store.records.queries import differences as questions
from consent_store.records.sightings import SightingRow
from consent_store.rules.differences import Change, Difference
from consent_store.rules.sightings import Answer


def renew(session: Session, row: ItemRow, found: Mapping[SightingId, Difference], *, at: datetime) -> None:
    """Let an item's open differences be these, besides new faces that wait for an answer. What was settled is not asked again."""
    of_item = select(DifferenceRow, SightingRow.answered_at).join(SightingRow, SightingRow.id == DifferenceRow.sighting_id)
    known: set[tuple[str, Difference]] = set()
    for kept, answered_at in session.execute(of_item.where(SightingRow.item_id == row.id)):
        said = Difference(Change(kept.change), PersonId(kept.person_id) if kept.person_id else None)
        settled_since = kept.settled_at is not None and (answered_at is None or answered_at <= kept.settled_at)
        still = kept.settled_at is None and (said.change is Change.NEW or found.get(SightingId(kept.sighting_id)) == said)
        if settled_since or still:
            known.add((kept.sighting_id, said))
        elif kept.settled_at is None:
            session.delete(kept)
    note(session, row.analysis_version or "", {id_: said for id_, said in found.items() if (id_, said) not in known}, at=at)


def note(session: Session, version: str, found: Mapping[SightingId, Difference], *, at: datetime) -> None:
    """Keep what a version says otherwise, besides what is kept."""
    told = {"version": version, "found_at": at}
    session.add_all(
        DifferenceRow(id=new_id(), sighting_id=id_, change=said.change, person_id=said.person, **told) for id_, said in found.items()
    )
    session.flush()


def noted(session: Session, row: ItemRow, version: str) -> dict[SightingId, Difference]:
    """Where a version was sure of somebody else in an item, and nobody settled it yet."""
    query = select(DifferenceRow).join(SightingRow, SightingRow.id == DifferenceRow.sighting_id)
    query = query.where(SightingRow.item_id == row.id, DifferenceRow.version == version, DifferenceRow.settled_at.is_(None))
    people = session.scalars(query.where(DifferenceRow.change == Change.PERSON))
    return {SightingId(kept.sighting_id): Difference(Change.PERSON, PersonId(kept.person_id or "")) for kept in people}


def settle(session: Session, difference: DifferenceId, *, accept: bool, actor: PersonId, at: datetime) -> bool:
    """Take over what the new version says, or keep what people said. A new face kept so is said to be no face. Returns whether an answer
    was given.

    Raises `NotFound`, and `Conflict` (`already_settled`) where somebody settled or answered it meanwhile.
    """
    ledger.lock(session)
    row = session.get(DifferenceRow, difference, populate_existing=True)
    if row is None:
        raise NotFound()
    if not questions.is_open(session, difference):
        raise Conflict("Somebody answered this already.", code="already_settled")
    said = _accepted(row) if accept else (Answer.NOBODY, None) if row.change == Change.NEW else None
    if said is not None:
        reviews.answer(session, SightingId(row.sighting_id), *said, actor=actor, at=at)
    row.settled_by, row.settled_at, row.accepted = actor, at, accept
    session.flush()
    return said is not None


def reopen(session: Session, difference: DifferenceId, *, actor: PersonId) -> None:
    """Ask again what one kept oneself. Raises `NotFound` for anything else: an answer that was changed is taken back in its review."""
    ledger.lock(session)
    row = session.get(DifferenceRow, difference, populate_existing=True)
    if row is None or row.accepted is not False or row.settled_by != actor or row.change == Change.NEW:
        raise NotFound()
    row.settled_by = row.settled_at = row.accepted = None
    session.flush()


def _accepted(row: DifferenceRow) -> tuple[Answer, PersonId | None]:
    """What the new version says. Raises `BadInput` for a new face, which has to be named."""
    if row.change == Change.GONE:
        return Answer.NOBODY, None
    if row.person_id is None:
        raise BadInput("Say who it is, or that it is nobody to be named.", field="person")
    return Answer.PERSON, PersonId(row.person_id)
