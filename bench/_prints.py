"""The small pictures that pages show of the drawn event: thumbs, previews and faces, encrypted in a vault, made once for all events."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.jobs.analysing import crop_of
from app.jobs.filing import Filed, Filing
from app.media.images import open_picture, resized
from app.vault import Vault
from bench._drawn import Drawn, Shot
from bench._looked import Face, Looked
from consent_store.ids import ItemId, SightingId, new_id
from consent_store.records.media import RenditionRow

_THUMB, _QUALITY = 480, 85
_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Prints:
    """For each photo the files of the whole, and one for each face."""

    whole: tuple[tuple[Filed, ...], ...]
    faces: tuple[tuple[Filed, ...], ...]

    @classmethod
    def of(cls, vault: Vault, drawn: Drawn, looked: Looked) -> Self:
        """Cut and filed as the worker does, from files that are their own preview."""
        with Filing(vault) as filing, ThreadPoolExecutor(_AT_ONCE) as pool:  # each file waits for the disk
            whole, faces = zip(*pool.map(lambda shot, found: _filed(filing, shot, found), drawn.shots, looked.photos), strict=True)
            filing.keep()
        return cls(whole, faces)

    def record(self, session: Session, items: Sequence[ItemId], sightings: Sequence[Sequence[SightingId]], at: datetime) -> None:
        """Make them known for items that repeat the photos in their order, as `media.file_rendition` would, many at a time."""
        session.execute(insert(RenditionRow), list(self._rows(items, sightings, at)))

    def _rows(self, items: Sequence[ItemId], sightings: Sequence[Sequence[SightingId]], at: datetime) -> Iterator[dict[str, Any]]:
        for number, (item, faces) in enumerate(zip(items, sightings, strict=True)):
            place = number % len(self.whole)
            for filed, sighting in (*((each, None) for each in self.whole[place]), *zip(self.faces[place], faces, strict=True)):
                kept = {"vault_name": filed.stored.name, "sha256": filed.stored.sha256, "size": filed.stored.size}
                size = {"width": filed.width, "height": filed.height, "media_type": "image/jpeg", "masks": ""}
                yield {"id": new_id(), "item_id": item, "use": filed.use, "sighting_id": sighting, "made_at": at, **kept, **size}


def _filed(filing: Filing, shot: Shot, found: Sequence[Face]) -> tuple[tuple[Filed, ...], tuple[Filed, ...]]:
    data = shot.path.read_bytes()
    picture = open_picture(data)
    thumb = filing.jpeg("thumb", resized(picture.pixels, _THUMB), _QUALITY)
    whole = (thumb, Filed("preview", filing.put(data), picture.width, picture.height))
    return whole, tuple(crop_of(filing, picture.pixels, face.box) for face in found)
