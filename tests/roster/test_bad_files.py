"""Files that are broken, hostile, or something else: refused in a sentence, or read without what is broken."""

from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from app.roster import Given, read
from app.roster.unkept import is_citizen_number
from consent_store.errors import BadInput
from consent_store.rules.roster import Flaw, Wrong
from tests.roster.files import given, of_text, understood

HEADER = "Leerlingnummer;Roepnaam;Achternaam;Geboortedatum;Klas;Verzorger 1 naam;Verzorger 1 e-mail\n"


def row(number: int, **other: str) -> str:
    told = {
        "name": "Lars",
        "family": "Visser",
        "born": "4-5-2014",
        "group": "2A",
        "guardian": "Karin Visser",
        "email": "k@example.test",
    } | other
    return ";".join([str(number), *told.values()]) + "\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_every_encoding_and_separator(encoding: str, separator: str) -> None:
    text = (HEADER + row(1, name="Zoë", family="Müller")).replace(";", separator).replace("\n", "\r\n")
    [pupil, guardian] = of_text(text, encoding).people
    assert (pupil.name, pupil.born, guardian.name) == ("Zoë Müller", date(2014, 5, 4), "Karin Visser")


@pytest.mark.parametrize(
    ("broken", "wrong"),
    [
        ("9000;half a row\n", Wrong.CELLS),
        (row(9000)[:-1] + ";more\n", Wrong.CELLS),
        ('9000;"Lars;Visser;4-5-2014;2A;;\n', Wrong.QUOTE),
        (row(9000, born="31-2-2014"), Wrong.BIRTH_DATE),
        (row(9000, born="4-5-14"), Wrong.BIRTH_DATE),
        (row(9000, born="1-1-2099"), Wrong.BIRTH_DATE),
        (row(9000, name="12"), Wrong.NAME),
        (row(9000, family="x" * 300), Wrong.NAME),
        (row(9000, family="x" * 3000), Wrong.CELLS),
        (row(9000, guardian="Karin BSN 111222333"), Wrong.SECRET),
        (row(9000).replace("9000", "").replace("4-5-2014", ""), Wrong.NUMBER),
    ],
)
def test_a_broken_row_9000_is_named_and_breaks_no_other(broken: str, wrong: Wrong) -> None:
    rows = [broken if number == 9000 else row(number) for number in range(2, 10_002)]
    roster = of_text(HEADER + "".join(rows))
    assert roster.broken == (Flaw("list.csv", 9000, wrong),)
    assert len({each.number for each in roster.people if each.number}) == 9_999


@pytest.mark.parametrize(
    ("told", "flaw"),
    [
        ({"email": "not an address"}, Wrong.EMAIL),
        ({"email": "a@example.test, b@example.test"}, Wrong.EMAILS),
        ({"guardian": "Karin"}, Wrong.GUARDIAN_NAME),
    ],
)
def test_a_row_with_a_flaw_is_taken_without_it(told: dict[str, str], flaw: Wrong) -> None:
    roster = of_text(HEADER + row(1, **told))
    assert (roster.flaws, roster.broken, roster.people[0].name) == ((Flaw("list.csv", 2, flaw),), (), "Lars Visser")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('1;"Lars; of Lasse";Visser;4-5-2014;2A;;\n', "Lars; of Lasse Visser"),
        ('1;"Lars\nLasse";Visser;4-5-2014;2A;;\n', "Lars Lasse Visser"),
        ('1;"Lars ""Lasse""";Visser;4-5-2014;2A;;\n', 'Lars "Lasse" Visser'),
        ("\n;;;;;;\n1;Lars;Visser;4-5-2014;2A;;\n\n", "Lars Visser"),
    ],
)
def test_rows_as_spreadsheets_write_them(text: str, name: str) -> None:
    roster = of_text("sep=;\n" + HEADER + text)
    assert [each.name for each in roster.people] == [name]


@pytest.mark.parametrize(
    ("written", "given_name", "family_name"),
    [
        ("Mevr. Karin de Boer", "Karin", "de Boer"),
        ("Boer, Karin de", "Karin", "de Boer"),
        ("de heer J. van der Berg", "J.", "van der Berg"),
        ("Irma Smit", "Irma", "Smit"),
        ("Dr. ir. Noor Kaya", "Noor", "Kaya"),
    ],
)
def test_whole_names_are_taken_apart(written: str, given_name: str, family_name: str) -> None:
    guardian = of_text(HEADER + row(1, guardian=written)).people[1]
    assert (guardian.given_name, guardian.family_name) == (given_name, family_name)


@pytest.mark.parametrize(("digits", "is_one"), [("111222333", True), ("123456782", True), ("123456789", False), ("000000000", False)])
def test_the_test_of_a_citizen_service_number(digits: str, is_one: bool) -> None:
    assert is_citizen_number(digits) is is_one


