"""What rounds share that write letters: who writes, that a letter is written down before it leaves, and that each stands on its own."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import structlog

from app.jobs.workshop import Workshop
from app.letters import links
from app.letters.families import From
from app.mail import Letter
from app.traces import where
from consent_store.ids import PersonId
from consent_store.operations import reminders
from consent_store.records.queries import school
from consent_store.records.queries.people import PersonView

_log = structlog.get_logger()


def letter_from(shop: Workshop, reader: PersonView) -> From:
    """The school as it writes to somebody, with the link to their own door."""
    services = shop.services
    with services.db.reading() as session:
        notices, name = school.current_notices(session, reader.language), school.opened(session).name
    titles = {code: notice.title for code, notice in notices.items()}
    return From(name, titles, links.door_link(services.keys, services.site.public_url, reader.id))


def send(shop: Workshop, matter: str, reader: PersonId, about: Iterable[str], letter: Letter) -> None:
    """Write down of what somebody is told, and post the letter only then; who has no address is told nothing, and not asked for again."""
    with shop.services.db.unit_of_work() as session:
        for each in about:
            reminders.record(session, matter, reader, each, at=shop.now())
    if letter.to:
        shop.services.post(letter)


@contextmanager
def on_its_own(matter: str) -> Iterator[None]:
    """What fails in here is logged, without its words, and stops nothing that comes after; what is still due comes again in an hour.

    Raises OSError all the same: where the mail is away, whatever came after would be written down and lost too.
    """
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        _log.error("letter failed", matter=matter, error=type(error).__name__, where=where(error))
