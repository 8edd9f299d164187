"""`flask voices`, as a person or a program uses it, on people who never lived: espeak-ng speaks."""

import json
from pathlib import Path
from typing import Any

import click
import numpy as np
import pytest
from click.testing import CliRunner, Result

from app.analysis.voices import RATE, find
from app.analysis.weights import DEFAULT_CACHE
from app.commands.recordings import sentences, told
from app.commands.voices import voices
from app.media.sound_masks import mask_sound
from bench._conversation import Conversation, conversation, spoken
from bench._diarisation import score
from tests.disk import full_beyond
from tests.media.sounds import saved, tones
from tests.media.test_sound import heard
from tests.needs import need


@pytest.fixture(scope="module", autouse=True)
def espeak() -> str:
    return need("espeak-ng")


@pytest.fixture(scope="module")
def talk() -> Conversation:
    """A minute of three voices in turn, in some noise, now and then at once."""
    return conversation(spoken(3, sentences=5), seconds=60, seed=4)


@pytest.fixture(scope="module")
def recording(talk: Conversation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(tmp_path_factory.mktemp("talk"), "flac", talk.samples)


def run(*words: object) -> Result:
    return CliRunner().invoke(voices, [str(word) for word in words])


def found(*words: object) -> Any:
    result = run("find", *words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_find_says_who_speaks_when(recording: Path, talk: Conversation) -> None:
    answer = found(recording)
    assert set(answer) == {"file", "duration", "voices"}
    assert answer["duration"] == 60
    assert [voice["voice"] for voice in answer["voices"]] == [1, 2, 3]
    assert all(voice["seconds"] == pytest.approx(sum(end - start for start, end in voice["spans"]), abs=0.01) for voice in answer["voices"])
    result = score(talk.truth, {voice["voice"]: voice["spans"] for voice in answer["voices"]})
    assert result.error_rate <= 0.10
    assert result.mixed <= 2


def test_pieces_of_any_size_give_the_same_voices(talk: Conversation) -> None:
    whole = find([talk.samples], DEFAULT_CACHE)
    sizes = np.random.default_rng(1).integers(1, 40_000, 200)
    parts = np.split(talk.samples, np.minimum(np.cumsum(sizes), len(talk.samples)))
    assert find(parts, DEFAULT_CACHE) == whole


def test_a_covered_voice_is_not_heard_again_and_the_others_are(recording: Path, talk: Conversation) -> None:
    out = recording.with_name("out.m4a")
    before = found(recording)
    result = run("mask", recording, "--voice", 2, "-o", out)
    assert result.exit_code == 0, result.output
    after = heard(out)[:, 0]
    for start, end in before["voices"][1]["spans"]:
        assert np.abs(after[int(start * RATE) : int(end * RATE)]).max() < 2e-3
    alone = talk.samples.copy()
    for start, end in before["voices"][1]["spans"]:
        alone[int((start - 0.2) * RATE) : int((end + 0.2) * RATE)] = 0
    loud = np.abs(alone) > 0.05
    assert np.corrcoef(alone[loud], after[: len(alone)][loud])[0, 1] > 0.98


def test_all_voices_covered_leaves_nobody_to_find(recording: Path) -> None:
    out = recording.with_name("none.flac")
    assert run("mask", recording, "--voice", 1, "--voice", 2, "--voice", 3, "-o", out, "--tone").exit_code == 0
    assert found(out)["voices"] == []


def test_a_voice_that_is_not_there_is_said_and_nothing_is_written(recording: Path) -> None:
    result = run("mask", recording, "--voice", 9, "-o", recording.with_name("nine.wav"))
    assert result.exit_code == 1
    assert "No voice in this recording has the number 9" in result.stderr
    assert not recording.with_name("nine.wav").exists()


def test_what_cannot_be_heard_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "list.mp3").write_text("#EXTM3U\nfilm.mp4\n")
    for words in (["find"], ["mask", "--voice", "1", "-o", tmp_path / "out.wav"]):
        result = run(*words, tmp_path / "list.mp3")
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.startswith("Error: This is not sound")


@pytest.mark.parametrize(
    ("what", "samples"),
    [
        ("silence", np.zeros(20 * RATE, np.float32)),
        ("a tone", tones(440, seconds=20)),
        ("noise", np.random.default_rng(1).normal(0, 0.1, 20 * RATE).astype(np.float32)),
        ("a blink", np.zeros(5, np.float32)),
    ],
)
def test_where_nobody_speaks_there_is_no_voice(what: str, samples: np.ndarray) -> None:
    assert find([samples], DEFAULT_CACHE).voices == ()


def test_clipped_speech_is_told_apart_too(talk: Conversation) -> None:
    clipped = np.clip(talk.samples * 20, -1, 1)
    result = score(talk.truth, {str(voice.number): voice.spans for voice in find([clipped], DEFAULT_CACHE).voices})
    assert result.mixed <= 2


def test_a_crowd_at_once_is_heard_all_through_and_nobody_breaks() -> None:
    """Whoever they are: every second of it is somebody's, so that it is asked about."""
    crowd = [np.resize(np.concatenate(each), 12 * RATE) for each in spoken(8, sentences=3).values()]
    found_in = find([np.sum(crowd, axis=0).astype(np.float32) * 0.1], DEFAULT_CACHE)
    assert sum(voice.seconds for voice in found_in.voices) > 10


def test_one_word_is_one_voice(talk: Conversation) -> None:
    start = next(iter(talk.truth.values()))[0][0]
    word = talk.samples[int(start * RATE) : int((start + 0.5) * RATE)]
    assert len(find([word], DEFAULT_CACHE).voices) == 1


def test_no_voiceprint_outlives_the_call(talk: Conversation) -> None:
    """What is answered is numbers and times: nothing as long as a descriptor is in it."""
    answer = find([talk.samples[: 20 * RATE]], DEFAULT_CACHE)
    assert set(type(answer).__dataclass_fields__) == {"duration", "voices"}
    assert all(set(type(voice).__dataclass_fields__) == {"number", "spans"} for voice in answer.voices)


def test_a_recording_is_not_written_over_itself(tmp_path: Path) -> None:
    source = saved(tmp_path, "flac", tones(1.0))
    before = source.read_bytes()
    result = run("mask", source, "--voice", 1, "-o", source)
    assert result.exit_code == 2 and "not written over itself" in result.output
    assert source.read_bytes() == before


def test_where_nothing_can_be_written_is_said_before_hours_of_listening(tmp_path: Path) -> None:
    result = run("mask", saved(tmp_path, "flac", tones(1.0)), "--voice", 1, "-o", tmp_path / "nowhere" / "out.wav")
    assert (result.exit_code, "listening" in result.output) == (2, False)
    assert "There is no folder" in result.output


def test_a_full_disk_is_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    source, out = saved(tmp_path, "flac", tones(1.0, seconds=10)), tmp_path / "out.wav"

    @click.command()
    @sentences
    def mask() -> None:
        mask_sound(source, out, [(1, 2)], steps=told)

    with full_beyond(100_000):
        result = CliRunner().invoke(mask)
    assert result.exit_code == 1 and "There is no room left on the disk. Nothing was written." in result.output
    assert [path.name for path in tmp_path.iterdir()] == [source.name]
