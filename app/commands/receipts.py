"""`flask receipt`: does a receipt hold, for somebody who trusts nothing but the school's public key."""

from pathlib import Path
from typing import Any

import click

from app.commands.common import as_json, built, say
from app.receipts import Checked, Refused, canonical, check
from app.vault import notes


@click.group()
def receipt() -> None:
    """Receipts of what was decided about consent."""


@receipt.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--key", metavar="KEY", help="The school's public key, as it stands on its letters and at /ledger-key. Without: this school's."
)
@as_json
def verify(file: Path, key: str | None, as_json: bool) -> None:
    """Check a receipt without the database. Says what it holds, or why it does not hold and ends with code 1."""
    data = file.read_bytes()
    try:
        found = check(data, key or _ours(data))
    except Refused as refused:
        if as_json:
            say({"holds": False, "fault": refused.fault, "why": str(refused)})
        raise click.ClickException(str(refused)) from refused
    say({"holds": True, **_plain(found)}) if as_json else _tell(found)


def _ours(data: bytes) -> str:
    """The key of this installation, under the name that the file gives: every signature is bound to that name."""
    try:
        name = str(canonical.read(data)["bp:ledger"]["bp:key"]).partition("+")[0]
    except (ValueError, KeyError, TypeError):
        name = ""
    return notes.verifier(name, built().services.keys.signing.public_key())


def _plain(found: Checked) -> dict[str, Any]:
    return {"signed_by": found.origin, "person": found.person, "entries": found.size, "events": found.events}


def _tell(found: Checked) -> None:
    click.echo(f"holds: signed by {found.origin}, under a ledger of {found.size} entries, about {found.person}")
    for event in found.events:
        click.echo(f"  {event.at}  {event.event}: {event.purpose}, {event.kind}")
