"""What the rooms of the application are handed: one frozen value, built by `wiring` and by nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from app.db import Database
from app.intake import Intake
from app.mail import Letter, Mailer
from app.vault import Keys, Vault, seal
from consent_store.ids import ItemId


class Nudge(Protocol):
    """Wakes the workers. A nudge may be lost or doubled: what remains to be done is read from the records."""

    def analyse(self, item: ItemId) -> None:
        """There is an item to look at."""
        ...

    def make(self) -> None:
        """There is a file to make, and somebody waits for it."""
        ...

    def tidy(self) -> None:
        """Files, crops or clusters may want making, or shredding."""
        ...

    def post(self, sealed: bytes) -> bool:
        """There is a letter to send, sealed for the school's key: see `Services.post`. Says whether it waits in the queue."""
        ...

    def demo(self) -> None:
        """The demo school is wanted."""
        ...


@dataclass(frozen=True, slots=True)
class Site:
    """How people reach us. `proxies` counts the trusted ones before us; `limits_url` is where rate limits are counted; `log_level` is the
    least that is logged.
    """

    public_url: str
    secure: bool
    proxies: int
    limits_url: str
    log_level: str = "info"


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that touches the world. `note` is where the last signed checkpoint is copied, outside the database.

    `sheet` gives the figures of the technical sheet for a version of the engine (see `analysis.sheet`), or None.
    """

    db: Database
    vault: Vault
    keys: Keys
    intake: Intake
    mailer: Mailer
    nudge: Nudge
    clock: Callable[[], datetime]
    site: Site
    note: Path
    sheet: Callable[[str], Mapping[str, Any] | None]

    def post(self, letter: Letter) -> None:
        """Send a letter, soon: whoever waits for a page does not wait for the mail server, unless the queue is away."""
        if not self.nudge.post(seal(self.keys, letter.as_bytes())):
            self.mailer.send(letter, self.clock())
