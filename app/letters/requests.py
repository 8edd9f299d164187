"""The letter about one picture: who asks, for what, until when. It names no other child and shows nothing; the door does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.lists import format_list

from app.letters import speech
from app.mail import Letter
from consent_store.records.queries.people import PersonView


@dataclass(frozen=True, slots=True)
class Question:
    """A question about one picture. `titles`: what the purpose is called, by language."""

    school: str
    asker: str
    why: str
    titles: dict[str, str]
    last_day: date


def asking(question: Question, reader: PersonView, people: Sequence[PersonView], link: str, *, again: bool = False) -> Letter:
    """The question about these people, or its one reminder."""
    _ = speech(reader.language)
    who = format_list([each.given_name if each.id != reader.id else _("yourself") for each in people], locale=_.language)
    subject = _("Still open: one picture of %(who)s", who=who) if again else _("May we use one picture of %(who)s?", who=who)
    text = _(
        "Dear %(name)s,\n\n%(asker)s of %(school)s asks whether one picture of %(who)s may be used: %(title)s. The reason: %(why)s.\n\n"
        "Look at the picture, and say yes or no, until %(day)s:\n\n    %(link)s\n\n"
        "The link opens our door; there we send a fresh code to this address. Without an answer it is no, and saying no has no "
        "consequences. It goes for this picture only.\n\n%(school)s",
        name=reader.name,
        asker=question.asker,
        school=question.school,
        who=who,
        title=question.titles.get(_.language) or question.titles.get("nl") or "",
        why=question.why,
        day=_.day(question.last_day),
        link=link,
    )
    return Letter(reader.email or "", subject, text)
