"""`flask release`: is a zip of pictures as it left the school?"""

from pathlib import Path

import click

from app import ledger as signing
from app import manifest
from app.commands.common import built
from app.manifest import Found, NotOurs
from consent_store.errors import BrokenRecord
from consent_store.records import ledger


@click.group()
def release() -> None:
    """What left the school."""


@release.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(file: Path) -> None:
    """Hold the files of a zip against its signed manifest, and the manifest against the ledger. Ends with code 1 where they differ."""
    services = built().services
    try:
        found = manifest.check(file, services.keys.signing.public_key())
    except NotOurs as refused:
        raise click.ClickException(str(refused)) from refused
    _tell(found)
    with services.db.reading() as session:
        if signing.origin(session) != found.manifest.origin:
            raise click.ClickException("Another registry signed it.")
        line = next(iter(ledger.lines(session, found.manifest.head.size)), None)
    if line is None or line.hash != found.manifest.head.hash:
        raise click.ClickException(str(BrokenRecord("The ledger no longer holds what the manifest names.")))
    if not found.holds:
        raise click.ClickException("These files are not those that left.")


def _tell(found: Found) -> None:
    for word, names in (("whole", found.whole), ("CHANGED", found.changed), ("missing", found.missing), ("STRANGE", found.strange)):
        for name in names:
            click.echo(f"{word}: {name}")
    click.echo(f"signed by {found.manifest.origin}, under a ledger of {found.manifest.head.size} entries")
