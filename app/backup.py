"""A registry to another machine: its database, its files, its keys, its thresholds; and what an older backup would bring back to life."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Engine, inspect
from sqlalchemy.orm import Session

from app import ledger as signatures
from app.db import Database
from app.vault import FolderVault, Keys, NotRestorable, notes
from app.vault.backup import Progress, backup, restore
from app.vault.files import kept_in
from consent_store.ids import PersonId
from consent_store.operations import accounts, guests, links, school
from consent_store.records import ledger
from consent_store.records.entries import EntryRow
from consent_store.rules import chain
from consent_store.rules.entries import (
    Body,
    DutyRecorded,
    Entry,
    ItemRemoved,
    LocatableRecorded,
    PersonErased,
    PersonLeft,
    Say,
    Word,
)

_NOTE = "checkpoint.note"
_ASIDE = ".before-restore"
_ENDINGS = (LocatableRecorded, PersonLeft, PersonErased, DutyRecorded, ItemRemoved)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a registry lives on this machine. `thresholds` are the school's own, where it set some; `note` is the last signed checkpoint,
    kept outside the database.
    """

    engine: Engine
    vault: Path
    keys: Path
    thresholds: Path
    note: Path


@dataclass(frozen=True, slots=True)
class Lost:
    """What is known here and not in a backup: how many entries, and where the ledger itself is still here the refusals among them, and
    whatever else was `ended`: whereabouts that became secret, people who left or were erased, duties that were taken, pictures that went.
    """

    entries: int
    refusals: tuple[Entry, ...] | None
    ended: tuple[Entry, ...] = ()

    def sentence(self) -> str:
        """What would come back to life, for whoever must decide."""
        if self.refusals is None:
            return (
                f"The backup is older than the last checkpoint known here: {self.entries} entries would be lost, "
                "and withdrawals that are perhaps among them would come back to life as consent."
            )
        return (
            f"The backup is older than the registry that stands here: {self.entries} entries would be lost, and what {len(self.refusals)} "
            "refusals or withdrawals among them ended would come back to life." + self._besides()
        )

    def _besides(self) -> str:
        others = (
            f" So would what {len(self.ended)} others ended: secret whereabouts, people who left or were erased, lost duties, pictures."
        )
        return others if self.ended else ""


@dataclass(frozen=True, slots=True)
class _Known:
    """How far the ledger went, as far as this place can tell: by the database (with its refusals), or by the note alone."""

    size: int
    refusals: tuple[Entry, ...] | None
    ended: tuple[Entry, ...]
    note: str | None

    def beyond(self, size: int, keys: Keys) -> Lost | None:
        """What a backup of `size` entries lacks."""
        noted = _noted(self.note, keys) if self.note else 0
        if max(self.size, noted) <= size:
            return None
        known = None if self.refusals is None or noted > self.size else tuple(entry for entry in self.refusals if entry.seq > size)
        return Lost(max(self.size, noted) - size, known, tuple(entry for entry in self.ended if entry.seq > size))


def back_up(place: Place, keys: Keys, into: Path, passphrase: str, progress: Progress) -> None:
    """Write a backup into the new or empty folder `into`, with a signed word on how far its ledger goes."""
    with Database(place.engine).reading() as session:
        name, head = signatures.origin(session), ledger.head(session)
    snapshot = partial(_snapshot, place.engine)
    backup(FolderVault(place.vault, keys), place.keys, place.thresholds, snapshot, into, passphrase, progress)
    (into / _NOTE).write_text(notes.sign(chain.checkpoint(name, head), name, keys.signing))


def restore_into(
    place: Place,
    source: Path,
    passphrase: str,
    accepted: Callable[[Lost], bool],
    settle: Callable[[Lost | None], None],
    progress: Progress,
) -> Lost | None:
    """Bring a backup to `place`. What stands there is put aside, not away.

    Where the backup is older than what is known here, `accepted` decides. `settle` works on the restored database, and is told what was
    lost: where it raises, nothing was restored. Returns what was lost. Raises `NotRestorable`, and whatever `settle` raises.
    """
    known = _known(place)
    found: list[Lost | None] = []

    def examine(copy: Path, keys: Keys) -> None:
        lost = known.beyond(_reach(place.engine, copy, _noted(_read(source / _NOTE), keys)), keys)
        if lost is not None and not accepted(lost):
            raise NotRestorable(lost.sentence())
        found.append(lost)

    with _put_aside(place, worth_keeping=known.size > 0 or any(kept_in(place.vault))):
        restore(source, place.vault, place.keys, place.thresholds, partial(_put, place.engine), passphrase, examine, progress)
        [lost] = found
        settle(lost)
    return lost


