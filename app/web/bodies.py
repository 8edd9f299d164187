"""Bodies that are files, read as a stream: they never lie on disk or in memory as a whole, as the usual way would have it.

The usual check of the CSRF token reads the form first, so views that ask here are kept from it (`by_hand`) and checked here.
"""

from collections.abc import Callable, Iterator
from typing import IO

from flask import after_this_request, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, ValidationError, validate_csrf
from werkzeug.exceptions import BadRequest
from werkzeug.sansio.multipart import Data, Epilogue, Event, Field, File, MultipartDecoder, NeedData

_CHUNK = 256 * 1024  # bytes
_MOST = 1 << 40  # bytes
_PATIENCE = 60.0  # seconds without a byte
_MOST_PARTS = 1_000
_LONGEST_FIELD = 8 * 1024  # bytes
_TOKEN = "csrf_token"  # noqa: S105  (the name of a field)


class Part:
    """One field of a form: its name, what the file was called (None for words), and its bytes, to be read once."""

    def __init__(self, name: str, file_name: str | None, chunks: Iterator[bytes]) -> None:
        self.name, self.file_name = name, file_name
        self._chunks, self._unread = chunks, b""

    def read(self, size: int = -1) -> bytes:
        """The next `size` bytes, fewer only at the end; all that is left for a negative size."""
        while size < 0 or len(self._unread) < size:
            chunk = next(self._chunks, None)
            if chunk is None:
                size = len(self._unread)
                break
            self._unread += chunk
        taken, self._unread = self._unread[:size], self._unread[size:]
        return taken

    def words(self) -> str:
        """What was filled in."""
        return self.read(_LONGEST_FIELD).decode(errors="replace")


def whole() -> IO[bytes]:
    """The body as it is; the CSRF token is in the header `X-CSRFToken`."""
    _check(request.headers.get("X-CSRFToken"))
    return _stream()


def parts() -> Iterator[Part]:
    """The fields of this request's form, in order. The first must be the CSRF token, as `csrf()` in a template makes it.

    A part is read before the next is asked for. Raises `BadRequest` where it is no such form, or ends early.
    """
    boundary = request.mimetype_params.get("boundary", "")
    found = _parts(_stream(), boundary.encode()) if request.mimetype == "multipart/form-data" else iter(())
    first = next(found, None)
    _check(first.words() if first and first.name == _TOKEN else None)
    yield from found


def by_hand(*views: Callable[..., ResponseReturnValue]) -> Callable[[BlueprintSetupState], None]:
    """For `Blueprint.record_once`: these views ask here for their bodies."""

    def exempt(state: BlueprintSetupState) -> None:
        for view in views:
            state.app.extensions["csrf"].exempt(view)

    return exempt


def _stream() -> IO[bytes]:
    """The body. Whoever keeps what is in it counts; here nothing is kept."""
    request.max_content_length = _MOST
    connection = request.environ.get("gunicorn.socket")
    if connection is not None:  # a phone that lost its network says no goodbye: without a limit it would keep one of few threads
        connection.settimeout(_PATIENCE)
        after_this_request(lambda answer: connection.settimeout(None) or answer)
    return request.stream


def _check(token: str | None) -> None:
    try:
        validate_csrf(token)
    except ValidationError as error:
        raise CSRFError(str(error)) from error


def _parts(stream: IO[bytes], boundary: bytes) -> Iterator[Part]:
    events = _events(stream, MultipartDecoder(boundary, max_parts=_MOST_PARTS))
    for event in events:
        if isinstance(event, Field | File):
            body = _body(events)
            yield Part(event.name, event.filename if isinstance(event, File) else None, body)
            for _ in body:
                pass  # what nobody wanted


def _body(events: Iterator[Event]) -> Iterator[bytes]:
    for event in events:
        assert isinstance(event, Data)
        yield event.data
        if not event.more_data:
            return


def _events(stream: IO[bytes], decoder: MultipartDecoder) -> Iterator[Event]:
    while True:
        try:
            event = decoder.next_event()
        except ValueError as error:
            raise BadRequest() from error
        if isinstance(event, Epilogue):
            return
        if isinstance(event, NeedData):
            decoder.receive_data(stream.read(_CHUNK) or None)
        else:
            yield event
