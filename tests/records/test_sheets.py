"""The photographer's sheet says who may be shown as the register does at that moment, and not why."""

from datetime import timedelta
from typing import Any

import pytest

from consent_store.errors import NotFound
from consent_store.ids import EventDoorId, EventId, GroupId, PersonId
from consent_store.operations import guests, media, people
from consent_store.records.queries import school as school_queries
from consent_store.records.queries import sheets
from consent_store.records.queries.sheets import Shown
from consent_store.rules.extent import Extent, Reach
from consent_store.rules.terms import RECOGNITION, Audience
from tests.records.test_queries import _counted
from tests.school import School


def event_of(school: School, *groups: GroupId) -> EventId:
    told = {"title": "Sports day", "on": school.at.date(), "groups": groups}
    return media.make_event(school.session, **told, actor=school.admin, at=school.at)  # type: ignore[arg-type]


def child_of(school: School, group: GroupId, *audiences: Audience) -> PersonId:
    """A child whose guardian said yes to everything that these may see."""
    child, guardian = school.family(groups=[group])
    purposes = [view.purpose for view in school_queries.purposes(school.session) if view.code != RECOGNITION]
    for purpose in purposes:
        for kind in purpose.kinds if purpose.audience in audiences else ():
            school.gives(guardian, child, purpose.code, kind=kind)
    return child


def listed(school: School, event: EventId) -> dict[PersonId, Shown]:
    found = sheets.of_event(school.session, event, at=school.at)
    return {shown.person: shown for section in found.sections for shown in section.people}


def test_everybody_stands_under_their_class_with_how_far_they_may_be_shown(school: School) -> None:
    second, first = school.group("2B"), school.group("1A")
    anywhere, inside = child_of(school, first, *Audience), child_of(school, first, Audience.INTERNAL)
    nowhere = child_of(school, second)
    school.pupil(groups=[school.group("3C")])
    event = event_of(school, second, first)
    found = sheets.of_event(school.session, event, at=school.at)
    assert [(section.group, {shown.person for shown in section.people}) for section in found.sections] == [
        ("1A", {anywhere, inside}),
        ("2B", {nowhere}),
    ]
    told = {person: shown.extent for person, shown in listed(school, event).items()}
    assert told == {anywhere: Extent.EVERYWHERE, inside: Extent.INSIDE, nowhere: Extent.NOWHERE}
    assert found.ask_again_at == school.at + timedelta(days=1)


def test_whoever_must_not_be_found_reads_like_whoever_said_no_outside(school: School) -> None:
    group = school.group()
    hidden, inside = child_of(school, group, *Audience), child_of(school, group, Audience.INTERNAL)
    people.set_locatable(school.session, hidden, True, actor=school.admin, at=school.at)
    found = listed(school, event_of(school, group))
    assert (found[hidden].extent, found[hidden].shut) == (found[inside].extent, found[inside].shut)
    assert found[hidden].shut[0].reach is Reach.PUBLIC


def test_a_word_taken_back_is_on_the_next_sheet(school: School) -> None:
    group = school.group()
    child = child_of(school, group, *Audience)
    event = event_of(school, group)
    assert listed(school, event)[child].extent is Extent.EVERYWHERE
    school.withdraws(child, child)
    assert listed(school, event)[child].extent is Extent.PARTLY


def test_an_event_that_is_not_there_has_no_sheet(school: School) -> None:
    with pytest.raises(NotFound):
        sheets.of_event(school.session, EventId("none"), at=school.at)


def test_three_classes_take_as_many_questions_as_one_child(school: School) -> None:
    one, many = school.group(), school.group()
    child_of(school, one, *Audience)
    for _ in range(2):
        child_of(school, many, *Audience)
    counts = []
    for event in (event_of(school, one), event_of(school, many)):
        with _counted(school) as sent:
            sheets.of_event(school.session, event, at=school.at)
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_a_guest_stands_apart_and_is_nowhere_until_they_chose(school: School) -> None:
    event = event_of(school)
    guests.open_door(
        school.session, event, EventDoorId("door"), "hash", opens_on=school.at.date(), closes_on=school.at.date(), **by(school)
    )
    named = {"given_name": "Gijs", "family_name": "Gast", "email": "gijs@guest.test", "language": "nl"}
    _, guest = guests.come(school.session, "hash", **named, at=school.at)
    guests.confirm(school.session, event, guest, "gijs@guest.test", at=school.at)
    (section,) = sheets.of_event(school.session, event, at=school.at).sections
    assert section.group is None
    assert [(shown.person, shown.extent) for shown in section.people] == [(guest, Extent.NOWHERE)]


def by(school: School) -> dict[str, Any]:
    return {"actor": school.admin, "at": school.at}
