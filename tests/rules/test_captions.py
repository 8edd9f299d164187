"""What a caption says that is nobody's business: found wherever it stands, in time that grows with the text and no faster."""

from datetime import date
from time import process_time
from timeit import repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_store.ids import PersonId
from consent_store.rules import captions
from consent_store.rules.captions import What, check, unanswered
from consent_store.rules.names import Named, Near

TODAY = date(2026, 11, 22)
LOTTE = Named(PersonId("lotte"), "Lotte", "de Vries", Near.PICTURED)
CHLOE = Named(PersonId("chloe"), "Chloë Anne", "van der Berg", Near.EVENT)
SEM = Named(PersonId("sem"), "Sem", "Bakker")
MOHAMMED = Named(PersonId("mohammed"), "محمد", "العمراني")
REGISTER = [LOTTE, CHLOE, SEM, MOHAMMED]
MANY = [Named(PersonId(f"p{number}"), f"Naam{chr(97 + number % 26)}", f"van Achter{number}") for number in range(500)]


def said(text: str, people: list[Named] = REGISTER) -> list[tuple[str, str]]:
    """What is marked in a text, and as what."""
    return [(mark.what.value, text[mark.start : mark.end]) for mark in check(text, people, TODAY)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Lotte juicht.", "Lotte"),
        ("De bal van Lotte's ploeg", "Lotte"),
        ("Lottes bal", "Lottes"),
        ("LOTTE DE VRIES wint", "LOTTE DE VRIES"),
        ("lotte de vries wint", "lotte de vries"),
        ("Vries, Lotte de", "Vries, Lotte"),
        ("Mevrouw De Vries", "De Vries"),
        ("chloe van der berg", "chloe van der berg"),
        ("Chloe\u0308 van der Berg", "Chloe\u0308 van der Berg"),
        ("Sem Bakker", "Sem Bakker"),
        ("Familie Bakker", "Bakker"),
        ("🎉 Lotte 🎉", "Lotte"),
        ("أحسنت يا محمد العمراني!", "محمد العمراني"),
    ],
)
def test_a_name_is_found(text: str, name: str) -> None:
    assert said(text) == [("name", name)]


@pytest.mark.parametrize(
    "text",
    ["De bakker komt om 10.30.", "Sem is een naam.", "een lotte-achtige dag", "Op 20-11-2026 was het 15 graden.", "Klas 2A, 25 leerlingen",
     "In het Wilhelminapark 15 november", "", "👩‍👩‍👧", "Open dag 2026 in de aula"],
)  # fmt: skip
def test_what_harms_nobody_is_left_alone(text: str) -> None:
    assert said(text) == []


def test_of_two_with_one_name_the_one_in_the_picture_is_meant() -> None:
    other = Named(PersonId("other"), "Lotte", "de Vries", Near.SCHOOL)
    [mark] = check("Lotte de Vries", [other, LOTTE], TODAY)
    assert (mark.person, mark.near) == (LOTTE.person, Near.PICTURED)


def test_a_family_name_that_many_bear_says_nothing_alone() -> None:
    jansens = [Named(PersonId(f"j{number}"), f"Kind{number}", "Jansen") for number in range(5)]
    assert said("Jansen", jansens[:4]) == [("name", "Jansen")]
    assert said("Jansen", jansens) == []


