"""What stands around every page of a family: for whom one reads, and the parts there are about them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.web.context import me, now, session
from consent_store.errors import NotFound
from consent_store.ids import PersonId
from consent_store.records.queries import people, school
from consent_store.records.queries.people import PersonView

# Each takes `person`; a part is shown where its page is there.
PARTS: tuple[tuple[str, LazyString], ...] = (
    ("families.show", _l("Permission")),
    ("families.shown", _l("Shown")),
    ("families.kept", _l("Kept")),
    ("receipts.index", _l("Receipts")),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """About whom a page is, among everybody whom the reader may look at: themselves last."""

    person: PersonView
    family: Sequence[PersonView]

    @property
    def others(self) -> list[tuple[PersonView, str]]:
        """Everybody in the family with the address of this part about them."""
        here = request.endpoint if request.endpoint in dict(PARTS) else PARTS[0][0]
        return [(each, url_for(here or PARTS[0][0], person=each.id)) for each in self.family]

    @property
    def tabs(self) -> list[tuple[str, str, None, bool]]:
        """The parts, as components/tabs.html draws them."""
        there = [(endpoint, words) for endpoint, words in PARTS if endpoint in current_app.view_functions]
        return [(url_for(endpoint, person=self.person.id), str(words), None, request.endpoint == endpoint) for endpoint, words in there]


def frame(person: PersonId) -> Frame:
    """What stands around a page about somebody. Raises `NotFound` for whoever is not the reader's to look at."""
    reading, reader = session(), me().person
    family = [*people.children_of(reading, reader.id, school.policy(reading).day(now())), reader]
    found = next((each for each in family if each.id == person), None)
    if found is None:
        raise NotFound()
    return Frame(found, family)
