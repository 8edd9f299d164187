"""Film and sound to be played: any part of them at once, as players ask for it (RFC 9110, 14).

Whoever asks for all that follows gets the next part of it and asks again: a player that was paused would keep one of few threads.
"""

from collections.abc import Iterator
from typing import Protocol

from flask import Response, request

_MOST = 2 << 20  # bytes of one answer to an open question
_BLOCK = 256 << 10


class Readable(Protocol):
    """Bytes that can be read anywhere."""

    size: int

    def read_at(self, offset: int, length: int) -> bytes:
        """`length` bytes from `offset` on, fewer only at the end."""


def answer(file: Readable, media_type: str) -> Response:
    """What this request asks of it: a part (206), all of it (200), or what there is not (416). Raises as `file` does."""
    wanted = request.range
    if wanted is None or wanted.units != "bytes" or len(wanted.ranges) != 1 or "If-Range" in request.headers:
        return _part(file, media_type, 0, file.size)
    span = wanted.range_for_length(file.size)
    if span is None:
        return Response(status=416, headers={"Content-Range": f"bytes */{file.size}", "Accept-Ranges": "bytes"})
    start, end = span
    if wanted.ranges[0][1] is None:
        end = min(end, start + _MOST)
    partial = _part(file, media_type, start, end)
    partial.status_code = 206
    partial.headers["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
    return partial


def _part(file: Readable, media_type: str, start: int, end: int) -> Response:
    first = file.read_at(start, min(_BLOCK, end - start))  # what is damaged is said before anything leaves
    response = Response(_flowing(file, first, start, end), mimetype=media_type)
    response.content_length = end - start
    response.headers["Accept-Ranges"] = "bytes"
    return response


def _flowing(file: Readable, first: bytes, start: int, end: int) -> Iterator[bytes]:
    yield first
    for at in range(start + len(first), end, _BLOCK):
        yield file.read_at(at, min(_BLOCK, end - at))
