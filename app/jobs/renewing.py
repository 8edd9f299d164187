"""What ends soon is asked for again, and once a year whoever speaks for somebody is told what stands."""

from datetime import timedelta

from app.jobs.correspondence import letter_from, on_its_own, send
from app.jobs.workshop import Workshop
from app.letters import families
from consent_store.records.queries import due, reminders

ENDING = "ending"
AGAIN = timedelta(days=20)  # within the weeks before an end, one letter more to whoever did nothing


def ask(shop: Workshop) -> None:
    """A letter about each person of whom some consent ends soon, to whoever may say yes."""
    at = shop.now()
    with shop.services.db.reading() as session:
        ending, asked = due.ending(session, at=at), reminders.of(session, ENDING)
    for each in ending:
        for reader in each.speakers:
            last = asked.get((reader.id, each.person.id))
            if reader.email and (last is None or last.last_at <= at - AGAIN):
                with on_its_own(ENDING):
                    send(shop, ENDING, reader.id, [each.person.id], families.ends_soon(reader, each, letter_from(shop, reader)))


def tell(shop: Workshop) -> None:
    """Once a year, what stands."""
    with shop.services.db.reading() as session:
        yearly = due.yearly(session, at=shop.now())
    for each in yearly:
        with on_its_own(due.YEARLY):
            send(shop, due.YEARLY, each.reader.id, [""], families.what_stands(each.reader, each.about, letter_from(shop, each.reader)))
