"""`flask serve` (what make run starts), `flask worker`, `flask upgrade`."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from time import monotonic, sleep

import click

from app import ledger as signatures
from app.commands.common import built, refusals_are_sentences
from app.db import migrate
from app.jobs.queue import THREADS
from app.media.boxed import available_defences
from app.web import tokens
from app.wiring import Built
from consent_store.operations import accounts
from consent_store.records.queries import school
from consent_store.records.queries.accounts import TokenUse

_GRACE = 15.0  # seconds that a process may take to finish what it has in hand
_BEAT = 0.2
_M_MMAP_THRESHOLD = -3  # malloc.h
_LINK_LASTS = timedelta(days=1)


@click.command()
@refusals_are_sentences
def serve() -> None:
    """Bring the database up to date, start web and worker together, end both on Ctrl-C."""
    beeldpoort = built()
    _require_free(beeldpoort.config.host, beeldpoort.config.port)
    migrate(beeldpoort.services.db.engine)
    _require_our_keys(beeldpoort)
    _greet(beeldpoort)
    raise SystemExit(run_together([web_command(beeldpoort), worker_command()]))


@click.command()
@refusals_are_sentences
def worker() -> None:
    """Run a worker: it analyses photos, film and sound, sends letters, and looks after the registry by night."""
    _require_our_keys(built())
    _say_which_walls_are_missing()
    _give_memory_back()
    queue = built().queue
    queue.start()
    queue.huey.create_consumer(workers=THREADS, initial_delay=0.05, max_delay=1.0).run()


@click.command()
@refusals_are_sentences
def upgrade() -> None:
    """Bring the database up to date."""
    migrate(built().services.db.engine)


def web_command(beeldpoort: Built) -> list[str]:
    """What starts the web."""
    config = beeldpoort.config
    host = f"[{config.host}]" if ":" in config.host else config.host
    server = [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", f"{host}:{config.port}"]
    return [*server, "--threads", "8", "--timeout", "120", "--log-level", "warning"]


def worker_command() -> list[str]:
    """What starts a worker."""
    return [sys.executable, "-m", "flask", "worker"]


def _require_free(host: str, port: int) -> None:
    """Say that nobody could be served, before a link is made that would take the place of a running Beeldpoort's."""
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        raise click.ClickException(
            f"Nobody can be served at {host}, port {port}: another program is there, or the address is not this machine's. "
            "Perhaps Beeldpoort is running already; else choose another with BEELDPOORT_PORT or BEELDPOORT_HOST."
        ) from error


def _require_our_keys(beeldpoort: Built) -> None:
    """A machine that is added makes keys of its own where it was handed none: nobody would ever open what it files."""
    with beeldpoort.services.db.reading() as session:
        if not signatures.is_ours(session, beeldpoort.services.keys):
            raise click.ClickException(
                f"The keys in {beeldpoort.config.keys} are not those of this registry. "
                "Put the school's keys there, or name their folder with BEELDPOORT_KEYS."
            )


def _give_memory_back() -> None:
    """Blocks of a picture's size go back to the machine as soon as they are free; else the C library keeps them, up to 200 MB."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # not every C library has it
    if mallopt:
        mallopt(_M_MMAP_THRESHOLD, 1 << 20)


def _greet(beeldpoort: Built) -> None:
    link = _first_run_link(beeldpoort)
    click.echo(f"Beeldpoort is at {beeldpoort.config.public_url}")
    if link:
        click.echo(f"It is not open yet. Open it here, once, within a day:\n\n  {link}\n")


def _say_which_walls_are_missing() -> None:
    """Pictures from outside are opened in a process that can do little else; how little, depends on the machine."""
    missing = [name for name, stopped in available_defences() if not stopped]
    if missing:
        click.echo(f"Pictures are opened here without these defences, which the machine lacks: {', '.join(missing)}.", err=True)


def _first_run_link(beeldpoort: Built) -> str | None:
    """A link that opens the set-up once; none where there is a school already."""
    services, token = beeldpoort.services, tokens.fresh()
    with services.db.unit_of_work() as session:
        if school.school(session) is not None:
            return None
        at = services.clock()
        accounts.issue_token(session, TokenUse.SET_UP, None, tokens.hashed(token), at + _LINK_LASTS, at=at)
    return f"{services.site.public_url}/setup/{token}"


def run_together(commands: Sequence[list[str]]) -> int:
    """Run processes until one ends or somebody asks to stop; then end the others. Returns the code of whichever failed."""
    asked: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # the last: somebody closed the terminal
        signal.signal(number, lambda given, _: asked.append(given))
    children = [subprocess.Popen(command, env=os.environ, start_new_session=True) for command in commands]
    while not asked and all(child.poll() is None for child in children):
        sleep(_BEAT)
    ended = [child.returncode for child in children if child.poll() is not None]
    _end(children)
    return 0 if asked else next((code for code in ended if code), 1)


def _end(children: Sequence[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    until = monotonic() + _GRACE
    for child in children:
        try:
            child.wait(max(0.0, until - monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
