"""What changed between two wordings, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\n+|[^\S\n]+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: `same`, `gone` or `new`."""

    how: str
    text: str


def differences(old: str, new: str) -> list[Piece]:
    """The new text with what is gone from the old one still in it, in order. Without the gone pieces it is the new text exactly."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    return [piece for piece in _pieces(before, after) if piece.text]


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for how, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if how == "equal":
            yield Piece("same", "".join(after[new_from:new_to]))
            continue
        yield Piece("gone", "".join(before[old_from:old_to]))
        yield Piece("new", "".join(after[new_from:new_to]))
