"""Faces come to few questions, no face to two, and nobody looks sure who is not."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_store.ids import ItemId, PersonId, SightingId
from consent_store.rules.piles import OpenFace, Sort, piles
from consent_store.rules.sightings import Confidence

ANNA, BRAM = PersonId("anna"), PersonId("bram")


def face(
    id_: str, cluster: str | None = "a", person: PersonId | None = None, *, sure: bool = True, item: str = "", **more: object
) -> OpenFace:
    confidence = Confidence.UNKNOWN if person is None else Confidence.SURE if sure else Confidence.UNSURE
    guess = (confidence, person, float(more.pop("distance", 0.3)), more.pop("next", None))  # type: ignore[arg-type]
    return OpenFace(SightingId(id_), ItemId(item or f"photo of {id_}"), cluster, 0.5, *guess)  # type: ignore[arg-type]


def maybe(id_: str, person: PersonId) -> OpenFace:
    """A pile of one face that is unsure of somebody."""
    return face(id_, id_, person, sure=False)


def asked(faces: Iterable[OpenFace], look_alikes: Iterable[PersonId] = ()) -> list[tuple[Sort, str, PersonId | None]]:
    return [(pile.sort, "".join(sorted(face.id for face in pile.faces)), pile.person) for pile in piles(faces, set(look_alikes))]


@pytest.mark.parametrize(
    ("faces", "questions"),
    [
        pytest.param([face("1"), face("2")], [(Sort.UNKNOWN, "12", None)], id="who resembles nobody"),
        pytest.param([face("1", None), face("2", None)], [(Sort.ALONE, "1", None), (Sort.ALONE, "2", None)], id="who was not compared"),
        pytest.param([face("1", "a", ANNA), face("2", "b", ANNA)], [(Sort.SURE, "12", ANNA)], id="two piles sure of one"),
        pytest.param([face("1", "a", ANNA), face("2")], [(Sort.SURE, "12", ANNA)], id="half of a pile is sure"),
        pytest.param([face("1", "a", ANNA), face("2"), face("3")], [(Sort.UNSURE, "123", ANNA)], id="less than half is sure"),
        pytest.param([face("1", "a", ANNA), face("2", "a", BRAM)], [(Sort.UNSURE, "12", ANNA)], id="sure of two"),
        pytest.param([face("1", "a", BRAM, sure=False), face("2", "a", ANNA)], [(Sort.UNSURE, "12", ANNA)], id="one resembles another"),
        pytest.param([face("1", "a", ANNA, sure=False)], [(Sort.UNSURE, "1", ANNA)], id="never sure"),
        pytest.param([maybe("1", ANNA), maybe("2", ANNA)], [(Sort.UNSURE, each, ANNA) for each in "12"], id="two piles unsure of one"),
    ],
)
def test_which_question(faces: list[OpenFace], questions: list[tuple[Sort, str, PersonId | None]]) -> None:
    assert asked(faces) == questions


def test_whoever_is_taken_for_another_is_never_sure() -> None:
    assert asked([face("1", "a", ANNA)], [ANNA, BRAM]) == [(Sort.UNSURE, "1", ANNA)]


def test_nobody_is_twice_in_one_picture() -> None:
    near, far = face("1", "a", ANNA, item="x"), face("2", "b", ANNA, item="x", distance=0.4)
    assert asked([far, near]) == [(Sort.SURE, "1", ANNA), (Sort.UNSURE, "2", ANNA)]


def test_whoever_is_said_to_be_in_a_picture_already_is_asked_about_there_by_itself() -> None:
    near, far = face("1", "a", ANNA, item="x"), face("2", "a", ANNA, item="y")
    assert [(pile.sort, [each.id for each in pile.faces]) for pile in piles([near, far], there={(ItemId("x"), ANNA)})] == [
        (Sort.SURE, ["2"]),
        (Sort.UNSURE, ["1"]),
    ]


def test_the_next_likeliest_is_named() -> None:
    [pile] = piles([face("1", "a", ANNA, next=BRAM)])
    assert (pile.person, pile.runner_up) == (ANNA, BRAM)
    [pile] = piles([face("1", "a", ANNA, sure=False), face("2", "a", ANNA, sure=False), face("3", "a", BRAM, sure=False)])
    assert (pile.person, pile.runner_up) == (ANNA, BRAM)


_FACES = st.lists(
    st.builds(
        face,
        st.integers(0, 10**6).map(str),
        st.sampled_from([None, "a", "b", "c"]),
        st.sampled_from([None, ANNA, BRAM]),
        sure=st.booleans(),
        item=st.sampled_from("xyz"),
        distance=st.sampled_from([0.2, 0.4]),
    ),
    unique_by=lambda each: each.id,
    max_size=14,
)


@given(_FACES, st.sets(st.sampled_from([ANNA, BRAM])))
def test_every_face_is_asked_about_once_and_sure_piles_are_safe(faces: list[OpenFace], look_alikes: set[PersonId]) -> None:
    found = piles(faces, look_alikes)
    assert sorted(each.id for pile in found for each in pile.faces) == sorted(each.id for each in faces)
    assert len({pile.key for pile in found}) == len(found)
    assert found == piles(reversed(faces), look_alikes)
    assert all(len({each.cluster for each in pile.faces}) == 1 for pile in found if pile.sort is not Sort.SURE)
    for pile in (pile for pile in found if pile.sort is Sort.SURE):
        assert pile.person not in look_alikes
        assert {each.surely for each in pile.faces} <= {pile.person, None}
        assert len({each.item for each in pile.faces}) == len(pile.faces)
