"""Frames of one moment are found by the real worker as they come in, and nothing else is taken for one."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.demo.camera import Shot, save_jpeg
from app.demo.scenes import rows, scene
from app.jobs import likening
from consent_store.ids import EventId, ItemId
from consent_store.operations import asides, media
from consent_store.records.likeness import LikenedRow, LikenessRow
from consent_store.records.queries import likeness
from consent_store.rules.terms import WhyAside
from tests.jobs.conftest import FACES, SHOT, World

SIZE = 800, 533


def frame(first: int = 0, shift: float = 0.0, shot: Shot = SHOT) -> bytes:
    """A drawn photo of three people; shifted, the same people a moment later."""
    standing = rows([(str(number), face) for number, face in enumerate(FACES[first : first + 3])], seed=first + 1, width=0.16)
    moved = [replace(one, at=(one.at[0] + shift, one.at[1]), smile=min(1.0, one.smile + shift * 10)) for one in standing]
    return save_jpeg(scene("stage", moved, SIZE, first + 1).pixels, shot)


def groups(world: World, event: EventId | None = None) -> list[tuple[ItemId, ...]]:
    with world.services.db.reading() as session:
        return likeness.groups_of(session, event or world.event)


def test_a_burst_is_one_moment_and_another_picture_none(world: World) -> None:
    burst = [world.analysed(frame(shift=shift)) for shift in (0.0, 0.004, 0.008)]
    world.analysed(frame(first=4))
    assert groups(world) == [tuple(burst)]
    with world.services.db.reading() as session:
        [moment] = likeness.moments(session, groups(world))
    assert [view.id for view in moment.items] == burst and moment.suggested in burst
    assert all(faces == 3 for faces in (view.faces for view in moment.items))


def test_the_same_moment_at_two_events_is_not_compared(world: World) -> None:
    told = {"on": world.at.date(), "actor": world.teacher, "at": world.at}
    with world.services.db.unit_of_work() as session:
        other = media.make_event(session, title="Other", **told)
    world.analysed(frame())
    world.analysed(frame(shift=0.004), event=other)
    assert groups(world) == groups(world, other) == []


def test_what_the_worker_has_done_is_not_done_again_and_what_is_aside_not_at_all(world: World) -> None:
    first, second, third = (world.upload(frame(shift=shift)) for shift in (0.0, 0.004, 0.008))
    for item in (first, second, third):
        world.worker.analyse(item)
    with world.services.db.reading() as session:
        before = list(session.scalars(select(LikenessRow.one_id)))
        assert likeness.to_liken(session, 9) == [] and len(before) == 3
    world.worker.tidy()
    with world.services.db.unit_of_work() as session:
        assert list(session.scalars(select(LikenessRow.one_id))) == before
        asides.set_aside(session, [third], WhyAside.OTHER, actor=world.teacher, at=world.at)
    assert groups(world) == [(first, second)]


def test_a_crash_between_comparing_and_writing_down_loses_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    class Crash(BaseException):
        """The power goes."""

    def crash(*_: object, **__: object) -> None:
        raise Crash

    first = world.analysed(frame())
    second = world.upload(frame(shift=0.004))
    with monkeypatch.context() as patch, pytest.raises(Crash):
        patch.setattr(likening.operations, "keep_likened", crash)
        world.worker.analyse(second)
    assert groups(world) == []
    world.worker.tidy()
    assert groups(world) == [(first, second)]


def test_a_preview_that_cannot_be_read_is_like_none_and_stops_nothing(world: World) -> None:
    broken = world.upload(frame())
    good = [world.upload(frame(shift=shift)) for shift in (0.004, 0.008)]
    with world.worker.shop.turn, pytest.MonkeyPatch.context() as patch:
        patch.setattr(likening, "liken_missing", lambda _shop: None)
        for item in (broken, *good):
            world.worker.analyse(item)
    with world.services.db.reading() as session:
        [name] = [each.vault_name for each in likeness.to_liken(session, 9) if each.item == broken]
    world.services.vault.shred(name)
    world.worker.tidy()
    assert groups(world) == [tuple(good)]
    with world.services.db.reading() as session:
        assert len(list(session.scalars(select(LikenedRow.item_id)))) == 3


def test_the_event_knows_what_is_still_to_be_compared(world: World) -> None:
    item = world.upload(frame())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(likening, "liken_missing", lambda _shop: None)
        world.worker.analyse(item)
    with world.services.db.reading() as session:
        assert likeness.comparing(session, world.event)
    world.worker.tidy()
    with world.services.db.reading() as session:
        assert not likeness.comparing(session, world.event)
