"""Each format, from the repository's own sample files: who is read, who belongs to whom, and what is named and left behind."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from app.roster import Given, Standard, missing, read, standard_of
from app.roster.columns import guess
from consent_store.rules.roster import Flaw, Roster, Wrong
from consent_store.rules.terms import Role
from tests.roster.files import given, understood

LARS, CHLOE = date(2014, 5, 4), date(2012, 2, 29)


def pupils(roster: Roster) -> dict[str, tuple[date | None, str]]:
    return {each.name: (each.born, " ".join(sorted(each.groups))) for each in roster.people if each.role is Role.PUPIL}


def families(roster: Roster) -> set[tuple[str, str]]:
    names = {each.key: each.name for each in roster.people}
    return {(names[pupil], names[guardian]) for pupil, guardian in roster.ties}


TIES = {("Lars Visser", "Karin Visser"), ("Lars Visser", "Mark Visser"), ("Chloë van der Berg", "Zoë van der Berg")}
BOTH = {"Lars Visser": (LARS, "2A"), "Chloë van der Berg": (CHLOE, "3B")}
PUPILS_WHO_ARE_GUARDIANS = {"Mila Kaya": (date(2012, 7, 1), ""), "Noor Kaya": (date(2008, 1, 1), "")}


@pytest.mark.parametrize(
    ("name", "standard", "there", "ties", "colleagues"),
    [
        ("oneroster11", Standard.ONEROSTER, BOTH | PUPILS_WHO_ARE_GUARDIANS, TIES | {("Mila Kaya", "Noor Kaya")}, 1),
        ("oneroster12", Standard.ONEROSTER, BOTH, TIES, 1),
        ("sds", Standard.SDS, {name: (None, group) for name, (_, group) in BOTH.items()}, TIES, 2),
        ("magister.csv", None, BOTH, TIES - {("Lars Visser", "Mark Visser")}, 0),
        ("parnassys.xlsx", None, {"Lars Visser": (LARS, "7"), "Chloë van der Berg": (CHLOE, "8")}, TIES, 0),
        ("utf16.csv", None, BOTH, set(), 0),
    ],
)
def test_a_sample_says_who_is_there(name: str, standard, there, ties, colleagues) -> None:  # type: ignore[no-untyped-def]
    reading = read(given(name))
    roster = understood(reading)
    assert (standard_of(reading.tables), pupils(roster), families(roster)) == (standard, there, ties)
    assert (roster.broken, roster.flaws, roster.colleagues) == ((), (), colleagues)


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("oneroster11", {"bsn", "password", "ethnicity", "birthplace"}),
        ("oneroster12", {"password", "birthplace"}),
        ("sds", {"password"}),
        ("somtoday.csv", {"bsn", "birthplace"}),
        ("magister.csv", {"address", "ethnicity"}),
        ("parnassys.xlsx", set()),
    ],
)
def test_what_must_not_be_kept_is_named_and_gone(name: str, refused: set[str]) -> None:
    reading = read(given(name))
    assert {each.why for each in reading.refused} == refused
    kept = str(reading.tables)
    assert not any(secret in kept for secret in ("111222333", "123456782", "geheim", "Utrecht", "Zwolle", "3511", "false"))


def test_a_zip_is_read_as_its_files_are() -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, data in given("oneroster11"):
            archive.writestr(f"export/{name}", data)
        archive.writestr("__MACOSX/._users.csv", b"\0\0")
        archive.writestr("read me.pdf", b"%PDF-1.7")
    assert understood(read([Given("all.zip", packed.getvalue())])) == understood(read(given("oneroster11")))


def test_who_is_to_be_deleted_is_gone_and_old_enrolments_are_over() -> None:
    roster = understood(read(given("oneroster11")))
    assert roster.gone == {"u5"}
    assert not roster.part


def test_a_delta_is_a_part() -> None:
    files = [Given(name, data.replace(b"bulk", b"delta")) for name, data in given("oneroster11")]
    assert understood(read(files)).part


def test_an_export_with_everything_that_goes_wrong() -> None:
    roster = understood(read(given("somtoday.csv")))
    assert pupils(roster)["Daan Öztürk"] == (None, "2A")
    shared = [each.name for each in roster.people if each.email == "samen@example.test"]
    assert shared == ["Zoë van der Berg", "T. Yılmaz"]


def test_guardians_in_a_file_of_their_own_find_their_pupils_by_number() -> None:
    roster = understood(read([*given("guardians.csv"), *given("utf16.csv")]))
    assert families(roster) == {("Lars Visser", "Karin Visser"), ("Lars Visser", "Mark Visser")}
    assert roster.broken == (Flaw("guardians.csv", 4, Wrong.UNKNOWN_PUPIL),)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Moeder e-mail", "guardian1.email"), ("Vader achternaam", "guardian2.family"), ("Verzorger 2 Voorvoegsel", "guardian2.prefix"),
        ("Ouder/verzorger 2 naam", "guardian2.name"), ("Leerling e-mailadres", "pupil.email"), ("Parent1 First Name", "guardian1.given"),
        ("Wettelijk vertegenwoordiger 1", ""), ("Verzorger 1 telefoon", ""), ("E-mail", "pupil.email"), ("Verzorger 9 naam", ""),
        ("Stamklas", "pupil.group"), ("GEBOORTEDATUM", "pupil.born"), ("Leerling", "pupil.name"),
        ("Contactpersoon 3 Roepnaam", "guardian3.given"),
    ],
)  # fmt: skip
def test_a_header_is_guessed(header: str, expected: str) -> None:
    assert guess([header]) == (expected,)


@pytest.mark.parametrize(
    ("columns", "lacks"),
    [
        ((("pupil.given", "pupil.family", "pupil.number"),), None),
        ((("pupil.name", "pupil.born"),), None),
        ((("pupil.given", "pupil.born"),), "name"),
        ((("pupil.name", ""),), "number"),
        ((("pupil.name", "pupil.number"), ("guardian1.name", "")), "pupil"),
        ((("pupil.name", "pupil.number"), ("", "")), None),
    ],
)
def test_what_must_still_be_said(columns: tuple[tuple[str, ...], ...], lacks: str | None) -> None:
    assert missing(columns) == lacks
