"""The letter to a second person: somebody wants to take very many pictures today."""

from app.letters import speech
from app.mail import Letter
from consent_store.records.queries.people import PersonView


def asked(reader: PersonView, asker: PersonView, why: str, school: str, link: str) -> Letter:
    """Who asks, why, and where to answer."""
    _ = speech(reader.language)
    subject = _("%(name)s wants to take very many pictures", name=asker.name)
    text = _(
        "%(name)s took as many pictures as one person takes in a day, and asks for more:\n\n“%(why)s”\n\n"
        "Speak to them before you agree: an account may be in the wrong hands. You answer here:\n\n%(link)s\n\n%(school)s",
        name=asker.name,
        why=why,
        link=link,
        school=school,
    )
    return Letter(reader.email or "", subject, text)
