"""The line that belongs under what is published: on whose behalf it speaks. The school may write its own."""

from collections.abc import Mapping
from enum import StrEnum


class Behalf(StrEnum):
    """On whose behalf something is published."""

    SCHOOL = "school"
    PERSONAL = "personal"


LINES: Mapping[tuple[Behalf, str], str] = {
    (Behalf.SCHOOL, "nl"): "Dit bericht is geplaatst namens {school}.",
    (Behalf.SCHOOL, "en"): "This message was posted on behalf of {school}.",
    (Behalf.PERSONAL, "nl"): (
        "Ik werk bij {school}. Dit bericht geeft mijn eigen mening weer, niet die van de school. Voor wat anderen erover zeggen, ben ik"
        " niet verantwoordelijk."
    ),
    (Behalf.PERSONAL, "en"): (
        "I work at {school}. This message is my own view, not the school's. I am not responsible for what others say about it."
    ),
}
"""What stands there until the school writes its own; `{school}` is its name."""


def filled(line: str, school: str) -> str:
    """A line with the school's name in it."""
    return line.replace("{school}", school)
