"""A picture takes over its decoder and answers for it: nothing it says is believed unchecked."""

import json

import pytest

from app.media.boxed import Limits
from tests.attacks.box import outcome

HONEST = {"width": 2, "height": 2, "format": "PNG", "taken_at": None, "had": []}
LIES = {
    "no JSON": "{{{",
    "nothing": "",
    "a list": [],
    "no pixels": {**HONEST, "width": 0},
    "turned inside out": {**HONEST, "width": -2, "height": -2},
    "more than there is room for": {**HONEST, "width": 60_000_001, "height": 1},
    "another format": {**HONEST, "format": "<script>"},
    "a word we do not have": {**HONEST, "had": ["<script>"]},
    "not a time": {**HONEST, "taken_at": "now"},
    "a number for words": {**HONEST, "had": 3},
    "words for a number": {**HONEST, "width": "wide"},
    "a code we do not have": {"code": "fine"},
    "a code that is a list": {"code": ["empty"]},
    "endless": "9" * 100_000,
    "deep": "[" * 4000,
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_a_broken_picture(lie: str) -> None:
    said = LIES[lie] if isinstance(LIES[lie], str) else json.dumps(LIES[lie])
    attack = f"import gc\nos.write(max(int(fd) for fd in range(3, 20) if writes(fd)), {said!r}.encode())\nos._exit(0)"
    helper = "def writes(fd):\n    try:\n        return os.write(fd, b'') == 0\n    except OSError:\n        return False\n"
    assert outcome(helper + attack, limits=Limits(seconds=1)) == ("too_slow" if lie == "endless" else "broken")


def test_an_honest_answer_is_a_picture() -> None:
    attack = "for fd in range(3, 20):\n    try: os.write(fd, %r)\n    except OSError: pass\nos._exit(0)"
    assert outcome(attack % json.dumps(HONEST).encode()) == "believed"


def test_the_shared_memory_does_not_shrink() -> None:
    attack = "for fd in range(3, 20):\n    try: os.ftruncate(fd, 0)\n    except OSError: continue\n    break\nelse:\n    raise OSError"
    assert outcome(attack) == "stopped"
