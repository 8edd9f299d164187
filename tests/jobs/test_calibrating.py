"""A school sets its thresholds on its own confirmed faces, and its worker takes them from the next start."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from app import create_app
from app.analysis.thresholds import RECORD, ThresholdError
from app.jobs.calibrating import MOST_EACH, by_photo
from app.wiring import make_worker
from config import Config
from consent_store.ids import ItemId, PersonId
from consent_store.operations import reviews
from consent_store.records.queries import media as queries
from consent_store.records.queries.recognition import ConfirmedFace
from consent_store.rules.sightings import Answer, Box
from consent_store.rules.terms import RECOGNITION, Duty
from tests.jobs.conftest import FACES, World, photo


def _people(world: World) -> list[PersonId]:
    with world.services.db.unit_of_work() as session:
        school = world.school(session)
        families = [school.family() for _ in range(5)]
        for child, guardian in families:
            school.gives(guardian, child, RECOGNITION)
    return [child for child, _ in families]


def _reviewed(world: World, people: list[PersonId], seed: int) -> None:
    """A photo in which everybody is named, and that a colleague attested."""
    drawn, data = photo(FACES[:5], seed)
    item = world.analysed(data)
    with world.services.db.unit_of_work() as session:
        for view in queries.sightings_of(session, item):
            [key] = [key for key, box in drawn.boxes if view.sighting.box and view.sighting.box.overlap(box) > 0.3]
            reviews.answer(session, view.sighting.id, Answer.PERSON, people[int(key)], actor=world.teacher, at=world.at)
        colleague = world.school(session).staff(Duty.TEACHER)
        reviews.attest(session, item, seen=queries.item(session, item).revision, actor=colleague, at=world.at)


@pytest.fixture
def app(world: World, tmp_path: Path) -> Flask:
    """The same school's command line; two photos of five people were reviewed there."""
    people = _people(world)
    for seed in (1, 2):
        _reviewed(world, people, seed)
    return create_app(Config.from_env({"BEELDPOORT_HOME": str(tmp_path / "home")}))


def _calibrate(app: Flask, *words: str) -> Result:
    with app.app_context():
        return app.test_cli_runner().invoke(app.cli, ["faces", "calibrate", *words])


def _answered(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_school_calibrates_on_its_own_faces_and_its_worker_takes_the_thresholds(world: World, app: Flask, tmp_path: Path) -> None:
    own, packaged = tmp_path / "home" / "thresholds.json", RECORD.read_bytes()
    found = _answered(_calibrate(app, "--json"))
    assert (found["found"]["people"], found["found"]["faces"], found["errors"], own.exists()) == (5, 10, [], False)
    assert found["before"]["found"] == json.loads(packaged)[found["describer"]]["found"]
    kept = _answered(_calibrate(app, "--keep", "--json"))
    assert json.loads(own.read_text())[kept["describer"]]["sure"] == kept["sure"] == found["sure"]
    assert _answered(_calibrate(app, "--json"))["before"]["found"] == kept["found"]
    built = app.extensions["beeldpoort.built"]
    engine = make_worker(built.config, built.services).shop.engine
    assert (engine.thresholds.sure, engine.thresholds.margin) == (kept["sure"], kept["margin"])
    assert RECORD.read_bytes() == packaged
    own.write_text("{")
    with pytest.raises(ThresholdError, match=r"thresholds\.json is not a record"):
        make_worker(built.config, built.services)


def test_too_few_confirmed_faces_are_a_sentence(world: World, tmp_path: Path) -> None:
    answer = _calibrate(create_app(Config.from_env({"BEELDPOORT_HOME": str(tmp_path / "home")})))
    assert answer.exit_code == 1
    assert "at least 5 people" in answer.stderr


def test_of_one_person_no_more_than_enough_are_looked_at() -> None:
    faces = [ConfirmedFace(PersonId("anna"), ItemId(str(number)), "name", Box(0, 0, 9, 9)) for number in range(MOST_EACH + 5)]
    other = ConfirmedFace(PersonId("bram"), ItemId("0"), "name", Box(20, 0, 29, 9))
    photos = by_photo([faces[0], other, *faces[1:]])
    assert photos[0] == [faces[0], other]
    assert len(photos) == MOST_EACH
