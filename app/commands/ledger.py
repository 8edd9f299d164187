"""`flask ledger`: is it whole, and what does it say."""

import click

from app import ledger as signatures
from app.commands.common import as_json, built, progress, reading, refusals_are_sentences, say, writing
from app.vault import notes
from consent_store.records import ledger as records
from consent_store.rules.chain import Broken, Head


@click.group()
def ledger() -> None:
    """The append-only ledger."""


@ledger.command()
@as_json
@refusals_are_sentences
def verify(as_json: bool) -> None:
    """Walk every entry and every signed checkpoint. Says whole, or names the first broken entry and ends with code 1."""
    with reading() as session:
        ends = records.head(session).size
        with progress(ends, "Verifying", hidden=as_json) as more:
            found = signatures.verify(session, built().services.keys, watch=more)
    if as_json:
        say(_as_object(found))
    elif isinstance(found, Head):
        click.echo(f"whole: {found.size} entries, last hash {found.hash.hex()}")
    if isinstance(found, Broken):
        raise click.ClickException(f"broken: entry {found.seq} is {found.why}")


def _as_object(found: Head | Broken) -> dict[str, object]:
    if isinstance(found, Head):
        return {"whole": True, "entries": found.size, "head": found.hash.hex()}
    return {"whole": False, "first_broken": found.seq, "why": found.why}


@ledger.command()
@refusals_are_sentences
def sign() -> None:
    """Sign the ledger as it stands, and print the note."""
    services = built().services
    with writing() as session:
        signatures.sign_head(session, services.keys, services.note, at=services.clock())
        latest = records.latest_checkpoint(session)
    click.echo(latest.note if latest else "The ledger is empty: there is nothing to sign.")


@ledger.command()
@refusals_are_sentences
def key() -> None:
    """Print the public key that checkpoints are checked with, as tools for signed notes take it."""
    with reading() as session:
        origin = signatures.origin(session)
    click.echo(notes.verifier(origin, built().services.keys.signing.public_key()))
