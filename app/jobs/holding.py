"""Writing down what came of work in hand: only whoever still holds it may."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from app.jobs.workshop import Workshop
from app.media.still import Stopped
from consent_store.operations import making, media
from consent_store.operations.making import Order
from consent_store.operations.media import Claim


@contextmanager
def holding(shop: Workshop, work: Claim | Order) -> Iterator[Session]:
    """A unit of work for whoever holds this.

    Raises `Stopped` where another worker took it over, or somebody ended it: then nothing is written.
    """
    with shop.services.db.unit_of_work() as session:
        if not (media.holds(session, work) if isinstance(work, Claim) else making.holds(session, work)):
            raise Stopped
        yield session
