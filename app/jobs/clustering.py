"""Groups the unanswered faces of an event while its pictures still come in, and after the last: one answer serves many pictures."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from app.analysis.grouping import Bond
from app.jobs.workshop import Workshop
from app.vault import unseal
from consent_store.ids import EventId, SightingId, new_id
from consent_store.operations import piles
from consent_store.records.queries import bonds, grouping
from consent_store.records.queries.bonds import BondView
from consent_store.records.queries.grouping import DescribedFace


def cluster_ready(shop: Workshop) -> None:
    """Group the faces of every event that wants it."""
    with shop.services.db.reading() as session:
        events = grouping.to_group(session)
    for event in events:
        _cluster(shop, event)


def _cluster(shop: Workshop, event: EventId) -> None:
    with shop.services.db.reading() as session:
        faces, said = grouping.faces_to_group(session, event), bonds.bonds_of(session, event)
    if not faces:
        return
    descriptors = np.stack([np.frombuffer(unseal(shop.services.keys, face.sealed), np.float32) for face in faces])
    found = shop.engine.group(descriptors, [face.item for face in faces], _by_index(faces, said))
    with shop.services.db.unit_of_work() as session:
        piles.regroup(session, event, names(faces, found), heard=[bond.id for bond in said])


def names(faces: Sequence[DescribedFace], found: Sequence[int]) -> dict[SightingId, str]:
    """The cluster of each face, whose pile has a number. A pile keeps the name of the one that most of its faces were in, so that
    whoever has it before them finds it again.
    """
    shared = Counter((pile, face.cluster) for face, pile in zip(faces, found, strict=True) if face.cluster)
    named: dict[int, str] = {}
    taken = set[str]()
    for (pile, cluster), _ in shared.most_common():
        if pile not in named and cluster not in taken:
            named[pile] = cluster
            taken.add(cluster)
    return {face.id: named.setdefault(pile, new_id()) for face, pile in zip(faces, found, strict=True)}


def _by_index(faces: Sequence[DescribedFace], said: Sequence[BondView]) -> list[Bond]:
    """What people said of the faces that are still here."""
    place: Mapping[SightingId, int] = {face.id: index for index, face in enumerate(faces)}
    return [Bond(bond.same, {place[face]: side for face, side in bond.sides.items() if face in place}) for bond in said]
