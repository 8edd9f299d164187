"""`flask vault`: is every file there and whole; a copy of the registry for another machine, and back."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import click

from app import backup as registry
from app.backup import Lost, Place
from app.commands.common import as_json, built, by, progress, reading, refusals_are_sentences, say, staff
from app.db import migrate
from app.vault import check as check_vault
from app.vault.files import kept_in
from consent_store.ids import PersonId
from consent_store.records.queries import files, people
from consent_store.rules.entries import (
    Body,
    DutyRecorded,
    Entry,
    ItemRemoved,
    LocatableRecorded,
    PersonErased,
    PersonLeft,
    Word,
)

_ON_ITS_WAY = timedelta(hours=1)  # what was written since may belong to an upload that has no row yet
_passphrase = click.option(
    "--passphrase", prompt=True, hide_input=True, envvar="BEELDPOORT_BACKUP_PASSPHRASE", help="What the keys are locked with."
)


@click.group()
def vault() -> None:
    """Encrypted files."""


@vault.command()
@as_json
@refusals_are_sentences
def check(as_json: bool) -> None:
    """Read every file to its end. Names what is missing, damaged or orphaned; then ends with code 1."""
    services = built().services
    before = services.clock() - _ON_ITS_WAY
    with reading() as session:
        expected = list(files.kept(session))
        going = set(files.to_shred(session))
    with progress(len(expected), "Checking", hidden=as_json) as more:
        report = check_vault(services.vault, expected, before, lambda _: more(1))
    orphaned = sorted(set(report.orphaned) - going)
    if as_json:
        say({"files": len(expected), "missing": report.missing, "damaged": report.damaged, "orphaned": orphaned})
    else:
        for word, names in (("missing", report.missing), ("damaged", report.damaged), ("orphaned", orphaned)):
            for name in names:
                click.echo(f"{word}  {name}")
        click.echo(f"{len(expected)} files: {len(report.missing)} missing, {len(report.damaged)} damaged, {len(orphaned)} orphaned")
    raise SystemExit(1 if report.missing or report.damaged or orphaned else 0)


@vault.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@_passphrase
@refusals_are_sentences
def backup(folder: Path, passphrase: str) -> None:
    """Write the whole registry into the new or empty FOLDER."""
    place = _place()
    with progress(_count(), "Copying") as more:
        registry.back_up(place, built().services.keys, folder, passphrase, lambda _: more(1))
    click.echo(f"The registry is in {folder}. Keep the passphrase elsewhere: without it nobody can read the backup.")


@vault.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--accept-loss", is_flag=True, help="Restore although what was refused since the backup comes back to life.")
@_passphrase
@by
@refusals_are_sentences
def restore(folder: Path, accept_loss: bool, passphrase: str, by: str) -> None:
    """Bring the registry in FOLDER to this place. What stands here is put aside; links, sessions, codes end. Stop web and workers first."""
    services, ended = built().services, list[int]()

    def settle(lost: Lost | None) -> None:
        migrate(services.db.engine)
        with reading() as session:
            actor = staff(session, by)
        ended.append(registry.record_restore(services.db, lost, actor, at=services.clock()))

    with progress(registry.files_in(folder), "Restoring") as more:
        lost = registry.restore_into(_place(), folder, passphrase, lambda _: accept_loss, settle, lambda _: more(1))
    click.echo("Restored." if lost is None else f"Restored. {lost.sentence()} Ask those people again before anything is released.")
    for line in _said_since((*(lost.refusals or ()), *lost.ended) if lost else ()):
        click.echo(f"  {line}")
    click.echo(
        "Everybody signs in anew, and codes in letters and of events no longer open anything. "
        f"{sum(ended)} links that were handed out have ended."
    )


def _said_since(entries: Sequence[Entry]) -> list[str]:
    """Who said no, or took a yes back, and what else ended that the backup does not know, in words for whoever asks them again and ends it
    again; unknown who came after it.
    """
    with reading() as session:
        views = people.people(session, {person for entry in entries if (person := getattr(entry.body, "person", None))})
    names = {id_: view.name for id_, view in views.items()}
    return [f"{entry.at:%Y-%m-%d}  {_ended(entry.body, names)}" for entry in entries]


def _ended(body: Body, names: Mapping[PersonId, str]) -> str:
    match body:
        case Word():
            about = ", ".join(filter(None, (body.purpose or "every purpose", body.kind, "one picture" if body.item else "")))
            return f"{names.get(body.person, body.person)}: {body.say} for {about}"
        case LocatableRecorded(person):
            return f"{names.get(person, person)}: whereabouts became secret"
        case PersonLeft(person):
            return f"{names.get(person, person)}: left"
        case PersonErased(person):
            return f"{names.get(person, person)}: was erased"
        case DutyRecorded(person, duty):
            return f"{names.get(person, person)}: no longer {duty}"
        case ItemRemoved(item, why):
            return f"picture {item}: removed ({why})"
        case _:
            return type(body).__name__


def _place() -> Place:
    config = built().config
    return Place(built().services.db.engine, config.vault, config.keys, config.thresholds, built().services.note)


def _count() -> int:
    return sum(1 for _ in kept_in(built().config.vault))
