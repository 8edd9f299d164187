"""The sizes and formats in which something may go out."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """A size for a kind of place. `ORIGINAL` keeps the picture's own, a `WEB` page scales down, `SQUARE` and `STORY` are cut to fit."""

    ORIGINAL = "original"
    WEB = "web"
    SQUARE = "square"
    STORY = "story"


LONGEST: Mapping[Form, int] = {Form.WEB: 2048}
"""The longest side, in pixels, of a form that is only scaled down."""

CANVAS: Mapping[Form, tuple[int, int]] = {Form.SQUARE: (1080, 1080), Form.STORY: (1080, 1920)}
"""Width and height, in pixels, of a form that is cut."""

LINES: Mapping[Form, int] = {Form.ORIGINAL: 1080, Form.WEB: 720}
"""Of film: the shorter side, in pixels, of a form that is not cut, at most; the longer is at most 16/9 of it."""

SHOWN_LONGEST = 1600
"""The longest side, in pixels, of what a family looks at."""

MEDIA_TYPES = ("image/jpeg", "image/png", "image/webp", "image/avif")
VIDEO, AUDIO = "video/mp4", "audio/mp4"
PLAYED = frozenset({VIDEO, AUDIO})
"""What film, and sound on its own, go out as: H.264 and AAC in MP4. It has to be played."""
QUALITIES = range(40, 96)


@dataclass(frozen=True, slots=True)
class Format:
    """How the files of a form are written: media type, and quality 40 to 95 (PNG has none)."""

    media_type: str = "image/jpeg"
    quality: int = 92


CLEAN = Format()
"""How the base of all files is written; what goes out unchanged in the same format is that, bit for bit."""
SHOWN = Format("image/jpeg", 85)
MASK_COLOUR = "#2f584d"
"""Where the school chose none: the green of its doors."""
