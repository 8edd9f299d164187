"""Whoever put a question to the supervisor hears by letter that the answer is there, once for each answer, unless they read it before."""

from app.jobs.correspondence import on_its_own, send
from app.jobs.workshop import Workshop
from app.letters import doubts as letters
from consent_store.records.queries import media, people, reminders, school
from consent_store.records.queries.reviews import DoubtView, unread_answers

_ANSWERED = "doubt_answered"


def tell(shop: Workshop) -> None:
    """A letter about each answer that is new to whoever asked."""
    with shop.services.db.reading() as session:
        told = {about for _reader, about in reminders.of(session, _ANSWERED)}
        fresh = [doubt for doubt in unread_answers(session) if _about(doubt) not in told]
        readers, name = people.people(session, {doubt.raised_by for doubt in fresh}), school.opened(session).name
        items = media.items(session, [doubt.item for doubt in fresh])
        titles = {event.id: event.title for event in media.event_titles(session, among={doubt.item_event for doubt in fresh})}
    for doubt in fresh:
        with on_its_own(_ANSWERED):
            link = f"{shop.services.site.public_url.rstrip('/')}/doubts/{doubt.id}"
            item = items[doubt.item]
            letter = letters.answered(readers[doubt.raised_by], item.number, item.kind, titles[doubt.item_event], name, link)
            send(shop, _ANSWERED, doubt.raised_by, [_about(doubt)], letter)


def _about(doubt: DoubtView) -> str:
    """A doubt that was upheld, and is resolved after all, has a second answer."""
    return f"{doubt.id} {doubt.state}"
