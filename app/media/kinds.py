"""What a file is, by its bytes: never by its name."""

from typing import Final

from app.media.files import MAX_BYTES
from app.media.refusals import Unreadable

_AVIF_BRANDS: Final = {b"avif", b"avis"}
_HEIF_BRANDS: Final = {
    b"heic",
    b"heix",
    b"heim",
    b"heis",
    b"hevc",
    b"hevx",
    b"hevm",
    b"hevs",
    b"mif1",
    b"msf1",
    b"mif2",
}

# What a locked file starts with: encrypted archives, office files, age, PGP, OpenSSL.
_LOCKED: Final = (b"age-encryption.org/", b"-----BEGIN AGE ", b"-----BEGIN PGP MESSAGE", b"Salted__")
_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")

# What a second reader would take the file for, wherever in the file it stands.
_PHAR: Final = b"__HALT_COMPILER();"
_ZIP_END: Final = b"PK\x05\x06"
_ZIP_END_SIZE: Final = 22
_PDF_READERS_LOOK_INTO: Final = 1024


def kind_of(data: bytes) -> str:
    """JPEG, PNG, WEBP, TIFF, HEIF or AVIF.

    Raises Unreadable: empty, too_large, not_a_picture, password_protected, polyglot.
    """
    if not data:
        raise Unreadable("empty")
    if len(data) > MAX_BYTES:
        raise Unreadable("too_large")
    kind = _picture_kind(data)
    if kind is None:
        raise Unreadable("password_protected" if is_locked(data) else "not_a_picture")
    if is_something_else_too(data):
        raise Unreadable("polyglot")
    return kind


def _picture_kind(data: bytes) -> str | None:
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return "TIFF"
    return _base_media_kind(data) if data[4:8] == b"ftyp" else None


def _base_media_kind(data: bytes) -> str | None:
    """HEIF and AVIF share a container; the brands of its first box tell them apart from each other and from film."""
    length = int.from_bytes(data[:4])
    listed = data[8 : min(length, 1024)]
    brands = {listed[i : i + 4] for i in range(0, len(listed), 4) if i != 4}  # the second word is a version
    if brands & _AVIF_BRANDS:
        return "AVIF"
    return "HEIF" if brands & _HEIF_BRANDS else None


def is_locked(data: bytes) -> bool:
    """Whether it begins as files do that are locked with a password."""
    if data.startswith(b"PK\x03\x04"):
        return bool(data[6] & 1) if len(data) > 6 else False
    if data.startswith(b"%PDF-"):
        return b"/Encrypt" in data
    return data.startswith(_LOCKED) or (data.startswith(_OFFICE) and _ENCRYPTED_STREAM in data)


def is_something_else_too(data: bytes) -> bool:
    """Whether a second reader would take it for a PDF, an archive that runs, or a zip."""
    return b"%PDF-" in data[:_PDF_READERS_LOOK_INTO] or _PHAR in data or _ends_as_zip(data)


def _ends_as_zip(data: bytes) -> bool:
    """A zip is read from its end: a record, then a comment of exactly the length the record says."""
    at = data.rfind(_ZIP_END, max(0, len(data) - _ZIP_END_SIZE - 0xFFFF))
    if at < 0 or at + _ZIP_END_SIZE > len(data):
        return False
    return at + _ZIP_END_SIZE + int.from_bytes(data[at + 20 : at + 22], "little") == len(data)
