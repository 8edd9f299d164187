"""What a drawn person looks like: a frozen set of measures, made from a seed. Nobody real, and nobody twice.

Lengths are in units of half the width of the head; the origin is between the eyes, x to the viewer's right, y down.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from app.demo.canvas import Colour, mixed


class Hair(StrEnum):
    """How somebody wears their hair."""

    CROPPED = "cropped"
    SHORT = "short"
    PARTED = "parted"
    FRINGE = "fringe"
    CURLS = "curls"
    AFRO = "afro"
    BOB = "bob"
    LONG = "long"
    WAVES = "waves"
    PONYTAIL = "ponytail"
    BRAIDS = "braids"
    BUN = "bun"
    RECEDING = "receding"
    SCARF = "scarf"


class Glasses(StrEnum):
    """The shape of a frame."""

    NONE = "none"
    ROUND = "round"
    SQUARE = "square"


class Beard(StrEnum):
    """What grows on a chin."""

    NONE = "none"
    STUBBLE = "stubble"
    FULL = "full"
    MOUSTACHE = "moustache"


class Wear(StrEnum):
    """What somebody wears on top."""

    TEE = "tee"
    STRIPES = "stripes"
    HOODIE = "hoodie"
    COLLAR = "collar"
    JUMPER = "jumper"


# Skin, then the hair and eye colours that are drawn with it, from fair to deep.
COMPLEXIONS: tuple[tuple[Colour, tuple[Colour, ...], tuple[Colour, ...]], ...] = (
    ((249, 214, 190), ((226, 190, 124), (205, 150, 84), (178, 92, 48), (126, 84, 52)), ((92, 136, 170), (98, 140, 112))),
    ((243, 202, 172), ((214, 172, 104), (140, 94, 58), (86, 58, 40), (58, 40, 32)), ((84, 124, 158), (112, 120, 78))),
    ((228, 182, 146), ((96, 64, 42), (58, 40, 30), (34, 27, 26)), ((116, 84, 48), (84, 56, 36))),
    ((214, 164, 124), ((52, 36, 28), (30, 25, 25), (78, 52, 36)), ((88, 58, 36), (62, 42, 30))),
    ((176, 122, 86), ((38, 28, 24), (26, 22, 22)), ((70, 46, 30), (52, 36, 28))),
    ((142, 94, 66), ((30, 24, 22), (22, 19, 20)), ((56, 38, 28), (44, 30, 24))),
    ((112, 74, 54), ((26, 21, 20), (20, 18, 19)), ((48, 32, 24), (40, 28, 22))),
)
GREYS: tuple[Colour, ...] = ((196, 192, 186), (150, 146, 142), (228, 224, 216))
CLOTHES: tuple[Colour, ...] = (
    (214, 98, 74), (236, 172, 78), (88, 142, 128), (62, 96, 140), (152, 86, 112), (240, 232, 216),
    (112, 134, 86), (70, 74, 92), (196, 140, 120), (128, 164, 190), (226, 200, 120), (166, 60, 66),
)  # fmt: skip
CHILD_HAIR = (
    Hair.CROPPED, Hair.SHORT, Hair.SHORT, Hair.PARTED, Hair.FRINGE, Hair.CURLS, Hair.AFRO, Hair.BOB, Hair.LONG,
    Hair.WAVES, Hair.PONYTAIL, Hair.BRAIDS, Hair.BUN, Hair.SCARF,
)  # fmt: skip
ADULT_HAIR = (
    Hair.CROPPED, Hair.SHORT, Hair.PARTED, Hair.RECEDING, Hair.CURLS, Hair.BOB, Hair.LONG, Hair.WAVES, Hair.BUN,
    Hair.SCARF,
)  # fmt: skip
BEARDLESS = frozenset({Hair.BOB, Hair.LONG, Hair.WAVES, Hair.PONYTAIL, Hair.BRAIDS, Hair.BUN, Hair.SCARF})


@dataclass(frozen=True, slots=True)
class Face:
    """Everything that makes a drawn person look like nobody else. Shares run from 0 to 1 unless a line says otherwise."""

    seed: int
    adult: bool
    skin: Colour
    hair: Hair
    hair_colour: Colour
    hair_side: int  # -1 or 1: where the parting lies
    hair_volume: float
    cloth: Colour
    wear: Wear
    width: float  # of the cheekbones, about 1
    jaw: float  # from pointed to square
    chin: float  # height of the chin below the eyes
    chin_width: float
    cheeks: float
    eye_gap: float  # from the middle to the middle of an eye
    eye_size: float
    eye_open: float
    eye_tilt: float  # -1 to 1, outer corners down or up
    eye_lid: float
    eye_colour: Colour
    brow_height: float
    brow_weight: float
    brow_arch: float
    brow_tilt: float  # inner ends up (-1) or down
    nose_length: float
    nose_width: float
    nose_bridge: float
    mouth_drop: float  # from the nose to the mouth
    mouth_width: float
    lip_upper: float
    lip_lower: float
    lip_red: float
    ears: float
    freckles: float
    glasses: Glasses
    glasses_weight: float  # thickness of the frame
    glasses_size: float  # of a lens, about 1
    beard: Beard
    age: float

    @classmethod
    def from_seed(cls, seed: int, adult: bool = False) -> "Face":
        """The person of this seed: the same seed gives the same person, always."""
        draw = np.random.default_rng((seed, int(adult)))
        return cls(seed=seed, adult=adult, **_colours(draw, adult), **_outline(draw, adult), **_features(draw, adult))  # type: ignore[arg-type]


def _pick(draw: np.random.Generator, options: tuple[object, ...]) -> object:
    return options[int(draw.integers(len(options)))]


def _colours(draw: np.random.Generator, adult: bool) -> dict[str, object]:
    depth = (len(COMPLEXIONS) - 1) * float(draw.uniform()) ** 1.25
    here = COMPLEXIONS[round(depth)]
    skin = mixed(COMPLEXIONS[int(depth)][0], COMPLEXIONS[min(int(depth) + 1, len(COMPLEXIONS) - 1)][0], depth % 1)
    style = _pick(draw, ADULT_HAIR if adult else CHILD_HAIR)
    age = float(draw.uniform(0.2, 1.0)) if adult else 0.0
    colour = _pick(draw, GREYS) if age > 0.72 else _pick(draw, here[1])
    bearded = adult and style not in BEARDLESS and draw.random() < 0.6
    return {
        "skin": skin,
        "hair": style,
        "hair_colour": colour,
        "hair_side": int(draw.choice((-1, 1))),
        "hair_volume": float(draw.uniform(0, 1)),
        "eye_colour": _pick(draw, here[2]),
        "cloth": _pick(draw, CLOTHES),
        "wear": _pick(draw, tuple(Wear)),
        "beard": _pick(draw, (Beard.STUBBLE, Beard.FULL, Beard.MOUSTACHE)) if bearded else Beard.NONE,
        "glasses": _pick(draw, (Glasses.ROUND, Glasses.SQUARE)) if draw.random() < 0.34 else Glasses.NONE,
        "freckles": float(draw.uniform(0.4, 1)) if depth < 1.6 and draw.random() < 0.35 else 0.0,
        "age": age,
        "glasses_weight": _between(draw, 0.03, 0.075),
        "glasses_size": _between(draw, 0.86, 1.1),
    }


def _outline(draw: np.random.Generator, adult: bool) -> dict[str, float]:
    return {
        "width": _between(draw, 0.9, 1.08),
        "jaw": _between(draw, 0, 1),
        "chin": _between(draw, 1.32, 1.62) if adult else _between(draw, 1.14, 1.42),
        "chin_width": _between(draw, 0, 1),
        "cheeks": _between(draw, 0, 1),
        "ears": _between(draw, 0.7, 1.15),
    }


def _features(draw: np.random.Generator, adult: bool) -> dict[str, float]:
    large, long = (0.9, 0.07) if adult else (1.05, 0.0)
    return {
        "eye_gap": _between(draw, 0.36, 0.515),
        "eye_size": _between(draw, 0.8, 1.36) * large,
        "eye_open": _between(draw, 0.4, 1.0),
        "eye_tilt": _between(draw, -0.8, 1.2),
        "eye_lid": _between(draw, 0, 1),
        "brow_height": _between(draw, 0.24, 0.4),
        "brow_weight": _between(draw, 0.1, 1.0),
        "brow_arch": _between(draw, 0, 1),
        "brow_tilt": _between(draw, -1.2, 0),
        "nose_length": _between(draw, 0.37, 0.6) + long,
        "nose_width": _between(draw, 0.13, 0.315),
        "nose_bridge": _between(draw, 0, 1),
        "mouth_drop": _between(draw, 0.235, 0.38),
        "mouth_width": _between(draw, 0.26, 0.42),
        "lip_upper": _between(draw, 0, 1),
        "lip_lower": _between(draw, 0.1, 1),
        "lip_red": _between(draw, 0, 1),
    }


def _between(draw: np.random.Generator, low: float, high: float) -> float:
    """A number between the two, the ends likelier than the middle: people are told apart by their extremes."""
    return low + (high - low) * float(draw.beta(0.4, 0.4))
