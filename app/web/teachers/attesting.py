"""Attesting many pictures together, each after a look: what is wholly answered, and what waits for a second pair of eyes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.web.context import me, now, session, unit_of_work
from app.web.teachers import pulse
from app.web.teachers.blueprint import bp, teachers
from consent_store.errors import BadInput, NotFound
from consent_store.ids import EventId, ItemId, PersonId
from consent_store.operations import attesting
from consent_store.records.queries import attesting as questions
from consent_store.records.queries import media, people, reviews
from consent_store.records.queries.attesting import Roll
from consent_store.records.queries.people import PersonView
from consent_store.records.views import EventView

_AT_ONCE = 30  # pictures: as many as somebody looks at before they press


@dataclass(frozen=True, slots=True)
class Sheet:
    """Pictures to attest together, those past the picture `after`, out of `number` in all.

    `second`: a colleague attested them already; `onward`: more follow; `since`: where the event's count of changes stood before.
    """

    event: EventView
    rolls: Sequence[Roll]
    number: int
    after: int
    second: bool
    onward: bool
    people: Mapping[PersonId, PersonView]
    doubted: frozenset[ItemId]
    since: int

    @property
    def last(self) -> int:
        """The number of the last picture on it."""
        return self.rolls[-1].item.number if self.rolls else 0

    def names(self, among: Iterable[PersonId]) -> list[str]:
        """What these people are called, in order; whoever is erased, by nothing."""
        return sorted(view.name for person in among if (view := self.people.get(person)) and view.name)


@bp.get("/second")
@teachers
def second() -> ResponseReturnValue:
    """What waits for a second pair of eyes, this colleague's, by event."""
    return render_template("teachers/second.html", waiting=questions.second_by_event(session(), me().person.id))


@bp.get("/<event>/attest")
@teachers
def to_attest(event: EventId) -> ResponseReturnValue:
    """The pictures of an event in which everybody is answered, and that nobody attested."""
    beat, view, after = pulse.beat(event), media.event(session(), event), request.args.get("after", 0, int)
    items, number = questions.to_attest(session(), event, after=after, limit=_AT_ONCE + 1), questions.number_to_attest(session(), event)
    return _shown(view, items, after, number, beat, second=False)


@bp.get("/<event>/second")
@teachers
def second_of(event: EventId) -> ResponseReturnValue:
    """The pictures of an event that wait for this colleague."""
    beat, view, after, mine = pulse.beat(event), media.event(session(), event), request.args.get("after", 0, int), me().person.id
    items = questions.second_of(session(), event, mine, after=after, limit=_AT_ONCE + 1)
    return _shown(view, items, after, questions.number_second(session(), event, mine), beat, second=True)


@bp.post("/<event>/attest")
@teachers
def attest_many(event: EventId) -> ResponseReturnValue:
    """Attest what is ticked, each picture as it was on the screen. What changed meanwhile is left out, and said."""
    seen = _seen(media.event(session(), event).id)
    with unit_of_work() as changing:
        done = attesting.attest_many(changing, seen, actor=me().person.id, at=now())
    if done.items:
        flash(_("Attested. Pictures: %(pictures)s. People listed: %(people)s.", pictures=len(done.items), people=done.listed))
    if done.left_out:
        flash(
            ngettext(
                "%(num)s picture changed while you were looking. It is not attested; look again.",
                "%(num)s pictures changed while you were looking. They are not attested; look again.",
                len(done.left_out),
            ),
            "error",
        )
    endpoint = "events.second_of" if "second" in request.form else "events.to_attest"
    return redirect(url_for(endpoint, event=event, after=request.form.get("after", 0, int) or None), 303)


def _shown(view: EventView, items: Sequence[ItemId], after: int, number: int, beat: int, *, second: bool) -> ResponseReturnValue:
    rolls = questions.rolls(session(), items[:_AT_ONCE])
    named = {person for roll in rolls for person in (*roll.people, *roll.answered_by, *roll.attested_by)}
    doubted = frozenset(doubt.item for doubt in reviews.open_doubts(session()) if doubt.item_event == view.id)
    sheet = Sheet(view, rolls, number, after, second, len(items) > _AT_ONCE, people.people(session(), named), doubted, beat)
    return render_template("teachers/attest.html", sheet=sheet, event=view)


def _seen(event: EventId) -> dict[ItemId, int]:
    """The pictures that are ticked, with the revision that was shown. Raises `NotFound` for one of another event."""
    ticked = [ItemId(item) for item in request.form.getlist("picture")]
    views = media.items(session(), ticked)
    if any(item not in views or views[item].event != event for item in ticked):
        raise NotFound()
    if not ticked:
        raise BadInput(_("Tick at least one picture."), field="picture")
    return {item: request.form.get(f"seen-{item}", -1, int) for item in ticked}
