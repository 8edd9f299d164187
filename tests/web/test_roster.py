"""The office imports a roster: files come in, columns are corrected, the plan is looked at, applied, and authority answered."""

import re
from collections.abc import Iterable
from io import BytesIO

import pytest
from werkzeug.test import TestResponse

from app.roster import unkept
from app.roster.columns import CODES
from app.web.office import roster_words
from consent_store.ids import PersonId, RosterId
from consent_store.operations import people as people_operations
from consent_store.operations import roster_files
from consent_store.records.queries import files, people, register, rosters
from consent_store.records.queries.register import Wanted
from consent_store.rules.roster import Doubtful, Wrong
from consent_store.rules.terms import Duty
from tests.roster.files import given
from tests.web.browser import Browser, Web

SMALL = "Leerlingnummer;Naam;Geboortedatum;Klas;Ouder naam;Ouder e-mail\n"
LARS = "1001;Lars Visser;4-5-2014;2A;Karin Visser;karin@example.test\n"
LIV = "1002;Liv Visser;4-5-2012;3B;Karin Visser;karin@example.test\n"


@pytest.fixture
def office(web: Web) -> Browser:
    browser = web.enter_as(Duty.OFFICE)
    browser.post("/preferences", {"language": "en"})
    return browser


def hand_in(office: Browser, files: Iterable[tuple[str, bytes]]) -> str:
    """Hand files in; where that leads."""
    office.get("/office/roster")
    answer = office.post("/office/roster", {"files": [(BytesIO(data), name) for name, data in files]})
    assert answer.status_code == 303
    return answer.location or ""


def mapped(office: Browser, *rows: str) -> str:
    """A list whose columns are as they seem; the address of its plan."""
    columns = hand_in(office, [("list.csv", (SMALL + "".join(rows)).encode())])
    if not columns.endswith("/columns"):
        return columns
    page = office.get(columns).text
    chosen = dict(re.findall(r'<select name="([^"]*)".*?<option value="([^"]*)" selected', page, re.DOTALL))
    return office.post(columns, chosen).location or ""


def applied(office: Browser, plan: str, **told: str) -> TestResponse:
    """Press the button of the plan as it stands."""
    digest = re.search(r'name="digest" value="([0-9a-f]+)"', office.get(plan).text)
    assert digest
    return office.post(f"{plan}/apply", {"digest": digest[1]} | told)


def names(web: Web, *, left: bool = False) -> list[str]:
    with web.services.db.reading() as session:
        return [view.name for view in register.screen(session, Wanted("visser", left=left)).people]


def test_from_a_list_to_a_family_whose_authority_is_answered(web: Web, office: Browser) -> None:
    columns = hand_in(office, given("somtoday.csv"))
    page = office.get(columns).text
    assert "“BSN” (citizen service numbers) and “Geboorteplaats” (where somebody was born)" in page
    assert "111222333" not in page and "Utrecht" not in page and "Chloë" in page
    plan = office.post(columns, dict(re.findall(r'name="(0\.\d+)".*?<option value="([^"]*)" selected', page, re.DOTALL))).location or ""
    shown = office.get(plan).text
    for words in ("4 new pupils", "4 new guardians", "Two people with one e-mail address", "A pupil without a guardian", "No birth date"):
        assert words in shown
    assert names(web) == []
    done = applied(office, plan)
    assert done.location == plan and "Answer who has authority" in office.get(plan).text
    assert names(web) == ["Karin Visser", "Lars Visser", "Liv Visser", "Mark Visser"]
    page = office.get("/office/authority").text
    assert "5 answers to go" in page
    [mark] = re.findall(r'name="(\w+\.\w+)" value="yes".*?Mark Visser|Mark Visser.*?name="(\w+\.\w+)" value="yes"', page, re.DOTALL)[:1]
    assert office.post("/office/authority", {mark[0] or mark[1]: "yes"}).location == "/office/authority"
    with web.services.db.reading() as session:
        assert rosters.number_of_open_authority(session) == 4


