"""`flask roster`: what importing files would do, and doing it."""

import json
from datetime import datetime
from pathlib import Path

import click

from app.commands.common import as_json, built, by, reading, refusals_are_sentences, say, staff, writing
from app.roster import Columns, Given, Reading, fingerprint, guess, missing, read, standard_of, understand
from app.roster.columns import CODES, IGNORED, doubled
from consent_store.operations import roster as operations
from consent_store.operations.roster import Choices
from consent_store.records.queries import rosters, school
from consent_store.rules.roster import Plan, Roster

files_ = click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
column = click.option("--column", "columns", multiple=True, metavar="HEADER=CODE", help="What a column is, where the guess is wrong.")
part = click.option("--part", is_flag=True, help="The files hold a part of the school: nobody leaves.")


@click.group()
def roster() -> None:
    """Rosters of the pupil system."""


@roster.command()
@files_
@column
@part
@as_json
@refusals_are_sentences
def plan(files: tuple[Path, ...], columns: tuple[str, ...], part: bool, as_json: bool) -> None:
    """What importing FILES would do: CSV, Excel, zip, or folders of these. Changes nothing, and prints the digest to apply it by."""
    found, understood = _understood(files, columns)
    with reading() as session:
        made = operations.plan(session, understood, Choices(part=part))
    if as_json:
        say(_as_object(made, found))
        return
    for words, number in _counts(made).items():
        click.echo(f"{number:>6}  {words}")
    for each in found.refused:
        click.echo(f"not kept: {each.table}: {each.column} ({each.why})")
    for flaw in (*made.broken, *made.flaws):
        click.echo(f"{flaw.file} row {flaw.row}: {flaw.wrong}")
    click.echo(f"digest  {made.digest}")


@roster.command()
@files_
@column
@part
@click.option("--digest", required=True, help="That of the plan that you saw.")
@click.option("--left-on", type=click.DateTime(["%Y-%m-%d"]), help="The day on which those who are gone left; else today.")
@click.option("--many-leave", is_flag=True, help="Many pupils may leave.")
@by
@refusals_are_sentences
def apply(
    files: tuple[Path, ...], columns: tuple[str, ...], part: bool, digest: str, left_on: datetime | None, many_leave: bool, by: str
) -> None:
    """Import FILES, all of it or nothing: exactly what `plan` showed under the digest."""
    _, understood = _understood(files, columns)
    choices = Choices(part=part, left_on=left_on.date() if left_on else None, many_leave=many_leave)
    with writing() as session:
        done = operations.apply(session, understood, digest, choices, actor=staff(session, by), at=built().services.clock())
    say(done)


def _understood(files: tuple[Path, ...], corrections: tuple[str, ...]) -> tuple[Reading, Roster]:
    paths = [each for path in files for each in (sorted(path.iterdir()) if path.is_dir() else [path]) if each.is_file()]
    found = read(Given(path.name, path.read_bytes()) for path in paths)
    with reading() as session:
        today = school.policy(session).day(built().services.clock())
        known = rosters.remembered(session, [fingerprint(table.header) for table in found.tables])
    columns = {} if standard_of(found.tables) else _columns(found, known, dict(each.partition("=")[::2] for each in corrections))
    return found, understand(found, columns, today)


def _columns(found: Reading, known: Columns, corrections: dict[str, str]) -> Columns:
    """As the office said before, else by a guess; corrected."""
    unknown = [code for code in corrections.values() if code not in CODES]
    if unknown:
        raise click.ClickException(f"There is no code {unknown[0]}. Codes are: {', '.join(filter(None, CODES))}.")
    columns = {}
    for table in found.tables:
        print_ = fingerprint(table.header)
        usual = zip(table.header, known.get(print_) or guess(table.header), strict=True)
        columns[print_] = [corrections.get(header, code if code not in corrections.values() else IGNORED) for header, code in usual]
    lacks = "doubled" if any(map(doubled, columns.values())) else missing(list(columns.values()))
    if lacks:
        raise click.ClickException(
            f"The columns do not say enough ({lacks}). Correct them with --column. They are: {json.dumps(_named(found, columns))}"
        )
    return columns


def _named(found: Reading, columns: Columns) -> dict[str, str]:
    return {header: code for table in found.tables for header, code in zip(table.header, columns[fingerprint(table.header)], strict=True)}


def _counts(made: Plan) -> dict[str, int]:
    return {
        "new": len(made.new),
        "changed": len(made.changed),
        "moved": len(made.moved),
        "gone": len(made.gone),
        "ties": len(made.ties),
        "doubts": len(made.doubts),
        "broken": len(made.broken),
        "flaws": len(made.flaws),
        "same": made.same,
        "left out": made.colleagues,
    }


def _as_object(made: Plan, found: Reading) -> dict[str, object]:
    return {
        "digest": made.digest,
        "empty": made.empty,
        "many_leave": made.many_leave,
        "counts": _counts(made),
        "refused": found.refused,
        "new": made.new,
        "changed": made.changed,
        "moved": made.moved,
        "gone": made.gone,
        "groups": made.groups,
        "doubts": made.doubts,
        "broken": [flaw._asdict() for flaw in made.broken],
        "flaws": [flaw._asdict() for flaw in made.flaws],
    }
