"""tus 1.0.0, the protocol of uploads that go on after a break: what its headers ask and answer (https://tus.io/protocols/resumable-upload).

Of its extensions: creation, creation with upload, checksum, expiration and termination.
"""

import hashlib
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.http import http_date

from app.web import logs
from app.web.context import now
from app.web.errors import status_of
from app.web.presenters import refusal_words
from consent_store.errors import BadInput, Refusal
from consent_store.operations.uploads import LASTS

VERSION: Final = "1.0.0"
BYTES: Final = "application/offset+octet-stream"
_ALGORITHMS: Final = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}
OFFERS: Final = {
    "Tus-Version": VERSION,
    "Tus-Extension": "creation,creation-with-upload,checksum,expiration,termination",
    "Tus-Checksum-Algorithm": ",".join(_ALGORITHMS),
}
_LONGEST_NUMBER = 15  # digits
_STATUS: Final = {"too_large": 413, "too_many_bytes": 413, "disk_full": 507}
View = Callable[..., ResponseReturnValue]


class Misspoken(Exception):
    """A request that the protocol refuses with a status of its own."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


@dataclass(frozen=True, slots=True)
class Checksum:
    """What a request's bytes must hash to."""

    algorithm: str
    digest: bytes

    def fresh(self) -> Any:
        """A hash to feed the bytes to."""
        return _ALGORITHMS[self.algorithm](usedforsecurity=False)


def spoken(view: View) -> View:
    """Speak the protocol: its version is asked for and answered, and what is refused is said in JSON, in the reader's language."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> Response:
        try:
            if request.method not in ("GET", "OPTIONS") and request.headers.get("Tus-Resumable") != VERSION:
                raise Misspoken(412, "another_version")
            answer = make_response(view(*args, **kwargs))
        except (Refusal, CSRFError, Misspoken) as error:
            answer = make_response(*_refused(error))
        answer.headers.update({"Tus-Resumable": VERSION, "Tus-Version": VERSION})
        return answer

    return answered


def _refused(error: Refusal | CSRFError | Misspoken) -> tuple[dict[str, str], int]:
    if isinstance(error, Refusal):
        logs.refused(error.code)
        return {"code": error.code, "words": refusal_words(error)}, _STATUS.get(error.code, status_of(error))
    code, status = ("csrf", 400) if isinstance(error, CSRFError) else (error.code, error.status)
    logs.refused(code)
    return {"code": code, "words": _("The school did not understand this browser. Reload the page, and choose the file again.")}, status


def length() -> int:
    """How many bytes the file has."""
    return _number("Upload-Length")


def offset() -> int:
    """Where the bytes of this request go on."""
    if request.mimetype != BYTES:
        raise Misspoken(415, "not_bytes")
    return _number("Upload-Offset")


def _number(header: str) -> int:
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER):
        raise Misspoken(400, "no_number")
    return int(text)


def metadata(about: str) -> dict[str, str]:
    """What `Upload-Metadata` says, decoded. Raises `BadInput` where it cannot be read."""
    told = {}
    for pair in about.split(",") if about else ():
        key, _space, value = pair.strip().partition(" ")
        try:
            told[key] = b64decode(value, validate=True).decode()
        except (NotBase64, ValueError) as error:
            raise BadInput(code="not_a_file") from error
    return told


def checksum() -> Checksum | None:
    """What this request says of its bytes, if it does."""
    text = request.headers.get("Upload-Checksum")
    if text is None:
        return None
    algorithm, _space, value = text.partition(" ")
    try:
        digest = b64decode(value, validate=True)
    except (NotBase64, ValueError) as error:
        raise Misspoken(400, "no_checksum") from error
    if algorithm not in _ALGORITHMS or not digest:
        raise Misspoken(400, "no_checksum")
    return Checksum(algorithm, digest)


def progress(received: int, **more: str) -> Mapping[str, str]:
    """How far a file is and until when it may go on; it lasts anew with every piece."""
    return {"Upload-Offset": str(received), "Upload-Expires": http_date(now() + LASTS), **more}
