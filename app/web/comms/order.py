"""What somebody wants to let out, and what lies before them before files are made of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TypeVar

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.web.comms import sheet
from app.web.comms.sheet import Shown, names_in
from app.web.context import me, now, session
from app.web.presenters import told
from consent_store.errors import BadInput, NotFound
from consent_store.ids import EventId, ItemId, PersonId, PurposeCode, new_id
from consent_store.operations import releases
from consent_store.operations.drafts import Kit
from consent_store.operations.fields import text
from consent_store.records.queries import facts, media, school
from consent_store.records.queries.school import PurposeView
from consent_store.rules.forms import Form
from consent_store.rules.gate import Decision
from consent_store.rules.sightings import Answer
from consent_store.rules.terms import RECOGNITION, Audience, Kind

MANY = 500  # pictures that go out together
AT_ONCE = 50  # of them that are asked about in one transaction, so that nobody else waits long
_OURSELVES, _MYSELF = "school", "myself"
T = TypeVar("T")
_RECOGNISABLE = (Answer.PERSON, Answer.STRANGER)


@dataclass(frozen=True, slots=True)
class Order:
    """Pictures for one purpose, and what is wanted of each."""

    purpose: PurposeCode
    kits: Mapping[ItemId, Kit]


@dataclass(frozen=True, slots=True)
class Covered:
    """Somebody who is covered in some of the pictures (by number), and why."""

    sentence: str
    numbers: Sequence[int]


@dataclass(frozen=True)
class Letter:
    """What is said about pictures before files are made of them. Those that are held stay."""

    purpose: PurposeView
    pictures: Sequence[Shown]
    batch: str

    @cached_property
    def going(self) -> list[Shown]:
        """What would go out."""
        return [each for each in self.pictures if each.decision.passes]

    @cached_property
    def staying(self) -> list[Shown]:
        """What stays, and why."""
        return [each for each in self.pictures if not each.decision.passes]

    @cached_property
    def people(self) -> int:
        """How many different people are in what would go out."""
        return people_in([each.item.id for each in self.going])

    @cached_property
    def makers(self) -> list[str]:
        """Whose work it is."""
        return sorted({each.item.maker.name for each in self.going if each.item.maker})

    @cached_property
    def covered(self) -> list[Covered]:
        """Who is covered, and in which pictures."""
        names, where = names_in(each.decision for each in self.going), defaultdict[str, list[int]](list)
        for each in self.going:
            for reason in each.decision.reasons:
                numbers = where[told(reason, names, me().duties).sentence]
                numbers.extend({each.item.number} - set(numbers))
        return [Covered(sentence, sorted(numbers)) for sentence, numbers in where.items()]

    @cached_property
    def empty(self) -> list[int]:
        """The numbers of the pictures in which everybody is covered."""
        alone = everybody_covered([each.decision for each in self.going])
        return [each.item.number for each in self.going if each.item.id in alone]

    @property
    def kinds(self) -> list[Kind]:
        """What would go out is of these kinds."""
        return sorted({each.item.kind for each in self.going})

    @property
    def hushed(self) -> bool:
        """Whether a voice is covered in a film."""
        films = [each.decision for each in self.going if each.item.kind is Kind.FILM]
        return any(reason.heard for decision in films for reason in decision.reasons)

    @property
    def public(self) -> bool:
        """Whether everybody may see it from then on."""
        return self.purpose.purpose.audience is Audience.PUBLIC


def letter(form: "MultiDict[str, str]") -> Letter:
    """What is said before what a form names goes out: pictures one by one, or all of an event that may go."""
    purpose, asked = of_purpose(form.get("purpose", "")), _items(form)
    found = releases.ask_many(session(), asked, purpose.code, at=now())
    decisions = {item: found[item] for item in asked if item in found and (found[item].passes or not form.get("all"))}
    if not decisions:
        raise BadInput(_("Choose at least one picture."), field="item")
    return Letter(purpose, sheet.shown(decisions), form.get("batch") or new_id())


def order(form: "MultiDict[str, str]") -> Order:
    """What a form orders. Raises `BadInput` naming the field."""
    purpose, personally = of_purpose(form.get("purpose", "")), form.get("behalf") == _MYSELF
    if form.get("behalf") not in (_OURSELVES, _MYSELF):
        raise BadInput(_("Say on whose behalf you publish."), field="behalf")
    if personally and purpose.purpose.audience is not Audience.PUBLIC:  # the operation holds to it too: here it is said at its field
        raise BadInput(_("What stays inside the school is only published by the school."), field="behalf")
    if form.get("form") not in set(Form):
        raise BadInput(_("Choose a size."), field="form")
    channel, why = text(form.get("channel", ""), "channel"), text(form.get("why", ""), "why")
    same, batch = form.get("alt", "").strip(), text(form.get("batch", ""), "batch")
    alts = {item: form.get(f"alt-{item}", "").strip() or same for item in _items(form)}
    return Order(purpose.code, {item: Kit(channel, personally, form["form"], alt, why, batch) for item, alt in alts.items()})


def of_purpose(code: str) -> PurposeView:
    """A purpose that something may be let out for. Raises `NotFound`."""
    for purpose in school.purposes(session()):
        if purpose.code == code and purpose.code != RECOGNITION:
            return purpose
    raise NotFound()


def people_in(items: Sequence[ItemId]) -> int:
    """How many different people are in what goes out of these pictures."""
    return len(frozenset[PersonId]().union(*media.people_of(session(), items, left=True).values()))


def everybody_covered(decisions: Sequence[Decision]) -> frozenset[ItemId]:
    """The pictures of which nobody remains to be seen, though somebody was to be recognised."""
    masked = [decision for decision in decisions if decision.masks]
    seen = facts.sightings_of(session(), [decision.item for decision in masked])
    recognisable = {item: {claim.id for claim in claims if claim.answer in _RECOGNISABLE} for item, claims in seen.items()}
    return frozenset(decision.item for decision in masked if recognisable.get(decision.item, set()) <= set(decision.masks))


def batched(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """So many at a time."""
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some


def _items(form: "MultiDict[str, str]") -> list[ItemId]:
    if form.get("all"):
        return media.ids_of(session(), EventId(form.get("event", "")), size=MANY)
    return [ItemId(item) for item in dict.fromkeys(form.getlist("item"))][:MANY]
