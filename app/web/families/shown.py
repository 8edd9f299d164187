"""Where somebody was shown: each picture with everybody else covered, what it was used for, and a no beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web import access, door
from app.web.attempts import attempt
from app.web.context import me, now, services, session, unit_of_work
from app.web.families.blueprint import bp
from app.web.families.frame import Frame, frame
from app.web.presenters import purpose_titles
from consent_store.errors import BadInput
from consent_store.ids import ItemId, PersonId, PurposeCode, RenditionId
from consent_store.operations import consents
from consent_store.operations import seeing as operations
from consent_store.records import ledger
from consent_store.records.queries import consents as consent_queries
from consent_store.records.queries import school, seeing, shown
from consent_store.records.queries.renditions import Failed, Made
from consent_store.records.queries.seeing import Seen
from consent_store.records.queries.shown import Appearance
from consent_store.rules.capacity import Sight
from consent_store.rules.entries import Say, Word
from consent_store.rules.standing import State
from consent_store.rules.terms import Kind, Purpose

_SIZE = 12  # pictures on a page


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a family sees it: `state` is made, waiting, failed, hidden (it cannot be shown) or gone."""

    item: ItemId
    state: str
    file: RenditionId | None


@dataclass(frozen=True, slots=True)
class Page:
    """One screen of them; `number` counts from one. `ending`: the purposes that somebody could still take back, by title."""

    appearances: Sequence[Appearance]
    pictures: Mapping[ItemId, Picture]
    objections: frozenset[ItemId]
    titles: Mapping[PurposeCode, str]
    ending: Mapping[PurposeCode, str]
    number: int
    last: int
    total: int


@bp.get("/<person>/shown", endpoint="shown")
@access.family
def shown_page(person: PersonId) -> ResponseReturnValue:
    """Every picture that went out with somebody in it."""
    framed = frame(person)
    return render_template("families/shown.html", frame=framed, page=_page(framed), whole=framed.member.sight >= Sight.WHOLE)


@bp.get("/<person>/pictures/<item>")
@access.family
def picture(person: PersonId, item: ItemId) -> ResponseReturnValue:
    """One picture, or that it is on its way: asked again until it is there."""
    seeing.subject(session(), me().person.id, person, Sight.PICTURES, at=now())
    found = pictures([item], person)[item]
    if found.state == "gone":
        abort(404)
    return render_template("families/picture.html", person=person, picture=found)


@bp.get("/pictures/<rendition>")
@access.family
def look(rendition: RenditionId) -> ResponseReturnValue:
    """The bytes of such a picture, by the one door."""
    return door.look(rendition)


@bp.post("/<person>/pictures/<item>")
@access.family
def object_(person: PersonId, item: ItemId) -> ResponseReturnValue:
    """Say no to one picture, or take that back; what is out of it comes back at once."""
    says = request.form.get("say")
    if says not in ("no", "lifted"):
        raise BadInput(field="say")
    with attempt() as changing:
        operations.object_to(changing, item, person, says == "no", actor=me().person.id, at=now())
        _tell(person, item, says)
    return redirect(url_for("families.shown", person=person, page=request.form.get("page")), 303)


@bp.post("/<person>/shown")
@access.family
def end_purpose(person: PersonId) -> ResponseReturnValue:
    """Take a whole purpose back, for photo, film and sound alike: everything that is out for it."""
    purpose, speaker = school.purpose(session(), PurposeCode(request.form.get("purpose", ""))), me().person.id
    seeing.subject(session(), speaker, person, at=now())
    said = ledger.about(session(), person)
    with attempt(_("That is a no from now on. What is out is being taken back; under Permission you can say yes again.")) as changing:
        for kind in sorted(_given(person, purpose)):
            own = consent_queries.own_word(said, speaker, purpose.code, kind)
            say = Say.WITHDRAWN if own and own.word.say is Say.YES else Say.NO
            consents.speak(changing, Word(speaker, person, say, purpose.code, kind), actor=speaker, at=now())
    return redirect(url_for("families.shown", person=person), 303)


def pictures(items: Sequence[ItemId], person: PersonId) -> dict[ItemId, Picture]:
    """How each of these pictures can be shown; what nobody asked for yet is asked for, and comes within moments."""
    found = seeing.seen(session(), items, person)
    if any(each.alone is not None and each.id is None for each in found.values()):
        with unit_of_work() as changing:
            operations.want(changing, items, person, actor=me().person.id, at=now())
        services().nudge.make()
        found = seeing.seen(session(), items, person)
    return {item: _picture(item, found.get(item)) for item in items}


def _picture(item: ItemId, seen: Seen | None) -> Picture:
    if seen is None:
        return Picture(item, "gone", None)
    if seen.alone is None:
        return Picture(item, "hidden", None)
    state = "made" if isinstance(seen.state, Made) else "failed" if isinstance(seen.state, Failed) else "waiting"
    return Picture(item, state, seen.id)


def _page(framed: Frame) -> Page:
    person, total = framed.person.id, shown.count(session(), framed.person.id)
    last = max(1, -(-total // _SIZE))
    number = min(max(1, request.args.get("page", 1, int)), last)
    found = shown.appearances(session(), person, start=(number - 1) * _SIZE, limit=_SIZE)
    titles = purpose_titles(school.purposes(session(), retired=True))
    return Page(
        found,
        pictures([each.item for each in found], person),
        shown.objections(session(), me().person.id, person),
        titles,
        {code: titles[code] for code in _standing(person, found)},
        number,
        last,
        total,
    )


def _standing(person: PersonId, found: Sequence[Appearance]) -> list[PurposeCode]:
    """The purposes of these pictures to which the answer is still yes; that somebody must not be found is told to nobody."""
    used = {showing.release.purpose for each in found for showing in each.showings}
    return [view.code for view in school.purposes(session(), retired=True) if view.code in used and _given(person, view.purpose)]


def _given(person: PersonId, purpose: Purpose) -> set[Kind]:
    """The kinds for which the answer is yes."""
    known = consent_queries.grounds(session(), [person], at=now())
    return {kind for kind in purpose.kinds if known.standing(person, purpose, kind, now()).state is State.GIVEN}


def _tell(person: PersonId, item: ItemId, says: str) -> None:
    if says == "lifted":
        flash(_("Your no to this picture is taken back. Your usual answer counts again."))
        return
    told = _("Your no is kept. This picture goes nowhere any more, and what is out is being taken back.")
    flash({"text": told, "undo": url_for("families.object_", person=person, item=item), "fields": {"say": "lifted"}})  # type: ignore[arg-type]