def test_a_standard_needs_no_columns_and_says_who_is_left_out(web: Web, office: Browser) -> None:
    plan = hand_in(office, given("oneroster11"))
    shown = office.get(plan).text
    assert "4 new pupils" in shown and "1 other person in the files is left out" in shown and "A pupil who is somebody's guardian" in shown
    applied(office, plan)
    assert "Nothing changes." in office.get(hand_in(office, given("oneroster11"))).text


def test_columns_are_remembered_and_corrected_ones_too(web: Web, office: Browser) -> None:
    assert mapped(office, LARS).endswith("/columns") is False
    again = hand_in(office, [("other name.csv", (SMALL + LIV).encode())])
    assert not again.endswith("/columns")
    assert "Correct what the columns are" in office.get(again).text


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"0.1": ""}, "Say which columns hold the pupil's name"),
        ({"0.0": "", "0.2": ""}, "Without these nobody can be recognised"),
        ({"0.3": "pupil.name"}, "Two columns are said to be the same"),
        ({"0.3": "pupil.religion"}, "Two columns are said to be the same"),
    ],
)
def test_columns_that_will_not_do_are_asked_again(web: Web, office: Browser, told: dict[str, str], words: str) -> None:
    columns = hand_in(office, [("list.csv", (SMALL + LARS).encode())])
    office.get(columns)
    usual = {"0.0": "pupil.number", "0.1": "pupil.name", "0.2": "pupil.born", "0.3": "pupil.group"}
    answer = office.post(columns, usual | told)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert office.get(columns.removesuffix("/columns")).status_code == 200


def test_a_plan_that_nobody_saw_is_not_applied(web: Web, office: Browser) -> None:
    plan = mapped(office, LARS)
    office.get(plan)
    assert office.post(f"{plan}/apply", {"digest": "0" * 64}).location == plan
    assert "changed since this was shown" in office.get(plan).text
    assert names(web) == []


def test_siblings_guardians_are_one_person_until_the_office_says_two(web: Web, office: Browser) -> None:
    plan = mapped(office, LARS, LIV)
    shown = office.get(plan).text
    assert "1 new guardian<" in shown and "with Lars Visser and Liv Visser" in shown
    office.post(f"{plan}/choices", {"part": "no", "apart": "karin visser karin@example.test"})
    assert "2 new guardians" in office.get(plan).text
    applied(office, plan)
    assert names(web).count("Karin Visser") == 2


def test_who_is_gone_leaves_on_a_day_unless_the_file_is_a_part(web: Web, office: Browser) -> None:
    applied(office, mapped(office, LARS, LIV))
    part = mapped(office, LARS)
    assert "1 person leaves" in office.get(part).text
    office.post(f"{part}/choices", {"part": "yes"})
    assert "Nothing changes." in office.get(part).text
    office.post(f"{part}/choices", {"part": "no"})
    applied(office, part, left_on="2026-07-31")
    assert names(web, left=True) == ["Liv Visser"]
    with web.services.db.reading() as session:
        [view] = register.screen(session, Wanted("liv", left=True)).people
        assert str(view.left_on) == "2026-07-31"


def test_many_leave_only_by_a_tick(web: Web, office: Browser) -> None:
    rows = [f"{n};Kind{chr(97 + n)} Visser;4-5-2014;2A;;\n" for n in range(8)]
    applied(office, mapped(office, *rows))
    plan = mapped(office, *rows[:2])
    applied(office, plan)
    assert "Many pupils would leave" in office.get(plan).text
    applied(office, plan, many_leave="yes")
    assert len(names(web)) == 2


def test_a_broken_row_is_named_and_nobody_leaves_meanwhile(web: Web, office: Browser) -> None:
    applied(office, mapped(office, LARS, LIV))
    shown = office.get(mapped(office, LARS, "1002;Liv Visser;40-5-2012;3B;;\n")).text
    assert "Row 3" in shown and "The birth date cannot be read" in shown and "1 person leaves" not in shown


