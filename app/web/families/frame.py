"""What stands around every page of a family: for whom one reads, and the parts there are about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.web.context import me, now, session
from consent_store.errors import NotFound
from consent_store.ids import PersonId
from consent_store.records.queries import families, requests
from consent_store.records.queries.families import Member
from consent_store.records.queries.people import PersonView
from consent_store.rules.capacity import Sight

# Each takes `person`; a part is shown where its page is there, to whoever sees that much of the person.
PARTS: tuple[tuple[str, LazyString, Sight], ...] = (
    ("families.show", _l("Permission"), Sight.NAME),
    ("families.shown", _l("Shown"), Sight.PICTURES),
    ("families.kept", _l("Kept"), Sight.WHOLE),
    ("receipts.index", _l("Receipts"), Sight.NAME),
)
_FIRST = PARTS[0][0]


@dataclass(frozen=True)
class Frame:
    """About whom a page is, and how much of them is seen; among everybody whom the reader may look at, themselves last."""

    member: Member
    members: Sequence[Member]

    @property
    def person(self) -> PersonView:
        """About whom it is."""
        return self.member.person

    @property
    def family(self) -> list[PersonView]:
        """Everybody, the reader last."""
        return [member.person for member in self.members]

    @property
    def others(self) -> list[tuple[PersonView, str]]:
        """Everybody in the family with the address of this part about them, or of the first, where this one is not for the reader."""
        return [(each.person, url_for(self._part(each), person=each.person.id)) for each in self.members]

    @property
    def tabs(self) -> list[tuple[str, str, None, bool]]:
        """The parts, as components/tabs.html draws them."""
        there = [(endpoint, words) for endpoint, words, _ in PARTS if endpoint in _open_to(self.member)]
        return [(url_for(endpoint, person=self.person.id), str(words), None, request.endpoint == endpoint) for endpoint, words in there]

    @cached_property
    def asked(self) -> int:
        """How many questions about one picture each wait for the reader."""
        whole = self.member.sight >= Sight.WHOLE
        return requests.unanswered(session(), me().person.id, self.person.id, at=now()) if whole else 0

    @property
    def endpoints(self) -> list[str]:
        """The parts by their endpoints."""
        return _open_to(self.member)

    def _part(self, member: Member) -> str:
        return request.endpoint if request.endpoint and request.endpoint in _open_to(member) else _FIRST


def frame(person: PersonId) -> Frame:
    """What stands around a page about somebody. Raises `NotFound` for whoever is not the reader's to look at, or not in this part."""
    members = families.family(session(), me().person.id, at=now())
    least = {endpoint: least for endpoint, _, least in PARTS}.get(request.endpoint or "", Sight.WHOLE)
    found = next((each for each in members if each.person.id == person and each.sight >= least), None)
    if found is None:
        raise NotFound()
    return Frame(found, members)


def _open_to(member: Member) -> list[str]:
    return [endpoint for endpoint, _, least in PARTS if endpoint in current_app.view_functions and member.sight >= least]
