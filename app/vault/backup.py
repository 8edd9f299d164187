"""A whole registry in one folder, and back: files, keys, database, and the record of what the school set its engine to.

The folder can lie anywhere. Files are copied as they are, encrypted; database and record are encrypted for the school's key; the keys are
encrypted with a passphrase that is written down elsewhere. `manifest` lists the SHA-256 of each, so that `sha256sum -c
manifest` checks a backup, and is signed with the school's key, so that nobody can put together another. It is written last:
without it a backup was not finished.

The database is read before the files. A file that comes later is one too many, which the check names; the other way round a
record would lack its file.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pyrage
from cryptography.exceptions import InvalidSignature

from app.vault import disk, keys
from app.vault.age import Counted, encrypt, plaintext
from app.vault.errors import Damaged, NotRestorable
from app.vault.files import FolderVault, kept_in
from app.vault.keys import Keys

_MANIFEST: Final = "manifest"
_SIGNATURE: Final = "manifest.signature"
_KEYS: Final = "keys.age"
_DATABASE: Final = "database.age"
_RECORD: Final = "record.age"
_FILES: Final = "files"
_TIMINGS: Final = 10
_TOO_SLOW: Final = "Excessive work"  # how age begins to say so

Progress = Callable[[int], None]


def _silent(_done: int) -> None:
    pass


def backup(
    vault: FolderVault,
    keys_folder: Path,
    record: Path,
    snapshot: Callable[[Path], None],
    into: Path,
    passphrase: str,
    progress: Progress = _silent,
) -> None:
    """Writes a backup into the new or empty folder `into`; without the record where there is none.

    `snapshot` writes a consistent copy of the database to the path it is given, in a private folder that is gone afterwards.
    `progress` is told after each file how many are done. Raises NotRestorable where `into` is not empty, OSError as the
    disk did; a backup without its manifest is none.
    """
    _require_empty(into)
    disk.make_private_folder(into / _FILES)
    school = Keys.load(keys_folder)
    sums = [_write_keys(keys_folder, into, passphrase), _write_database(school, vault, snapshot, into)]
    if record.exists():
        sums.append(_write_sealed(school, record, into / _RECORD))
    for done, path in enumerate(kept_in(vault.root), start=1):
        sums += _copy(path, into / _FILES / path.relative_to(vault.root), into)
        progress(done)
    manifest = "".join(sums).encode()
    _write(into / _SIGNATURE, school.signing.sign(manifest))
    _write(into / _MANIFEST, manifest)
    disk.sync_folder(into)


def restore(
    source: Path,
    vault_root: Path,
    keys_folder: Path,
    record: Path,
    place: Callable[[Path], None],
    passphrase: str,
    examine: Callable[[Path, Keys], None],
    progress: Progress = _silent,
) -> None:
    """Brings the backup in `source` to this machine, where vault and keys are empty and there is no record: all of it or nothing.

    Everything is compared with the manifest first. `examine` is given the database copy and the keys, and may refuse by
    raising: there the ledger is asked what an older backup would bring back to life. Then the files are copied aside,
    compared again, and only then put in their place; `place` puts the database copy where it belongs. `progress` is told
    after each file how many were copied. Raises NotRestorable, and whatever `examine` and `place` raise.
    """
    for place_to_be in (vault_root, keys_folder, record):
        _require_empty(place_to_be)
    listed = _listed(source)
    _require_same(listed, {_line(path, source) for path in _parts(source)})
    contents = _read_keys(source, passphrase)
    with _private_folder(vault_root.parent) as aside:
        keys.create(aside, contents)
        school = Keys.load(aside)
        _verify(source, school)
        database = _read_sealed(source / _DATABASE, school, aside / "database")
        examine(database, school)
        if (source / _RECORD).exists():
            _read_sealed(source / _RECORD, school, aside / "record")
        _require_same(listed, _copied(source, aside, progress) | {_line(path, source) for path in _beside(source)})
        _put_in_place(aside, vault_root, keys_folder, record, contents, lambda: place(database))


def _put_in_place(
    aside: Path, vault_root: Path, keys_folder: Path, record: Path, contents: dict[str, bytes], place: Callable[[], None]
) -> None:
    try:
        _remove_empty(vault_root)
        disk.move(aside / _FILES, vault_root)
        disk.make_private_folder(keys_folder)
        keys.create(keys_folder, contents)
        if (aside / "record").exists():
            _write(record, (aside / "record").read_bytes())
        place()
    except BaseException:
        record.unlink(missing_ok=True)
        shutil.rmtree(vault_root, ignore_errors=True)
        shutil.rmtree(keys_folder, ignore_errors=True)
        raise


def _write_keys(keys_folder: Path, into: Path, passphrase: str) -> str:
    texts = {name: content.decode() for name, content in keys.files(keys_folder).items()}
    return _write(into / _KEYS, pyrage.passphrase.encrypt(json.dumps(texts).encode(), passphrase))


def _read_keys(source: Path, passphrase: str) -> dict[str, bytes]:
    try:
        texts = json.loads(_unlocked((source / _KEYS).read_bytes(), passphrase))
    except (pyrage.DecryptError, OSError, ValueError) as error:
        raise NotRestorable("the backup has no keys, or its passphrase is another one") from error
    return {name: text.encode() for name, text in texts.items()}


def _unlocked(locked: bytes, passphrase: str) -> bytes:
    """What a passphrase locks. Before it works, age times this machine for some milliseconds, and refuses what would take too long: on a
    busy machine a pause in just that moment looks like a machine too slow, so it is asked again.
    """
    for _ in range(_TIMINGS - 1):
        try:
            return bytes(pyrage.passphrase.decrypt(locked, passphrase))
        except pyrage.DecryptError as error:
            if not str(error).startswith(_TOO_SLOW):
                raise
    return bytes(pyrage.passphrase.decrypt(locked, passphrase))


def _write_database(school: Keys, vault: FolderVault, snapshot: Callable[[Path], None], into: Path) -> str:
    with _private_folder(vault.root.parent) as aside:
        snapshot(aside / "database")
        return _write_sealed(school, aside / "database", into / _DATABASE)


def _write_sealed(school: Keys, path: Path, to: Path) -> str:
    with path.open("rb") as source, disk.written(to) as target:
        encrypt(Counted(source), target, school.recipient)
    return _line(to, to.parent)


def _read_sealed(path: Path, school: Keys, to: Path) -> Path:
    try:
        with to.open("wb") as target:
            target.writelines(plaintext(path.open("rb"), school.vault))
    except (OSError, Damaged) as error:
        raise NotRestorable(f"{path.name} in the backup cannot be read") from error
    return to


def _listed(source: Path) -> set[str]:
    try:
        return set((source / _MANIFEST).read_text().splitlines(keepends=True))
    except (OSError, ValueError) as error:
        raise NotRestorable("the backup was not finished: it has no manifest") from error


def _parts(source: Path) -> Iterator[Path]:
    yield from _beside(source)
    yield from kept_in(source / _FILES)


def _beside(source: Path) -> Iterator[Path]:
    return (source / name for name in (_KEYS, _DATABASE, _RECORD) if (source / name).is_file())


def _verify(source: Path, school: Keys) -> None:
    try:
        signature = (source / _SIGNATURE).read_bytes()
        school.signing.public_key().verify(signature, (source / _MANIFEST).read_bytes())
    except (OSError, InvalidSignature) as error:
        raise NotRestorable("the manifest of the backup was not signed by this school") from error


def _copied(source: Path, aside: Path, progress: Progress) -> set[str]:
    disk.make_private_folder(aside / _FILES)
    lines: set[str] = set()
    for done, path in enumerate(kept_in(source / _FILES), start=1):
        lines.update(_copy(path, aside / path.relative_to(source), aside))
        progress(done)
    return lines


def _require_same(listed: set[str], found: set[str]) -> None:
    if listed != found:
        first = min(listed ^ found)[66:].strip()
        raise NotRestorable(f"{first} in the backup is missing, damaged, or not in its manifest")


def _copy(path: Path, to: Path, into: Path) -> list[str]:
    disk.make_private_folder(to.parent)
    try:
        source = path.open("rb")
    except FileNotFoundError:
        return []  # shredded since the database was read, and rightly gone
    with source, disk.written(to) as target:
        shutil.copyfileobj(source, target)
    return [_line(to, into)]


def _write(path: Path, content: bytes) -> str:
    with disk.written(path) as file:
        file.write(content)
    return _line(path, path.parent)


def _line(path: Path, root: Path) -> str:
    """As sha256sum writes it."""
    with path.open("rb") as file:
        return f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.relative_to(root)}\n"


def _require_empty(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotRestorable(f"{folder} is not empty")


def _remove_empty(folder: Path) -> None:
    if folder.exists():
        folder.rmdir()
    disk.make_private_folder(folder.parent)


@contextmanager
def _private_folder(parent: Path) -> Iterator[Path]:
    disk.make_private_folder(parent)
    with tempfile.TemporaryDirectory(prefix=".aside-", dir=parent) as folder:
        yield Path(folder)
