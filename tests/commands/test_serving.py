"""`flask serve`: it says at once where it cannot listen, and leaves nobody behind when it is ended."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOGETHER = "import sys; from app.commands.serving import run_together; run_together([['sh', '-c', 'echo $$; exec sleep 60']] * 2)"


def test_a_port_that_is_taken_is_said_and_nothing_is_begun(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ours = {"FLASK_APP": "wsgi:app", "BEELDPOORT_HOME": str(tmp_path), "BEELDPOORT_PORT": str(port)}
        command = [sys.executable, "-m", "flask", "serve"]
        done = subprocess.run(command, cwd=ROOT, env=os.environ | ours, capture_output=True, text=True, timeout=60, check=False)
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
