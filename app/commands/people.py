"""`flask person`: who is in the register."""

from datetime import datetime

import click

from app.commands.common import as_json, built, by, reading, refusals_are_sentences, say, staff, writing
from consent_store.ids import PersonId
from consent_store.operations import people
from consent_store.records.queries import people as people_queries
from consent_store.rules.terms import Role

_day = click.DateTime(["%Y-%m-%d"])


@click.group()
def person() -> None:
    """People of the register."""


@person.command()
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--given-name", required=True)
@click.option("--family-name", required=True)
@click.option("--born", type=_day, help="Day of birth: 2011-05-30.")
@click.option("--email")
@click.option("--language", default="nl", show_default=True)
@click.option("--group", "groups", multiple=True, help="Name of a group; may be given more than once.")
@by
@refusals_are_sentences
def add(role: str, born: datetime | None, groups: tuple[str, ...], by: str, **names: str) -> None:
    """Enter somebody into the register, and print the id."""
    with writing() as session:
        known = {group.name: group.id for group in people_queries.group_list(session)}
        unknown = [name for name in groups if name not in known]
        if unknown:
            raise click.ClickException("There is no group called " + " or ".join(unknown) + ".")
        made = people.register(
            session,
            role=Role(role),
            born=born.date() if born else None,
            groups=[known[name] for name in groups],
            actor=staff(session, by),
            at=built().services.clock(),
            **names,
        )
    click.echo(made)


@person.command()
@click.argument("guardian")
@click.argument("pupil")
@click.option("--authority/--no-authority", required=True, help="Whether the law gives this guardian authority over the pupil.")
@by
@refusals_are_sentences
def guardian(guardian: str, pupil: str, authority: bool, by: str) -> None:
    """Record that GUARDIAN (an id) may speak for PUPIL (an id)."""
    with writing() as session:
        people.record_guardianship(
            session, PersonId(guardian), PersonId(pupil), authority, actor=staff(session, by), at=built().services.clock()
        )


@person.command(name="list")
@click.argument("text", required=False, default="")
@as_json
@refusals_are_sentences
def list_(text: str, as_json: bool) -> None:
    """People whose name holds TEXT; everybody without it."""
    with reading() as session:
        found = people_queries.search_people(session, text, limit=100) if text else people_queries.people_of_role(session, *Role)
    if as_json:
        say([{"id": view.id, "role": view.role, "name": view.name, "born": view.born} for view in found])
        return
    for view in found:
        click.echo(f"{view.id}  {view.role:<8}  {view.name}")
