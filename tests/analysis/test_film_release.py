"""What goes out of a film: nobody open, nothing that was cut out, no covered voice; in the size and with the words that it should have."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO, cast

import av
import numpy as np
import pytest
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

from app.analysis.film import unwatched
from app.analysis.film_release import MadeFilm, Recipe, SomebodyUnasked, in_seconds, make_film
from app.analysis.film_sights import Sight, Track
from app.analysis.film_unasked import Known
from app.analysis.pipeline import Engine
from app.analysis.ports import FoundFace, Landmarks, Pixels, Point
from app.media import still
from app.media.film import RATE, Planes, Sound
from app.media.film_writing import FilmWriter, writing_film
from app.media.framing import TooSmall
from app.media.labels import packet
from app.media.still import Stopped
from app.media.trims import NothingLeft
from app.media.unplayable import Uncovered
from app.vault import FolderVault, Keys
from consent_store.ids import SightingId, TrackId
from consent_store.rules import timeline
from consent_store.rules.forms import Form
from consent_store.rules.sightings import Box, Origin
from consent_store.rules.spans import Span
from consent_store.rules.timeline import Hush
from tests.media.test_labels import LABEL, WRITTEN, properties
from tests.needs import need

SIZE, FPS, SECONDS = (960, 540), 10, 2.0
HEAD = Box(120, 100, 220, 220)
SPEED = 200  # pixels a second, to the right
BESIDE = 5.2  # when a face touches another's mask
BRIGHT_AT = 1.0  # from there on it is light, and loud


class SeesRed:
    """A detector to which whatever is red is a face: one box around all of it."""

    id = "sees-red"

    def find(self, picture: Pixels) -> list[FoundFace]:
        """Nobody, or one."""
        red = (picture[..., 0].astype(int) - picture[..., 1] > 80) & (picture[..., 0].astype(int) - picture[..., 2] > 80)
        if not red.any():
            return []
        rows, columns = np.flatnonzero(red.any(axis=1)), np.flatnonzero(red.any(axis=0))
        box = Box(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
        return [FoundFace(box, 0.9, Landmarks(*(Point(float(box.left), float(box.top)) for _ in range(5))))]

    glance = find


@pytest.fixture(scope="module")
def eyes(engine: Engine) -> Engine:
    """An engine that sees red and nothing else, in every frame for certain."""
    return replace(engine, detector=SeesRed())


class SeesNobody(SeesRed):
    """A detector to which nothing is a face."""

    def find(self, picture: Pixels) -> list[FoundFace]:
        """Nobody."""
        return []

    glance = find


@pytest.fixture(scope="module")
def blind(engine: Engine) -> Engine:
    """An engine for what is not about faces."""
    return replace(engine, detector=SeesNobody())


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds in which a red head passes, dark and quiet at first, then light and loud."""
    path = tmp_path_factory.mktemp("release") / "film.mp4"
    with writing_film(path, SIZE, FPS, sound=True) as film:
        for number in range(round(SECONDS * FPS)):
            film.show(number / FPS, _planes(40 if number / FPS < BRIGHT_AT else 200, after(HEAD, number / FPS)))
        times = np.arange(round(SECONDS * RATE)) / RATE
        wave = np.sin(2 * np.pi * 440 * times) * np.where(times < BRIGHT_AT, 600, 9000)
        film.sound(Sound(0.0, wave.astype(np.int16)[:, None].repeat(2, axis=1)))
    return path


def after(box: Box, seconds: float) -> Box:
    """Where something that passes is."""
    gone = round(SPEED * seconds)
    return Box(box.left + gone, box.top, box.right + gone, box.bottom)


