"""The words of letters: in the reader's language, of a child no more than the given name and class, and with a link to one door."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.letters import links
from app.letters.forms import parse_versions, versions_text
from app.letters.invitations import Asked, invitation, on_paper, reminder, reworded, veiled
from app.letters.languages import is_right_to_left, own_name
from app.paper.letters import Leaf
from app.vault import Keys
from consent_store.ids import PersonId, PurposeCode, new_id
from consent_store.records.queries.people import PersonView
from consent_store.records.queries.school import PurposeView
from consent_store.rules.terms import Audience, Purpose, Role

LINK = "https://school.test/in/abc"


def person(given_name: str, **more: Any) -> PersonView:
    told = {"role": Role.GUARDIAN, "family_name": "Visser", "born": None, "email": "karin@thuis.test", "language": "nl"}
    rest = {"not_locatable": False, "reference_shown": True, "recognition_off": False, "external_id": "12345", "left_on": None}
    return PersonView(**({"id": PersonId(new_id()), "given_name": given_name, "erased": False} | told | rest | more))


def asked(language: str = "nl", **more: Any) -> Asked:
    lars = person("Lars", role=Role.PUPIL, family_name="Geheim", born=date(2014, 5, 4), email="lars@thuis.test", external_id="98765")
    return Asked(person("Karin", language=language, **more), "De Linde", [(lars, ("2A",))])


def everything(leaf: Leaf) -> str:
    parts = (leaf.sender, *leaf.to, leaf.date, leaf.subject, *leaf.paragraphs, *leaf.steps, leaf.code or "", *leaf.closing)
    return "\n".join(parts)


PAPER = {
    "by mail": lambda a: everything(on_paper(a, "https://school.test/signin", LINK, None, date(2026, 9, 3), None)),
    "by code": lambda a: everything(on_paper(a, "https://school.test/letter", LINK, "AB", date(2026, 9, 3), date(2026, 11, 2))),
}
MAIL = {
    "first": lambda a: invitation(a, LINK).text,
    "again": lambda a: reminder(a, LINK, 1, 3).text,
    "last": lambda a: reminder(a, LINK, 3, 3).text,
}


@pytest.mark.parametrize("letter", [*PAPER.values(), *MAIL.values()], ids=[*PAPER, *MAIL])
@pytest.mark.parametrize(("language", "word"), [("nl", "Beste Karin"), ("en", "Dear Karin"), ("ar", "Beste Karin")])
def test_every_letter_speaks_the_readers_language_and_dutch_where_it_cannot(letter: Any, language: str, word: str) -> None:
    assert word in letter(asked(language))


@pytest.mark.parametrize("letter", [*PAPER.values(), *MAIL.values()], ids=[*PAPER, *MAIL])
def test_of_a_child_stand_the_given_name_and_the_class_alone(letter: Any) -> None:
    text = letter(asked())
    assert "Lars" in text
    for secret in ("Geheim", "2014", "4 mei", "lars@thuis.test", "98765", "12345"):
        assert secret not in text


def test_a_letter_on_paper_veils_the_address() -> None:
    text = PAPER["by mail"](asked())
    assert "karin@thuis.test" not in text
    assert "k…@t…" in text
    assert veiled("") == "…@…"


def test_the_class_stands_in_the_window_and_the_code_until_when() -> None:
    leaf = on_paper(asked(), "https://school.test/letter", LINK, "AB", date(2026, 9, 3), date(2026, 11, 2))
    assert leaf.to == ("Karin Visser", "voor Lars, klas 2A")
    assert "2 november 2026" in everything(leaf)


def test_reminders_say_whether_they_are_the_last() -> None:
    assert "laatste" in MAIL["last"](asked())
    assert "laatste" not in MAIL["again"](asked())


def test_whoever_speaks_for_themselves_is_asked_about_themselves() -> None:
    myself = person("Noor", role=Role.PUPIL)
    assert "uzelf" in invitation(Asked(myself, "De Linde", [(myself, ("4A",))]), LINK).subject


def test_a_change_of_wording_names_what_changed() -> None:
    letter = reworded(person("Karin"), "De Linde", ["Website", "Pers"], LINK)
    assert "Website en Pers" in letter.subject
    assert LINK in letter.text


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return Keys.load_or_create(tmp_path_factory.mktemp("keys") / "keys")


def test_a_door_is_known_by_its_key_and_by_no_other(keys: Keys) -> None:
    someone, other = PersonId(new_id()), PersonId(new_id())
    key = links.door_link(keys, "", someone).removeprefix("/in/")
    assert links.behind(keys, key) == someone
    for forged in (key[:-1], key + "a", key.upper(), other + key[26:], "", key[:26], "ü" * 42):
        assert links.behind(keys, forged) is None


@given(at=st.integers(0, 41), sign=st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_no_sign_of_a_key_may_be_another(keys: Keys, at: int, sign: str) -> None:
    key = links.door_link(keys, "", PersonId("a" * 26)).removeprefix("/in/")
    forged = key[:at] + sign + key[at + 1 :]
    assert (links.behind(keys, forged) is None) == (forged != key)


@given(secret=st.binary(min_size=10, max_size=10), dashes=st.booleans())
def test_a_code_is_the_same_however_it_is_copied(keys: Keys, secret: bytes, dashes: bool) -> None:
    code = links.code_from(secret)
    copied = code.lower().replace("0", "o").replace("1", "l") if dashes else code.replace("-", " ")
    assert links.code_hash(keys, copied) == links.code_hash(keys, code)
    assert len(code.replace("-", "")) == 16


@given(one=st.binary(min_size=10, max_size=10), other=st.binary(min_size=10, max_size=10))
def test_two_secrets_are_two_codes(one: bytes, other: bytes) -> None:
    assert (links.code_from(one) == links.code_from(other)) == (one == other)


@given(versions=st.dictionaries(st.from_regex(r"[a-z][a-z0-9_]{1,30}", fullmatch=True), st.integers(1, 99_999), max_size=15))
def test_a_form_names_its_wordings(versions: dict[str, int]) -> None:
    views = [PurposeView(Purpose(PurposeCode(code), Audience.PUBLIC), 1, False, version, {}) for code, version in versions.items()]
    assert parse_versions(versions_text(views)) == versions


@given(text=st.text(max_size=60))
def test_what_is_not_such_a_text_breaks_nothing(text: str) -> None:
    assert all(version < 100_000 for version in parse_versions(text).values())


@pytest.mark.parametrize(("tag", "rtl"), [("ar", True), ("fa-AF", True), ("az-Arab", True), ("he", True), ("nl", False), ("zz", False)])
def test_which_way_a_language_goes(tag: str, rtl: bool) -> None:
    assert is_right_to_left(tag) is rtl
    assert own_name(tag)
