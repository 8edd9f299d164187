"""A path that leads elsewhere: links, pipes, devices and folders are not opened."""

import os
from pathlib import Path

import pytest

from app.media.boxed import open_boxed
from app.media.images import MAX_BYTES, Unreadable, open_picture
from tests.media.drawing import drawn, saved


def link(folder: Path) -> Path:
    (folder / "real.png").write_bytes(saved(drawn(), "PNG"))
    (folder / "link.png").symlink_to(folder / "real.png")
    return folder / "link.png"


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.png")
    return folder / "pipe.png"


PATHS = {
    "link": link,
    "pipe": pipe,
    "folder": lambda folder: folder,
    "device": lambda _: Path("/dev/zero"),
    "nothing": lambda folder: folder / "none.png",
}


@pytest.mark.parametrize("opened", [open_picture, open_boxed])
@pytest.mark.parametrize("name", PATHS)
def test_only_ordinary_files_are_opened(name: str, opened, tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refusal:
        opened(PATHS[name](tmp_path))
    assert refusal.value.code == "not_a_file"


@pytest.mark.parametrize("opened", [open_picture, open_boxed])
def test_a_file_beyond_the_limit_is_not_read(opened, tmp_path: Path) -> None:
    path = tmp_path / "huge.jpg"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(Unreadable, match="80 MB"):
        opened(path)
