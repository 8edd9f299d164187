"""`flask film`: find people in a film, and mask them, by hand. Nothing here needs a registry, and no face is kept."""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from app.analysis.film import FoundFilm, PersonTrack, find_people
from app.analysis.film_masking import mask_people
from app.analysis.pipeline import Engine, build_engine
from app.analysis.weights import DEFAULT_CACHE
from app.commands.common import as_json
from app.commands.looking import type_folder, type_path
from app.commands.recordings import check_place, clock, sentences, told
from app.media.film_masks import MASK_COLOUR

_DIGITS = 3  # of a second


@click.group()
@click.option("--cache", type=type_path, default=DEFAULT_CACHE, envvar="BEELDPOORT_CACHE", help="Where compiled models are kept.")
@click.option("--models", type=type_folder, envvar="BEELDPOORT_MODELS", help="A folder of your own models, with models.toml.")
@click.option("--threads", type=click.IntRange(1, 64), default=2, envvar="BEELDPOORT_THREADS", show_default=True)
@click.pass_context
def film(context: click.Context, cache: Path, models: Path | None, threads: int) -> None:
    """Find people in a film, and cover them. No registry is needed."""
    context.obj = lambda: build_engine(cache, models, threads)


@film.command()
@click.argument("file", type=type_path)
@as_json
@click.pass_obj
@sentences
def find(engine: Callable[[], Engine], file: Path, as_json: bool) -> None:
    """Say who is on screen in FILE and when: tracks of faces, and which of them are one person's."""
    found = find_people(file, engine(), told("finding"))
    _say_dropped(found)
    if as_json:
        click.echo(json.dumps(_plain(file, found), ensure_ascii=False))
        return
    click.echo(f"{file}: {found.duration:.1f} s, {len(found.people)} people")
    for person in found.people:
        spans = sorted(span for track in found.tracks if track.person == person for span in track.spans)
        click.echo(f"  {person}: " + ", ".join(f"{clock(start)}-{clock(end)}" for start, end in spans))


@film.command()
@click.argument("file", type=type_path)
@click.option("--person", type=int, multiple=True, help="Cover this person, by the number that `film find` gives. May be repeated.")
@click.option("--keep", type=int, multiple=True, help="Cover everybody but this person. May be repeated.")
@click.option("--all", "everybody", is_flag=True, help="Cover everybody.")
@click.option("--out", "-o", type=type_path, required=True, help="Where the film goes: MP4, H.264 and AAC.")
@click.option("--colour", default=MASK_COLOUR, show_default=True, help="Colour of the masks, #rrggbb.")
@click.pass_obj
@sentences
def mask(
    engine: Callable[[], Engine], file: Path, person: tuple[int, ...], keep: tuple[int, ...], everybody: bool, out: Path, colour: str
) -> None:
    """Cover people in FILE in every frame, and look at every frame of what came of it."""
    if bool(person) + bool(keep) + everybody != 1:
        raise click.UsageError("Say whom to cover: --person N, --keep N or --all, and one of these only.")
    if not re.fullmatch("#[0-9a-fA-F]{6}", colour):
        raise click.UsageError("A colour is #rrggbb, as in #33566b.")
    check_place(file, out)
    ready = engine()
    found = find_people(file, ready, told("finding"))
    if unknown := sorted({*person, *keep} - {*found.people}):
        raise click.ClickException(f"Nobody in this film has the number {', '.join(map(str, unknown))}: see flask film find.")
    _say_dropped(found)
    chosen = set(person) if person else set(found.people) - set(keep)
    done = mask_people(file, out, found, chosen, ready, colour=colour, steps=told)
    click.echo(f"{out}: {len(chosen)} of {len(found.people)} people covered. The engine looked at all {done.frames} frames of it again.")
    if done.besides:
        click.echo(f"Seen for an instant only, and covered too: {done.besides}.")


def _say_dropped(found: FoundFilm) -> None:
    if found.dropped:
        click.echo(f"Left out: {', '.join(sorted(set(found.dropped)))}.", err=True)


def _plain(file: Path, found: FoundFilm) -> dict[str, object]:
    tracks = [_track(track, found.scale) for track in found.tracks]
    return {"file": str(file), "duration": round(found.duration, _DIGITS), "fps": round(found.fps, _DIGITS), "tracks": tracks}


def _track(track: PersonTrack, scale: float) -> dict[str, object]:
    spans: Sequence[Sequence[float]] = [[round(start, _DIGITS), round(end, _DIGITS)] for start, end in track.spans]
    sides = (((box.left, box.top, box.right, box.bottom), time) for time, box in track.sights)
    boxes = [[round(time, _DIGITS), *(round(side * scale) for side in box)] for box, time in sides]
    return {"track": track.track, "person": track.person, "spans": spans, "boxes": boxes}
