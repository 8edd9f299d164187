"""A draft is a file like any other to whoever works on it; the disk never holds a word of it."""

import os
from io import SEEK_END, BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.vault import FolderVault
from tests.disk import full_beyond

_MOST = 40_000
steps = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.binary(max_size=3000)),
        st.tuples(st.just("seek"), st.integers(0, _MOST)),
        st.tuples(st.just("read"), st.integers(0, 5000)),
        st.tuples(st.just("truncate"), st.integers(0, _MOST)),
    ),
    max_size=40,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_it_does_what_a_file_does(
    vault: FolderVault, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, steps: list[tuple[str, Any]]
) -> None:
    monkeypatch.setattr("app.vault.draft._UNIT", 1024)
    monkeypatch.setattr("app.vault.draft._AT_HAND", 3)
    with vault.draft() as draft, (tmp_path / "plain").open("w+b", buffering=0) as plain:
        for name, argument in steps:
            assert getattr(draft, name)(argument) == getattr(plain, name)(argument)
            assert draft.tell() == plain.tell()
        assert draft.size == draft.seek(0, SEEK_END) == plain.seek(0, SEEK_END)
        draft.seek(0)
        plain.seek(0)
        assert draft.read() == plain.read()


def test_what_was_drafted_goes_into_the_vault(vault: FolderVault) -> None:
    data = os.urandom(9_000_000)
    with vault.draft() as draft:
        draft.write(data)
        draft.seek(0)
        stored = vault.put_in_parts(draft)
        assert draft.read_at(8_000_000, 10) == data[8_000_000:8_000_010]
    assert vault.reader(stored.name).read_at(8_388_600, 20) == data[8_388_600:8_388_620]
    assert BytesIO(b"".join(vault.open(stored.name))).read() == data


def test_nothing_is_before_its_beginning(vault: FolderVault) -> None:
    with vault.draft() as draft, pytest.raises(ValueError, match="beginning"):
        draft.seek(-1)


def test_what_is_closed_is_neither_read_nor_written(vault: FolderVault) -> None:
    with vault.draft() as draft:
        draft.write(b"Anna")
    with pytest.raises(ValueError, match="closed"):
        draft.write(b"Bert")
    with pytest.raises(ValueError, match="closed"):
        draft.read_at(0, 4)


def test_a_full_disk_is_the_error_of_the_disk(vault: FolderVault) -> None:
    with full_beyond(1_000_000), vault.draft() as draft, pytest.raises(OSError, match="large"):
        draft.write(bytes(10_000_000))
