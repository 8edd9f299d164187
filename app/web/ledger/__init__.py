"""The ledger, to be read: filtered, in words, and never to be changed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import ledger as signatures
from app.web import access, entries
from app.web.attempts import number
from app.web.context import me, school, services, session
from app.web.entries import KINDS, Line
from consent_store.ids import ItemId, PersonId
from consent_store.records import ledger
from consent_store.records.queries import people
from consent_store.rules.entries import LocatableRecorded
from consent_store.rules.terms import Duty, Policy

bp = Blueprint("ledger", __name__, url_prefix="/ledger")
_reading = access.allow(Duty.OFFICE, Duty.PRIVACY)
_PAGE, _FOUND = 50, 8


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for. `before`: only entries under that number; `text`: a name to choose a person by."""

    person: PersonId | None
    item: ItemId | None
    kind: str | None
    day: date | None
    before: int | None
    text: str

    def address(self, **other: object) -> dict[str, object]:
        """This filter as parameters of an address, with others in place."""
        kept = {"person": self.person, "item": self.item, "kind": self.kind, "day": self.day, "q": self.text or None}
        return {name: value for name, value in (kept | other).items() if value}


@bp.get("/")
@_reading
def index() -> ResponseReturnValue:
    """The entries that fit, the latest first, and how far the ledger is signed."""
    chosen, office = _chosen(request.args), Duty.OFFICE in me().duties
    within = _hours(chosen.day) if chosen.day else None
    told = {"person": chosen.person, "item": chosen.item, "kind": chosen.kind, "before": chosen.before}
    found = ledger.read(session(), **told, within=within, limit=_PAGE + 1)  # type: ignore[arg-type]
    shown = found[-_PAGE:][::-1]
    return render_template(
        "ledger/index.html",
        chosen=chosen,
        lines=[replace(line, links=_links(chosen, line)) for line in entries.lines(shown, office=office)],
        following=shown[-1].seq if len(found) > _PAGE else None,
        kinds=_kinds(office),
        person=people.people(session(), [chosen.person]).get(chosen.person) if chosen.person else None,
        found=people.search_people(session(), chosen.text, limit=_FOUND) if chosen.text else [],
        signed=signatures.last_signed(session(), services().keys),
        size=ledger.head(session()).size,
    )


def _links(chosen: Filter, line: Line) -> tuple[tuple[str, str], ...]:
    """To everything else about the same person, or the same picture."""
    person = ((url_for("ledger.index", person=line.person), _("all about this person")),) if line.person and not chosen.person else ()
    item = ((url_for("ledger.index", item=line.item), _("all about this picture")),) if line.item and not chosen.item else ()
    return person + item


def _chosen(form: Mapping[str, str]) -> Filter:
    """What an address asks for; what makes no sense is passed over."""
    kind = form.get("kind", "")
    return Filter(
        person=PersonId(form["person"]) if form.get("person") else None,
        item=ItemId(form["item"]) if form.get("item") else None,
        kind=kind if kind in _kinds(Duty.OFFICE in me().duties) else None,
        day=_day(form.get("day", "")),
        before=number(form.get("before", "")),
        text=form.get("q", "").strip(),
    )


def _kinds(office: bool) -> dict[str, str]:
    """The kinds to choose from. Who must not be found, the office alone looks up."""
    return {kind: str(words) for kind, words in KINDS.items() if office or kind != LocatableRecorded.__name__}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _hours(day: date) -> tuple[datetime, datetime]:
    """A day on the school's wall, from midnight to midnight."""
    ours = school()
    zone = (ours.policy if ours else Policy()).zone
    first, end = (datetime.combine(each, time(), zone).astimezone(UTC) for each in (day, day + timedelta(days=1)))
    return first, end
