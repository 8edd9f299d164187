"""The pages about receipts: who reads which, what stands there, and what is downloaded."""

import json
from datetime import date

import pytest

from app import receipts
from app.receipts import Fault, Refused
from consent_store.ids import PersonId
from consent_store.records.queries.accounts import Area
from consent_store.rules.entries import Say
from consent_store.rules.terms import Duty
from tests.receipts import on_paper
from tests.school import PORTAL, WEBSITE
from tests.web.browser import Web


@pytest.fixture
def family(web: Web) -> tuple[PersonId, PersonId]:
    """A child and a guardian, who said yes to the website and no to the portal."""
    with web.school() as school:
        child, guardian = school.family()
        school.gives(guardian, child)
        school.says(guardian, Say.NO, child, PORTAL)
    return child, guardian


def key(web: Web) -> str:
    return web.browser().get("/ledger-key").text.strip()


def test_a_guardian_reads_and_downloads_what_they_said(web: Web, family: tuple[PersonId, PersonId]) -> None:
    child, guardian = family
    browser = web.enter(guardian, Area.FAMILY)
    listed = browser.get(f"/receipts/{child}").text
    (address,) = {part.split('"')[0] for part in listed.split('href="')[1:] if part.startswith(f"/receipts/{child}/")}
    page = browser.get(address).text
    assert "U zei ja tegen Website van school, foto." in page and "U zei nee tegen Ouderportaal, foto." in page and key(web) in page
    file = browser.get(f"{address}/file")
    assert file.mimetype == "application/ld+json" and ".jsonld" in file.headers["Content-Disposition"]
    events = [(said.event, said.purpose) for said in receipts.check(file.data, key(web)).events]
    assert events == [("given", "Website van school"), ("refused", "Ouderportaal")]
    assert browser.get(f"{address}/file").data == file.data


def test_the_address_of_a_receipt_is_that_of_any_word_in_it(web: Web, family: tuple[PersonId, PersonId]) -> None:
    child, guardian = family
    with web.school() as school:
        entry = school.withdraws(guardian, child)
    browser = web.enter(guardian, Area.FAMILY)
    assert "U trok uw ja in" in browser.get(f"/receipts/{child}/{entry.seq}").text
    assert browser.get(f"/receipts/{child}/{entry.seq + 1}").status_code == 404


def test_the_other_guardian_sees_that_something_was_said_and_no_more(web: Web, family: tuple[PersonId, PersonId]) -> None:
    child, _ = family
    with web.school() as school:
        other = school.guardian(child)
    browser = web.enter(other, Area.FAMILY)
    listed = browser.get(f"/receipts/{child}").text
    assert "maakte 2 keuzes" in listed and f"/receipts/{child}/" not in listed
    number = json.loads(web.enter(family[1], Area.FAMILY).get(f"/receipts/{child}/{_first(web, family)}/file").data)["dct:identifier"]
    for address in (f"/receipts/{child}/{number}", f"/receipts/{child}/{number}/file"):
        assert browser.get(address).status_code == 404


@pytest.mark.parametrize(("born", "status"), [(date(2014, 5, 4), 404), (date(2010, 5, 4), 200)])
def test_whoever_speaks_alone_reads_what_was_said_about_them(web: Web, born: date, status: int) -> None:
    with web.school() as school:
        child = school.pupil(born=date(2014, 5, 4))
        guardian = school.guardian(child)
        school.gives(guardian, child)
    number = _first(web, (child, guardian))
    _rebirth(web, child, born)
    assert web.enter(child, Area.FAMILY).get(f"/receipts/{child}/{number}").status_code == status
    assert web.enter(guardian, Area.FAMILY).get(f"/receipts/{child}/{number}").status_code == 200
    assert f"/receipts/{child}/{number}" in web.enter(guardian, Area.FAMILY).get(f"/receipts/{child}").text


def test_strangers_find_nothing(web: Web, family: tuple[PersonId, PersonId]) -> None:
    number = _first(web, family)
    with web.school() as school:
        stranger = school.family()[1]
    browser = web.enter(stranger, Area.FAMILY)
    for address in (f"/receipts/{family[0]}", f"/receipts/{family[0]}/{number}", f"/receipts/{family[0]}/{number}/file"):
        assert browser.get(address).status_code == 404


def test_the_office_prints_what_came_on_paper_and_nothing_else(web: Web, family: tuple[PersonId, PersonId]) -> None:
    child, guardian = family
    office = web.enter_as(Duty.OFFICE)
    assert office.get(f"/office/people/{child}/receipts/{_first(web, family)}").status_code == 404
    with web.school() as school:
        entry = on_paper(school, guardian, child, WEBSITE)
    address = f"/office/people/{child}/receipts/{entry.seq}"
    assert address in office.get(f"/office/people/{child}/receipts").text
    assert "op papier" in office.get(address).text
    (said,) = receipts.check(office.get(f"{address}/file").data, key(web)).events
    assert (said.event, said.at[:10]) == ("renewed", f"{web.at:%Y-%m-%d}")


def test_the_check_page_asks_for_no_name_and_gives_the_key(web: Web) -> None:
    page = web.browser().get("/receipts/check")
    assert page.status_code == 200 and key(web) in page.text and key(web).startswith("school.test/ledger+")
    with pytest.raises(Refused) as refused:
        receipts.check(b"{}\n", key(web))
    assert refused.value.fault is Fault.KEY


def _first(web: Web, family: tuple[PersonId, PersonId]) -> str:
    child, guardian = family
    listed = web.enter(guardian, Area.FAMILY).get(f"/receipts/{child}").text
    return listed.split(f"/receipts/{child}/")[1].split('"')[0]


def _rebirth(web: Web, child: PersonId, born: date) -> None:
    from consent_store.operations import people

    with web.school() as school:
        people.correct(school.session, child, {"born": born}, actor=school.admin, at=web.at)
