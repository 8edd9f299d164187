"""Receipts by letter: one for all that somebody decided in one go, once they have been quiet for a while."""

from collections.abc import Sequence
from datetime import timedelta

from app import receipts as files
from app.jobs.correspondence import on_its_own
from app.jobs.workshop import Workshop
from app.letters import receipts as letters
from app.letters.receipts import Kept
from app.mail import Enclosure
from consent_store.ids import PersonId
from consent_store.operations import reminders
from consent_store.records.queries import people, receipts, school
from consent_store.records.queries.people import PersonView
from consent_store.rules.receipts import Receipt

_MATTER = "receipt"
_BACK = timedelta(days=3)  # longer than a weekend without a worker; what is older is read on the page


def send(shop: Workshop) -> None:
    """A letter to everybody who decided something and has been quiet since."""
    with shop.services.db.reading() as session:
        waiting = receipts.to_send(session, _MATTER, shop.now() - _BACK, shop.now())
        readers = people.people(session, waiting)
    for speaker, issued in waiting.items():
        reader = readers.get(speaker)
        if reader is not None and reader.email and not reader.erased:
            with on_its_own(_MATTER):
                _send(shop, reader, issued)


def _send(shop: Workshop, reader: PersonView, issued: Sequence[Receipt]) -> None:
    services, at = shop.services, shop.now()
    kept = [each for each in (_kept(shop, reader, receipt) for receipt in issued) if each]
    with services.db.unit_of_work() as session:
        for receipt in issued:
            reminders.record(session, _MATTER, PersonId(reader.id), receipt.key, at=at)
        name, key = school.opened(session).name, files.school_key(session, services)
    if kept:
        services.post(letters.receipt(reader, kept, name, key))


def _kept(shop: Workshop, reader: PersonView, receipt: Receipt) -> Kept | None:
    """A receipt as it is now, with its file, or None where the person it is about was erased since."""
    services = shop.services
    with services.db.reading() as session:
        about = people.person(session, receipt.person)
        whole = None if about.erased else receipts.one(session, receipt.person, receipt.key, at=shop.now())
    if whole is None:
        return None
    data = files.make(services, whole, reader.language)
    link = f"{services.site.public_url}/receipts/{receipt.person}/{receipt.key}"
    return Kept(about, whole, link, Enclosure(files.filename(whole), files.MEDIA_TYPE, data.decode()))
