"""Give, refuse, withdraw, renew: each choice is kept at once, or all of them by one button; and taken back by another."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web import access, preferences
from app.web.attempts import attempt, number
from app.web.context import me, now, session, unit_of_work
from app.web.families import same
from app.web.families.blueprint import bp
from app.web.families.frame import Frame, frame
from app.web.families.questions import Card, Question, Sheet, sheet
from app.web.presenters import refusal_words
from app.web.receipts.links import link_for
from app.web.signin import passkeys
from consent_store.errors import BadInput, Conflict
from consent_store.ids import PersonId
from consent_store.operations import consents
from consent_store.operations.consents import Chosen
from consent_store.records.queries import families
from consent_store.rules.entries import Entry, Say, Word

_SAYS = {"yes": Say.YES, "no": Say.NO, "lifted": Say.LIFTED}


@bp.get("/")
@access.family
def index() -> ResponseReturnValue:
    """To the first child, or to oneself."""
    first = families.family(session(), me().person.id, at=now())[0]
    return redirect(url_for("families.show", person=first.person.id), 303)


@bp.get("/<person>")
@access.family
def show(person: PersonId) -> ResponseReturnValue:
    """Everything that is asked about somebody."""
    return render_template("families/child.html", **_page(frame(person)))


@bp.post("/<person>")
@access.family
def choose(person: PersonId) -> ResponseReturnValue:
    """Keep what was chosen. In a page that stays, the answer is the purpose's card, with what is left to do."""
    chosen = list(_chosen(sheet(frame(person).member), request.form))
    try:
        with unit_of_work() as changing:
            kept = consents.choose(changing, chosen, actor=me().person.id, at=now())
    except Conflict as conflict:
        return _told_meanwhile(person, conflict)
    told = _told(person, kept)
    if request.headers.get("HX-Request"):
        return _card(person, "", told)
    if chosen:
        flash(cast(str, told or _("Your choices are kept.")))
    return redirect(url_for("families.show", person=person), 303)


@bp.post("/<person>/undo")
@access.family
def undo(person: PersonId) -> ResponseReturnValue:
    """Let what was just kept be as it was before."""
    frame(person)
    numbers = [told for text in request.form.get("numbers", "").split() if (told := number(text)) is not None]
    with attempt(_("It is as it was before.")) as changing:
        consents.take_back(changing, person, numbers, actor=me().person.id, at=now())
    return redirect(url_for("families.show", person=person), 303)


def _page(around: Frame) -> dict[str, Any]:
    asked = sheet(around.member)
    return {
        "frame": around,
        "sheet": asked,
        "alike": same.offers(around, asked),
        "passkey": passkeys.offered(),
        "read_in": preferences.notice_languages(),
    }


def _told(person: PersonId, kept: list[Entry]) -> dict[str, Any] | None:
    """What was kept, with the way back, and the receipt."""
    undo, numbers = url_for("families.undo", person=person), " ".join(str(entry.seq) for entry in kept)
    receipt = (link_for(kept), _("Receipt"))
    return {"text": _("Your choices are kept."), "undo": undo, "fields": {"numbers": numbers}, "link": receipt} if kept else None


def _told_meanwhile(person: PersonId, conflict: Conflict) -> ResponseReturnValue:
    """Nothing was kept: the page as it is now, with the reason."""
    sentence = refusal_words(conflict)
    if request.headers.get("HX-Request"):
        return make_response(_card(person, sentence), 409)
    return render_template("families/child.html", **_page(frame(person)), sentence=sentence), 409


def _card(person: PersonId, sentence: str, told: dict[str, Any] | None = None) -> str:
    renewed = _page(frame(person))
    card = next((card for card in renewed["sheet"].cards if f"{card.code}.notice" in request.form), None)
    if card is None:
        raise BadInput(field="purpose")
    return render_template("families/saved.html", **renewed, card=card, sentence=sentence, told=told)


def _chosen(asked: Sheet, form: Mapping[str, str]) -> Iterator[Chosen]:
    """What a form says that was not so already. One answer for a whole purpose stands for the kinds that have none of their own; a yes
    that is about to end may be said again.
    """
    for card in asked.cards:
        for question in card.questions:
            answer = form.get(question.field) or form.get(f"{card.code}.all")
            renewed = answer == "yes" and question.ends and "renew" in form
            if answer and (renewed or answer != question.value):
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
    told = number(form.get(field, ""))
    if told is None:
        raise BadInput(field=field)
    return told
