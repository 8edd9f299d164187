"""`flask media`: take in pictures, film and sound, and see what became of them."""

from collections import Counter
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy.orm import Session

from app import arrivals
from app.arrivals import Coming
from app.commands.common import as_json, built, by, reading, refusals_are_sentences, say, staff, writing
from consent_store.errors import BadInput, Conflict
from consent_store.ids import EventId, PersonId
from consent_store.operations import media as operations
from consent_store.operations.media import Admitted
from consent_store.records.queries import media as media_queries
from consent_store.rules.terms import Maker, Permission


@click.group()
def media() -> None:
    """Pictures, film and sound of events."""


@media.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--event", help="Id of an event that is there.")
@click.option("--title", help="Title of an event to be made.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Day of the event to be made; today without it.")
@click.option("--maker", help="Who made them; without it they are held until somebody says so.")
@click.option("--permission", type=click.Choice([each.value for each in Permission]), default=Permission.OWN_WORK.value, show_default=True)
@by
@refusals_are_sentences
def add(
    files: tuple[Path, ...], event: str | None, title: str | None, on: datetime | None, maker: str | None, permission: str, by: str
) -> None:
    """Take in FILES for an event. One that is refused is named with its reason; the others go on."""
    named = Maker(maker, Permission(permission)) if maker else None
    with writing() as session:
        actor = staff(session, by)
        into = media_queries.event(session, EventId(event)).id if event else _new_event(session, title, on, actor)
    refused = 0
    for path in files:
        try:
            admitted = _admit(path, into, named, actor)
        except (BadInput, Conflict) as error:
            refused += 1
            click.echo(f"{path.name}: {error}", err=True)
            continue
        click.echo(f"{admitted.item}  {path.name}{'  (was here already)' if admitted.duplicate_of else ''}")
    if refused:
        raise click.ClickException(f"{refused} of {len(files)} files were refused.")


def _new_event(session: Session, title: str | None, on: datetime | None, actor: PersonId) -> EventId:
    if not title:
        raise click.UsageError("Name an event with --event, or make one with --title.")
    at = built().services.clock()
    return operations.make_event(session, title=title, on=on.date() if on else at.date(), actor=actor, at=at)


def _admit(path: Path, event: EventId, maker: Maker | None, actor: PersonId) -> Admitted:
    with path.open("rb") as file:
        return arrivals.take_in(built().services, writing, file, Coming(event, path.name, maker, actor))


@media.command()
@click.argument("event", required=False)
@as_json
@refusals_are_sentences
def status(event: str | None, as_json: bool) -> None:
    """How far the media of EVENT are; of all events without it."""
    with reading() as session:
        found = [media_queries.event(session, EventId(event))] if event else media_queries.events(session)
        faces = Counter(media_queries.unanswered(session, [view.id for view in found]))
    if as_json:
        say(
            [{"id": view.id, "title": view.title, "on": view.on, "progress": view.progress, "unanswered": faces[view.id]} for view in found]
        )
        return
    for view in found:
        progress = view.progress
        click.echo(f"{view.id}  {view.on}  {view.title}: {progress.analysed} of {progress.received} analysed, {faces[view.id]} faces open")
