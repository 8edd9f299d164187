"""Files made from a picture: put into the vault first, recorded after, and taken back where recording failed."""

from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Self

from sqlalchemy.orm import Session

from app.media import images
from app.media.images import Pixels
from app.vault import Stored, Vault
from consent_store.ids import ItemId, SightingId
from consent_store.operations import media


@dataclass(frozen=True, slots=True)
class Filed:
    """A file in the vault that no row knows yet."""

    use: str
    stored: Stored
    width: int
    height: int

    def record(self, session: Session, item: ItemId, sighting: SightingId | None, at: datetime) -> None:
        """Make it known."""
        media.file_rendition(
            session,
            item,
            use=self.use,
            sighting=sighting,
            vault_name=self.stored.name,
            sha256=self.stored.sha256,
            size=self.stored.size,
            media_type="image/jpeg",
            width=self.width,
            height=self.height,
            at=at,
        )


class Filing:
    """`with Filing(vault) as filing: ...; filing.keep()`. What was put in goes again unless kept."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._names: list[str] = []

    def jpeg(self, use: str, pixels: Pixels, quality: int) -> Filed:
        """Encode pixels afresh and put them into the vault."""
        stored = self.put(images.encode_jpeg(pixels, quality))
        return Filed(use, stored, int(pixels.shape[1]), int(pixels.shape[0]))

    def put(self, data: bytes) -> Stored:
        """Put bytes into the vault."""
        stored = self._vault.put(data)
        self._names.append(stored.name)
        return stored

    def keep(self) -> None:
        """The rows are committed: the files stay."""
        self._names.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for name in self._names:
            self._vault.shred(name)
