"""A film takes over what decodes it: nothing else can be opened from there, and nothing that it says is believed unchecked."""

import json
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

import pytest

from app.media import boxed
from app.media.film import Frame, Sound, Unplayable, open_film
from app.media.sources import Source, Stored

_TAKEN_OVER = """
import os, socket, sys, time
sys.path.insert(0, {root!r})
from app.media import _box_child, _film_child, _streaming
from app.media.unplayable import Unplayable

def taken_over(file, outlet, request):
    try:
        exec(file.read().decode(), dict(globals(), file=file, outlet=outlet, request=request))
    except (OSError, MemoryError):
        raise Unplayable("no_sound")
    return dict(duration=1.0)

_film_child.prepare = lambda request, descriptors: _streaming.streaming(taken_over, request, descriptors)
_box_child.main(socket.socket(fileno={channel}), {task!r})
"""
HONEST: dict[str, object] = {
    "width": 4, "height": 2, "scale": 1.0, "fps": 25.0, "duration": None, "made": None, "sound": True, "dropped": [],
}  # fmt: skip


def outcome(attack: str, folder: Path) -> str:
    """`stopped` by a wall, a code, or what came out."""
    (folder / "film.mp4").write_text(attack)
    return came_of(folder / "film.mp4")


def came_of(source: Source) -> str:
    """As `outcome`."""
    try:
        with patch.object(boxed, "_START", _TAKEN_OVER), open_film(source, longest=64, sound=True) as film:
            pieces = list(film)
    except Unplayable as refusal:
        return "stopped" if refusal.code == "no_sound" else refusal.code
    return ", ".join("frame" if isinstance(piece, Frame) else "sound" for piece in pieces if isinstance(piece, Frame | Sound))


@pytest.mark.parametrize("asked", ["0, 1", "request['size'], 1", "2**64 - 1, 2", "0, request['size'] + 1", "0, 2**32 - 1"])
def test_whoever_serves_the_film_gives_nothing_else(asked: str) -> None:
    asks = f"os.write(file._line.fileno(), _streaming.QUESTION.pack({asked}))"
    attack = f"{asks}\nif os.read(file._line.fileno(), 1): raise ValueError\nraise OSError"
    given = came_of(Stored(BytesIO(attack.encode()))) == "broken"
    assert given == (asked == "0, 1")


def saying(said: object, *pieces: object) -> str:
    lines = [json.dumps(line) for line in ({"said": said}, *pieces)]
    return f"for line in {lines!r}:\n    os.write(outlet._line, line.encode())"


@pytest.mark.parametrize(
    "attack",
    [
        "open('/etc/hostname').read()",
        "os.read(os.open('/proc/self/environ', 0), 9)",
        "open({new!r}, 'w').write('x')",
        "socket.socket().connect(('127.0.0.1', 9))",
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
        "os.kill(os.getppid(), 9)",
        "bytearray(5_000_000_000)",
    ],
)
def test_nothing_else_is_reached_from_a_film(attack: str, tmp_path: Path) -> None:
    assert outcome(attack.replace("{new!r}", repr(str(tmp_path / "new"))), tmp_path) == "stopped"
    assert [path.name for path in tmp_path.iterdir()] == ["film.mp4"]


LIES = {
    "no words": ["a list"],
    "larger than there is room for": {**HONEST, "width": 66},
    "nothing to see": {**HONEST, "height": 0},
    "odd": {**HONEST, "width": 5},
    "no frames a second": {**HONEST, "fps": 0},
    "not a number of frames": {**HONEST, "fps": "NaN"},
    "made larger": {**HONEST, "scale": 0.1},
    "words we do not have": {**HONEST, "dropped": ["<script>"]},
    "a length that is none": {**HONEST, "duration": "long"},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_about_the_whole_is_a_broken_film(lie: str, tmp_path: Path) -> None:
    assert outcome(saying(LIES[lie]), tmp_path) == "broken"


FRAME = {"slot": 0, "time": 0.0, "cut": True}
PIECES = {
    "a slot that is not there": {**FRAME, "slot": 99},
    "no slot": {"time": 0.0},
    "a time that is none": {**FRAME, "time": "now"},
    "not a number": {**FRAME, "time": "NaN"},
    "next year": {**FRAME, "time": 1e8},
    "more sound than there is room for": {"slot": 0, "sound": 10**9, "time": 0.0},
    "less than no sound": {"slot": 0, "sound": -1, "time": 0.0},
    "a code we do not have": {"code": "fine"},
}


@pytest.mark.parametrize("lie", PIECES)
def test_a_lie_about_a_piece_is_a_broken_film(lie: str, tmp_path: Path) -> None:
    assert outcome(saying(HONEST, PIECES[lie]), tmp_path) == "broken"


def test_time_does_not_run_back(tmp_path: Path) -> None:
    assert outcome(saying(HONEST, {**FRAME, "time": 2.0}, {**FRAME, "time": 1.0}), tmp_path) == "broken"


def test_an_honest_answer_is_a_film(tmp_path: Path) -> None:
    pieces = [FRAME, {"slot": 1, "sound": 3, "time": None}, {**FRAME, "time": 1.0}]
    assert outcome(saying(HONEST, *pieces), tmp_path) == "frame, sound, frame"


@pytest.mark.parametrize("attack", ["os._exit(0)", "os._exit(3)", "os.abort()"])
def test_a_sudden_end_is_a_broken_film(attack: str, tmp_path: Path) -> None:
    assert outcome(attack, tmp_path) == "broken"
    assert outcome(saying(HONEST, FRAME) + "\n" + attack, tmp_path) == "broken"
