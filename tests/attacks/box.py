"""A box whose decoder has been taken over: the picture is the attacker's code, and runs inside the walls."""

from functools import cache
from unittest.mock import patch

from app.media import boxed
from app.media.boxed import Decoder, Limits, Unreadable

_TAKEN_OVER = """
import os, socket, sys, threading, time
sys.path.insert(0, {root!r})
from app.media import _box_child
from app.media.refusals import Unreadable

def taken_over(picture, room):
    try:
        exec(picture.decode(), globals())
    except (OSError, MemoryError):
        raise Unreadable("unsupported")
    raise Unreadable("polyglot")

_box_child.open_picture = taken_over
walls = _box_child.walls
WITHOUT
_box_child.main(socket.socket(fileno={channel}))
"""
_OUTCOMES = {"unsupported": "stopped", "polyglot": "escaped"}

NO_SECCOMP = "walls.call_filter = lambda more: None"
NO_LANDLOCK = "walls.leave_files = lambda: None"
NO_NAMESPACE = "walls.leave_network = lambda: None"
KEEPS_ROOT = "walls.lose_privileges = lambda: None"
NO_LIMITS = "walls.limit = lambda memory, cpu: None"


def outcome(attack: str, *without: str, limits: Limits | None = None) -> str:
    """What became of `attack` where some walls are left out: `stopped` by an error, `escaped`, `believed`, or a code."""
    try:
        _box(without).open(attack.encode(), limits or Limits())
    except Unreadable as refusal:
        return _OUTCOMES.get(refusal.code, refusal.code)
    return "believed"


@cache
def _box(without: tuple[str, ...]) -> Decoder:
    decoder = Decoder()
    with patch.object(boxed, "_START", _TAKEN_OVER.replace("WITHOUT", "\n".join(without))):
        decoder._started()
    return decoder
