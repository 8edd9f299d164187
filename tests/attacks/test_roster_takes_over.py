"""A list that was tampered with: it takes nobody's place, gives nobody authority, runs nothing, and is applied once."""

import threading
from io import BytesIO

import pytest

from app.db import Database
from app.roster import Given, read
from consent_store.errors import Conflict
from consent_store.operations import people as people_operations
from consent_store.operations import roster as operations
from consent_store.operations import settings
from consent_store.operations.roster import Choices
from consent_store.records.queries import families, people, register
from consent_store.records.queries.register import Wanted
from consent_store.rules.terms import Duty, Onlookers, Role
from tests.roster.files import of_text, understood
from tests.school import School
from tests.web.browser import Web

HEADER = "Leerlingnummer;Naam;Geboortedatum;Klas;Verzorger 1 naam;Verzorger 1 e-mail;Wettelijk vertegenwoordiger 1\n"


@pytest.mark.parametrize("row", ["9001;Ada Beheer;4-5-2014;2A;;;\n", "1;Lars Visser;4-5-2014;2A;Ada Beheer;thief@example.test;ja\n"])
def test_nobody_takes_a_colleagues_address(school: School, row: str) -> None:
    people_operations.correct(school.session, school.admin, {"external_id": "9001"}, actor=school.admin, at=school.at)
    roster = of_text(HEADER + row)
    seen = operations.plan(school.session, roster, Choices()).digest
    operations.apply(school.session, roster, seen, Choices(), actor=school.admin, at=school.at)
    ada = people.person(school.session, school.admin)
    assert (ada.email, ada.role, people.duties_of(school.session, ada.id)) == ("ada@school.test", Role.STAFF, {Duty.ADMIN})
    assert all(people.duties_of(school.session, view.id) == set() for view in people.by_email(school.session, "thief@example.test"))


def test_a_list_that_says_who_represents_in_law_gives_nobody_a_voice(school: School) -> None:
    roster = of_text(HEADER + "1;Lars Visser;4-5-2014;2A;Karin Visser;karin@example.test;ja\n")
    seen = operations.plan(school.session, roster, Choices()).digest
    operations.apply(school.session, roster, seen, Choices(), actor=school.admin, at=school.at)
    [lars] = register.screen(school.session, Wanted("lars visser")).people
    assert people.speakers_for(school.session, lars.id, school.at.date()) == []
    [karin] = register.guardians_of(school.session, lars.id)
    settings.choose_onlookers(school.session, Onlookers.PICTURES, actor=school.admin, at=school.at)
    assert [member.person.id for member in families.family(school.session, karin.person.id, at=school.at)] == [karin.person.id]


def test_a_list_takes_no_authority_away_either(school: School) -> None:
    child, guardian = school.family()
    people_operations.correct(school.session, child, {"external_id": "1"}, actor=school.admin, at=school.at)
    view = people.person(school.session, child)
    roster = of_text(HEADER + f"1;{view.name};{view.born};2A;Iemand Anders;i@example.test;nee\n")
    seen = operations.plan(school.session, roster, Choices()).digest
    operations.apply(school.session, roster, seen, Choices(), actor=school.admin, at=school.at)
    assert [each.id for each in people.speakers_for(school.session, child, school.at.date())] == [guardian]


def test_a_name_that_is_a_script_is_only_a_name(web: Web) -> None:
    office = web.enter_as(Duty.OFFICE)
    office.get("/office/roster")
    evil = "<img src=x onerror=alert(1)>"
    text = f"Leerlingnummer;Roepnaam;Achternaam;Geboortedatum;{evil}\n1;{evil};{evil};4-5-2014;{evil}\n"
    columns = office.post("/office/roster", {"files": [(BytesIO(text.encode()), f"{evil}.csv")]}).location or ""
    plan = columns.removesuffix("/columns")
    pages = [office.get(columns).text]
    office.post(columns, {"0.0": "pupil.number", "0.1": "pupil.given", "0.2": "pupil.family", "0.3": "pupil.born", "0.4": "pupil.group"})
    pages += [office.get(plan).text, office.get("/office/roster").text]
    assert all("&lt;img src=x" in page and evil not in page for page in pages)


def test_what_must_not_be_kept_is_not_even_in_what_is_sealed() -> None:
    secrets = ("111222333", "geheim123", "Hindoe", "Zwolle", "Dorpsstraat")
    text = f"Naam;Geboortedatum;BSN;Wachtwoord;Godsdienst;Geboorteplaats;Adres\nLars Visser;4-5-2014;{';'.join(secrets)}\n"
    reading = read([Given("list.csv", text.encode())])
    assert len(reading.refused) == len(secrets)
    assert not any(secret in repr(reading) + repr(understood(reading)) for secret in secrets)


def test_two_who_apply_one_plan_at_the_same_moment_apply_it_once(database: Database) -> None:
    with database.unit_of_work() as session:
        school = School.open(session)
    roster = of_text(HEADER + "".join(f"{n};Kind Visser{n};4-5-2014;2A;Ouder Visser{n};o{n}@example.test;\n" for n in range(30)))
    with database.reading() as session:
        seen = operations.plan(session, roster, Choices()).digest
    start, results = threading.Barrier(2), list[str]()

    def run() -> None:
        start.wait()
        try:
            with database.unit_of_work() as session:
                operations.apply(session, roster, seen, Choices(), actor=school.admin, at=school.at)
            results.append("done")
        except Conflict as refusal:
            results.append(refusal.code)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["done", "plan_changed"]
    with database.reading() as session:
        assert register.screen(session, Wanted("visser")).total == 60