@pytest.mark.parametrize(
    ("files_", "words"),
    [
        ([], "Choose a file first."),
        ([("a.csv", b"\x89PNG\r\n\x1a\n\0")], "This is not a table"),
        ([("a.zip", b"PK\x03\x04...")], "damaged"),
        ([("a.xls", b"\xd0\xcf\x11\xe0")], "old kind"),
    ],
)
def test_files_that_will_not_do_leave_nothing_behind(web: Web, office: Browser, files_: list[tuple[str, bytes]], words: str) -> None:
    assert hand_in(office, files_ or [("", b"")]) == "/office/roster"
    assert words in office.get("/office/roster").text
    assert list(web.services.vault.names()) == []


def test_what_was_read_lies_sealed_and_goes(web: Web, office: Browser) -> None:
    plan = mapped(office, LARS)
    [name] = web.services.vault.names()
    sealed = next(web.services.vault.root.rglob(f"{name}.age")).read_bytes()  # type: ignore[attr-defined]
    assert b"Lars" not in sealed and b"karin@" not in sealed
    assert office.post(f"{plan}/discard").location == "/office/roster"
    with web.services.db.reading() as session:
        assert files.to_shred(session) == [name]
    assert office.get(plan).location == "/office/roster"
    office.post(f"{plan}/apply", {"digest": "0"})
    assert (names(web), office.get(f"{plan}/pupils").status_code) == ([], 409)


def test_all_of_a_part_is_shown_screen_by_screen(web: Web, office: Browser) -> None:
    plan = mapped(office, *(f"{n};Kind{chr(97 + n % 26)} Visser{chr(97 + n // 26)};4-5-2014;2A;;\n" for n in range(130)))
    assert "Show all 130" in office.get(plan).text
    assert "Page 2 of 2" in office.get(f"{plan}/pupils?page=7").text
    assert office.get(f"{plan}/nothing").status_code == 404


def test_only_the_office_imports_and_answers(web: Web, office: Browser) -> None:
    plan = mapped(office, LARS)
    for duty in set(Duty) - {Duty.OFFICE}:
        other = web.enter_as(duty)
        assert other.get(plan).status_code == other.get("/office/authority").status_code == 403


def test_a_class_is_answered_apart_and_a_no_is_an_answer(web: Web, office: Browser) -> None:
    applied(office, mapped(office, LARS, LIV))
    with web.services.db.reading() as session:
        groups = {view.name: view.id for view in people.group_list(session)}
        [open_] = rosters.open_authority(session, groups["2A"])
    page = office.get(f"/office/authority?group={groups['2A']}").text
    assert "Lars Visser" in page and "Liv Visser" not in page
    office.post("/office/authority", {"group": groups["2A"], f"{open_.pupil.id}.{open_.guardian.id}": "no"})
    with web.services.db.reading() as session:
        assert (rosters.open_authority(session, groups["2A"]), rosters.number_of_open_authority(session)) == ([], 1)
        [tie] = register.guardians_of(session, open_.pupil.id)
    assert (tie.has_authority, tie.answered) == (False, True)


def test_an_answer_for_somebody_who_is_not_asked_about_counts_for_nothing(web: Web, office: Browser) -> None:
    with web.school() as school:
        child, guardian = school.family()
        people_operations.record_guardianship(school.session, guardian, child, False, actor=school.admin, at=school.at)
    office.get("/office/authority")
    office.post("/office/authority", {f"{child}.{guardian}": "yes"})
    with web.services.db.reading() as session:
        [tie] = register.guardians_of(session, PersonId(child))
    assert not tie.has_authority


def test_a_roster_that_was_forgotten_is_gone_the_next_night(web: Web, office: Browser) -> None:
    plan = mapped(office, LARS)
    web.later(days=1, minutes=1)
    with web.services.db.unit_of_work() as session:
        roster_files.sweep(session, web.at.replace(minute=0), at=web.at)
        assert rosters.handed_in(session, RosterId(plan.rpartition("/")[2])).vault_name is None


def test_every_code_has_its_words() -> None:
    assert set(roster_words.WRONG) == set(Wrong)
    assert set(roster_words.DOUBTS) == set(Doubtful)
    assert {why for why, _ in unkept._HEADERS} == set(roster_words.UNKEPT)
    assert len(CODES) == 1 + len(roster_words.PUPIL) + 4 * len(roster_words.GUARDIAN)
