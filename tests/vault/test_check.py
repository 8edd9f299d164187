"""The check names what is missing, damaged and orphaned, and nothing else."""

from datetime import UTC, datetime, timedelta

from app.vault import FolderVault, Stored, check
from app.vault.files import kept_in


def rows(*stored: Stored) -> list[tuple[str, str, int]]:
    return [(each.name, each.sha256, each.size) for each in stored]


def test_a_whole_vault(vault: FolderVault) -> None:
    stored = [vault.put(bytes(size)) for size in (0, 10, 100_000)]
    assert check(vault, rows(*stored)).is_whole


def test_each_fault_is_named(vault: FolderVault) -> None:
    good, gone, cut, other, extra = (vault.put(bytes([n]) * 100_000) for n in range(5))
    vault.shred(gone.name)
    place = next(path for path in kept_in(vault.root) if path.stem == cut.name)
    place.write_bytes(place.read_bytes()[:-10])
    (vault.root / "incoming" / "left").write_bytes(b"x")
    wrong = Stored(other.name, good.sha256, other.size)
    report = check(vault, rows(good, gone, cut, wrong))
    assert report.missing == (gone.name,)
    assert report.damaged == (cut.name, other.name)
    assert report.orphaned == (extra.name, "left")
    assert not report.is_whole


def test_a_file_for_another_in_its_place_is_damaged(vault: FolderVault) -> None:
    one, two = vault.put(b"one"), vault.put(b"two")
    places = {path.stem: path for path in kept_in(vault.root)}
    places[two.name].replace(places[one.name])
    assert check(vault, rows(one)).damaged == (one.name,)


def test_what_came_after_the_rows_were_read_is_no_orphan(vault: FolderVault) -> None:
    vault.put(b"new")
    assert check(vault, [], before=datetime.now(UTC) - timedelta(minutes=1)).is_whole
    assert not check(vault, [], before=datetime.now(UTC) + timedelta(minutes=1)).is_whole


def test_progress_is_told(vault: FolderVault) -> None:
    told: list[int] = []
    check(vault, rows(*(vault.put(b"x") for _ in range(3))), progress=told.append)
    assert told == [1, 2, 3]
