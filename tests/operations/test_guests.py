"""Guests come in by an event's code and speak for themselves."""

from datetime import date, timedelta
from secrets import token_hex

import pytest

from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import EventDoorId, EventId, PersonId, PurposeCode, new_id
from consent_store.operations import guests, media
from consent_store.operations.guests import MOST_AN_HOUR, Answer
from consent_store.records.queries import guests as questions
from consent_store.records.queries import people
from consent_store.rules.standing import State
from consent_store.rules.terms import Role
from tests.gallery import Gallery
from tests.school import PORTAL, WEBSITE, School


@pytest.fixture
def gallery(school: School) -> Gallery:
    """An event of a school."""
    return Gallery.open(school)


def door(gallery: Gallery, opens: date = date(2026, 11, 20), closes: date = date(2026, 11, 21)) -> str:
    """A code that opens; its hash."""
    hashed, told = token_hex(), {"actor": gallery.teacher, "at": gallery.school.at}
    guests.open_door(gallery.school.session, gallery.event, EventDoorId(new_id()), hashed, opens_on=opens, closes_on=closes, **told)
    return hashed


def come(gallery: Gallery, hashed: str, given: str = "Gijs", email: str | None = "gijs@guest.test") -> PersonId:
    """Somebody comes in."""
    named = {"given_name": given, "family_name": "Gast", "email": email, "language": "nl"}
    event, person = guests.come(gallery.school.session, hashed, **named, at=gallery.school.at)
    assert event == gallery.event
    return person


def confirmed(gallery: Gallery, hashed: str, **who: str) -> PersonId:
    """Somebody comes in and has the code that was sent."""
    person = come(gallery, hashed, **who)
    guests.confirm(gallery.school.session, gallery.event, person, "gijs@guest.test", at=gallery.school.at)
    return person


def choose(gallery: Gallery, guest: PersonId, event: EventId | None = None, **answers: bool) -> int:
    """What a guest says; how many words that makes."""
    told = {PurposeCode(code): Answer(yes, 1, "nl") for code, yes in answers.items()}
    said = guests.choose(gallery.school.session, event or gallery.event, told, actor=guest, at=gallery.school.at)
    return len(said)


def test_a_guest_says_yes_for_themselves_until_a_year_after_the_event(gallery: Gallery) -> None:
    school, guest = gallery.school, confirmed(gallery, door(gallery))
    view = people.person(school.session, guest)
    assert (view.role, view.name, view.email) == (Role.GUEST, "Gijs Gast", "gijs@guest.test")
    assert choose(gallery, guest, website=True, parent_portal=False) == 6
    assert choose(gallery, guest, website=True, parent_portal=False) == 0
    assert [school.standing(guest, use).state for use in (WEBSITE, PORTAL)] == [State.GIVEN, State.REFUSED]
    school.later(days=366)
    assert school.standing(guest).state is State.EXPIRED


def test_a_guest_who_comes_again_is_here_again_and_says_yes_again(gallery: Gallery) -> None:
    school, guest = gallery.school, confirmed(gallery, door(gallery))
    assert choose(gallery, guest, website=True) == 3
    school.later(days=400)
    guests.sweep(school.session, at=school.at)
    assert people.person(school.session, guest).left_on is not None
    today = school.at.date()
    gallery.event = media.make_event(school.session, title="Fair", on=today, actor=gallery.teacher, at=school.at)
    assert confirmed(gallery, door(gallery, today, today)) == guest
    assert questions.answers(school.session, guest, on=today) == {}
    assert choose(gallery, guest, website=True) == 3
    assert (school.standing(guest).state, people.person(school.session, guest).left_on) == (State.GIVEN, None)


def test_the_same_name_and_address_is_the_same_guest(gallery: Gallery) -> None:
    hashed = door(gallery)
    guest = confirmed(gallery, hashed)
    assert come(gallery, hashed, "gijs") == guest
    assert come(gallery, hashed, "Greet") != guest
    assert come(gallery, hashed, email="other@guest.test") != guest
    assert come(gallery, hashed, email=None) != come(gallery, hashed, email=None)  # without an address nobody knows
    child, mother = gallery.school.family()
    name, address = people.person(gallery.school.session, mother), f"{people.person(gallery.school.session, mother).email}"
    told = {"given_name": name.given_name, "family_name": name.family_name, "email": address, "language": "nl"}
    assert guests.come(gallery.school.session, hashed, **told, at=gallery.school.at)[1] == mother and child


def test_a_code_opens_on_its_days_until_it_is_shut_or_replaced(gallery: Gallery) -> None:
    school = gallery.school
    tomorrow = door(gallery, date(2026, 11, 21))
    with pytest.raises(NotFound):
        come(gallery, tomorrow)
    first, second = door(gallery), door(gallery)
    with pytest.raises(NotFound):
        come(gallery, first)
    come(gallery, second)
    for late in (timedelta(days=1), timedelta(days=2)):
        school.at += late
    with pytest.raises(NotFound):
        come(gallery, second)
    school.at -= timedelta(days=3)
    guests.close_door(school.session, gallery.event, actor=gallery.teacher, at=school.at)
    with pytest.raises(NotFound):
        come(gallery, second)
    for opens, closes in (
        (date(2026, 11, 21), date(2026, 11, 20)),
        (date(2026, 11, 20), date(2027, 1, 1)),
        (NOV := date(2026, 11, 1), NOV),
    ):
        with pytest.raises(BadInput):
            door(gallery, opens, closes)


def test_a_flood_of_guests_ends(gallery: Gallery) -> None:
    hashed = door(gallery)
    for _ in range(MOST_AN_HOUR):
        come(gallery, hashed, email=None)
    with pytest.raises(Conflict):
        come(gallery, hashed, email=None)
    gallery.later(hours=2)
    come(gallery, hashed, email=None)


def test_whoever_did_not_confirm_says_nothing_and_is_forgotten(gallery: Gallery) -> None:
    school, hashed = gallery.school, door(gallery)
    unknown, known = come(gallery, hashed, "Nep", "nep@guest.test"), confirmed(gallery, hashed)
    with pytest.raises(NotFound):
        choose(gallery, unknown, website=True)
    assert people.by_email(school.session, "nep@guest.test") == []
    assert [view.id for view in questions.guests_of(school.session, gallery.event)] == [known]
    choose(gallery, known, website=True)
    school.later(days=2)
    guests.sweep(school.session, at=school.at)
    assert people.person(school.session, unknown).erased and not people.person(school.session, known).erased
    school.later(days=365)
    guests.sweep(school.session, at=school.at)
    assert people.person(school.session, known).left_on == school.at.date()
