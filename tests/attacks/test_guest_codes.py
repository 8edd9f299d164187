"""Attack: guess an event's code, use it outside its days, or flood the register with guests."""

from secrets import token_hex

from consent_store.operations import guests
from consent_store.records.queries import guests as questions
from consent_store.records.queries import people
from tests.web.browser import Web
from tests.web.test_guests import Party


def come(web: Web, token: str) -> int:
    """Try a code; the status."""
    browser = web.browser()
    browser.get("/signin")
    return browser.post(f"/guest/{token}", {"given_name": "A", "family_name": "B", "email": ""}).status_code


def test_codes_cannot_be_guessed_nor_read_from_the_database(web: Web) -> None:
    party = Party(web)
    assert len(party.token) == 32
    with web.services.db.reading() as session:
        door = questions.door_of(session, party.show.gallery.event)
    assert door is not None
    for guess in (door.id, token_hex(16), party.token[:-1], party.token.upper()):
        assert come(web, guess) == 404
    assert party.known() == []


def test_a_code_is_worth_nothing_on_another_day_or_once_it_is_shut(web: Web) -> None:
    party = Party(web)
    old = party.token
    party.token = party.open()
    assert (come(web, old), come(web, party.token)) == (404, 303)
    party.teacher.get(party.path)
    party.teacher.post(f"{party.path}/close")
    assert come(web, party.token) == 404
    party.token = party.open("2026-11-21", "2026-11-22")
    assert come(web, party.token) == 404
    web.later(days=1)
    assert come(web, party.token) == 303


def test_a_flood_of_guests_is_stopped_twice(web: Web) -> None:
    party = Party(web)
    statuses = [come(web, party.token) for _ in range(12)]
    assert statuses[:10] == [303] * 10
    assert statuses[-1] == 429  # one address
    assert guests.MOST_AN_HOUR <= 200 and guests.MOST <= 1000  # one event, from however many addresses: see operations
    assert len(party.known()) == 10


def test_nobodys_mailbox_is_filled_by_an_open_code(web: Web) -> None:
    party = Party(web)
    for number in range(7):
        party.guest(given_name=f"Gijs{number}")
    assert len(web.letters()) == 5


def test_somebody_elses_address_gives_nothing_without_its_mail(web: Web) -> None:
    party = Party(web)
    with web.school() as school:
        _, mother = school.family()
        view = people.person(school.session, mother)
    browser = party.guest(given_name=view.given_name, family_name=view.family_name, email=str(view.email))
    assert [letter.to for letter in web.letters()] == [view.email]
    assert browser.get("/guest/choose").status_code == browser.get(f"/families/{mother}").status_code == 303
    assert party.known() == []
