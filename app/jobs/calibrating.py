"""The school's own confirmed faces, found again in the originals and described, to set thresholds on. Nothing of it is kept."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from app.analysis.pipeline import Engine
from app.analysis.ports import Descriptors, FoundFace
from app.jobs.enrolling import face_at
from app.media.boxed import open_boxed
from app.media.refusals import Unreadable
from app.services import Services
from app.vault import VaultError
from consent_store.ids import ItemId, PersonId
from consent_store.records.queries.recognition import ConfirmedFace

MOST_EACH = 12  # faces of one person: more say little more, and take minutes


class Known(NamedTuple):
    """A face, float32 (length of the describer,), and whose it is."""

    person: PersonId
    descriptor: Descriptors


class Looked(NamedTuple):
    """What one photo gave: its good faces, or why it could not be read."""

    item: ItemId
    faces: list[Known]
    error: str | None = None


def by_photo(confirmed: Iterable[ConfirmedFace]) -> list[list[ConfirmedFace]]:
    """The confirmed faces photo by photo; of each person the first `MOST_EACH`."""
    count: Counter[PersonId] = Counter()
    chosen = []
    for face in confirmed:
        count[face.person] += 1
        if count[face.person] <= MOST_EACH:
            chosen.append(face)
    return [list(faces) for _, faces in groupby(chosen, key=lambda face: face.item)]


def look(services: Services, engine: Engine, photos: Iterable[Sequence[ConfirmedFace]]) -> Iterator[Looked]:
    """Find and describe the confirmed faces of each photo again. Poor ones are left out: the engine is never sure of those."""
    for confirmed in photos:
        yield _look(services, engine, confirmed)


def _look(services: Services, engine: Engine, confirmed: Sequence[ConfirmedFace]) -> Looked:
    item = confirmed[0].item
    try:
        pixels = open_boxed(services.vault.open(confirmed[0].vault_name)).pixels
    except (Unreadable, VaultError) as error:
        return Looked(item, [], str(error))
    [found] = engine.find([pixels])
    again = [(each.person, face) for each in confirmed if isinstance(face := face_at(found, each.box), FoundFace)]
    [described] = engine.describe([pixels], [[face for _, face in again]])
    pairs = zip(again, described, strict=True)
    return Looked(item, [Known(person, face.descriptor) for (person, _), face in pairs if face.quality.good])
