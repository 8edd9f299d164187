"""A file that would show somebody whom nobody was asked about: it is held, and they are."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from consent_store.ids import ItemId, RenditionId
from consent_store.operations import making, recordings
from consent_store.operations.recordings import FoundTrack

UNASKED = "unasked"
"""Why such a file could not be made."""


def hold(session: Session, wanted: RenditionId, item: ItemId, found: Sequence[FoundTrack], *, at: datetime) -> None:
    """Let a file of `item` fail, and write down who was found in it, to be answered.

    Where something moved since it was asked for it fails for that, and nobody is written down: whoever makes it anew finds them again.
    """
    if making.go_on(session, wanted, share=1.0, seconds_left=0, until=at):
        making.failed(session, wanted, UNASKED)
        recordings.write_unasked(session, item, found, at=at)
