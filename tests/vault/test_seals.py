"""What is sealed for one person opens with that person's key and the school's, and with nothing else."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.vault import Damaged, Keys, new_person_key, seal, seal_for, unseal, unseal_with


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=2000))
def test_what_is_sealed_comes_back(keys: Keys, data: bytes) -> None:
    assert unseal(keys, seal(keys, data)) == data
    key = new_person_key(keys)
    assert unseal_with(keys, key, seal_for(keys, key, data)) == data


def test_nothing_shows(keys: Keys) -> None:
    key = new_person_key(keys)
    assert b"descriptor" not in seal_for(keys, key, b"descriptor")
    assert b"AGE-SECRET-KEY" not in key


def test_another_persons_key_opens_nothing(keys: Keys) -> None:
    sealed = seal_for(keys, new_person_key(keys), b"descriptor")
    with pytest.raises(Damaged):
        unseal_with(keys, new_person_key(keys), sealed)
    with pytest.raises(Damaged):
        unseal(keys, sealed)


def test_another_school_opens_nothing(keys: Keys, tmp_path: Path) -> None:
    other, key = Keys.load_or_create(tmp_path / "other"), new_person_key(keys)
    with pytest.raises(Damaged):
        unseal_with(other, key, seal_for(keys, key, b"descriptor"))


@pytest.mark.parametrize("at", [0, 30, -40, -1])
def test_a_change_is_noticed(keys: Keys, at: int) -> None:
    sealed = bytearray(seal(keys, bytes(100)))
    sealed[at] ^= 1
    with pytest.raises(Damaged):
        unseal(keys, bytes(sealed))


def test_what_is_no_key_is_damaged(keys: Keys) -> None:
    with pytest.raises(Damaged):
        seal_for(keys, seal(keys, b"not a key"), b"x")
