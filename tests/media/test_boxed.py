"""The boxed process gives the same pictures as our own, survives whatever comes, and is replaced when it does not."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from app.media import boxed
from app.media.boxed import BoxUnavailable, Decoder, Limits, Unreadable, available_defences, open_boxed
from app.media.images import open_picture
from tests.media.drawing import FORMATS, drawn, noisy, p3_profile, saved

PHOTO = saved(noisy((640, 480)), "JPEG")


@pytest.fixture
def decoder() -> Iterator[Decoder]:
    decoder = Decoder()
    yield decoder
    decoder.close()


# Whatever a decoder loads only when it needs it cannot be loaded in the box: each way through the decoders is tried.
WAYS = {
    **{format: saved(noisy(), format) for format in FORMATS},
    "progressive": saved(noisy(), "JPEG", progressive=True),
    "CMYK": saved(noisy().convert("CMYK"), "JPEG"),
    "profile": saved(noisy(), "JPEG", icc_profile=p3_profile()),
    "palette": saved(drawn().quantize(16), "PNG"),
    "transparent": saved(drawn().convert("RGBA"), "PNG"),
    "Lab": saved(drawn().convert("LAB"), "TIFF"),
    "packed TIFF": saved(noisy(), "TIFF", compression="tiff_lzw"),
    "JPEG in TIFF": saved(noisy(), "TIFF", compression="jpeg"),
    "frames": saved(noisy(), "WEBP", save_all=True, append_images=[drawn()]),
    "large HEIF": saved(noisy((1200, 900)), "HEIF"),
    "large AVIF": saved(noisy((1200, 900)), "AVIF"),
}


@pytest.mark.parametrize("way", WAYS)
def test_pictures_are_the_same_as_outside_the_box(way: str) -> None:
    inside, outside = open_boxed(WAYS[way]), open_picture(WAYS[way])
    assert np.array_equal(inside.pixels, outside.pixels)
    assert (inside.format, inside.taken_at, inside.had) == (outside.format, outside.taken_at, outside.had)


@pytest.mark.parametrize("data", [b"", b"hello", PHOTO[:-99], WAYS["PNG"][:-99], saved(drawn(), "GIF")])
def test_refusals_are_the_same_as_outside_the_box(data: bytes) -> None:
    with pytest.raises(Unreadable) as outside:
        open_picture(data)
    with pytest.raises(Unreadable) as inside:
        open_boxed(data)
    assert inside.value.code == outside.value.code


def test_files_and_chunks_are_read_too(tmp_path: Path) -> None:
    path = tmp_path / "photo"
    path.write_bytes(PHOTO)
    expected = open_picture(PHOTO).pixels
    assert np.array_equal(open_boxed(path).pixels, expected)
    assert np.array_equal(open_boxed(PHOTO[at : at + 1000] for at in range(0, len(PHOTO), 1000)).pixels, expected)


def test_chunks_are_counted_while_they_come() -> None:
    endless = iter(lambda: bytes(1_000_000), None)
    with pytest.raises(Unreadable, match="80 MB"):
        open_boxed(endless)


def test_pixels_outlive_the_next_picture_and_cannot_be_changed() -> None:
    first = open_boxed(PHOTO)
    before = first.pixels.copy()
    open_boxed(WAYS["PNG"])
    assert np.array_equal(first.pixels, before)
    assert not first.pixels.flags.writeable


def test_too_little_memory_is_a_refusal() -> None:
    with pytest.raises(Unreadable) as refusal:
        open_boxed(PHOTO, Limits(memory=1))
    assert refusal.value.code in {"out_of_memory", "broken"}


def test_too_little_time_is_a_refusal() -> None:
    with pytest.raises(Unreadable, match="longer"):
        open_boxed(WAYS["large AVIF"], Limits(seconds=0.001))


def test_a_refusal_leaves_the_next_picture_alone(decoder: Decoder) -> None:
    for data in (b"nothing", PHOTO[:-99]):
        with pytest.raises(Unreadable):
            decoder.open(data)
        assert decoder.open(PHOTO).width == 640


def test_a_dead_process_is_replaced(decoder: Decoder) -> None:
    decoder.open(PHOTO)
    assert decoder._process is not None
    os.kill(decoder._process.pid, signal.SIGKILL)
    decoder._process.wait()
    assert decoder.open(PHOTO).width == 640


def test_a_box_that_never_starts_says_nothing_about_the_picture(decoder: Decoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boxed, "_START", "raise SystemExit")
    with pytest.raises(BoxUnavailable):
        decoder.open(PHOTO)


def test_threads_take_turns() -> None:
    sizes = [(64 + 16 * i, 48) for i in range(6)]
    files = [saved(noisy(size), "PNG") for size in sizes]
    found: dict[int, int] = {}
    threads = [threading.Thread(target=lambda i=i: found.update({i: open_boxed(files[i]).width})) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {i: width for i, (width, _) in enumerate(sizes)}


def test_a_forked_worker_has_a_box_of_its_own() -> None:
    open_boxed(PHOTO)
    pid = os.fork()
    if pid == 0:
        os._exit(0 if open_boxed(PHOTO).width == 640 else 1)
    assert os.waitpid(pid, 0)[1] == 0
    assert open_boxed(PHOTO).width == 640


def test_nothing_stays_open(decoder: Decoder) -> None:
    decoder.open(PHOTO)
    before = len(list(Path("/proc/self/fd").iterdir()))
    for data in (PHOTO, b"no picture", PHOTO[:-99]) * 5:
        with suppress(Unreadable):
            decoder.open(data)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_source_that_breaks_off_leaves_nothing_open(decoder: Decoder) -> None:
    def broken() -> Iterator[bytes]:
        yield PHOTO[:100]
        raise ConnectionError("the vault went away")

    before = len(list(Path("/proc/self/fd").iterdir()))
    with pytest.raises(ConnectionError):
        decoder.open(broken())
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_every_wall_is_named() -> None:
    assert [name for name, _ in available_defences()] == ["no network", "no files", "no processes", "memory limit"]
