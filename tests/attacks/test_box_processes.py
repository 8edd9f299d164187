"""A picture takes over its decoder and starts a program, or reaches for the processes around it."""

import pytest

from tests.attacks.box import KEEPS_ROOT, NO_LANDLOCK, NO_LIMITS, NO_SECCOMP, outcome

START = "os.posix_spawn(sys.executable, [sys.executable, '-c', '0'], {})"
ATTACKS = [START, "os.kill(os.getppid(), 0)", "os.setuid(0)", "os.nice(-5)", "os.pidfd_open(1)", "os.memfd_create('x')"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_is_started_or_touched(attack: str) -> None:
    assert outcome(attack) == "stopped"


def test_a_thread_is_no_way_out() -> None:
    attack = "found = []\nt = threading.Thread(target=lambda: found.append(socket.socket()))\nt.start(); t.join()"
    assert outcome(attack + "\nif not found: raise OSError") == "stopped"


def test_without_walls_the_attack_would_work() -> None:
    assert outcome(START, NO_SECCOMP, NO_LANDLOCK, NO_LIMITS, KEEPS_ROOT) == "escaped"


@pytest.mark.parametrize("attack", ["os.setuid(0)", "os.nice(-5)"])
def test_root_is_given_up_whatever_walls_there_are(attack: str) -> None:
    assert outcome(attack, NO_SECCOMP, NO_LANDLOCK, NO_LIMITS) == "stopped"
