"""Letters about what a family asked of the office: the answer, and to the office what the law wants answered soon."""

from datetime import date

from app.letters import speech
from app.mail import Letter
from consent_store.records.queries.people import PersonView


def answered(to: str, language: str, granted: bool, answer: str, school: str) -> Letter:
    """The office answered."""
    _ = speech(language)
    subject = _("The answer of %(school)s", school=school)
    done = _("We did what you asked.") if granted else _("We did not do what you asked.")
    text = _("%(done)s\n\n%(answer)s\n\n%(school)s", done=done, answer=answer, school=school)
    return Letter(to, subject, text)


def due(reader: PersonView, number: int, first: date, school: str, link: str) -> Letter:
    """To the office: questions of families that wait, and by when the law wants the first one answered."""
    _ = speech(reader.language)
    subject = _.ngettext("%(num)s question of a family waits", "%(num)s questions of families wait", number)
    text = _(
        "Dear %(name)s,\n\nA family asked for a correction or for erasure, and has no answer yet. The law wants the first one before "
        "%(day)s.\n\n    %(link)s\n\n%(school)s",
        name=reader.name,
        day=_.day(first),
        link=link,
        school=school,
    )
    return Letter(reader.email or "", subject, text)