@pytest.mark.parametrize(
    ("text", "what", "place"),
    [
        ("Mail naar a.b+c@school.example.nl.", What.EMAIL, "a.b+c@school.example.nl"),
        ("Bel 06-12 34 56 78!", What.PHONE, "06-12 34 56 78"),
        ("Bel +31 (0)20 123 45 67", What.PHONE, "+31 (0)20 123 45 67"),
        ("0201234567", What.PHONE, "0201234567"),
        ("Dorpsstraat 12a", What.ADDRESS, "Dorpsstraat 12a"),
        ("Laan van Meerdervoort 100", What.ADDRESS, "Laan van Meerdervoort 100"),
        ("1234 AB Utrecht", What.ADDRESS, "1234 AB"),
        ("1234ab", What.ADDRESS, "1234ab"),
        ("geboren 12-05-2014", What.BIRTH_DATE, "12-05-2014"),
        ("2014-05-12", What.BIRTH_DATE, "2014-05-12"),
        ("op 3 mei 2013", What.BIRTH_DATE, "3 mei 2013"),
        ("May 4, 2012", What.BIRTH_DATE, "May 4, 2012"),
        ("Winnaars: Anna, Bram, Chloë de Wit, Daan en Esra.", What.NAMES, "Winnaars: Anna, Bram, Chloë de Wit, Daan en Esra"),
        ("1. Anna\n2. Bram B.\n3. Daan\n4. Esra\n5. Finn\n", What.NAMES, "Anna\n2. Bram B.\n3. Daan\n4. Esra\n5. Finn"),
    ],
)
def test_what_leads_to_somebody_is_found(text: str, what: What, place: str) -> None:
    assert said(text, []) == [(what.value, place)]


def test_a_mark_is_answered_by_its_words_wherever_they_stand() -> None:
    text = "Lotte en nog eens LOTTE. Sem Bakker."
    marks = check(text, REGISTER, TODAY)
    assert len({mark.key(text) for mark in marks}) == 2
    answers = {marks[0].key(text): "She asked for it.", marks[2].key(text): "  "}
    assert unanswered(text, marks, answers) == [marks[2]]


TEXTS = st.text() | st.text(alphabet="Lote de Vris,@.0123456789-+\nمحد🎉\u0308 en") | st.lists(
    st.sampled_from(["Lotte", "de Vries", "Dorpsstraat 1", "0612345678", "a@b.nl", "3 mei 2013", ",", "\n", " ", "🎉", "محمد"])
).map("".join)  # fmt: skip


@given(TEXTS)
def test_marks_lie_in_the_text_in_order_and_apart(text: str) -> None:
    marks = check(text, REGISTER, TODAY)
    edges = [edge for mark in marks for edge in (mark.start, mark.end)]
    assert edges == sorted(edges) and all(mark.start < mark.end for mark in marks)
    assert all(0 <= edge <= len(text) for edge in edges)
    assert unanswered(text, marks, {mark.key(text): "meant" for mark in marks}) == []


@given(st.lists(st.sampled_from([LOTTE, CHLOE, SEM]), min_size=1, max_size=4), st.sampled_from([". ", "! ", " 🎉 ", "\n\n"]))
def test_nobody_who_is_named_in_full_goes_unmarked(people: list[Named], between: str) -> None:
    text = between.join(f"{named.given} {named.family}" for named in people)
    covered = [text[mark.start : mark.end] for mark in check(text, REGISTER, TODAY)]
    assert all(any(f"{named.given} {named.family}" in place for place in covered) for named in people)


UGLY = [
    "a",
    "a ",
    "a@",
    "a.",
    "1 ",
    "0 ",
    "0",
    "Laan van ",
    "straat",
    "Sstraat ",
    "A,",
    "\n",
    "van Achter",
    "+(",
    "en ",
    "1-",
    "محمد ",
    "👩‍👩‍👧 ",
    "1 mei ",
]


@pytest.mark.parametrize("piece", UGLY)
def test_a_hundred_thousand_characters_take_no_longer_than_ten_times_ten_thousand(piece: str) -> None:
    whole = (piece * captions.LONGEST)[: captions.LONGEST]
    tenth, all_of_it = (processor_time(text) for text in (whole[: captions.LONGEST // 10], whole))
    assert all_of_it < 40 * tenth + 0.2, (tenth, all_of_it)


def processor_time(text: str) -> float:
    """Seconds that checking takes when nothing comes between: the least of three."""
    return min(repeat(lambda: check(text, MANY + REGISTER, TODAY), timer=process_time, number=1, repeat=3))
