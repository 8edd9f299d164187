"""Photos come in, the worker looks at them, and teachers who know everybody answer by the truth of the drawing."""

from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from zlib import crc32

from sqlalchemy.orm import Session

from app import arrivals
from app.arrivals import Coming
from app.demo.albums import Event, Photo, Seen
from app.demo.camera import Shot, save_jpeg
from app.demo.families import FACES, STRANGERS
from app.demo.scenes import Placed, Scene, rows, scene
from app.demo.stage import Stage
from consent_store.ids import ItemId, PersonId
from consent_store.operations import reviews
from consent_store.records import queries
from consent_store.rules.sightings import Answer, Box
from consent_store.rules.terms import Maker

_SAME_FACE = 0.3
_STIR = 0.006  # of the picture, a second
_FIRST_FILE = 2041


@dataclass(frozen=True, slots=True)
class _Taken:
    """A photo that came in, with the truth about it."""

    photo: Photo
    item: ItemId
    truth: tuple[tuple[str, Box], ...]


def upload(stage: Stage, event: Event) -> None:
    """An event's photos come in, all of them, are looked at, and are reviewed as far as the album says."""
    taken = [_admit(stage, event, number, photo) for number, photo in enumerate(event.photos)]
    for each in taken:
        stage.clock.tick()
        stage.worker.analyse(each.item)
        stage.looked_at()
    for each in taken:
        if each.photo.seen is not Seen.NOT_YET:
            _review(stage, event, each)


def send_in(stage: Stage, event: Event, label: str, data: bytes, maker: Maker | None) -> ItemId:
    """Somebody uploads a file; the stage's own worker will look at it."""
    coming = Coming(stage.events[event.title], label, maker, stage.people[event.uploader])
    return arrivals.take_in(stage.worker.shop.services, stage.writing, BytesIO(data), coming, wakes=False).item


def drawn(event: Event, photo: Photo, width: int) -> Scene:
    """The photo itself: the few stand near, the many further away. Within one moment people hardly move."""
    first, later = photo.after or (photo.name, 0)
    seed, count = crc32(first.encode()), len(photo.who)
    head = 0.19 if count <= 2 else 0.165 if count <= 4 else 0.13 if count <= 6 else 0.1
    group = rows([(name, FACES[name]) for name in photo.who], seed, head, 0.46)
    moved = [replace(each, at=(each.at[0] + _STIR * later, each.at[1] - _STIR / 2 * later)) for each in group]
    return scene(event.place, (*_aside(photo), *moved), (width, round(width * 2 / 3)), seed)


def _aside(photo: Photo) -> tuple[Placed, ...]:
    """Who stands with their back to us, far away, or only hangs on the wall."""
    away = [Placed(photo.away, FACES[photo.away], (0.88, 0.4), 0.15, away=True)] if photo.away else []
    framed = [Placed(photo.framed, FACES[photo.framed], (0.82, 0.3), 0.12, framed=True)] if photo.framed else []
    far = [Placed(photo.far, FACES[photo.far], (0.1, 0.42), 0.03)] if photo.far else []
    return (*far, *away, *framed)


def _admit(stage: Stage, event: Event, number: int, photo: Photo) -> _Taken:
    picture = drawn(event, photo, stage.width)
    first, seconds = photo.after or (photo.name, 0)
    minute = 3 * [each.name for each in event.photos].index(first)
    shot = datetime.combine(stage.day(event.days_ago), datetime.min.time()).replace(hour=11, minute=minute, second=seconds)
    name = f"IMG_{_FIRST_FILE + 100 * event.days_ago + number}.jpg"
    item = send_in(stage, event, name, save_jpeg(picture.pixels, Shot(shot)), photo.maker)
    stage.items[photo.name] = item
    return _Taken(photo, item, picture.boxes)


def _review(stage: Stage, event: Event, taken: _Taken) -> None:
    """The uploader answers; then the uploader, or a colleague, attests."""
    uploader, colleague = stage.people[event.uploader], stage.people[event.reviewer]
    with stage.writing() as session:
        _answer(session, stage, taken, uploader)
    if taken.photo.seen is not Seen.ANSWERED:
        with stage.writing() as session:
            seen = queries.media.item(session, taken.item).revision
            attests = uploader if taken.photo.seen is Seen.BY_UPLOADER else colleague
            reviews.attest(session, taken.item, seen=seen, actor=attests, at=stage.at)


def _answer(session: Session, stage: Stage, taken: _Taken, teacher: PersonId) -> None:
    """Answer what the machine found by who is truly there; draw whom it missed, list who turns away."""
    missed = dict(taken.truth)
    for view in queries.media.sightings_of(session, taken.item):
        who = _truly(view.sighting.box, missed)
        missed.pop(who or "", None)
        reviews.answer(session, view.sighting.id, *_claim(stage, who), actor=teacher, at=stage.at)
    for who, box in missed.items():
        reviews.draw(session, taken.item, box, *_claim(stage, who), actor=teacher, at=stage.at)
    if taken.photo.away:
        reviews.add_without_place(session, taken.item, stage.people[taken.photo.away], actor=teacher, at=stage.at)


def _truly(box: Box | None, truth: dict[str, Box]) -> str | None:
    """Whose face this is, or None for a false alarm."""
    near = {who: box.overlap(place) for who, place in truth.items()} if box else {}
    best = max(near, key=lambda who: near[who], default=None)
    return best if best is not None and near[best] >= _SAME_FACE else None


def _claim(stage: Stage, who: str | None) -> tuple[Answer, PersonId | None]:
    if who is None:
        return Answer.NOBODY, None
    return (Answer.STRANGER, None) if who in STRANGERS else (Answer.PERSON, stage.people[who])
