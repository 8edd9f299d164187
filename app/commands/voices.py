"""`flask voices`: tell the voices of a recording apart, and cover them, by hand. Nothing here needs a registry, and no voice is kept."""

import json
from collections.abc import Callable
from pathlib import Path

import click

from app.analysis.voices import RATE, Recording
from app.analysis.voices import find as find_voices
from app.analysis.weights import DEFAULT_CACHE
from app.commands.common import as_json
from app.commands.looking import type_path
from app.commands.recordings import check_place, clock, sentences, told
from app.media.sound import open_sound
from app.media.sound_masks import mask_sound
from app.media.sound_writing import ending_of

_DIGITS = 3  # of a second

Find = Callable[[Path], Recording]


@click.group()
@click.option("--cache", type=type_path, default=DEFAULT_CACHE, envvar="BEELDPOORT_CACHE", help="Where compiled models are kept.")
@click.option("--threads", type=click.IntRange(1, 64), default=2, envvar="BEELDPOORT_THREADS", show_default=True)
@click.pass_context
def voices(context: click.Context, cache: Path, threads: int) -> None:
    """Tell the voices in sound or film apart, and cover them. No registry is needed."""
    context.obj = lambda file: _found(file, cache, threads)


@voices.command()
@click.argument("file", type=type_path)
@as_json
@click.pass_obj
@sentences
def find(find: Find, file: Path, as_json: bool) -> None:
    """Say who speaks when in FILE: voice 1, voice 2 and so on, never who that is."""
    found = find(file)
    if as_json:
        click.echo(json.dumps(_plain(file, found), ensure_ascii=False))
        return
    click.echo(f"{file}: {found.duration:.1f} s, {len(found.voices)} {'voice' if len(found.voices) == 1 else 'voices'}")
    for voice in found.voices:
        spans = ", ".join(f"{clock(start)}-{clock(end)}" for start, end in voice.spans)
        click.echo(f"  voice {voice.number}, {voice.seconds:.1f} s: {spans}")


@voices.command()
@click.argument("file", type=type_path)
@click.option(
    "--voice", type=int, multiple=True, required=True, help="Cover this voice, by the number that `voices find` gives. May be repeated."
)
@click.option("--out", "-o", type=type_path, required=True, help="Where the sound goes: .m4a (AAC), .wav or .flac.")
@click.option("--tone", is_flag=True, help="A tone instead of silence.")
@click.pass_obj
@sentences
def mask(find: Find, file: Path, voice: tuple[int, ...], out: Path, tone: bool) -> None:
    """Replace voices of FILE by silence, and listen to what came of it. Of a film only the sound goes on.

    Where two speak at once, a covered voice may still be heard under the other: listen before it goes out.
    """
    ending_of(out)
    check_place(file, out)
    found = find(file)
    if unknown := sorted(set(voice) - {each.number for each in found.voices}):
        raise click.ClickException(f"No voice in this recording has the number {', '.join(map(str, unknown))}: see flask voices find.")
    spans = [span for each in found.voices if each.number in voice for span in each.spans]
    mask_sound(file, out, spans, tone=tone, steps=told)
    covered = sum(each.seconds for each in found.voices if each.number in voice)
    click.echo(f"{out}: {len(set(voice))} of {len(found.voices)} voices covered, {covered:.1f} s of speech")


def _found(file: Path, cache: Path, threads: int) -> Recording:
    """The voices in a file, with progress on stderr. Raises Unplayable, BoxUnavailable, WeightsError."""
    tell, done = told("listening"), 0.0

    def heard(seconds: float) -> None:
        nonlocal done
        done += seconds
        tell(done, sound.claimed)

    with open_sound(file, RATE, 1) as sound:
        if sound.dropped:
            click.echo(f"Left out: {', '.join(sound.dropped)}.", err=True)
        return find_voices((piece[:, 0] for piece in sound), cache, threads, heard)


def _plain(file: Path, found: Recording) -> dict[str, object]:
    voices = [
        {
            "voice": voice.number,
            "spans": [[round(start, _DIGITS), round(end, _DIGITS)] for start, end in voice.spans],
            "seconds": round(voice.seconds, _DIGITS),
        }
        for voice in found.voices
    ]
    return {"file": str(file), "duration": round(found.duration, _DIGITS), "voices": voices}
