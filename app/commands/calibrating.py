"""`flask faces calibrate`: thresholds from confirmed faces, the school's own or those in a folder."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import click

from app.analysis import labelled, thresholds
from app.analysis.calibration import calibrate as calibrated
from app.analysis.labelled import portraits
from app.analysis.pipeline import Engine
from app.analysis.ports import Descriptors
from app.analysis.thresholds import Thresholds
from app.commands.common import as_json, built, progress, reading, refusals_are_sentences
from app.commands.looking import Row, known, report, sentences, shown, stacked, type_folder, type_path
from app.jobs import calibrating
from consent_store.records.queries import recognition


class Confirmed(NamedTuple):
    """Faces, float32 (n, length), whose each of them is, what they are for the record, and what could not be used."""

    descriptors: Descriptors
    people: Sequence[str]
    data: str
    errors: list[Row]


@click.command()
@click.argument("folder", required=False, type=type_folder)
@click.option("--keep", "kept", is_flag=True, help="Keep them: the worker uses the school's own from its next start.")
@click.option("--out", type=type_path, help="With --keep: write them into this file instead of the school's own.")
@click.option("--data", help="What these faces are, for the record; else the folder's name.")
@as_json
@click.pass_obj
@refusals_are_sentences
@sentences
def calibrate(
    engine: Callable[[Path | None], Engine], folder: Path | None, kept: bool, out: Path | None, data: str | None, as_json: bool
) -> None:
    """Set thresholds on the school's own confirmed faces, or on FOLDER, with a folder of confirmed faces per person."""
    if folder and kept and not out:
        raise click.UsageError("Thresholds of a folder are not the school's: say with --out where to write them.")
    own = None if folder else built().config.thresholds
    ready = engine(own)
    confirmed = _in_folder(ready, folder) if folder else _of_school(ready)
    found = _recorded(calibrated(confirmed.descriptors, confirmed.people, ready.describer_id), data or confirmed.data)
    if kept and (record := out or own):
        thresholds.keep(found, record)
    report({**asdict(found), "before": asdict(ready.thresholds), "kept": kept, "errors": confirmed.errors}, as_json)


def _recorded(found: Thresholds, data: str) -> Thresholds:
    """The thresholds with where they come from."""
    told = {"how": "flask faces calibrate", "on": datetime.now(UTC).date().isoformat(), "data": data}
    return replace(found, found={**told, **found.found})


def _in_folder(engine: Engine, folder: Path) -> Confirmed:
    people = labelled.in_folder(folder)
    found, errors = known(portraits(engine, shown([each.file for each in people])))
    usable = [each for each in people if each.file in found]
    return Confirmed(stacked([found[each.file] for each in usable], engine), [each.name for each in usable], folder.name, errors)


def _of_school(engine: Engine) -> Confirmed:
    services = built().services
    with reading() as session:
        photos = calibrating.by_photo(recognition.confirmed_faces(session, at=services.clock()))
    looked = []
    with progress(len(photos), "Looking again") as done:
        for each in calibrating.look(services, engine, photos):
            looked.append(each)
            done(1)
    faces = [face for each in looked for face in each.faces]
    data = f"confirmed faces in {len(photos)} reviewed photos of this school"
    errors: list[Row] = [{"item": each.item, "error": each.error} for each in looked if each.error]
    return Confirmed(stacked([face.descriptor for face in faces], engine), [face.person for face in faces], data, errors)
