"""`flask serve`: it says at once where it cannot listen, and leaves nobody behind when it is ended."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.conftest import Registry

ROOT = Path(__file__).parents[2]
TOGETHER = "import sys; from app.commands.serving import run_together; run_together([['sh', '-c', 'echo $$; exec sleep 60']] * 2)"


def _flask(command: str, **settings: str) -> subprocess.CompletedProcess[str]:
    ours = {"FLASK_APP": "wsgi:app"} | {f"BEELDPOORT_{name}": text for name, text in settings.items()}
    started = [sys.executable, "-m", "flask", command]
    return subprocess.run(started, cwd=ROOT, env=os.environ | ours, capture_output=True, text=True, timeout=60, check=False)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def test_a_port_that_is_taken_is_said_and_nothing_is_begun(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = _flask("serve", HOME=str(tmp_path), PORT=str(port))
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert str(port) in done.stderr and "BEELDPOORT_PORT" in done.stderr
    assert "/setup/" not in done.stdout and not (tmp_path / "registry.db").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_whatever_ends_it_ends_what_it_started(number: int) -> None:
    serving = subprocess.Popen([sys.executable, "-c", TOGETHER], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert serving.stdout
    started = [int(serving.stdout.readline()) for _ in range(2)]
    serving.send_signal(number)
    serving.wait(30)
    for child in started:
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_on_another_machine_without_the_schools_keys_nothing_starts(registry: Registry, tmp_path: Path, command: str) -> None:
    registry.run("ledger", "sign")
    database = f"sqlite:///{registry.home / 'registry.db'}"
    done = _flask(command, HOME=str(tmp_path / "new"), DATABASE_URL=database, PORT=str(_free_port()))
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "BEELDPOORT_KEYS" in done.stderr
