"""From the body of a request to a sealed piece of a file, and from the pieces to an item."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, cast

from flask import request
from flask_babel import gettext as _
from werkzeug.exceptions import ClientDisconnected

from app import arrivals
from app.arrivals import Coming
from app.db import Session
from app.intake import Medium
from app.vault import Stored
from app.web.context import me, now, services, session, stop_reading, unit_of_work
from app.web.teachers import makers
from app.web.teachers.tus_protocol import Checksum, Misspoken, metadata
from app.web.teachers.tus_sums import Hash, Sums
from consent_store.errors import BadInput, Refusal
from consent_store.ids import EventId, UploadId
from consent_store.operations import uploads
from consent_store.operations.media import Admitted
from consent_store.records.queries import uploads as questions

# After these it may go on; whatever else is refused, is refused for good.
_PASSING = frozenset({"disk_full", "interrupted", "not_found", "upload_offset"})

_SUMS = Sums()


@dataclass(frozen=True, slots=True)
class Sending:
    """A file on its way: so many bytes of `size` arrived. `upload` is None before it is begun."""

    event: EventId
    about: str
    size: int
    received: int = 0
    upload: UploadId | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """How far it is after a request; `admitted` once it is whole."""

    upload: UploadId
    received: int
    admitted: Admitted | None = None


class _Body:
    """The bytes of a request, hashed while they are read. A connection that breaks ends them; more than `left` ends them too.

    `sum` goes on from the bytes before, where it is known what they hash to.
    """

    def __init__(self, stream: IO[bytes], left: int, checksum: Checksum | None, sum_: Hash | None) -> None:
        self._stream, self._left, self._checksum = stream, left, checksum
        self._hash = checksum.fresh() if checksum else None
        self.broken_off, self.sum = False, sum_

    def read(self, size: int = -1) -> bytes:
        """The next bytes, none where no more came."""
        try:
            data = b"" if self._left < 0 else self._stream.read(size)
        except (ClientDisconnected, OSError):
            self.broken_off = True
            return b""
        self._left -= len(data)
        for each in (self._hash, self.sum):
            if each:
                each.update(data)
        return data

    def check(self) -> None:
        """Raises where they are too many, or not those that were sent."""
        if self._left < 0:
            raise _too_many()
        if self._checksum and self._hash and (self.broken_off or self._hash.digest() != self._checksum.digest):
            raise Misspoken(460, "checksum")


def begin(sending: Sending) -> Sent:
    """Expect a file, of which nothing came along."""
    with unit_of_work() as session:
        return Sent(_begun(session, sending), 0)


def receive(sending: Sending, stream: IO[bytes], checksum: Checksum | None) -> Sent:
    """Keep what this request brings, also where it breaks off. The last bytes make the file an item.

    Raises refusals, and `Misspoken` for a wrong checksum: then nothing of the request is kept, and nothing at all of what can never be.
    """
    if (request.content_length or 0) > sending.size - sending.received:
        raise _too_many()
    known = None if _comes_whole(sending) else _SUMS.so_far(sending.upload, sending.received)
    body = _Body(stream, sending.size - sending.received, checksum, known)
    stop_reading()  # a phone may take minutes
    try:
        return _received(sending, body)
    except Refusal as refusal:
        if sending.upload and not body.broken_off and refusal.code not in _PASSING:
            with unit_of_work() as session:
                uploads.throw_away(session, sending.upload, actor=me().person.id, at=now())
        raise


def _received(sending: Sending, body: _Body) -> Sent:
    source = cast(IO[bytes], body)
    intake = services().intake
    if _comes_whole(sending):
        return _arrived_whole(sending, body, intake.receive_medium(source))
    stored = intake.receive_piece(source, first=not sending.received, of=sending.size)
    with _or_shredded(stored):
        body.check()
        if sending.received + stored.size < sending.size:
            return _kept(sending, stored, body)
    try:
        return _completed(sending, _joined(sending, stored, body), stored.name)
    finally:
        services().vault.shred(stored.name)


def _arrived_whole(sending: Sending, body: _Body, medium: Medium) -> Sent:
    with _or_shredded(medium.stored):
        body.check()
        if medium.stored.size < sending.size:
            return _kept(sending, medium.stored, body)
    return _completed(sending, medium)


def _kept(sending: Sending, stored: Stored, body: _Body) -> Sent:
    """A piece that is not the last. What broke off before anybody knew its address is of no use."""
    if not stored.size or (body.broken_off and not sending.upload):
        raise BadInput("The file did not arrive whole. Nothing of it is kept; send it again.", code="interrupted")
    piece = {"size": stored.size, "sha256": stored.sha256, "vault_name": stored.name}
    with unit_of_work() as session:
        upload = _begun(session, sending)
        uploads.add_piece(session, upload, start=sending.received, **piece, actor=me().person.id, at=now())  # type: ignore[arg-type]
    _SUMS.keep(upload, sending.received + stored.size, body.sum)
    return Sent(upload, sending.received + stored.size)


def _joined(sending: Sending, last: Stored, body: _Body) -> Medium:
    pieces = questions.pieces(session(), sending.upload) if sending.upload else []
    return services().intake.join([*(Stored(*piece) for piece in pieces), last], body.sum.hexdigest() if body.sum else None)


def _comes_whole(sending: Sending) -> bool:
    return not sending.received and request.content_length == sending.size


def _completed(sending: Sending, whole: Medium, last: str | None = None) -> Sent:
    """The whole lies in the vault: it becomes an item, its pieces go, also the `last`."""
    told, upload = metadata(sending.about), sending.upload
    coming = Coming(sending.event, told.get("filename", ""), makers.told(told), me().person.id)

    def admitting(changing: Session) -> Admitted:
        nonlocal upload
        if told.get("sha256", whole.stored.sha256) != whole.stored.sha256:
            raise BadInput(_("The file changed while it was sent. Nothing of it is kept; choose it again."), code="changed")
        upload = _begun(changing, sending)
        admitted = arrivals.admit(services(), changing, whole, coming)
        uploads.finish(changing, upload, admitted, start=sending.received, last=last, actor=coming.actor, at=now())
        return admitted

    admitted = arrivals.settle(services(), unit_of_work, whole, admitting)
    arrivals.wake(services(), admitted)
    return Sent(cast(UploadId, upload), sending.size, admitted)


def _begun(changing: Session, sending: Sending) -> UploadId:
    told = {"about": sending.about, "size": sending.size, "actor": me().person.id, "at": now()}
    return sending.upload or uploads.begin(changing, sending.event, **told)  # type: ignore[arg-type]


def _too_many() -> BadInput:
    return BadInput("These are more bytes than the file was said to have.", code="too_many_bytes")


@contextmanager
def _or_shredded(stored: Stored) -> Iterator[None]:
    try:
        yield
    except BaseException:
        services().vault.shred(stored.name)
        raise
