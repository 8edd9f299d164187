"""What is read of files: tables of text with the number of each row, and what was left behind. Kept as JSON, compressed."""

import json
import zlib
from dataclasses import asdict, dataclass
from typing import Any

from app.vault import Vault
from consent_store.rules.names import plain
from consent_store.rules.roster import Flaw, Wrong

Row = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Rows have as many cells as the header; those that had not are among `broken`. Numbers are those of the file's lines."""

    name: str
    header: tuple[str, ...]
    rows: list[Row]
    broken: list[Flaw]

    @property
    def stem(self) -> str:
        """The name without folder and ending, in lower case: by it the tables of a standard are known."""
        return self.name.replace("\\", "/").rpartition("/")[2].partition(".")[0].lower()


@dataclass(frozen=True, slots=True)
class Refused:
    """A column that must not be kept. Nothing of it was."""

    table: str
    column: str
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was read of the files handed in."""

    tables: tuple[Table, ...]
    refused: tuple[Refused, ...]

    def as_bytes(self) -> bytes:
        """To be sealed."""
        return zlib.compress(json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode(), 1)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Reading":
        """What `as_bytes` made."""
        told = json.loads(zlib.decompress(data))
        return cls(tuple(map(_table, told["tables"])), tuple(Refused(**each) for each in told["refused"]))

    @classmethod
    def kept(cls, vault: Vault, name: str) -> "Reading":
        """What was put into the vault. Raises `VaultError` where the file is gone or damaged."""
        return cls.from_bytes(b"".join(vault.open(name)))


def _table(told: dict[str, Any]) -> Table:
    rows = [(number, tuple(cells)) for number, cells in told["rows"]]
    broken = [Flaw(file, row, Wrong(wrong)) for file, row, wrong in told["broken"]]
    return Table(told["name"], tuple(told["header"]), rows, broken)


def word(header: str) -> str:
    """A header as it is compared: letters and digits alone, in lower case, without accents."""
    return "".join(c for c in plain(header) if c.isalnum())
