"""The repository's own sample files, and what is read of them."""

from datetime import date
from pathlib import Path

from app.roster import Given, Reading, fingerprint, guess, read, understand
from consent_store.rules.roster import Roster

SAMPLES = Path(__file__).parents[1] / "samples" / "roster"
ON = date(2026, 11, 22)


def given(name: str) -> list[Given]:
    """A sample: a file, or all files of a folder."""
    path = SAMPLES / name
    return [Given(each.name, each.read_bytes()) for each in (sorted(path.iterdir()) if path.is_dir() else [path])]


def understood(reading: Reading) -> Roster:
    """What is understood where nobody corrects a column; on its way it is sealed and opened again."""
    again = Reading.from_bytes(reading.as_bytes())
    return understand(again, {fingerprint(table.header): guess(table.header) for table in again.tables}, ON)


def of_text(text: str, encoding: str = "utf-8") -> Roster:
    """What is understood of a text table."""
    return understood(read([Given("list.csv", text.encode(encoding))]))
