"""What was done in a review, in words: by a press that can be taken back, and by somebody else meanwhile."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from app.web import words
from app.web.context import session
from app.web.naming import item_words
from app.web.presenters import time_words
from app.web.teachers.desk import Desk, Said
from consent_store.ids import PersonId
from consent_store.records.queries import people
from consent_store.records.queries.history import JOINED, Press, Step, Word
from consent_store.records.queries.people import PersonView
from consent_store.rules.sightings import Answer

People = Mapping[PersonId, PersonView]


def press_words(press: Press | None) -> str:
    """ "Sara → stranger, photo 12"; of a press that did much, how much and what it said; of one along a film's time, that it was that."""
    if press is None:
        return ""
    if press.joins:
        return str(_("two as one person, %(item)s", item=item_words(press)))
    if any(step.moved for step in press.steps):
        return str(_("when and where somebody is, %(item)s", item=item_words(press)))
    known = people.people(session(), {person for step in press.steps for person in (step.before_person, step.after_person) if person})
    if len(press.steps) == 1:
        return str(_("%(step)s, %(item)s", step=_step_words(press.steps[0], known), item=item_words(press)))
    said = {_answer_words(step.after, step.after_person, known) for step in press.steps}
    many = ngettext("%(num)s answer", "%(num)s answers", len(press.steps))
    return f"{many}: {said.pop()}" if len(said) == 1 else str(many)


def said_words(said: Said, known: People) -> str:
    """An answer: a name, or which of the other answers."""
    return _answer_words(said[0], said[1], known)


def meanwhile(desk: Desk) -> list[str]:
    """What others said here since somebody looked, a line each."""
    return [_word_line(desk, word) for word in desk.meanwhile]


def _word_line(desk: Desk, word: Word) -> str:
    who = desk.people[word.by].name if word.by in desk.people else _("Somebody")
    fill = {"who": who, "said": _answer_words(word.said, word.person, desk.people), "time": time_words(word.at)}
    number = desk.numbers.get(word.sighting)
    return str(
        _("%(who)s at %(time)s, face %(number)s: %(said)s", number=number, **fill) if number else _("%(who)s at %(time)s: %(said)s", **fill)
    )


def _step_words(step: Step, known: People) -> str:
    before = _answer_words(step.before, step.before_person, known)
    return f"{before} → {_answer_words(step.after, step.after_person, known)}"


def _answer_words(answer: str | None, person: PersonId | None, known: People) -> str:
    if person:
        return known[person].given_name or str(_("Somebody")) if person in known else str(_("Somebody"))
    if answer == JOINED:
        return str(_("the same as another"))
    if answer in set(Answer):
        return str(words.ANSWERS[Answer(answer)])
    return str(_("no answer yet") if answer is None else _("not in the list"))
