"""Looking for a picture among a million hashes, beside faiss looking through the same; and what hashing one of ours costs."""

import faiss
import numpy as np

from app.demo.cast import pupils
from app.demo.scenes import rows, scene
from app.media.fingerprints import BITS, WIDTH, distances, fingerprint, likenesses
from bench.gate import per_call
from bench.report import Report

HASHES = 1_000_000
_BACK = 12  # how many faiss is asked for, as a page shows


def run(report: Report) -> None:
    """The pixels of a drawn photo, and random hashes: how long it takes to compare does not hang on what they say."""
    pixels = scene("field", rows([(str(number), face) for number, face in enumerate(pupils()[:6])], seed=1), size=(1600, 1200)).pixels
    known = np.random.default_rng(1).integers(0, 256, (HASHES, WIDTH), dtype=np.uint8)
    hashes = likenesses(pixels)
    index = faiss.IndexBinaryFlat(BITS)
    index.add(known)
    theirs = per_call(lambda: index.search(hashes, _BACK), 5)
    ours = per_call(lambda: distances(known, hashes), 5)
    report.row(f"{len(hashes)} hashes among {HASHES:,}, beside faiss", ours * 1_000, theirs * 1_000, unit="ms", goal=100)
    kept = fingerprint(pixels)
    report.row(f"the {len(kept)} hashes of a photo of 1600 by 1200", per_call(lambda: fingerprint(pixels), 5) * 1_000, unit="ms")
    report.row("pictures that a million hashes know", HASHES / len(kept), unit="")
