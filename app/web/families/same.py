"""The same for another child: an offer, of which everything is shown before it is said, and nothing is said where there is a word."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from app.web import access
from app.web.context import me, now, session
from app.web.families.blueprint import bp
from app.web.families.frame import Frame, frame
from app.web.families.questions import Card, Question, Sheet, sheet
from consent_store.errors import NotFound
from consent_store.ids import PersonId
from consent_store.records.queries import consents
from consent_store.records.queries.consents import ChildView, Choice
from consent_store.records.queries.people import PersonView
from consent_store.rules.capacity import Sight
from consent_store.rules.entries import Say
from consent_store.rules.terms import RECOGNITION, Kind

_FIRM = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Likewise:
    """What would be said about another child of one purpose: each question with its answer, yes or no."""

    card: Card
    answers: Sequence[tuple[Question, str]]

    def kinds(self, answer: str) -> list[str]:
        """The kinds that get this answer."""
        return [question.ask for question, given in self.answers if given == answer]


@bp.get("/<person>/same/<other>")
@access.family
def alike(person: PersonId, other: PersonId) -> ResponseReturnValue:
    """What would be said about another child, before it is. The form then says it on that child's own page."""
    around, asked = frame(other), sheet(frame(other).member)
    first = sheet(frame(person).member)
    likewise = _likewise(first, asked)
    if not likewise:
        raise NotFound()
    return render_template("families/same.html", frame=around, sheet=asked, first=first.person, likewise=likewise)


def offers(around: Frame, asked: Sheet) -> list[PersonView]:
    """The other children about whom the reader could say the same, once everything is answered about this one."""
    if asked.left or not asked.total or asked.myself:
        return []
    given = _answers(asked)
    here = (asked.person.id, me().person.id)
    others = [member.person for member in around.members if member.sight is Sight.WHOLE and member.person.id not in here]
    views = consents.choices_for(session(), me().person.id, others, at=now()) if others else []
    return [view.person for view in views if view.may_give and _open_for(view, given)]


def _open_for(view: ChildView, given: dict[tuple[str, Kind], str]) -> bool:
    return any(_unsaid(choice) and (choice.purpose.code, choice.kind) in given for choice in view.choices)


def _likewise(first: Sheet, asked: Sheet) -> list[Likewise]:
    if not asked.child.may_give or asked.myself or first.myself:
        return []
    given = _answers(first)
    found = [Likewise(card, [(each, given[_key(each)]) for each in card.questions if _open(each, given)]) for card in asked.cards]
    return [each for each in found if each.answers]


def _open(question: Question, given: dict[tuple[str, Kind], str]) -> bool:
    return _unsaid(question.choice) and _key(question) in given


def _unsaid(choice: Choice) -> bool:
    """Whether the reader has no word, or took it back as if unsaid."""
    return choice.own is None or choice.own.word.say is Say.LIFTED


def _answers(asked: Sheet) -> dict[tuple[str, Kind], str]:
    """What the reader said about somebody, by purpose and kind. A face is asked for each child apart."""
    said = {_key(question): question.value for card in asked.cards if card.code != RECOGNITION for question in card.questions}
    return {key: value for key, value in said.items() if value in _FIRM}


def _key(question: Question) -> tuple[str, Kind]:
    return question.choice.purpose.code, question.choice.kind
