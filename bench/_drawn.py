"""The drawn event of the bench: a sports day of 300 photos with 60 people, with the truth about who is where.

Moments follow each other as on such a day: one to twelve people, a third of the moments taken several times (bursts), some heads turned
far aside, some people passing far away, some with their backs to us, some photos blurred or dark. The same arguments draw the same bytes,
always. What was drawn is kept in the cache until the artists of `app.demo`, or this page, change.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from app.analysis.weights import DEFAULT_CACHE
from app.demo import bodies, camera, canvas, cast, features, figures, hair, heads, looks, places, portraits, scenes
from app.demo.camera import save_jpeg
from app.demo.canvas import Pixels
from app.demo.looks import Face
from app.demo.places import Place
from app.demo.portraits import portrait
from app.demo.scenes import Placed, rows, scene
from consent_store.rules.sightings import Box

_ARTISTS = (bodies, camera, canvas, cast, features, figures, hair, heads, looks, places, portraits, scenes)
PHOTOS = 300
SIZE = 1600, 1067
REGISTERED, VISITORS, PORTRAITS = 40, 20, 3  # people, people, pictures of each registered one
_BEGAN = datetime.combine(date(2026, 6, 12), time(9, 30))  # by the camera, which knows no zone
_SIZES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
_OFTEN = (10, 16, 17, 15, 11, 8, 6, 5, 4, 3, 2.5, 2.5)  # how often a moment has so many people
_BURSTS, _TURNED, _PASSING = 0.35, 0.14, 0.3  # share of moments taken again, of heads turned far, of moments with people far away
_SHAKEN, _DARK = 0.1, 0.08  # share of photos that are blurred, or too dark
_PORTRAIT = 300  # pixels
TWINS = 0, 1
# Seeds (grown up or not) of those whom `cast` does not name, found as its page says among 2,300 more: over four pictures of each, any
# two of the sixty are at least 0.39 apart, 0.59 in the median. Real people are further apart: 0.64 at the least (`thresholds.json`).
_MORE: tuple[tuple[int, bool], ...] = (
    (10736, True), (10469, False), (10919, True), (10413, True), (10315, True), (10951, True), (11096, True), (11149, False),
    (11103, True), (10860, False), (10919, False), (10880, True), (10463, True), (10250, True), (11179, True), (10101, True),
    (10667, True), (10443, True), (11072, True), (10411, False), (11042, True),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo: its file, and by the number of a person the true box of each face that is to be seen."""

    path: Path
    truth: tuple[tuple[int, Box], ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The photos in the order in which they were taken, and the portraits of each registered person, by their number."""

    mark: str
    shots: tuple[Shot, ...]
    portraits: tuple[tuple[Path, ...], ...]

    @classmethod
    def kept(cls, cache: Path = DEFAULT_CACHE, photos: int = PHOTOS) -> Self:
        """As the cache has it; drawn now where it has not: some minutes."""
        mark = f"{_mark()}-{photos}"
        home = cache / "bench" / f"event-{mark}"
        if not (home / "truth.json").exists():
            _draw(home, photos)
        truth = json.loads((home / "truth.json").read_text("utf-8"))
        shots = tuple(Shot(home / name, tuple((who, Box(*box)) for who, box in faces)) for name, faces in truth.items())
        portraits = tuple(tuple(home / _portrait_name(who, n) for n in range(PORTRAITS)) for who in range(REGISTERED))
        return cls(mark, shots, portraits)


def people() -> tuple[Face, ...]:
    """Sixty people: those in the register first, two of them twins whom nobody but their friends tells apart (`TWINS`), then those of whom
    nobody knows anything. Any other two are clearly apart."""
    more = tuple(Face.from_seed(*one) for one in _MORE)
    registered = (*cast.twins(), *cast.pupils(), *cast.staff(), *more)[:REGISTERED]
    return (*registered, *more[-(VISITORS - len(cast.strangers())) :], *cast.strangers())


def _mark() -> str:
    """Names how everything is drawn: other artists, another event."""
    pages = [Path(__file__), *(Path(each.__file__ or "") for each in _ARTISTS)]
    return hashlib.sha256(b"".join(page.read_bytes() for page in pages)).hexdigest()[:12]


def _draw(home: Path, photos: int) -> None:
    home.mkdir(parents=True, exist_ok=True)
    faces, truth = people(), {}
    for who, n in np.ndindex(REGISTERED, PORTRAITS):
        (home / _portrait_name(who, n)).write_bytes(save_jpeg(portrait(faces[who], _PORTRAIT, variation=n + 1)))
    for number, (place, seed, group, taken) in enumerate(_photos(faces, photos)):
        picture, name = scene(place, group, SIZE, seed), f"photo-{number + 1:03}.jpg"
        (home / name).write_bytes(save_jpeg(_spoilt(picture.pixels, number), camera.Shot(taken)))
        truth[name] = [(int(who), [box.left, box.top, box.right, box.bottom]) for who, box in picture.boxes]
    (home / "truth.json").write_text(json.dumps(truth), "utf-8")


def _portrait_name(who: int, number: int) -> str:
    return f"portrait-{who:02}-{number}.jpg"


def _photos(faces: Sequence[Face], photos: int) -> Iterator[tuple[Place, int, tuple[Placed, ...], datetime]]:
    """Place, seed, people and time of each photo."""
    draw, taken, made, moment = np.random.default_rng(61), _BEGAN, 0, 0
    while made < photos:
        group, place = _moment(faces, draw, moment), tuple(Place)[moment // 12 % len(Place)]
        again = int(draw.integers(1, 4)) if draw.random() < _BURSTS else 0
        for frame in range(min(1 + again, photos - made)):
            yield place, moment, _moved(group, draw) if frame else group, taken + timedelta(seconds=frame)
            made += 1
        moment, taken = moment + 1, taken + timedelta(seconds=int(draw.integers(20, 120)))


def _moment(faces: Sequence[Face], draw: np.random.Generator, seed: int) -> tuple[Placed, ...]:
    """Who stands where: some people are in many photos, some in few."""
    count = int(draw.choice(_SIZES, p=np.array(_OFTEN) / sum(_OFTEN)))
    seen_often = 1 / np.arange(2, len(faces) + 2)[np.argsort(np.random.default_rng(7).random(len(faces)))] ** 0.4
    who = draw.choice(len(faces), count, replace=False, p=seen_often / seen_often.sum())
    head = 0.19 if count <= 2 else 0.165 if count <= 4 else 0.13 if count <= 6 else 0.1
    group = rows([(str(each), faces[each]) for each in who], seed, head, 0.46)
    group = tuple(_turned(one, draw) if draw.random() < _TURNED else one for one in group)
    return (*_passing(faces, draw, set(who.tolist())), *group)


def _turned(one: Placed, draw: np.random.Generator) -> Placed:
    """Somebody looks far aside, or turns their back to us."""
    yaw = float(draw.choice((-1, 1)) * draw.uniform(26, 40))
    return replace(one, away=True) if draw.random() < 0.25 else replace(one, pose=replace(one.pose, yaw=yaw))


def _passing(faces: Sequence[Face], draw: np.random.Generator, near: set[int]) -> tuple[Placed, ...]:
    """Now and then some people far away, small."""
    if draw.random() > _PASSING:
        return ()
    others, places = [each for each in range(len(faces)) if each not in near], (0.05, 0.95, 0.12)
    who = draw.choice(others, int(draw.integers(1, len(places) + 1)), replace=False).tolist()
    return tuple(Placed(str(one), faces[one], (x, 0.36), float(draw.uniform(0.028, 0.05))) for one, x in zip(who, places, strict=False))


def _spoilt(pixels: Pixels, number: int) -> Pixels:
    """The hand shook, or there was too little light: not in most photos."""
    draw = np.random.default_rng((number, 29))
    if draw.random() < _SHAKEN:
        length = int(draw.integers(5, 12))
        return np.asarray(cv2.blur(pixels, (length, 1) if draw.random() < 0.5 else (1, length)), np.uint8)
    return np.asarray(pixels * draw.uniform(0.35, 0.6), np.uint8) if draw.random() < _DARK else pixels


def _moved(group: tuple[Placed, ...], draw: np.random.Generator) -> tuple[Placed, ...]:
    """The same people a second later, the camera held a little otherwise."""
    drift = draw.normal(0, 0.006, 2)
    return tuple(_a_little(one, drift, draw) for one in group)


def _a_little(one: Placed, drift: NDArray[np.float64], draw: np.random.Generator) -> Placed:
    x, y = np.array(one.at) + drift + draw.normal(0, 0.002, 2)
    pose = replace(one.pose, yaw=one.pose.yaw + float(draw.normal(0, 3)), roll=one.pose.roll + float(draw.normal(0, 2)))
    return replace(one, at=(float(x), float(y)), pose=pose, smile=float(np.clip(one.smile + draw.normal(0, 0.1), 0, 1)))
