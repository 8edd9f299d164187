"""What may happen to a file on its way: it is begun, pieces of it arrive, it becomes an item, or nothing comes of it.

Each piece lies in the vault before it is said here; whoever lets go of a row lets go of its pieces.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import EventId, PersonId, UploadId, new_id
from consent_store.operations import shreds
from consent_store.operations.media import Admitted
from consent_store.records.media import EventRow
from consent_store.records.uploads import UploadPieceRow, UploadRow

LASTS = timedelta(days=7)  # after what arrived last
MOST = 200  # unfinished files of one person
MOST_PIECES = 50_000  # of a file: of the largest one 400 kB each, less than our pages send at once over the poorest line
_LONGEST_ABOUT = 4000  # characters


def begin(session: Session, event: EventId, *, about: str, size: int, actor: PersonId, at: datetime) -> UploadId:
    """Expect a file of so many bytes. Raises `NotFound` for the event, `Conflict` for whoever has too many that are unfinished."""
    if session.get(EventRow, event) is None:
        raise NotFound()
    if size < 1 or len(about) > _LONGEST_ABOUT:
        raise BadInput("This cannot be the size or the name of a file.", code="not_a_file")
    mine = select(func.count()).where(UploadRow.by == actor, UploadRow.item_id.is_(None), UploadRow.until > at)
    if (session.scalar(mine) or 0) >= MOST:
        raise Conflict("Too many of your files are half-way. Send them on, or throw them away first.", code="too_many_uploads")
    row = UploadRow(id=new_id(), event_id=event, by=actor, about=about, size=size, received=0, began_at=at, until=at + LASTS)
    session.add(row)
    session.flush()
    return UploadId(row.id)


def add_piece(
    session: Session, upload: UploadId, *, start: int, size: int, sha256: str, vault_name: str, actor: PersonId, at: datetime
) -> None:
    """The next bytes arrived, and are not yet all. Raises `Conflict` (`upload_offset`) where others came in their place, `BadInput` where
    they are too many, or come in too many pieces.
    """
    row = _in_hand(session, upload, actor)
    _goes_on_from(row, start)
    if (session.scalar(select(func.count()).where(UploadPieceRow.upload_id == row.id)) or 0) >= MOST_PIECES:
        raise BadInput("This file comes in too many small pieces. Send it over a better line.", code="too_many_pieces")
    if start + size >= row.size:
        raise BadInput("These are more bytes than the file was said to have.", code="too_many_bytes")
    session.add(UploadPieceRow(upload_id=row.id, start=start, size=size, sha256=sha256, vault_name=vault_name))
    row.received, row.until = start + size, at + LASTS
    session.flush()


def finish(session: Session, upload: UploadId, admitted: Admitted, *, start: int, last: str | None, actor: PersonId, at: datetime) -> None:
    """The last bytes, from `start` on, arrived, and the whole was admitted: its pieces go, and so does the `last`, a file of the vault that
    no row knows. Raises as `add_piece` does.
    """
    row = _in_hand(session, upload, actor)
    _goes_on_from(row, start)
    row.received, row.until = row.size, at + LASTS
    row.item_id, row.duplicate = admitted.item, admitted.duplicate_of is not None
    _let_pieces_go(session, [row.id], at)
    shreds.let_go(session, [last] if last else [], at=at)


def throw_away(session: Session, upload: UploadId, *, actor: PersonId, at: datetime) -> None:
    """Nothing comes of it: what arrived goes. What became an item stays one. Raises `NotFound`."""
    row = _in_hand(session, upload, actor)
    _end(session, [row.id], at)


def sweep(session: Session, *, at: datetime) -> None:
    """Let go of everything whose time is over."""
    _end(session, session.scalars(select(UploadRow.id).where(UploadRow.until <= at)).all(), at)


def forget(session: Session, person: PersonId, *, at: datetime) -> None:
    """Let go of everything that somebody was sending."""
    _end(session, session.scalars(select(UploadRow.id).where(UploadRow.by == person)).all(), at)


def _in_hand(session: Session, upload: UploadId, actor: PersonId) -> UploadRow:
    row = session.get(UploadRow, upload, populate_existing=True, with_for_update=True)
    if row is None or row.by != actor:
        raise NotFound()
    return row


def _goes_on_from(row: UploadRow, start: int) -> None:
    if row.item_id is not None or row.received != start:
        raise Conflict("Other bytes of this file arrived meanwhile. It goes on from there.", code="upload_offset")


def _end(session: Session, uploads: Sequence[str], at: datetime) -> None:
    _let_pieces_go(session, uploads, at)
    session.execute(delete(UploadRow).where(UploadRow.id.in_(uploads)))


def _let_pieces_go(session: Session, uploads: Iterable[str], at: datetime) -> None:
    of_these = UploadPieceRow.upload_id.in_(list(uploads))
    shreds.let_go(session, session.scalars(select(UploadPieceRow.vault_name).where(of_these)).all(), at=at)
    session.execute(delete(UploadPieceRow).where(of_these))
    session.flush()
