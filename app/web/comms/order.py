"""What somebody wants to let out, and what lies before them before they do."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.web.comms import sheet
from app.web.comms.sheet import Shown
from app.web.context import now, session
from consent_store.errors import BadInput, NotFound
from consent_store.ids import EventId, ItemId, PersonId, PurposeCode
from consent_store.operations import releases
from consent_store.operations.fields import text
from consent_store.records.queries import media, school
from consent_store.records.queries.school import PurposeView
from consent_store.rules.gate import Decision, Verdict
from consent_store.rules.terms import RECOGNITION, Audience

MANY = 500  # pictures that go out together
_OURSELVES, _MYSELF = "school", "myself"


@dataclass(frozen=True, slots=True)
class Order:
    """Pictures for one purpose and channel, on whose behalf, and why. Checked before the first byte leaves."""

    items: Sequence[ItemId]
    purpose: PurposeCode
    channel: str
    personally: bool
    why: str


@dataclass(frozen=True)
class Letter:
    """What is said about pictures before they go out. Those that are not cleared stay."""

    purpose: PurposeView
    pictures: Sequence[Shown]

    @cached_property
    def going(self) -> list[Shown]:
        """What would go out."""
        return [each for each in self.pictures if _cleared(each.decision)]

    @cached_property
    def staying(self) -> list[Shown]:
        """What stays, and why."""
        return [each for each in self.pictures if not _cleared(each.decision)]

    @cached_property
    def people(self) -> int:
        """How many different people are in what would go out."""
        return len(frozenset[PersonId]().union(*media.people_of(session(), [each.item.id for each in self.going]).values()))

    @cached_property
    def makers(self) -> list[str]:
        """Whose work it is."""
        return sorted({each.item.maker.name for each in self.going if each.item.maker})

    @property
    def public(self) -> bool:
        """Whether everybody may see it from then on."""
        return self.purpose.purpose.audience is Audience.PUBLIC


def letter(form: "MultiDict[str, str]") -> Letter:
    """What is said before what a form names goes out: pictures one by one, or all of an event that are cleared."""
    purpose = _purpose(form)
    asked = _items(form)
    found = releases.ask_many(session(), asked, purpose.code, at=now())
    decisions = {item: found[item] for item in asked if item in found and (_cleared(found[item]) or not form.get("all"))}
    if not decisions:
        raise BadInput(_("Choose at least one picture."), field="item")
    return Letter(purpose, sheet.shown(decisions))


def order(form: "MultiDict[str, str]") -> Order:
    """What a form orders. Raises `BadInput` naming the field."""
    purpose, personally = _purpose(form), form.get("behalf") == _MYSELF
    if form.get("behalf") not in (_OURSELVES, _MYSELF):
        raise BadInput(_("Say on whose behalf you publish."), field="behalf")
    if personally and purpose.purpose.audience is not Audience.PUBLIC:  # the operation holds to it too: here it is said before a zip begins
        raise BadInput(_("What stays inside the school is only published by the school."), field="behalf")
    channel, why = text(form.get("channel", ""), "channel"), text(form.get("why", ""), "why", 500)
    return Order(_items(form), purpose.code, channel, personally, why)


def _cleared(decision: Decision) -> bool:
    """Whether it may go out as it is: masks cannot be made yet."""
    return decision.verdict is Verdict.CLEARED


def _purpose(form: "MultiDict[str, str]") -> PurposeView:
    for purpose in school.purposes(session()):
        if purpose.code == form.get("purpose") and purpose.code != RECOGNITION:
            return purpose
    raise NotFound()


def _items(form: "MultiDict[str, str]") -> list[ItemId]:
    if form.get("all"):
        return media.ids_of(session(), EventId(form.get("event", "")), size=MANY)
    return [ItemId(item) for item in dict.fromkeys(form.getlist("item"))][:MANY]
