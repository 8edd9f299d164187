"""The people of the demo school: seeds chosen so that the engine tells any two of them apart.

How they were chosen: 1,600 children and 640 adults were drawn at 240 px, those that the detector found with a score over
0.6 were described, and the 500 with the fewest neighbours drawn in three more variations. A local search (replace the
person with most conflicts by the one with fewest, begin again from random sets) then took the set whose nearest pairs,
over all variations, lie furthest apart. Change how faces are drawn, and the seeds must be chosen again:
tests/demo/test_portraits.py notices.
"""

from dataclasses import replace

from app.demo.looks import CLOTHES, Face

PUPIL_SEEDS = (
    31, 64, 70, 104, 115, 142, 228, 268, 343, 400, 570, 708, 742, 749, 791, 922, 941, 944, 950, 1104, 1301, 1307, 1336, 1347,
)  # fmt: skip
TWIN_SEED = 1417
YOUNG_STRANGER_SEED = 1464
STAFF_SEEDS = (3, 86, 168, 270, 290, 315, 372, 424, 470, 502)
STRANGER_SEEDS = (508, 566, 588, 602)


def pupils() -> tuple[Face, ...]:
    """24 children, any two clearly apart; the twins are not among them."""
    return tuple(map(Face.from_seed, PUPIL_SEEDS))


def staff() -> tuple[Face, ...]:
    """10 adults: teachers, office, guests."""
    return tuple(Face.from_seed(seed, adult=True) for seed in STAFF_SEEDS)


def strangers() -> tuple[Face, ...]:
    """4 adults and a child whom no register knows, clearly apart from everybody else."""
    return (*(Face.from_seed(seed, adult=True) for seed in STRANGER_SEEDS), Face.from_seed(YOUNG_STRANGER_SEED))


def twins() -> tuple[Face, Face]:
    """Two children whom the engine takes for one: they must be flagged as look-alikes."""
    first = Face.from_seed(TWIN_SEED)
    cloth = CLOTHES[(CLOTHES.index(first.cloth) + 3) % len(CLOTHES)]
    second = replace(
        first,
        hair_side=-first.hair_side,
        cloth=cloth,
        brow_arch=1 - first.brow_arch,
        mouth_width=first.mouth_width * 1.05,
        chin=first.chin * 1.02,
    )
    return first, second
