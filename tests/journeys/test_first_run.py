"""The first run as a newcomer meets it: one command, a link that works once, a school with its first administrator."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlsplit

import pyotp
import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
PASSWORD = "vier woorden op rij"


@dataclass(frozen=True)
class Started:
    """What `make run` started, and the link that it printed."""

    process: "subprocess.Popen[str]"
    link: str


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Started]:
    """`flask serve` in an empty place, until it has said where it is."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = {**os.environ, "BEELDPOORT_HOME": str(tmp_path / "home"), "BEELDPOORT_PORT": str(port), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "flask", "serve"]
    with subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        link = next(found.group() for line in process.stdout if (found := re.search(r"http://localhost:\d+/setup/\S+", line)))
        yield Started(process, link)
        process.terminate()


def _answer(page: Page, link: str) -> None:
    _goto_when_up(page, link)
    page.get_by_label("Name of the school").fill("De Linde")
    page.get_by_label("Given name").fill("Ada")
    page.get_by_label("Family name").fill("Beheer")
    page.get_by_label("E-mail address").fill("ada@school.test")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Open the school", exact=True).click()


def _goto_when_up(page: Page, link: str) -> None:
    """The link is printed while the server still starts."""
    until = monotonic() + 60
    while not _listens(urlsplit(link).port or 0):
        assert monotonic() < until, "the server never came up"
        sleep(0.1)
    page.goto(link)


def _listens(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def test_from_the_link_to_an_open_school_and_the_link_works_once(started: Started, page: Page, axe: Callable[[Page], None]) -> None:
    _goto_when_up(page, started.link)
    axe(page)
    _answer(page, started.link)
    secret = page.locator("code").first.inner_text().replace(" ", "")
    page.get_by_label("Fill in the six figures that it shows").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Keep this app").click()
    page.get_by_role("link", name="Office").first.wait_for()
    assert "De Linde" in page.title()
    answer = page.goto(started.link)
    assert answer and answer.status == 404


def test_ctrl_c_ends_the_web_and_the_worker(started: Started, page: Page) -> None:
    _goto_when_up(page, started.link)
    started.process.send_signal(signal.SIGINT)
    assert started.process.wait(timeout=60) == 0
    with pytest.raises(Exception, match="ERR_CONNECTION_REFUSED"):
        page.goto(started.link)
