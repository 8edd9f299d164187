"""Groups the unanswered faces of an event, so that one answer serves many pictures."""

import numpy as np

from app.jobs.workshop import Workshop
from app.vault import unseal
from consent_store.ids import EventId
from consent_store.operations import media
from consent_store.records.queries import media as queries


def cluster_ready(shop: Workshop) -> None:
    """Group the faces of every event whose pictures have all been looked at."""
    with shop.services.db.reading() as session:
        events = queries.to_cluster(session)
    for event in events:
        _cluster(shop, event)


def _cluster(shop: Workshop, event: EventId) -> None:
    with shop.services.db.reading() as session:
        sealed = queries.descriptors_of(session, event)
    descriptors = [np.frombuffer(unseal(shop.services.keys, each), np.float32) for _, each in sealed]
    labels = shop.engine.group(np.stack(descriptors)) if descriptors else []
    clusters = {sighting: f"{event}:{label}" for (sighting, _), label in zip(sealed, labels, strict=True)}
    with shop.services.db.unit_of_work() as session:
        media.set_clusters(session, event, clusters)
