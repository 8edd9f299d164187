"""The people of the demo school: seeds chosen so that the engine tells any two of them apart.

How they were chosen: 1,600 children and 640 adults were drawn at 240 px; those that the detector found with a score over
0.6 were described, and the 500 with the fewest neighbours drawn in three more variations. A local search (replace whoever
has most conflicts by the candidate with fewest, begin again from random sets) then took the set whose nearest pairs lie
furthest apart. Over any two of four pictures of each, two people are at least 0.43 apart at 240 px and 0.40 at 300 px
(median 0.63), pictures of one person at most 0.30. The strangers are those with the most room around them. Change how
faces are drawn, and the seeds must be chosen again: tests/demo/test_portraits.py notices.
"""

from dataclasses import replace

from app.demo.looks import CLOTHES, Face

PUPIL_SEEDS = (
    37, 57, 129, 243, 343, 400, 404, 464, 520, 530, 693, 700, 830, 885, 947, 979, 1004, 1008, 1171, 1307, 1356, 1448, 1464, 1542,
)  # fmt: skip
TWIN_SEED = 730
YOUNG_STRANGER_SEED = 519
STAFF_SEEDS = (86, 190, 224, 242, 297, 315, 409, 470, 502, 548)
STRANGER_SEEDS = (159, 290, 423, 582)


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