def test_a_column_of_such_numbers_is_refused_whatever_its_header_says() -> None:
    reading = read([Given("a.csv", b"Leerlingnummer;Naam;Geboortedatum\n111222333;Lars Visser;4-5-2014\n123456782;Liv Visser;4-5-2012\n")])
    assert [(each.column, each.why) for each in reading.refused] == [("Leerlingnummer", "bsn")]
    assert [each.number for each in understood(reading).people] == [None, None]


def test_other_numbers_of_nine_digits_are_kept() -> None:
    numbers = [str(number) for number in range(300_000_000, 300_000_040)]
    text = "Leerlingnummer;Naam;Geboortedatum\n" + "".join(f"{number};Lars Visser;4-5-2014\n" for number in numbers)
    assert [each.number for each in of_text(text).people] == numbers


def workbook(**sheets: list[list[object]]) -> bytes:
    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for each in rows:
            sheet.append(each)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def changed(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """An Excel file with something else in one of its parts."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for entry in before.infolist():
            content = before.read(entry)
            assert entry.filename != part or old in content
            after.writestr(entry.filename, content.replace(old, new, 1) if entry.filename == part else content)
    return out.getvalue()


PEOPLE: list[list[object]] = [["Leerlingnummer", "Naam", "Geboortedatum"], [1001, "Lars Visser", date(2014, 5, 4)]]


def test_a_formula_is_never_reckoned() -> None:
    data = workbook(people=[*PEOPLE, ["=1+1", '=HYPERLINK("https://example.test","Lars")', date(2014, 5, 4)]])
    roster = understood(read([Given("a.xlsx", data)]))
    assert [each.name for each in roster.people] == ["Lars Visser"]
    assert roster.broken == (Flaw("a.xlsx", 3, Wrong.NAME),)


@pytest.mark.parametrize(
    "entity",
    [b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'],
)
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"])
def test_an_excel_file_with_entities_is_refused(entity: bytes, part: str) -> None:
    root = {"xl/worksheets/sheet1.xml": b"<worksheet", "xl/styles.xml": b"<styleSheet", "xl/workbook.xml": b"<workbook"}[part]
    with pytest.raises(BadInput) as refused:
        read([Given("a.xlsx", changed(workbook(people=PEOPLE), part, root, entity + root))])
    assert refused.value.code == "roster_entities"


def test_a_row_far_below_does_not_make_us_walk_there() -> None:
    data = changed(workbook(people=PEOPLE), "xl/worksheets/sheet1.xml", b'<row r="2"', b'<row r="1048576"')
    with pytest.raises(BadInput):
        read([Given("a.xlsx", data)])


def bomb(size: int) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("users.csv", b"0" * size)
    return out.getvalue()


def lying(data: bytes) -> bytes:
    """An archive that says that its entry is small."""
    size = (20 << 20).to_bytes(4, "little")
    assert data.count(size) == 2
    return data.replace(size, (100).to_bytes(4, "little"))


def crowd() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for number in range(1_001):
            archive.writestr(f"{number}.csv", b"")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (bomb(20 << 20), "roster_bomb"),
        (lying(bomb(20 << 20)), "roster_damaged"),
        (crowd(), "roster_entries"),
        (b"", "roster_no_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "roster_xls"),
        (b"%PDF-1.7\n\x00\x01", "roster_no_table"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "roster_no_table"),
        (b"PK\x03\x04 but no more", "roster_damaged"),
        (workbook(people=PEOPLE)[:-200], "roster_damaged"),
        (workbook(people=PEOPLE)[: len(workbook(people=PEOPLE)) // 2], "roster_damaged"),
        (workbook(empty=[]), "roster_no_table"),
        (b"Naam;Klas\n", "roster_no_table"),
        ((";".join(f"kolom {n}" for n in range(300)) + "\n" + ";" * 299 + "x\n").encode(), "roster_size"),
    ],
)
def test_what_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        read([Given("a.csv", data)])
    assert refused.value.code == code


def test_an_archive_in_an_archive_is_not_opened() -> None:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("inner.csv", bomb(1000))
    with pytest.raises(BadInput):
        read([Given("a.zip", out.getvalue())])


def test_pupils_of_two_schools_are_refused() -> None:
    files = dict(given("oneroster11"))
    orgs = files["orgs.csv"] + b"S2,active,,De Eik,school,,\n"
    users = files["users.csv"].replace(b"true,S1,student,chloe", b"true,S2,student,chloe")
    changed_files = [Given(name, data) for name, data in (files | {"orgs.csv": orgs, "users.csv": users}).items()]
    with pytest.raises(BadInput) as refused:
        understood(read(changed_files))
    assert refused.value.code == "roster_schools"


@pytest.mark.parametrize("cut", ["roles.csv", "demographics.csv", "classes.csv", "manifest.csv"])
def test_a_standard_without_one_of_its_files_still_reads(cut: str) -> None:
    understood(read([file for file in given("oneroster12") if file.name != cut]))


def test_a_standard_with_headers_alone_misses_nothing() -> None:
    roster = understood(read([Given("users.csv", b"sourcedId,givenName,familyName,role,agentSourcedIds\nu1,Lars,Visser,student,\n")]))
    assert [each.name for each in roster.people] == ["Lars Visser"]
