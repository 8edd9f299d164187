"""The letter to whoever put a question to the supervisor: that it is answered. Question and answer stay behind the door."""

from app.letters import speech
from app.mail import Letter
from consent_store.records.queries.people import PersonView
from consent_store.rules.terms import Kind


def answered(reader: PersonView, number: int, kind: Kind, event: str, school: str, link: str) -> Letter:
    """That the answer is there; `number` is that of the medium in its event."""
    _ = speech(reader.language)
    text = _(
        "Dear %(name)s,\n\nYou asked the supervisor about %(item)s of “%(event)s”. Here is the answer:\n\n    %(link)s\n\n%(school)s",
        name=reader.name,
        item=_.item(number, kind),
        event=event,
        link=link,
        school=school,
    )
    return Letter(reader.email or "", _("Your question about %(item)s is answered", item=_.item(number, kind)), text)
