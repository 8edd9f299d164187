"""A file that is written is there whole or not at all, and what a killed process left is taken away by the next."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.media.files import whole_or_nothing

WRITING = """
import signal, sys, time
from pathlib import Path
import click
from app.commands.recordings import sentences
from app.media.files import whole_or_nothing

signal.signal(signal.SIGHUP, signal.SIG_DFL)  # as at a terminal, also where the tests run without one
signal.signal(signal.SIGINT, signal.default_int_handler)

@click.command()
@sentences
def write():
    with whole_or_nothing(Path(sys.argv[1])) as part:
        part.write_bytes(b"half")
        print("writing", flush=True)
        time.sleep(60)

write([])
"""


def stopped(out: Path, number: int) -> int:
    """How a process ends that is told to while it writes."""
    with subprocess.Popen([sys.executable, "-c", WRITING, out], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stdout.readline() == "writing\n"
        process.send_signal(number)
        return process.wait(10)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_command_that_is_told_to_end_leaves_nothing(tmp_path: Path, number: int) -> None:
    assert stopped(tmp_path / "out.mp4", number) != 0
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_goes_with_the_next(tmp_path: Path) -> None:
    stopped(tmp_path / "out.mp4", signal.SIGKILL)
    [left] = tmp_path.iterdir()
    assert left.read_bytes() == b"half"
    with whole_or_nothing(tmp_path / "out.mp4") as part:
        part.write_bytes(b"whole")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"whole"]


def test_two_that_write_the_same_leave_each_other_alone(tmp_path: Path) -> None:
    out = tmp_path / "[a] out.mp4"
    with whole_or_nothing(out) as first:
        first.write_bytes(b"first")
        with whole_or_nothing(out) as second:
            second.write_bytes(b"second")
        assert (out.read_bytes(), first.read_bytes()) == (b"second", b"first")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"first"]
