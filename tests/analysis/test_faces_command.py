"""`flask faces`, as a person or a program uses it."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from app.analysis.ports import Pixels
from app.analysis.thresholds import thresholds_for
from app.commands.faces import faces
from app.demo.cast import strangers
from app.demo.portraits import portrait


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory, drawn: Callable[..., Pixels]) -> Path:
    """Five drawn people, three pictures each, a folder a person."""
    folder = tmp_path_factory.mktemp("people")
    for number in range(5):
        (folder / f"pupil-{number}").mkdir()
        for variation in range(3):
            Image.fromarray(drawn(number, 200, variation)).save(folder / f"pupil-{number}" / f"{variation}.png")
    return folder


def run(*words: object) -> Result:
    return CliRunner().invoke(faces, [str(word) for word in words])


def answered(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_find_says_where_and_goes_on_past_what_it_cannot_read(people: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.jpg").write_text("not a picture")
    rows = answered(run("find", people / "pupil-0" / "0.png", tmp_path / "letter.jpg", people / "pupil-1" / "0.png", "--json"))
    assert [sorted(row) for row in rows] == [["faces", "file", "height", "seconds", "width"], ["error", "file"], sorted(rows[0])]
    assert (rows[0]["width"], rows[0]["height"]) == (200, 200)
    [face] = rows[0]["faces"]
    assert sorted(face) == ["bottom", "left", "right", "score", "top"]
    assert 0 <= face["left"] < face["right"] <= 200


def test_compare_names_those_of_the_register_and_nobody_else(people: Path, tmp_path: Path) -> None:
    register, visitor = tmp_path / "register", tmp_path / "visitor.png"
    register.mkdir()
    for number in range(3):
        (register / f"pupil-{number}.png").write_bytes((people / f"pupil-{number}" / "0.png").read_bytes())
    Image.fromarray(portrait(strangers()[1], 200)).save(visitor)
    [known, stranger] = answered(run("compare", register, people / "pupil-1" / "1.png", visitor, "--json"))
    [face] = known["faces"]
    assert (face["match"], face["answer"]) == ("pupil-1", "sure")
    assert face["distance"] < face["runner_up_distance"]
    assert face["runner_up"] in {"pupil-0", "pupil-2"}
    [face] = stranger["faces"]
    assert (face["match"], face["answer"], face["runner_up"]) == (None, "unknown", None)
    assert face["distance"] > 0.6


def test_evaluate_measures_a_folder_and_a_table_alike(people: Path, tmp_path: Path) -> None:
    files = sorted(people.glob("*/*.png"))
    with (people / "pairs.csv").open("w", newline="") as table:
        writer = csv.writer(table)
        writer.writerow(["file_x", "file_y", "Decision"])
        for row, one in enumerate(files):
            for other in files[row + 1 :]:
                names = [path.relative_to(people) for path in (one, other)]
                writer.writerow([*names, "Yes" if one.parent == other.parent else "No"])
    folder = answered(run("evaluate", people, "--json", "--plot", tmp_path / "det.svg"))
    table_figures = answered(run("evaluate", people / "pairs.csv", "--json"))
    assert folder == table_figures
    assert (folder["mated"], folder["non_mated"], folder["enough_for_fmr_1e-3"]) == (15, 90, False)
    assert folder["equal_error_rate"] < 0.1
    assert "<svg" in (tmp_path / "det.svg").read_text()


def test_calibrate_keeps_the_thresholds_of_a_folder_where_it_is_told(people: Path, tmp_path: Path) -> None:
    refused = run("calibrate", people, "--keep")
    assert (refused.exit_code, "--out" in refused.stderr) == (2, True)
    found = answered(run("calibrate", people, "--keep", "--out", tmp_path / "mine.json", "--json"))
    assert 0 < found["sure"] <= found["unsure"]
    assert (found["kept"], found["found"]["people"], found["found"]["data"]) == (True, 5, people.name)
    assert thresholds_for(found["describer"], tmp_path / "mine.json").sure == found["sure"]


def test_what_is_wrong_is_one_sentence(tmp_path: Path) -> None:
    result = run("compare", tmp_path, "picture.jpg")
    assert result.exit_code == 1
    assert "has no pictures" in result.stderr
    (tmp_path / "pairs.csv").write_text("a,b\n1,2\n")
    result = run("evaluate", tmp_path / "pairs.csv")
    assert result.exit_code == 1
    assert "file_x, file_y and Decision" in result.stderr
