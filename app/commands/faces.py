"""`flask faces`: the face engine by hand, for people and for measuring. Nothing here needs a registry, and no face is kept."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from app.analysis import labelled
from app.analysis.evaluation import figures
from app.analysis.labelled import portraits
from app.analysis.matching import Register
from app.analysis.pipeline import Engine, build_engine
from app.analysis.plot import write_plot
from app.analysis.ports import FoundFace, Pixels
from app.analysis.weights import DEFAULT_CACHE
from app.commands.calibrating import calibrate
from app.commands.common import as_json
from app.commands.looking import Row, known, report, sentences, shown, stacked, type_folder, type_path
from app.media.images import open_picture
from app.media.refusals import Unreadable
from consent_store.ids import PersonId
from consent_store.rules.sightings import Proposal

type_here = click.Path(path_type=Path, exists=True)
files = click.argument("files", nargs=-1, required=True, type=type_path)


@click.group()
@click.option("--cache", type=type_path, default=DEFAULT_CACHE, envvar="BEELDPOORT_CACHE", help="Where compiled models are kept.")
@click.option("--models", type=type_folder, envvar="BEELDPOORT_MODELS", help="A folder of your own models, with models.toml.")
@click.option("--threads", type=click.IntRange(1, 64), default=2, envvar="BEELDPOORT_THREADS", show_default=True)
@click.pass_context
def faces(context: click.Context, cache: Path, models: Path | None, threads: int) -> None:
    """Find and compare faces by hand, and measure how well that goes. No registry is needed."""
    context.obj = lambda record=None: build_engine(cache, models, threads, record)


@faces.command()
@files
@as_json
@click.pass_obj
@sentences
def find(engine: Callable[[], Engine], files: Sequence[Path], as_json: bool) -> None:
    """Say where there are faces in each FILE."""
    ready = engine()
    _answer([_row(file, lambda pixels: [_place(face) for face in ready.find([pixels])[0]]) for file in shown(files)], as_json)


@faces.command()
@click.argument("register_dir", type=type_folder)
@files
@as_json
@click.pass_obj
@sentences
def compare(engine: Callable[[], Engine], register_dir: Path, files: Sequence[Path], as_json: bool) -> None:
    """Say who of REGISTER_DIR (NAME/*.jpg or NAME.jpg) each face of each FILE looks like."""
    ready = engine()
    register = _register(ready, register_dir)
    _answer([_row(file, lambda pixels: _matched(ready, register, pixels)) for file in shown(files)], as_json)


@faces.command()
@click.argument("source", type=type_here)
@click.option("--plot", type=type_path, help="Draw the two errors against each other into this SVG file.")
@as_json
@click.pass_obj
@sentences
def evaluate(engine: Callable[[], Engine], source: Path, plot: Path | None, as_json: bool) -> None:
    """Measure on SOURCE: a CSV of pairs (file_x, file_y, Decision), or a folder with a folder per person."""
    ready = engine()
    if source.is_dir():
        people = labelled.in_folder(source)
        found, errors = known(portraits(ready, shown([each.file for each in people])))
        compared = labelled.compare_everybody(people, found)
    else:
        pairs = labelled.in_table(source)
        found, errors = known(portraits(ready, shown(sorted({file for pair in pairs for file in (pair.one, pair.other)}))))
        compared = labelled.compare_pairs(pairs, found)
    if plot:
        write_plot(compared, plot, f"{source.name}, {ready.describer_id}")
    report({"describer": ready.describer_id, "pictures": len(found), **figures(compared), "errors": errors}, as_json)


def _row(file: Path, look: Callable[[Pixels], list[Row]]) -> Row:
    """What there is to say about one file; a file that cannot be read is one row, and the rest go on."""
    started = time.perf_counter()
    try:
        picture = open_picture(file)
    except (Unreadable, OSError) as error:
        return {"file": str(file), "error": str(error)}
    found = look(picture.pixels)
    seconds = round(time.perf_counter() - started, 4)
    return {"file": str(file), "width": picture.width, "height": picture.height, "faces": found, "seconds": seconds}


def _place(face: FoundFace) -> Row:
    return {**asdict(face.box), "score": round(face.score, 4)}


def _matched(engine: Engine, register: Register, pixels: Pixels) -> list[Row]:
    [described] = engine.describe([pixels], engine.find([pixels]))
    proposals = engine.propose([each.descriptor for each in described], [each.quality.score for each in described], register)
    return [_place(each.face) | _match(proposal) for each, proposal in zip(described, proposals, strict=True)]


def _match(proposal: Proposal) -> Row:
    return {
        "match": proposal.person,
        "answer": proposal.confidence.value,
        "distance": proposal.distance,
        "runner_up": proposal.runner_up,
        "runner_up_distance": proposal.runner_up_distance,
    }


def _register(engine: Engine, folder: Path) -> Register:
    """The largest face of each picture; pictures without one are named on stderr."""
    people = labelled.in_folder(folder)
    found, errors = known(portraits(engine, shown([each.file for each in people])))
    for error in errors:
        click.echo(f"{error['file']}: {error['error']}", err=True)
    usable = [each for each in people if each.file in found]
    return Register([PersonId(each.name) for each in usable], stacked([found[each.file] for each in usable], engine))


def _answer(rows: list[Row], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(f"{row['file']}: {row.get('error') or _counted(row)}")
        for face in row.get("faces", ()):
            click.echo("  " + ", ".join(f"{name} {_short(value)}" for name, value in face.items() if value is not None))


def _counted(row: Row) -> str:
    count = len(row["faces"])
    return f"{count} {'face' if count == 1 else 'faces'}, {row['width']}x{row['height']}, {row['seconds']:.2f} s"


def _short(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


faces.add_command(calibrate)
