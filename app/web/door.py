"""The one door: whatever byte of a medium leaves, leaves here, with a passage from `operations.releases` in hand.

A file is read to its end and compared with its record before its first byte is sent. One that lies in parts is large: its index is compared
with the record, and each part with the index before a byte of it is sent; among others it is read to its end all the same. So nothing that
is damaged leaves, no file lies on disk in plain text, and no large one in memory.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from time import monotonic

from flask import Response

from app.vault import VaultError
from app.web import ranges
from app.web.context import me, now, services, session, unit_of_work
from consent_store.errors import BrokenRecord, NotCleared
from consent_store.ids import IncidentId, InquiryId, LinkId, PersonId, ReleaseId, RenditionId, TaskId
from consent_store.operations import incidents, inquiries, links, releases
from consent_store.operations.releases import Passage

_ASKED_EVERY, _ASKED_AFTER = 768 * 1024, 0.5  # bytes and seconds after which it is asked again whether a release may flow
_PLAYED = ("video/", "audio/")
_HELD = 8 << 20  # bytes of a file that is deciphered once, and lies in memory until it has left


@dataclass(frozen=True, slots=True)
class Leaving:
    """A file on its way out. `size` in bytes; `chunks` raises `NotCleared` where the gate shuts meanwhile, and `BrokenRecord` where a part
    of it is damaged: then it stays torn.
    """

    name: str
    media_type: str
    size: int
    chunks: Iterator[bytes]


def look(rendition: RenditionId) -> Response:
    """A preview, thumb or crop to be looked at, or played; or a file that is not released, which is written down first. Raises `NotFound`
    for whoever may not, `BrokenRecord` for a damaged file.
    """
    passage = releases.passage(session(), rendition, viewer=me().person.id, at=now())
    if passage.first:
        with unit_of_work() as changing:
            releases.opened(changing, rendition, actor=me().person.id, at=now())
    return _played(passage) if passage.media_type.startswith(_PLAYED) else _sent(_leaving(passage), "inline")


def look_at_reference(person: PersonId) -> Response:
    """The register's picture of a face, where the office shows it; raises likewise."""
    return _sent(own_reference(person), "inline")


def hand_over_scan(sha256: str, person: PersonId) -> Response:
    """The scan of a form, to be kept: it opens in no page of ours. Raises likewise."""
    return _sent(own_paper(sha256, person), "attachment")


def look_at_found(inquiry: InquiryId) -> Response:
    """A picture that one asked about oneself; raises likewise."""
    return _sent(_leaving(inquiries.picture(session(), inquiry, viewer=me().person.id, at=now())), "inline")


def look_at_evidence(incident: IncidentId) -> Response:
    """The picture of a case, for those who keep it; raises likewise."""
    return _sent(evidence_to_keep(incident), "inline")


def evidence_to_keep(incident: IncidentId) -> Leaving:
    """The same, on its way into a dossier."""
    return _leaving(incidents.evidence(session(), incident, viewer=me().person.id, at=now()))


def own_picture(rendition: RenditionId) -> Leaving:
    """A picture on its way out within something larger; raises likewise."""
    return _leaving(releases.passage(session(), rendition, viewer=me().person.id, at=now()))


def own_reference(person: PersonId) -> Leaving:
    """The register's picture of a face, likewise."""
    return _leaving(releases.reference(session(), person, viewer=me().person.id, at=now()))


def own_paper(sha256: str, person: PersonId) -> Leaving:
    """The scan of a form, likewise."""
    return _leaving(releases.scan(session(), sha256, person, viewer=me().person.id, at=now()))


def hand_over_screen(task: TaskId) -> Response:
    """The picture of a screen that proves that something is gone; raises likewise."""
    return _sent(_leaving(releases.screen(session(), task, viewer=me().person.id, at=now())), "attachment")


def take(release: ReleaseId, *, why: str, among: bool = False) -> Leaving:
    """A release on its way out, recorded as a download; for a whole answer see `hand_out`. Raises `NotCleared`, `BrokenRecord`. One that
    goes `among` others is read to its end first, however large it is: a damaged part of it would tear them all.

    The bytes may be read after the request is over. The gate is asked again as they flow: after a withdrawal less than 1 MiB leaves, and
    nothing after a second.
    """
    with unit_of_work() as changing:
        passage = releases.begin_download(changing, release, why=why, actor=me().person.id, at=now())
    return _leaving(passage, _open_for(release), among)


