"""What may happen to files that the office handed in: read, mapped, chosen about, applied or thrown away; never kept for long.

What was read lies sealed in the vault under the name that is recorded here; whoever lets go of the name lets go of the file.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent_store.errors import Conflict, NotFound
from consent_store.ids import PersonId, RosterId, new_id
from consent_store.operations import shreds
from consent_store.operations.roster import Applied
from consent_store.records.rosters import RosterMappingRow, RosterRow
from consent_store.rules.roster import Identity

Columns = Mapping[str, Sequence[str]]


def hand_in(session: Session, files: Sequence[str], vault_name: str, columns: Columns, *, actor: PersonId, at: datetime) -> RosterId:
    """Keep what was read of these files. `columns`: what each column is, by the fingerprint of a table's headers."""
    row = RosterRow(id=new_id(), files="\n".join(files), vault_name=vault_name, mapping=_json(columns), apart="[]", part=False)
    row.by, row.at = actor, at
    session.add(row)
    session.flush()
    return RosterId(row.id)


def map_columns(session: Session, roster: RosterId, columns: Columns, *, actor: PersonId, at: datetime) -> None:
    """Say what each column is, and remember it for the next file with these headers. Raises `Conflict` once it was applied."""
    _waiting(session, roster).mapping = _json(columns)
    for fingerprint, codes in columns.items():
        session.merge(RosterMappingRow(fingerprint=fingerprint, mapping=json.dumps(list(codes)), by=actor, at=at))
    session.flush()


def choose(session: Session, roster: RosterId, *, apart: Collection[Identity], part: bool) -> None:
    """Say who is more than one person, and whether the roster holds a part of the school. Raises `Conflict` once it was applied."""
    row = _waiting(session, roster)
    row.apart, row.part = json.dumps(sorted(apart)), part
    session.flush()


def applied(session: Session, roster: RosterId, counts: Applied, *, actor: PersonId, at: datetime) -> None:
    """Record that it was applied, by whom and how many it changed; what was read goes."""
    row = _waiting(session, roster)
    row.applied_by, row.applied_at, row.counts = actor, at, json.dumps(asdict(counts))
    _let_go(session, row, at)


def throw_away(session: Session, roster: RosterId, *, at: datetime) -> None:
    """Nothing comes of it: what was read goes."""
    _let_go(session, _waiting(session, roster), at)


def sweep(session: Session, before: datetime, *, at: datetime) -> None:
    """Let go of what was handed in before a moment and never applied."""
    for row in session.scalars(select(RosterRow).where(RosterRow.vault_name.is_not(None), RosterRow.at < before)):
        _let_go(session, row, at)


def _waiting(session: Session, roster: RosterId) -> RosterRow:
    row = session.get(RosterRow, roster, populate_existing=True, with_for_update=True)
    if row is None:
        raise NotFound()
    if row.vault_name is None:
        raise Conflict("This roster was applied or thrown away already. Hand it in again.", code="roster_gone")
    return row


def _let_go(session: Session, row: RosterRow, at: datetime) -> None:
    shreds.let_go(session, [row.vault_name] if row.vault_name else [], at=at)
    row.vault_name = None
    row.apart = "[]"  # it holds names
    session.flush()


def _json(columns: Columns) -> str:
    return json.dumps({fingerprint: list(codes) for fingerprint, codes in columns.items()})
