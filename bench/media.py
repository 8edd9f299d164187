"""What the box costs beside plain Pillow, and the vault beside a plain copy."""

import os
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
from PIL import Image

from app.media.boxed import open_boxed
from app.media.encoding import encoded
from app.media.images import encode_jpeg, open_picture
from app.vault import FolderVault, Keys
from bench.report import Report

ROUNDS = 9
MEGABYTE = 1_000_000
FILE = 100 * MEGABYTE


def run(report: Report) -> None:
    """Photos of 12 Mpx as phones make them, in and out of the box; files of 100 MB in and out of the vault."""
    pictures(report)
    files(report)


def pictures(report: Report) -> None:
    grain = np.random.default_rng(1).integers(0, 256, (300, 400, 3), np.uint8)
    pixels = np.asarray(Image.fromarray(grain).resize((4000, 3000), Image.Resampling.BICUBIC))
    for name, data in (("JPEG", encode_jpeg(pixels, 85)), ("PNG", encoded(pixels, "image/png", 0))):
        boxed, here, pillow = together(lambda: open_boxed(data), lambda: open_picture(data), lambda: plain(data))  # noqa: B023
        report.row(f"{name} of 12 Mpx opened in the box, beside Pillow in process", boxed, pillow)
        report.row(f"{name} of 12 Mpx opened without the box, beside Pillow", here, pillow)


def plain(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(data)).convert("RGB"))


def files(report: Report) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        vault, data = FolderVault(folder / "vault", Keys.load_or_create(folder / "keys")), os.urandom(FILE)
        name = vault.put(data).name
        put, copy = together(lambda: vault.shred(vault.put(data).name), lambda: copied(folder / "copy", data), rounds=3)
        report.row("100 MB put in the vault, beside a synced plain copy", FILE / MEGABYTE / put, FILE / MEGABYTE / copy, "MB/s")
        read, again = together(lambda: sum(map(len, vault.open(name))), lambda: (folder / "copy").read_bytes(), rounds=3)
        report.row("100 MB read from the vault, beside a plain file", FILE / MEGABYTE / read, FILE / MEGABYTE / again, "MB/s")


def copied(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        os.fsync(file.fileno())


def together(*works: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """The median seconds of each work, run in turns so that a busy machine meets them alike."""
    took: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, times in zip(works, took, strict=True):
            began = perf_counter()
            work()
            times.append(perf_counter() - began)
    return [median(times) for times in took]
