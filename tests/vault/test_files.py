"""What goes into the vault comes out the same, is unreadable on the disk, and is noticed when it is not the same."""

import errno
import hashlib
import os
import resource
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, cast

import pyrage
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.vault import Damaged, FolderVault, Keys, Missing, NotStored, OpenToOthers, WrongKeys
from app.vault.files import kept_in

NOW = datetime.now(UTC)


def read(vault: FolderVault, name: str) -> bytes:
    return b"".join(vault.open(name))


def place_of(vault: FolderVault, name: str) -> Path:
    return next(path for path in kept_in(vault.root) if path.stem == name)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(size=st.integers(0, 300_000) | st.sampled_from([65_535, 65_536, 65_537, 131_072]), as_bytes=st.booleans())
def test_what_goes_in_comes_out(vault: FolderVault, size: int, as_bytes: bool) -> None:
    data = hashlib.shake_128(str(size).encode()).digest(size)
    stored = vault.put(data if as_bytes else BytesIO(data))
    assert (stored.size, stored.sha256) == (size, hashlib.sha256(data).hexdigest())
    assert read(vault, stored.name) == data
    assert stored.name in set(vault.names())


def test_nothing_readable_lies_on_the_disk(vault: FolderVault) -> None:
    name = vault.put(b"Anna stands at the left. " * 50).name
    on_disk = place_of(vault, name).read_bytes()
    assert on_disk.startswith(b"age-encryption.org/v1\n")
    assert b"Anna" not in on_disk
    assert place_of(vault, name).stat().st_mode & 0o077 == 0


def test_the_standard_tool_reads_it_with_the_key_file(vault: FolderVault, tmp_path: Path) -> None:
    name = vault.put(b"hello").name
    line = (tmp_path / "keys" / "school" / "vault.age").read_text().splitlines()[-1]
    assert pyrage.decrypt(place_of(vault, name).read_bytes(), [pyrage.x25519.Identity.from_str(line)]) == b"hello"


def test_names_are_never_the_same(vault: FolderVault) -> None:
    assert len({vault.put(b"same").name for _ in range(50)}) == 50


@pytest.mark.parametrize("name", ["nosuchfile", "", "../../etc/passwd", "a/b", "..", "ab\0cd"])
def test_no_file_of_that_name(vault: FolderVault, name: str) -> None:
    with pytest.raises(Missing):
        vault.open(name)


@pytest.mark.parametrize("harm", ["cut", "changed", "swapped", "empty", "header", "longer"])
def test_damage_is_noticed(vault: FolderVault, harm: str) -> None:
    name = vault.put(bytes(200_000)).name
    place = place_of(vault, name)
    data = place.read_bytes()
    middle = len(data) // 2
    place.write_bytes(
        {
            "cut": data[:-70_000],
            "changed": data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :],
            "swapped": data[:-140_000] + data[-70_000:] + data[-140_000:-70_000],
            "empty": b"",
            "header": b"x" + data[1:],
            "longer": data + b"x",
        }[harm]
    )
    with pytest.raises(Damaged):
        read(vault, name)


def test_a_shredded_file_is_gone_and_so_is_its_key(vault: FolderVault) -> None:
    stored = vault.put(b"secret" * 1000)
    place = place_of(vault, stored.name)
    with place.open("rb") as blocks:  # as the disk may keep them
        vault.shred(stored.name)
        vault.shred(stored.name)
        assert not blocks.read().startswith(b"age")
    with pytest.raises(Missing):
        vault.open(stored.name)
    assert not list(vault.unfinished())


class Failing(BytesIO):
    """A source that breaks off in the middle."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() > 100_000:
            raise OSError("the connection broke")
        return super().read(size)


def test_of_a_broken_upload_nothing_is_kept(vault: FolderVault) -> None:
    with pytest.raises(NotStored) as error:
        vault.put(Failing(bytes(300_000)))
    assert str(error.value.__cause__) == "the connection broke"
    assert not list(vault.names())
    assert not list(vault.unfinished())


def test_a_full_disk_is_said_and_nothing_is_kept(vault: FolderVault) -> None:
    pid = os.fork()
    if pid == 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        try:
            vault.put(bytes(300_000))
        except NotStored as error:
            said = isinstance(error.__cause__, OSError) and error.__cause__.errno == errno.EFBIG
            os._exit(len(list(vault.unfinished())) if said else 98)
        os._exit(99)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert not list(vault.names())


def test_a_reader_that_stops_leaves_nothing_behind(vault: FolderVault) -> None:
    name = vault.put(bytes(5_000_000)).name
    before, threads = len(list(Path("/proc/self/fd").iterdir())), threading.active_count()
    for _ in range(5):
        chunks = cast("Iterator[bytes]", vault.open(name))
        next(chunks)
        chunks.close()
    assert (len(list(Path("/proc/self/fd").iterdir())), threading.active_count()) == (before, threads)


class Long:
    """As many zeros as are asked for, made when they are read."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int) -> bytes:
        size = min(size, self.left)
        self.left -= size
        return bytes(size)


def test_memory_is_constant(vault: FolderVault) -> None:
    def peak() -> int:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    def pass_through(size: int) -> int:
        return sum(len(chunk) for chunk in vault.open(vault.put(cast(BinaryIO, Long(size))).name))

    pass_through(1_000_000)
    before = peak()
    assert pass_through(120_000_000) == 120_000_000
    assert peak() - before < 20_000  # KiB


def test_other_keys_do_not_open_it(vault: FolderVault, tmp_path: Path) -> None:
    other = Keys.load_or_create(tmp_path / "other")
    with pytest.raises(WrongKeys):
        FolderVault(vault.root, other)
    (vault.root / "recipient").write_text(str(other.recipient))
    name = vault.put(b"hello").name
    with pytest.raises(Damaged):
        read(FolderVault(vault.root, other), name)


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o701])
def test_a_folder_open_to_others_is_refused(vault: FolderVault, keys: Keys, mode: int) -> None:
    vault.root.chmod(mode)
    with pytest.raises(OpenToOthers, match="chmod 700"):
        FolderVault(vault.root, keys)


def test_a_link_in_place_of_the_folder_is_refused(vault: FolderVault, keys: Keys, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(vault.root)
    with pytest.raises(OpenToOthers, match="symbolic link"):
        FolderVault(tmp_path / "link", keys)


def test_only_what_is_old_is_tidied(vault: FolderVault) -> None:
    (vault.root / "incoming" / "left").write_bytes(b"x" * 1000)
    assert vault.tidy(NOW - timedelta(hours=1)) == 0
    assert vault.tidy(datetime.now(UTC) + timedelta(seconds=5)) == 1
    assert not list(vault.unfinished())


def test_a_umask_cannot_open_it(tmp_path: Path) -> None:
    code = (
        "import os, sys; os.umask(0); from pathlib import Path; from app.vault import *; "
        "folder = Path(sys.argv[1]); keys = Keys.load_or_create(folder / 'keys'); "
        "FolderVault(folder / 'vault', keys).put(b'x')"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)
    for path in tmp_path.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
