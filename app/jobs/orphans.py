"""Files that nobody knows: what a page or a worker put into the vault before it was killed, and so never wrote down."""

from datetime import timedelta

import structlog

from app.jobs.workshop import Workshop
from consent_store.operations import shreds
from consent_store.records.queries import files

_log = structlog.get_logger()
_AGE = timedelta(days=1)  # whatever puts a file into the vault writes it down long before


def let_go(shop: Workshop) -> None:
    """Let go of every file older than a day that no record names.

    All of them stay where the records may not be this vault's, or not of its time: a recorded file is missing, or most have no record.
    """
    vault, at = shop.services.vault, shop.now()
    old = set(vault.names(at - _AGE))
    with shop.services.db.reading() as session:
        kept, going = {name for name, *_told in files.kept(session)}, set(files.to_shred(session))
    orphans, missing = old - kept - going, kept - set(vault.names())
    if missing or len(orphans) > len(kept):
        _log.warning("files without a record stay", orphans=len(orphans), recorded=len(kept), missing=len(missing))
    elif orphans:
        with shop.services.db.unit_of_work() as session:
            shreds.let_go(session, orphans, at=at)
        _log.info("files without a record go", orphans=len(orphans))
