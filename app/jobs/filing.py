"""Files made from an item: put into the vault first, recorded after, and taken back where recording failed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import BinaryIO, Self, cast

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
    media_type: str = "image/jpeg"

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
            media_type=self.media_type,
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
        return self._noted(self._vault.put(data))

    @contextmanager
    def draft(self) -> Iterator[BinaryIO]:
        """A file to make something in, which nobody else can read, and of which nothing is left: see `Vault.draft`."""
        with self._vault.draft() as draft:
            yield cast(BinaryIO, draft)

    def put_in_parts(self, draft: BinaryIO) -> Stored:
        """Put what may be large into the vault, from its beginning."""
        draft.seek(0)
        return self._noted(self._vault.put_in_parts(draft))

    def _noted(self, stored: Stored) -> Stored:
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
