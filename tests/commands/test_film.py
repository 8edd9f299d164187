"""`flask film`, as a person or a program uses it."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from app.commands.film import film
from app.demo.cast import pupils
from app.demo.portraits import portrait
from app.media.film_writing import writing_film
from tests.jobs.test_unasked import play
from tests.media.filming import film as made


def run(*words: object) -> Result:
    return CliRunner().invoke(film, [str(word) for word in words])


@pytest.fixture(scope="module")
def portraits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second of a pupil who stands still, and half a second of another."""
    import cv2

    path = tmp_path_factory.mktemp("films") / "portraits.mp4"
    with writing_film(path, (240, 240), 10, sound=False) as writer:
        for number in range(15):
            shown = portrait(pupils()[0 if number < 10 else 3], 240)
            writer.show(number / 10, np.asarray(cv2.cvtColor(shown, cv2.COLOR_RGB2YUV_I420), np.uint8))
    return path


def test_find_answers_a_program_with_tracks_and_a_person_on_stderr(portraits: Path) -> None:
    result = run("find", portraits, "--json")
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert list(answer) == ["file", "duration", "fps", "tracks"]
    assert (answer["file"], answer["duration"], answer["fps"]) == (str(portraits), pytest.approx(1.5, abs=0.1), 10)
    assert [sorted(track) for track in answer["tracks"]] == [["boxes", "person", "spans", "track"]] * 2
    assert [(track["track"], track["person"]) for track in answer["tracks"]] == [(1, 1), (2, 2)]
    for track in answer["tracks"]:
        times = [time for time, *_ in track["boxes"]]
        assert times == sorted(times)
        assert (track["spans"][0][0], track["spans"][-1][1]) == (times[0], times[-1])
        assert all(0 <= left < right <= 240 and 0 <= top < bottom <= 240 for _, left, top, right, bottom in track["boxes"])
    assert "finding 0 %" in result.stderr


def test_find_answers_a_person_in_words(portraits: Path) -> None:
    result = run("find", portraits)
    assert "2 people" in result.stdout
    assert "1: 0:00.0-" in result.stdout


def test_mask_keeps_those_who_are_kept(portraits: Path, tmp_path: Path) -> None:
    result = run("mask", portraits, "--keep", 2, "-o", tmp_path / "out.mp4")
    assert result.exit_code == 0, result.output
    assert "1 of 2 people covered" in result.stdout and "for an instant" not in result.stdout
    assert [
        (track["person"], track["spans"][0][0] >= 1) for track in json.loads(run("find", tmp_path / "out.mp4", "--json").stdout)["tracks"]
    ] == [(1, True)]


def test_whoever_is_seen_for_an_instant_is_covered_too_and_counted(tmp_path: Path) -> None:
    play(tmp_path)
    result = run("mask", tmp_path / "play.mp4", "--keep", 1, "-o", tmp_path / "out.mp4")
    assert result.exit_code == 0, result.output
    assert "0 of 1 people covered" in result.stdout and "Seen for an instant only, and covered too: 1." in result.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Say whom to cover"),
        (("--all", "--person", 1), "Say whom to cover"),
        (("--person", 9), "Nobody in this film has the number 9"),
        (("--all", "--colour", "blue"), "#rrggbb"),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_is_written(
    words: tuple[object, ...], sentence: str, portraits: Path, tmp_path: Path
) -> None:
    result = run("mask", portraits, *words, "-o", tmp_path / "out.mp4")
    assert result.exit_code != 0
    assert sentence in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_never_written_over_itself(portraits: Path) -> None:
    before = portraits.read_bytes()
    result = run("mask", portraits, "--all", "-o", portraits)
    assert result.exit_code != 0
    assert "itself" in result.output
    assert portraits.read_bytes() == before


def test_a_file_that_is_no_film_is_one_sentence(tmp_path: Path) -> None:
    still = made(tmp_path / "still.mp4", frames=1)
    result = run("find", still, "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: This film is one still picture.\n"


def test_a_film_without_anybody_is_written_as_it_is(tmp_path: Path) -> None:
    empty = made(tmp_path / "empty.mkv", sound="aac")
    result = run("mask", empty, "--all", "-o", tmp_path / "out.mp4")
    assert result.exit_code == 0, result.output
    assert "0 of 0 people covered" in result.stdout
    assert "all 20 frames" in result.stdout
