"""A picture takes over its decoder and wants all the memory, all the time, or never answers."""

import time

import pytest

from app.media.boxed import Limits
from tests.attacks.box import NO_LANDLOCK, NO_LIMITS, NO_SECCOMP, outcome

HUNGRY = "import mmap; kept = mmap.mmap(-1, 3_000_000_000)"


def test_memory_ends_at_the_limit() -> None:
    assert outcome(HUNGRY) == "stopped"


def test_without_the_limit_it_would_not() -> None:
    assert outcome(HUNGRY, NO_LIMITS, NO_SECCOMP) == "escaped"


@pytest.mark.parametrize("attack", ["while True: pass", "time.sleep(60)", "threading.Event().wait()"])
def test_time_ends_at_the_limit(attack: str) -> None:
    began = time.monotonic()
    assert outcome(attack, limits=Limits(seconds=0.5)) == "too_slow"
    assert time.monotonic() - began < 30


def test_computing_ends_at_its_own_limit() -> None:
    assert outcome("while True: pass", limits=Limits(cpu=1)) == "too_slow"


@pytest.mark.parametrize("attack", ["os._exit(0)", "os._exit(3)", "os.abort()", "import ctypes; ctypes.string_at(0)"])
def test_a_sudden_end_is_a_refusal(attack: str) -> None:
    assert outcome(attack, NO_SECCOMP, NO_LANDLOCK, NO_LIMITS) == "broken"


def test_killed_by_the_kernel_means_too_much_memory() -> None:
    assert outcome("os.kill(os.getpid(), 9)", NO_SECCOMP) == "out_of_memory"