def _planes(level: int, head: Box) -> Planes:
    planes = np.full((SIZE[1] * 3 // 2, SIZE[0]), 128, np.uint8)
    planes[: SIZE[1]] = level
    planes[head.top : head.bottom, head.left : head.right] = 90
    red = planes[SIZE[1] :].reshape(2, SIZE[1] // 2, SIZE[0] // 2)[1]
    red[head.top // 2 : head.bottom // 2, head.left // 2 : head.right // 2] = 230
    return planes


def passing(box: Box = HEAD) -> Track:
    """All the time, seen every half a second."""
    return Track([Sight(number * 0.5, after(box, number * 0.5)) for number in range(5)], 0.0, SECONDS)


def made(source: Path, eyes: Engine, recipe: Recipe, folder: Path) -> tuple[Path, MadeFilm]:
    out = folder / "out.mp4"
    return out, make_film(source, out, recipe, eyes, steps=lambda step: unwatched)


def watched(path: Path) -> tuple[list[float], list[Pixels], np.ndarray]:
    """The times and pixels of the frames, and the sound, float32 (n,) at 48 kHz."""
    with av.open(str(path)) as container:
        frames = [frame for frame in container.decode(video=0) if isinstance(frame, VideoFrame)]
        shown = [np.asarray(frame.to_ndarray(format="rgb24")) for frame in frames]
    with av.open(str(path)) as container:
        pieces = [frame.to_ndarray()[0] for frame in container.decode(audio=0) if isinstance(frame, AudioFrame)]
    return [float(frame.time or 0) for frame in frames], shown, np.concatenate(pieces)


def reds(shown: Sequence[Pixels]) -> list[bool]:
    return [bool(SeesRed().find(pixels)) for pixels in shown]


@pytest.mark.parametrize("trims", [(), (Span(200, 700),)])
def test_whoever_is_masked_is_in_no_frame(source: Path, eyes: Engine, tmp_path: Path, trims: Sequence[Span]) -> None:
    out, done = made(source, eyes, Recipe([passing()], [], [0.0], trims=trims), tmp_path)
    times, shown, _ = watched(out)
    frames = 15 if trims else 20
    assert done == MadeFilm(*SIZE, pytest.approx(frames / FPS, abs=0.05), frames, 1, 0)
    assert times == pytest.approx([number / FPS for number in range(frames)], abs=0.001)
    assert not any(reds(shown))


def test_whoever_may_be_shown_is_in_every_frame(source: Path, eyes: Engine, tmp_path: Path) -> None:
    out, done = made(source, eyes, Recipe([], [passing()], [0.0]), tmp_path)
    assert done.rounds == 1
    assert all(reds(watched(out)[1]))


@pytest.mark.parametrize(
    ("form", "crop"), [(Form.ORIGINAL, None), (Form.SQUARE, None), (Form.SQUARE, Box(0, 0, 560, 540)), (Form.WEB, Box(81, 51, 801, 501))]
)
def test_who_is_found_in_what_goes_out_and_nobody_knows_is_covered_there(
    source: Path, eyes: Engine, tmp_path: Path, form: Form, crop: Box | None
) -> None:
    elsewhere, trims = passing(Box(300, 300, 340, 350)), [Span(0, 350), Span(800, 1100)]
    out, done = made(source, eyes, Recipe([], [elsewhere], [0.0], trims=trims, form=form, crop=crop), tmp_path)
    assert (done.rounds, done.frames, done.besides > 0) == (2, 13, True)
    assert not any(reds(watched(out)[1]))


@pytest.mark.parametrize(("form", "crop"), [(Form.ORIGINAL, None), (Form.SQUARE, Box(0, 0, 560, 540)), (Form.WEB, Box(81, 51, 801, 501))])
def test_who_is_found_in_what_goes_out_is_asked_about_and_goes_out_once_they_are_known(
    source: Path, eyes: Engine, tmp_path: Path, form: Form, crop: Box | None
) -> None:
    elsewhere = passing(Box(300, 300, 340, 350))
    recipe = Recipe([], [elsewhere], [0.0], trims=[Span(0, 350), Span(800, 1100)], form=form, crop=crop, asks=True)
    with pytest.raises(SomebodyUnasked) as held:
        made(source, eyes, recipe, tmp_path)
    sights = [sight for each in held.value.found for sight in each.track.sights]
    assert [sight.time for sight in sights] == pytest.approx([0.4, 0.5, 0.6, 0.7, *(1.1 + number / FPS for number in range(9))])
    part = crop or Box(0, 0, *SIZE)
    for sight in sights:
        there = after(HEAD, sight.time).clipped(part.right, part.bottom)
        assert there and sight.box.overlap(there) > 0.85
    known = replace(recipe, shown=[elsewhere, *(each.track for each in held.value.found)])
    assert made(source, eyes, known, tmp_path)[1].rounds == 1


def test_whoever_shows_beside_their_mask_is_covered_and_not_asked_about(source: Path, eyes: Engine, tmp_path: Path) -> None:
    beside = passing(Box(200, 150, 260, 200))
    out, done = made(source, eyes, Recipe([beside], [], [0.0], asks=True), tmp_path)
    assert done.rounds > 1 and done.besides == 0 and not any(reds(watched(out)[1]))


class SeesTheRest(SeesRed):
    """A detector that knows how wide a head is when it sees the left part of one."""

    def find(self, picture: Pixels) -> list[FoundFace]:
        """Nobody, or one."""
        return [replace(face, box=replace(face.box, right=face.box.left + HEAD.width)) for face in super().find(picture)]

    glance = find


def test_whoever_shows_beside_what_is_covered_by_hand_is_covered(source: Path, eyes: Engine, tmp_path: Path) -> None:
    half = Box(HEAD.left + 40, 0, SIZE[0], SIZE[1])
    recipe = Recipe([], [], [0.0], covers=[half], trims=[Span(150, 2000)], asks=True)
    out, done = made(source, replace(eyes, detector=SeesTheRest()), recipe, tmp_path)
    assert done.rounds > 1 and not any(reds(watched(out)[1]))


def test_whoever_stands_in_the_next_shot_where_somebody_stood_is_asked_about(source: Path, eyes: Engine, tmp_path: Path) -> None:
    stood = Track([Sight(at, after(HEAD, at)) for at in (0.0, 0.5, 0.9)], 0.0, 1.0)
    recipe = Recipe([], [stood], [0.0, 1.0], trims=[Span(0, 1000), Span(1150, 2000)], asks=True)
    with pytest.raises(SomebodyUnasked):
        made(source, eyes, recipe, tmp_path)


@pytest.mark.parametrize(
    ("time", "place", "known"),
    [
        (5.2, Box(0, 0, 100, 100), True),
        (5.2, Box(45, 0, 145, 100), True),
        (BESIDE, Box(60, 0, 160, 100), False),
        (4.4, Box(0, 0, 100, 100), True),  # half a second before nobody was there
        (3.9, Box(0, 0, 100, 100), False),
        (7.0, Box(250, 0, 350, 100), True),  # in a gap, anywhere between both ends
        (9.6, Box(500, 0, 600, 100), False),  # in the next shot
        (5.0, Box(800, 800, 900, 900), True),  # covered by hand
        (5.0, Box(700, 800, 800, 900), False),  # touching what is covered by hand
    ],
)
def test_a_face_is_known_where_a_mask_would_cover_it(time: float, place: Box, known: bool) -> None:
    track = Track([Sight(at, Box(left, 0, left + 100, 100)) for at, left in ((5.0, 0), (5.4, 0), (8.5, 500), (9.0, 500))], 4.5, 9.5)
    recipe = Recipe([], [track], [0.0, 9.5], covers=[Box(790, 790, 910, 910)])
    assert Known(recipe).has(Sight(time, place)) is known
    assert Known(replace(recipe, masked=[track], shown=[])).has(Sight(time, place)) is (known or time == BESIDE)


def test_who_may_be_shown_is_known_wherever_the_frame_is_cut(source: Path, eyes: Engine, tmp_path: Path) -> None:
    recipe = Recipe([], [passing()], [0.0], trims=[Span(0, 1200)], form=Form.SQUARE)
    out, done = made(source, eyes, recipe, tmp_path)
    assert ((done.width, done.height), done.rounds) == ((1080, 1080), 1)
    assert all(reds(watched(out)[1]))


def test_what_is_cut_out_is_gone_from_picture_and_sound_and_both_stay_in_step(source: Path, blind: Engine, tmp_path: Path) -> None:
    recipe = Recipe([], [passing()], [0.0], trims=[Span(0, 150), Span(400, 650)])
    out, done = made(source, blind, recipe, tmp_path)
    times, shown, sound = watched(out)
    light = next(time for time, pixels in zip(times, shown, strict=True) if pixels[400, 800].mean() > 120)
    assert light == pytest.approx(BRIGHT_AT - 0.4, abs=0.01)
    assert int(np.argmax(np.abs(sound) > 0.1)) / RATE == pytest.approx(BRIGHT_AT - 0.4, abs=0.03)
    assert (done.frames, done.seconds) == (15, pytest.approx(SECONDS - 0.4, abs=0.05))
    assert len(sound) / RATE == pytest.approx(SECONDS - 0.4, abs=0.05)


@pytest.mark.parametrize("hush", [Hush.SILENCE, Hush.TONE, Hush.CUT])
def test_a_covered_voice_is_not_heard(source: Path, blind: Engine, tmp_path: Path, hush: Hush) -> None:
    recipe = Recipe([], [passing()], [0.0], silenced=[Span(1300, 1500)], hush=hush, trims=[Span(300, 500)])
    sound = watched(made(source, blind, recipe, tmp_path)[0])[2]
    covered = np.abs(sound[round(1.02 * RATE) : round(1.38 * RATE)]).max()  # with 0.15 s around, 0.2 s earlier
    assert covered == pytest.approx(0.1, abs=0.02) if hush is Hush.TONE else covered < 0.001
    assert np.abs(sound[round(1.5 * RATE) : round(1.7 * RATE)]).max() > 0.2


def test_where_all_that_is_heard_is_cut_out_there_is_no_sound(blind: Engine, tmp_path: Path) -> None:
    source = tmp_path / "quiet.mp4"
    with writing_film(source, SIZE, FPS, sound=True) as film:
        for number in range(10):
            film.show(number / FPS, _planes(40, HEAD))
        film.sound(Sound(0.0, np.full((RATE // 2, 2), 900, np.int16)))
    recipe = Recipe([], [], [0.0], silenced=[Span(800, 900)], trims=[Span(0, 600)])
    with av.open(str(made(source, blind, recipe, tmp_path)[0])) as container:
        assert [track.type for track in container.streams] == ["video"]


def test_a_voice_that_can_still_be_heard_is_found_out(source: Path, blind: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hear = FilmWriter.sound
    lie = lambda writer, sound: hear(writer, Sound(None, np.where(sound.samples, sound.samples, 900).astype(np.int16)))  # noqa: E731
    monkeypatch.setattr(FilmWriter, "sound", lie)
    with pytest.raises(Uncovered, match="can still be heard"):
        made(source, blind, Recipe([], [passing()], [0.0], silenced=[Span(1300, 1500)]), tmp_path)


def test_a_place_that_was_covered_by_hand_is_covered_all_the_time(source: Path, eyes: Engine, tmp_path: Path) -> None:
    cover = Box(401, 301, 501, 401)
    recipe = Recipe([], [passing()], [0.0], covers=[cover], colour="#2040c0", form=Form.WEB)
    for pixels in watched(made(source, eyes, recipe, tmp_path)[0])[1]:
        inside = pixels[cover.top + 4 : cover.bottom - 4, cover.left + 4 : cover.right - 4].astype(int)
        assert np.abs(inside - (0x20, 0x40, 0xC0)).max() < 12


def test_it_carries_our_words_alone_and_one_track_of_each(source: Path, blind: Engine, tmp_path: Path) -> None:
    out, _ = made(source, blind, Recipe([], [passing()], [0.0], packet=packet(LABEL)), tmp_path)
    assert properties(out.read_bytes(), tmp_path) == WRITTEN
    with av.open(str(out)) as container:
        assert [track.codec_context.name for track in container.streams] == ["h264", "aac"]
    said = json.loads(subprocess.run([need("exiftool"), "-json", "-a", "-u", "-G1", str(out)], capture_output=True, check=True).stdout)[0]
    groups = {name.split(":")[0] for name in said if ":" in name}
    assert {group for group in groups if not group.startswith(("XMP", "Track"))} == {"System", "File", "ExifTool", "QuickTime", "Composite"}
    assert out.read_bytes().index(b"moov") < out.read_bytes().index(b"mdat")


def test_it_is_made_from_the_vault_into_a_draft_that_may_be_begun_anew(source: Path, eyes: Engine, tmp_path: Path) -> None:
    vault = FolderVault(tmp_path / "vault", Keys.load_or_create(tmp_path / "keys"))
    with source.open("rb") as file:
        kept = vault.put_in_parts(file)
    with vault.draft() as draft:
        draft.write(bytes(2_000_000))  # an attempt before that was longer
        recipe = Recipe([], [], [0.0], silenced=[Span(1300, 1500)], packet=packet(LABEL))
        done = make_film(vault.reader(kept.name), cast(BinaryIO, draft), recipe, eyes, steps=lambda step: unwatched)
        (tmp_path / "out.mp4").write_bytes(draft.read_at(0, draft.size))
    assert done.rounds == 2
    assert not any(reds(watched(tmp_path / "out.mp4")[1]))
    assert (tmp_path / "out.mp4").read_bytes().endswith(packet(LABEL))
    assert properties((tmp_path / "out.mp4").read_bytes(), tmp_path) == WRITTEN


def test_it_stops_once_nobody_wants_it(source: Path, eyes: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(still, "EVERY", 0.0)
    answers = iter([True, True, False])
    with pytest.raises(Stopped):
        recipe = Recipe([passing()], [], [0.0])
        make_film(source, tmp_path / "out.mp4", recipe, eyes, steps=lambda step: unwatched, still=lambda: next(answers))


def test_it_is_asked_too_whether_anybody_wants_it_while_what_is_cut_out_goes_by(source: Path, blind: Engine, tmp_path: Path) -> None:
    told: list[float] = []
    recipe = Recipe([], [], [0.0], trims=[Span(0, 1500)])
    follow = {"masking": lambda done, of: told.append(done)}
    make_film(source, tmp_path / "out.mp4", recipe, blind, steps=lambda step: follow.get(step, unwatched))
    assert told[0] == 0 and max(later - sooner for sooner, later in pairwise(told)) < 0.2


def test_what_cannot_be_made_says_why(source: Path, eyes: Engine, tmp_path: Path) -> None:
    with pytest.raises(NothingLeft):
        made(source, eyes, Recipe([], [], [0.0], trims=[Span(0, 9000)]), tmp_path)
    with pytest.raises(TooSmall):
        made(source, eyes, Recipe([], [], [0.0], crop=Box(0, 0, 300, 300), form=Form.STORY), tmp_path)


@pytest.mark.parametrize(("origin", "seconds"), [(Origin.MACHINE, [0.5, 2.5]), (Origin.HUMAN, [0.5, 1.0, 1.5, 2.0, 2.5])])
def test_a_track_of_the_registry_is_one_of_a_recipe_and_drawn_it_is_where_it_was_drawn(origin: Origin, seconds: list[float]) -> None:
    sights = (timeline.Sight(500, Box(0, 0, 10, 10)), timeline.Sight(2500, Box(40, 0, 50, 10)))
    track = in_seconds(timeline.Track(TrackId("t"), SightingId("s"), origin, sights, 250, 2750))
    assert [sight.time for sight in track.sights] == seconds
    assert [sight.box.left for sight in track.sights] == [round(20 * (time - 0.5)) for time in seconds]
    assert (track.before, track.after) == (0.25, 2.75)
