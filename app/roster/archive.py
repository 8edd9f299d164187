"""Archives: what is in them is counted before anything is unpacked, and again while it is."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from app.roster.bounds import MOST_ENTRIES, check_unpacked, damaged
from consent_store.errors import BadInput

READ = (".csv", ".txt", ".xlsx")
_LOCKED = 1  # bit of an entry's flags
_BROKEN = (BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, RuntimeError)


def is_archive(data: bytes) -> bool:
    """Whether it begins as a zip does."""
    return data.startswith(b"PK\x03\x04")


def is_workbook(data: bytes) -> bool:
    """Whether an archive is an Excel file."""
    with opened(data) as archive:
        return "[Content_Types].xml" in archive.namelist()


def files(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The tables in an archive, by name without folder. Raises `BadInput` where it is locked, damaged, or holds too much."""
    with opened(data) as archive:
        for entry in archive.infolist():
            name = entry.filename.replace("\\", "/").rpartition("/")[2]
            if name.lower().endswith(READ) and not name.startswith((".", "~")) and "__MACOSX" not in entry.filename:
                yield name, _content(archive, entry)


@contextmanager
def opened(data: bytes) -> Iterator[ZipFile]:
    """An archive whose entries together are not too much. Raises likewise."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES:
                raise BadInput(
                    "This archive holds more files than is allowed. Nothing of it is kept.", code="roster_entries", field="files"
                )
            if any(entry.flag_bits & _LOCKED for entry in entries):
                raise BadInput(
                    "This archive is locked with a password. Unlock it and hand it in again.", code="roster_locked", field="files"
                )
            check_unpacked(len(data), sum(entry.file_size for entry in entries))
            yield archive
    except _BROKEN as error:
        raise damaged() from error


def _content(archive: ZipFile, entry: ZipInfo) -> bytes:
    """An entry, whose size is what it says: the library reads no further, and its checksum tells a lie."""
    with archive.open(entry) as file:
        return file.read(entry.file_size + 1)
