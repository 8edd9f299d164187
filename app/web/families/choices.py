"""Give, refuse, withdraw: each choice is kept at once, or all of them by one button."""

from collections.abc import Iterator, Mapping

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web import access
from app.web.context import me, now, session, unit_of_work
from app.web.families.blueprint import bp
from app.web.families.frame import frame
from app.web.families.questions import Card, Question, Sheet, sheet
from app.web.presenters import refusal_words
from consent_store.errors import BadInput, Conflict
from consent_store.ids import PersonId
from consent_store.operations import consents
from consent_store.operations.consents import Chosen
from consent_store.records.queries import consents as questions
from consent_store.rules.entries import Say, Word

_SAYS = {"yes": Say.YES, "no": Say.NO, "lifted": Say.LIFTED}


@bp.get("/")
@access.family
def index() -> ResponseReturnValue:
    """To the first child, or to oneself."""
    first = questions.family_view(session(), me().person.id, at=now())[0]
    return redirect(url_for("families.show", person=first.person.id), 303)


@bp.get("/<person>")
@access.family
def show(person: PersonId) -> ResponseReturnValue:
    """Everything that is asked about somebody."""
    return render_template("families/child.html", frame=frame(person), sheet=sheet(person))


@bp.post("/<person>")
@access.family
def choose(person: PersonId) -> ResponseReturnValue:
    """Keep what was chosen. In a page that stays, the answer is the purpose's card, with what is left to do."""
    chosen = list(_chosen(sheet(person), request.form))
    try:
        with unit_of_work() as changing:
            consents.choose(changing, chosen, actor=me().person.id, at=now())
    except Conflict as conflict:
        return _told_meanwhile(person, conflict)
    if request.headers.get("HX-Request"):
        return _card(person, "")
    if chosen:
        flash(_("Your choices are kept."))
    return redirect(url_for("families.show", person=person), 303)


def _told_meanwhile(person: PersonId, conflict: Conflict) -> ResponseReturnValue:
    """Nothing was kept: the page as it is now, with the reason."""
    sentence = refusal_words(conflict)
    if request.headers.get("HX-Request"):
        return make_response(_card(person, sentence), 409)
    return render_template("families/child.html", frame=frame(person), sheet=sheet(person), sentence=sentence), 409


def _card(person: PersonId, sentence: str) -> str:
    renewed = sheet(person)
    card = next((card for card in renewed.cards if f"{card.code}.notice" in request.form), None)
    if card is None:
        raise BadInput(field="purpose")
    return render_template("families/saved.html", sheet=renewed, card=card, sentence=sentence)


def _chosen(asked: Sheet, form: Mapping[str, str]) -> Iterator[Chosen]:
    """What a form says that was not so already. One answer for a whole purpose stands for the kinds that have none of their own."""
    for card in asked.cards:
        for question in card.questions:
            answer = form.get(question.field) or form.get(f"{card.code}.all")
            if answer and answer != question.value:
                yield Chosen(_word(asked, card, question, answer, form), _number(form, f"{question.field}.seen"))


def _word(asked: Sheet, card: Card, question: Question, answer: str, form: Mapping[str, str]) -> Word:
    """A yes names the notice that lay before the reader; a no where there was a yes takes that back."""
    if answer not in asked.answers:
        raise BadInput(field=question.field)
    say = Say.WITHDRAWN if answer == "no" and question.value == "yes" else _SAYS[answer]
    word = (me().person.id, asked.person.id, say, card.code, question.choice.kind)
    if say is not Say.YES:
        return Word(*word)
    return Word(*word, notice=_number(form, f"{card.code}.notice"), language=form.get(f"{card.code}.language"))


def _number(form: Mapping[str, str], field: str) -> int:
    text = form.get(field, "")
    if not text.isdecimal():
        raise BadInput(field=field)
    return int(text)
