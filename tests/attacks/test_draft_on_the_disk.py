"""Attack: the disk is read while a film is made, or after the worker was killed at it: there is no name, and nothing that can be read."""

import os
import signal
from pathlib import Path

import pytest

from app.vault import FolderVault, Keys

NAME = b"Anna stands at the left. "


@pytest.fixture
def vault(tmp_path: Path) -> FolderVault:
    """A vault of its own."""
    return FolderVault(tmp_path / "vault", Keys.load_or_create(tmp_path / "keys"))


def on_disk() -> bytes:
    """What this process's nameless files hold."""
    files = [place for place in Path("/proc/self/fd").iterdir() if place.exists() and "vault" in str(place.readlink())]
    assert len(files) == 1
    with files[0].open("rb") as file:
        return file.read()


def test_no_word_of_a_draft_is_on_the_disk_and_no_file_of_it_in_a_folder(vault: FolderVault) -> None:
    with vault.draft() as draft:
        for _ in range(40):
            draft.write(NAME * 10_000)  # more than is kept in memory
        found = on_disk()
        assert len(found) > 5_000_000 and NAME[:8] not in found
        assert max(found.count(each) for each in {found[at : at + 16] for at in range(0, 4096, 16)}) < 4  # nor that it says one thing again
        assert not list(vault.unfinished())
        assert draft.read_at(25 * 10_000 * 39, 25) == NAME


def test_nothing_of_it_outlives_a_worker_that_is_killed(vault: FolderVault) -> None:
    pid = os.fork()
    if pid == 0:
        with vault.draft() as draft:
            draft.write(NAME * 400_000)
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(pid, 0)
    assert [path for path in vault.root.rglob("*") if path.is_file()] == [vault.root / "recipient"]


def test_two_drafts_of_the_same_words_have_nothing_in_common(vault: FolderVault) -> None:
    found = []
    for _ in range(2):
        with vault.draft() as draft:
            draft.write(NAME * 200_000)
            found.append(on_disk())
    assert found[0][:100_000] != found[1][:100_000]
