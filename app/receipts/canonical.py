"""The one form of a receipt's bytes: JSON after RFC 8785 (sorted names, no spaces, UTF-8), and a line break.

A receipt holds text, whole numbers, booleans, lists and objects with ASCII names; for these Python's own writer gives that form.
"""

import json
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

SIGNATURE = "bp:signature"  # the one member that is not signed


def written(value: Mapping[str, Any]) -> bytes:
    """An object in the one form."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode() + b"\n"


def read(data: bytes) -> dict[str, Any]:
    """The object that was written. Raises `ValueError` for anything that is not in the one form to the last byte."""
    try:
        value = json.loads(data.decode())
        if isinstance(value, dict) and written(value) == data:
            return value
    except (RecursionError, UnicodeError) as error:
        raise ValueError("not a receipt") from error
    raise ValueError("not in the form of a receipt")


def signed_text(origin: str, unsigned: Mapping[str, Any]) -> str:
    """What is signed of a receipt: never to be taken for a checkpoint, whose first line is the origin alone."""
    return f"{origin}/receipt\n{b64encode(sha256(written(unsigned)).digest()).decode()}\n"
