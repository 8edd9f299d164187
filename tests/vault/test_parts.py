"""A large file lies in parts: it comes out the same, whole or from anywhere in it, and is noticed when a part is not what it was."""

import hashlib
import threading
from io import BytesIO
from pathlib import Path
from random import Random

import pyrage
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.vault import Damaged, FolderVault, Missing, NotStored, Stored, check, parts
from tests.vault.test_files import Failing, place_of, read

SMALL = 1000  # bytes of a part here, so that a few kilobytes are many


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.vault.files.PART", SMALL)


def bytes_of(size: int) -> bytes:
    return hashlib.shake_128(str(size).encode()).digest(size)


def folder_of(vault: FolderVault, name: str) -> Path:
    return vault.root / name[:2] / name[2:4] / f"{name}.parts"


sizes = st.integers(0, 5 * SMALL) | st.sampled_from([SMALL - 1, SMALL, SMALL + 1, 2 * SMALL])
here = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@here
@given(size=sizes, offset=st.integers(0, 6 * SMALL), length=st.integers(0, 3 * SMALL))
def test_what_goes_in_comes_out_from_anywhere(vault: FolderVault, size: int, offset: int, length: int) -> None:
    data = bytes_of(size)
    stored = vault.put_in_parts(BytesIO(data))
    assert (stored.size, stored.sha256) == (size, hashlib.sha256(data).hexdigest())
    assert read(vault, stored.name) == data
    reader = vault.reader(stored.name)
    assert (reader.size, reader.sha256) == (stored.size, stored.sha256)
    assert reader.read_at(offset, length) == data[offset : offset + length]
    assert folder_of(vault, stored.name).is_dir() == (size >= SMALL)


@here
@given(pieces=st.lists(sizes, min_size=1, max_size=4), known=st.booleans())
def test_pieces_make_one_file_which_stays_when_they_go(vault: FolderVault, pieces: list[int], known: bool) -> None:
    before, data = set(vault.names()), [bytes_of(size) for size in pieces]
    put = [vault.put_in_parts(BytesIO(each)) for each in data]
    stored = vault.join(put, hashlib.sha256(b"".join(data)).hexdigest() if known else None)
    assert read(vault, stored.name) == b"".join(data)
    assert (stored.sha256, stored.size) == (hashlib.sha256(b"".join(data)).hexdigest(), sum(pieces))
    assert vault.reader(stored.name).read_at(0, stored.size) == b"".join(data)
    for each in put:
        vault.shred(each.name)
    assert set(vault.names()) == before | {stored.name}
    assert read(vault, stored.name) == b"".join(data)
    assert not list(vault.unfinished())


def test_a_joined_file_and_its_pieces_share_their_keys_until_the_last_goes(vault: FolderVault) -> None:
    pieces = [vault.put_in_parts(BytesIO(bytes_of(size))) for size in (900, 2500)]
    whole, first = vault.join(pieces), folder_of(vault, pieces[1].name) / "000000.age"
    with first.open("rb") as blocks:
        vault.shred(whole.name)
        assert read(vault, pieces[1].name) == bytes_of(2500)
        vault.shred(pieces[1].name)
        assert not blocks.read().startswith(b"age")


def test_where_a_piece_is_missing_or_damaged_nothing_is_joined(vault: FolderVault) -> None:
    good, bad = (vault.put_in_parts(BytesIO(bytes_of(size))) for size in (700, 800))
    for known in (None, "0" * 64):
        with pytest.raises(Missing):
            vault.join([good, Stored("gone", "", 1)], known)
    place_of(vault, bad.name).write_bytes(b"x")
    with pytest.raises(Damaged):
        vault.join([good, bad])
    assert read(vault, good.name) == bytes_of(700)
    assert not list(vault.unfinished())


def test_the_age_tool_reads_each_part_with_the_key_file(vault: FolderVault, tmp_path: Path) -> None:
    name = vault.put_in_parts(BytesIO(bytes_of(2500))).name
    key = (tmp_path / "keys" / "school" / "vault.age").read_text().splitlines()[-1]
    lying = [place for place in sorted(folder_of(vault, name).iterdir()) if place.name != parts.INDEX]
    opened = [pyrage.decrypt(place.read_bytes(), [pyrage.x25519.Identity.from_str(key)]) for place in lying]
    assert b"".join(opened) == bytes_of(2500)


def test_a_file_in_parts_is_shredded_with_the_keys_of_all_parts(vault: FolderVault) -> None:
    name = vault.put_in_parts(BytesIO(bytes_of(3500))).name
    blocks = [place.open("rb") for place in folder_of(vault, name).iterdir()]  # as the disk may keep them
    reader = vault.reader(name)
    vault.shred(name)
    vault.shred(name)
    with pytest.raises(Missing):
        vault.open(name)
    with pytest.raises(Damaged):
        reader.read_at(0, 1)
    assert not list(vault.unfinished())
    assert [file.name for file in blocks if file.read().startswith(b"age")] == []
    for file in blocks:
        file.close()


def test_of_a_broken_stream_nothing_is_kept(vault: FolderVault) -> None:
    with pytest.raises(NotStored):
        vault.put_in_parts(Failing(bytes(300_000)))
    assert not list(vault.names())
    assert not list(vault.unfinished())


@pytest.mark.parametrize("harm", ["missing", "changed", "no index", "index"])
def test_the_check_names_a_file_of_which_a_part_is_not_whole(vault: FolderVault, harm: str) -> None:
    stored, whole = vault.put_in_parts(BytesIO(bytes_of(2500))), vault.put_in_parts(BytesIO(bytes_of(2501)))
    folder = folder_of(vault, stored.name)
    {
        "missing": (folder / "000001.age").unlink,
        "changed": lambda: (folder / "000001.age").write_bytes(vault_file_of(vault, bytes_of(1000)[::-1])),
        "no index": (folder / parts.INDEX).unlink,
        "index": lambda: (folder / parts.INDEX).write_bytes(b"x"),
    }[harm]()
    report = check(vault, [(each.name, each.sha256, each.size) for each in (stored, whole)])
    assert (report.missing, report.damaged, report.orphaned) == ((), (stored.name,), ())


def vault_file_of(vault: FolderVault, data: bytes) -> bytes:
    name = vault.put(data).name
    written = place_of(vault, name).read_bytes()
    vault.shred(name)
    return written


def test_many_threads_read_one_file_and_little_of_it_is_in_memory(vault: FolderVault) -> None:
    data, wrong = bytes_of(20 * SMALL), []
    reader = vault.reader(vault.put_in_parts(BytesIO(data)).name)

    def reading(seed: int) -> None:
        luck = Random(seed)
        for _ in range(200):
            offset, length = luck.randrange(len(data)), luck.randrange(3 * SMALL)
            if reader.read_at(offset, length) != data[offset : offset + length]:
                wrong.append((offset, length))

    threads = [threading.Thread(target=reading, args=(seed,)) for seed in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert not wrong
    assert len(reader._kept) <= 4
