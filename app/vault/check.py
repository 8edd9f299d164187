"""Does the vault hold what the records say, and nothing else?"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from app.vault.errors import Damaged, Missing
from app.vault.files import Stored, Vault


@dataclass(frozen=True, slots=True)
class Report:
    """Names of files that are missing, that are not what was put in, and that no record knows."""

    missing: tuple[str, ...]
    damaged: tuple[str, ...]
    orphaned: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether there is nothing to report."""
        return not (self.missing or self.damaged or self.orphaned)


def check(
    vault: Vault,
    expected: Iterable[tuple[str, str | None, int | None]],
    before: datetime | None = None,
    progress: Callable[[int], None] = lambda _done: None,
) -> Report:
    """Reads every expected file (`name`, `sha256`, `size`) to its end, one chunk in memory at a time. Where only its name is
    recorded, age itself tells whether it is whole.

    `before`, when `expected` was read: a file that was written later may have its record by now, and is no orphan. `progress`
    is told after each file how many are done.
    """
    known: set[str] = set()
    missing, damaged = [], []
    for name, sha256, size in expected:
        known.add(name)
        try:
            found = _read(vault, name)
            if sha256 is not None and found != Stored(name, sha256, size or 0):
                damaged.append(name)
        except Missing:
            missing.append(name)
        except Damaged:
            damaged.append(name)
        progress(len(known))
    orphaned = [name for name in vault.names(before) if name not in known]
    return Report(tuple(missing), tuple(damaged), (*orphaned, *vault.unfinished(before)))


def _read(vault: Vault, name: str) -> Stored:
    digest, size = hashlib.sha256(), 0
    for chunk in vault.open(name):
        digest.update(chunk)
        size += len(chunk)
    return Stored(name, digest.hexdigest(), size)
