"""The letter to whoever put a question to the supervisor: that it is answered. Question and answer stay behind the door."""

from app.letters import speech
from app.mail import Letter
from consent_store.records.queries.people import PersonView


def answered(reader: PersonView, number: int, event: str, school: str, link: str) -> Letter:
    """That the answer is there; `number` is the picture's in its event."""
    _ = speech(reader.language)
    text = _(
        "Dear %(name)s,\n\nYou asked the supervisor about photo %(number)s of “%(event)s”. Here is the answer:\n\n    %(link)s\n\n"
        "%(school)s",
        name=reader.name,
        number=number,
        event=event,
        link=link,
        school=school,
    )
    return Letter(reader.email or "", _("Your question about a photo is answered"), text)
