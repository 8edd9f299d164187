"""The ledger as a page: every kind of entry in words, filters, and how far it is signed."""

import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import date, timedelta
from typing import get_args, get_type_hints

import pytest

from app.ledger import last_signed, sign_head
from app.vault import Keys
from app.web import entries
from app.web.entries import KINDS, SENTENCES
from consent_store.ids import ItemId
from consent_store.operations import erasure, people
from consent_store.records import ledger
from consent_store.records.queries import people as person_queries
from consent_store.rules.entries import BODIES, Body, Entry, MendingRecorded, RecognitionSwitched, Say, SettingRecorded, Word
from consent_store.rules.terms import SYSTEM, Duty, Mending, Permission, Setting
from tests.school import NOON
from tests.web.browser import Browser, Web
from tests.web.releasing import Show


def samples() -> Iterator[Body]:
    """One of each kind, with each value of what has few."""
    for made in BODIES.values():
        hints = {name: (get_args(hint) or (hint,))[0] for name, hint in get_type_hints(made).items()}
        for flag in (True, False):
            for say in Say:
                yield made(**{field.name: sample(field.name, hints[field.name], flag, say) for field in fields(made)})
    yield from (SettingRecorded(setting, "x") for setting in Setting)
    yield from (MendingRecorded(ItemId("x"), mending) for mending in Mending)


def sample(name: str, kind: type, flag: bool, say: Say) -> object:
    """A value as the operations write it."""
    known = {
        "duty": Duty.TEACHER.value,
        "permission": Permission.GIVEN.value,
        "say": say,
        "fields": "email born",
        "setting": Setting.YES_LASTS,
    }
    if name in known:
        return known[name]
    plain = getattr(kind, "__supertype__", kind)
    if plain is bool:
        return flag
    return {int: 3, str: "x", date: date(2026, 1, 2)}.get(plain) or next(iter(plain))


def test_every_kind_of_entry_has_its_words(web: Web) -> None:
    bodies = list(dict.fromkeys(samples()))
    with web.app.test_request_context("/", headers={"Accept-Language": "en"}):
        lines = entries.lines([Entry(number, NOON, SYSTEM, body) for number, body in enumerate(bodies, 1)], office=True)
    assert {type(body).__name__ for body in bodies} == set(BODIES) == set(KINDS)
    assert len({re.sub(r"\W+", " ", line.what) for line in lines}) >= len(SENTENCES)
    assert not [line.what for line in lines if "%(" in line.what or "None" in line.what or not re.match("[A-Z“]", line.what)]


def test_a_switch_says_for_whom(web: Web) -> None:
    with web.school() as school:
        child = school.pupil()
        name = person_queries.person(school.session, child).name
    with web.app.test_request_context("/", headers={"Accept-Language": "en"}):
        [everybody, one] = entries.lines(
            [Entry(1, NOON, SYSTEM, RecognitionSwitched(False)), Entry(2, NOON, SYSTEM, RecognitionSwitched(False, person=child))]
        )
    assert everybody.what == "Recognition was switched off: for the whole school."
    assert one.what == f"Recognition was switched off: {name}."


@pytest.fixture
def office(web: Web) -> Browser:
    return in_english(web.enter_as(Duty.OFFICE))


def in_english(browser: Browser) -> Browser:
    browser.client.set_cookie("language", "en", domain="localhost")
    return browser


def numbers(page: str) -> list[int]:
    """The entries on a page, by their numbers."""
    return [int(number) for number in re.findall(r'<span class="number">(\d+)</span>', page)]


def test_entries_are_found_by_person_kind_picture_and_day(web: Web) -> None:
    show = Show.open(web)
    child, guardian = show.family()
    web.later(days=2)
    office = in_english(web.enter_as(Duty.OFFICE))
    [item] = show.pictures(child)
    with web.school() as school:
        kept = ledger.read(school.session)
        called = [person_queries.person(school.session, who).name for who in (child, guardian)]
    about = {entry.seq for entry in kept if getattr(entry.body, "person", None) == child}
    of_item = {entry.seq for entry in kept if getattr(entry.body, "item", None) == item}
    words = {entry.seq for entry in kept if isinstance(entry.body, Word)}
    assert set(numbers(office.get(f"/ledger/?person={child}").text)) == about
    assert set(numbers(office.get(f"/ledger/?item={item}").text)) == of_item
    assert set(numbers(office.get("/ledger/?kind=Word").text)) == words
    second = web.at.date().isoformat()
    assert set(numbers(office.get(f"/ledger/?day={second}").text)) == {entry.seq for entry in kept if entry.at > NOON + timedelta(days=1)}
    assert f"{called[1]} said yes for {called[0]}: " in office.get("/ledger/?kind=Word").text
    assert f"person={child}" in office.get(f"/ledger/?q={called[0].split()[1]}").text
    assert numbers(office.get("/ledger/?day=2020-01-01").text) == []


def test_a_day_is_one_on_the_schools_wall(web: Web, office: Browser) -> None:
    with web.school() as school:
        school.at = school.at.replace(hour=23, minute=30)  # half past midnight in Amsterdam
        school.pupil()
        last = ledger.head(school.session).size
    assert last in numbers(office.get("/ledger/?day=2026-11-21").text)
    assert last not in numbers(office.get("/ledger/?day=2026-11-20").text)


def test_long_ledgers_come_in_pages_without_a_gap(web: Web, office: Browser) -> None:
    with web.school() as school:
        for _ in range(60):
            school.pupil()
        size = ledger.head(school.session).size
    first = office.get("/ledger/").text
    seen = numbers(first)
    assert seen == list(range(size, size - 50, -1))
    following = re.search(r'href="/ledger/\?before=(\d+)" aria-label="Next"', first)
    assert following and numbers(office.get(f"/ledger/?before={following[1]}").text)[0] == seen[-1] - 1


def test_nobody_but_the_office_reads_who_must_not_be_found(web: Web, office: Browser) -> None:
    with web.school() as school:
        child = school.pupil()
        people.set_locatable(school.session, child, True, actor=school.admin, at=school.at)
    privacy = in_english(web.enter_as(Duty.PRIVACY))
    assert "must not be found" in office.get(f"/ledger/?person={child}").text
    page = privacy.get(f"/ledger/?person={child}").text
    assert len(numbers(page)) == 2 and "must not be found" not in page
    assert len(numbers(privacy.get("/ledger/?kind=LocatableRecorded").text)) > 1


def test_what_is_signed_is_said_and_what_does_not_agree_is_an_alarm(web: Web, office: Browser, tmp_path) -> None:
    assert "Nothing is signed yet." in office.get("/ledger/").text
    with web.school() as school:
        head = sign_head(school.session, web.services.keys, web.services.note, at=school.at)
    assert f"The first {head.size} entries are signed." in office.get("/ledger/").text
    with web.school() as school:
        school.pupil()
    assert "1 after that are not yet" in office.get("/ledger/").text
    with web.school() as school:
        others = last_signed(school.session, Keys.load_or_create(tmp_path / "other"))
    assert others is not None and not others.holds


def test_a_page_shows_nothing_to_change(office: Browser) -> None:
    page = office.get("/ledger/").text
    main = page[page.index("<main") : page.index("</main>")]
    assert 'method="post"' not in main and "hx-post" not in main


def test_who_is_erased_has_no_name_here(web: Web, office: Browser) -> None:
    with web.school() as school:
        child = school.pupil()
        name = person_queries.person(school.session, child).name
        erasure.erase(school.session, child, actor=school.admin, at=school.at)
    page = office.get(f"/ledger/?person={child}").text
    assert "somebody who was erased" in page.lower() and name not in page