def record_restore(database: Database, lost: Lost | None, actor: PersonId, *, at: datetime) -> int:
    """Write into the ledger that the registry was restored, and what that cost. What was handed out is shut, as it may have been ended or
    used since: links, sessions, and codes for coming in, those of events too. Returns how many links that were.
    """
    revived = len(lost.refusals or ()) if lost else 0
    with database.unit_of_work() as session:
        accounts.end_all(session, at=at)
        guests.close_doors(session, at=at)
        school.record_restore(session, revived, actor=actor, at=at)
        return links.end_all(session, at=at)


def files_in(source: Path) -> int:
    """How many files a backup holds, for whoever shows progress."""
    return sum(1 for path in (source / "files").rglob("*") if path.is_file())


def _known(place: Place) -> _Known:
    note = place.note.read_text() if place.note.exists() else None
    if not inspect(place.engine).has_table(EntryRow.__tablename__):
        return _Known(0, None, (), note)
    with Database(place.engine).reading() as session:
        words = ledger.read(session, kind=Word.__name__)
        refusals = tuple(entry for entry in words if isinstance(entry.body, Word) and entry.body.say is not Say.YES)
        return _Known(ledger.head(session).size, refusals, _ended(session), note)


def _ended(session: Session) -> tuple[Entry, ...]:
    """What would come back to life besides consent, in order."""
    found = (entry for kind in _ENDINGS for entry in ledger.read(session, kind=kind.__name__) if _ends(entry.body))
    return tuple(sorted(found, key=lambda entry: entry.seq))


def _ends(body: Body) -> bool:
    match body:
        case LocatableRecorded(not_locatable=secret):
            return secret
        case DutyRecorded(held=held):
            return not held
        case _:
            return True


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError as error:
        raise NotRestorable("the backup does not say how far its ledger goes") from error


def _reach(engine: Engine, copy: Path, noted: int) -> int:
    """How many entries a backup holds: by its own database where that can be opened as a file, whatever the note beside it says."""
    if engine.dialect.name != "sqlite":
        return noted
    with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro", uri=True)) as database:
        size = database.execute(f"SELECT coalesce(max(seq), 0) FROM {EntryRow.__tablename__}").fetchone()[0]  # noqa: S608
    return int(size)


def _noted(note: str, keys: Keys) -> int:
    """How many entries a checkpoint speaks of. Raises `NotRestorable` for one that these keys did not sign."""
    name = note.partition("\n")[0]
    try:
        return chain.parse_checkpoint(notes.opened(note, name, keys.signing.public_key()), name).size
    except ValueError as error:
        raise NotRestorable("a checkpoint does not carry this school's signature") from error


def _snapshot(engine: Engine, path: Path) -> None:
    """A consistent copy of the database, while others go on writing."""
    if engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(str(engine.url.database))) as live, closing(sqlite3.connect(path)) as copy:
            live.backup(copy)
    else:
        _postgres("pg_dump", engine, "--format=custom", "--file", str(path))


def _put(engine: Engine, path: Path) -> None:
    if engine.dialect.name == "sqlite":
        shutil.copyfile(path, str(engine.url.database))
    else:
        _postgres("pg_restore", engine, "--exit-on-error", "--single-transaction", str(path))


def _postgres(tool: str, engine: Engine, *arguments: str) -> None:
    """Run one of PostgreSQL's tools. The password is in its environment: everybody can read what it is started with."""
    url = engine.url.set(drivername="postgresql")
    command = [tool, "--dbname", url._replace(password=None).render_as_string(), "--no-owner", *arguments]
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    done = subprocess.run(command, env=os.environ | secret, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotRestorable(f"{tool} failed: the database is not empty, or cannot be reached")


@contextmanager
def _put_aside(place: Place, *, worth_keeping: bool) -> Iterator[None]:
    """Put what stands at `place` aside while a backup is brought there; where that fails, it stands there again."""
    place.engine.dispose()
    places = [place.vault, place.keys, place.thresholds, *_files(place.engine)]
    moved = [(path, path.with_name(path.name + _ASIDE)) for path in places if path.exists()]
    if any(aside.exists() for _, aside in moved):
        raise NotRestorable(f"what was put aside by the restore before ({_ASIDE}) is still there: move it away first")
    for path, aside in moved:
        path.rename(aside)
    try:
        yield
    except BaseException:
        place.engine.dispose()
        for path in places:  # a journal that a restored database left would be taken for the old one's
            _remove(path)
        for path, aside in moved:
            aside.rename(path)
        raise
    for _, aside in moved:
        if not worth_keeping:
            _remove(aside)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _files(engine: Engine) -> list[Path]:
    """The files of a SQLite database."""
    if engine.dialect.name != "sqlite":
        return []
    return [Path(f"{engine.url.database}{ending}") for ending in ("", "-wal", "-shm")]
