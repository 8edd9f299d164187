"""What rounds share that write to families: who writes, and that a letter is written down before it leaves."""

from app.jobs.workshop import Workshop
from app.letters import links
from app.letters.families import From
from app.mail import Letter
from consent_store.operations import reminders
from consent_store.records.queries import school
from consent_store.records.queries.people import PersonView


def letter_from(shop: Workshop, reader: PersonView) -> From:
    """The school as it writes to somebody, with the link to their own door."""
    services = shop.services
    with services.db.reading() as session:
        notices, name = school.current_notices(session, reader.language), school.opened(session).name
    titles = {code: notice.title for code, notice in notices.items()}
    return From(name, titles, links.door_link(services.keys, services.site.public_url, reader.id))


def send(shop: Workshop, matter: str, reader: PersonView, about: str, letter: Letter) -> None:
    """Write down that somebody is told, and post the letter only then."""
    with shop.services.db.unit_of_work() as session:
        reminders.record(session, matter, reader.id, about, at=shop.now())
    shop.services.post(letter)
