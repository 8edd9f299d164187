"""What a recording is, by its first bytes: never by its name, and without opening it."""

from typing import Final

from app.media.kinds import is_locked, is_something_else_too
from app.media.unplayable import Unplayable

MAX_BYTES: Final = 20_000_000_000

_ATOMS: Final = {b"ftyp", b"moov", b"wide", b"free", b"skip", b"pnot"}
_TEXT: Final = 0x10  # what writing begins with is larger; as the length of a box that holds no media it would be 256 MB
_ALONE: Final = {"wav", "flac", "ogg", "mp3"}  # containers of sound without a picture
_SOUND_BRANDS: Final = {b"M4A ", b"M4B ", b"M4P "}


def is_sound(head: bytes) -> bool:
    """Whether the file that begins with `head` (as much of it as is at hand, 16 bytes at least) is sound alone; else it is a film.

    Raises Unplayable: empty, not_a_recording, password_protected, polyglot.
    """
    if not head:
        raise Unplayable("empty")
    kind = container_of(head)
    if kind is None:
        raise Unplayable("password_protected" if is_locked(head) else "not_a_recording")
    check_alone(head)
    return kind in _ALONE or (head[4:8] == b"ftyp" and head[8:12] in _SOUND_BRANDS)


def check_alone(part: bytes) -> None:
    """Raises Unplayable (polyglot) where the first or the last bytes of a recording make it something else too."""
    if is_something_else_too(part):
        raise Unplayable("polyglot")


def container_of(start: bytes) -> str | None:
    """The container that begins with `start` (16 bytes), as FFmpeg names its reader, or None."""
    if start[4:8] == b"mdat" or (start[4:8] in _ATOMS and start[0] < _TEXT):
        return "mov"
    for kind, at, word in (
        ("matroska", 0, b"\x1a\x45\xdf\xa3"),
        ("avi", 8, b"AVI "),
        ("wav", 8, b"WAVE"),
        ("flac", 0, b"fLaC"),
        ("ogg", 0, b"OggS"),
        ("mp3", 0, b"ID3"),
    ):
        if start[at : at + len(word)] == word:
            return kind
    return "mp3" if len(start) > 1 and start[0] == 0xFF and start[1] & 0xE6 in {0xE2, 0xE4, 0xE6} else None