def hand_out(release: ReleaseId, *, why: str) -> Response:
    """A release, to be kept by whoever asks."""
    return _sent(take(release, why=why), "attachment")


def hand_out_by_link(link: LinkId) -> Response:
    """A release for whoever holds the link to it, recorded as a download of whoever made that. Raises likewise."""
    with unit_of_work() as changing:
        release, passage = links.take(changing, link, at=now())
    return _sent(_leaving(passage, _open_for(release)), "attachment")


def _played(passage: Passage) -> Response:
    """A film or sound, of which any part may be asked. The index of its parts says what all of it hashes to, and each part is compared with
    that index before a byte of it leaves: nobody waits until a whole film was read.
    """
    try:
        reader = services().vault.reader(passage.vault_name)
        if (passage.sha256, passage.size) != (reader.sha256, reader.size):
            raise BrokenRecord()
        return _named(ranges.answer(reader, passage.media_type), passage.file_name, "inline")
    except VaultError as error:
        raise BrokenRecord() from error


def _leaving(passage: Passage, still: Callable[[], bool] = lambda: True, among: bool = False) -> Leaving:
    vault, asked = services().vault, monotonic()
    try:
        if passage.size is not None and passage.size <= _HELD:
            chunks = list(vault.open(passage.vault_name))
            return Leaving(passage.file_name, passage.media_type, _whole(passage, chunks), _flowing(chunks, still, asked))
        known = vault.indexed(passage.vault_name)
        if known and (passage.sha256, passage.size) != (known.sha256, known.size):
            raise BrokenRecord()
        size = known.size if known and not among else _whole(passage, vault.open(passage.vault_name))
        return Leaving(passage.file_name, passage.media_type, size, _flowing(_begun(vault.open(passage.vault_name)), still, asked))
    except VaultError as error:
        raise BrokenRecord() from error


def _begun(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same chunks, of which the first is at hand. Raises VaultError, and BrokenRecord later."""
    first = next(chunks, b"")

    def rest() -> Iterator[bytes]:
        try:
            yield from chunks
        except VaultError as error:
            raise BrokenRecord() from error

    return chain([first], rest())


def _whole(passage: Passage, chunks: Iterable[bytes]) -> int:
    """The size of a file that is what its record says."""
    seen, size = hashlib.sha256(), 0
    for chunk in chunks:
        seen.update(chunk)
        size += len(chunk)
    if (passage.sha256 or seen.hexdigest(), passage.size or size) != (seen.hexdigest(), size):
        raise BrokenRecord()
    return size


def _flowing(chunks: Iterable[bytes], still: Callable[[], bool], asked: float) -> Iterator[bytes]:
    """The chunks, as long as they may flow; `asked` is when that was asked last (`monotonic`)."""
    sent = 0
    for chunk in chunks:
        if sent >= _ASKED_EVERY or monotonic() - asked > _ASKED_AFTER:
            if not still():
                raise NotCleared()
            sent, asked = 0, monotonic()
        sent += len(chunk)
        yield chunk


def _open_for(release: ReleaseId) -> Callable[[], bool]:
    """Whether a release may still flow, asked without a request at hand: whether it was called back, and from time to time the gate, which
    was asked when the download was recorded.
    """
    database, clock, asked = services().db, services().clock, monotonic()

    def still() -> bool:
        nonlocal asked
        with database.reading() as reading:
            if monotonic() - asked < _ASKED_AFTER:
                return not releases.ended(reading, release)
            asked = monotonic()
            return releases.still_open(reading, release, at=clock())

    return still


def _sent(leaving: Leaving, how: str) -> Response:
    """The answer. That nobody keeps, sniffs or embeds it, the headers of every answer say: see `headers`."""
    answer = Response(leaving.chunks, mimetype=leaving.media_type)
    answer.content_length = leaving.size
    return _named(answer, leaving.name, how)


def _named(answer: Response, name: str, how: str) -> Response:
    answer.headers["Content-Disposition"] = f'{how}; filename="{name}"'
    return answer
