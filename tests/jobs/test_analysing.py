"""One photo's way through the real worker: box, engine, vault and records."""

import hashlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from app.vault import Missing
from consent_store.errors import BadInput
from consent_store.ids import ItemId
from consent_store.operations import media, reviews, shreds
from consent_store.operations import school as school_operations
from consent_store.records.media import RenditionRow
from consent_store.records.queries import files, grouping
from consent_store.records.queries import media as queries
from consent_store.records.views import SightingView
from consent_store.rules.sightings import Answer, Box, Confidence
from tests.jobs.conftest import FACES, World, minutes, photo


def _seen(world: World, item: ItemId) -> list[SightingView]:
    with world.services.db.reading() as session:
        return queries.sightings_of(session, item)


def _bytes(world: World, name: str) -> bytes:
    return b"".join(world.services.vault.open(name))


def test_known_people_are_proposed_and_nobody_else(world: World) -> None:
    world.enrol(*FACES[:4])
    drawn, data = photo(FACES[:6])
    views = _seen(world, world.analysed(data))
    assert len(views) == len(drawn.boxes) == 6
    for key, truth in drawn.boxes:
        [view] = [view for view in views if view.sighting.box and view.sighting.box.overlap(truth) > 0.3]
        person = world.people.get(FACES[int(key)])
        assert view.proposal is not None
        if view.proposal.confidence is Confidence.SURE:
            assert view.proposal.person == person
        else:
            assert person is None


def test_files_for_pages_carry_nothing_of_the_camera(world: World) -> None:
    item = world.analysed(photo(FACES[:2])[1])
    with world.services.db.reading() as session:
        view = queries.item(session, item)
        kept = {row.use: row for row in session.scalars(select(RenditionRow).where(RenditionRow.item_id == item))}
        session.expunge_all()
    assert set(kept) == {"clean", "preview", "thumb", "crop"}
    assert {"position", "thumbnail"} <= set(view.dropped)
    for row in kept.values():
        data = _bytes(world, row.vault_name)
        picture = Image.open(BytesIO(data))
        assert (hashlib.sha256(data).hexdigest(), picture.size) == (row.sha256, (row.width, row.height))
        assert not picture.getexif() and set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_doing_it_twice_changes_nothing(world: World) -> None:
    item = world.analysed(photo(FACES[:2])[1])
    before = (_seen(world, item), sorted(world.services.vault.names()))
    world.worker.analyse(item)
    assert (_seen(world, item), sorted(world.services.vault.names())) == before


def test_what_turns_out_to_be_no_picture_is_named_and_not_kept(world: World) -> None:
    whole = photo(FACES[:1])[1]
    item = world.analysed(whole[: len(whole) // 2], label="half.jpg")
    with world.services.db.reading() as session:
        [refused] = queries.refused_of(session, world.event)
    assert (refused.id, refused.label, refused.failure) == (item, "half.jpg", "truncated")
    assert list(world.services.vault.names()) == []


@pytest.mark.parametrize(("data", "code"), [(b"", "empty"), (b"<html>", "not_a_recording"), (b"PK\x03\x04" + bytes(40), "not_a_recording")])
def test_what_is_clearly_no_recording_is_refused_at_the_door(world: World, data: bytes, code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        world.upload(data)
    assert refusal.value.code == code
    assert list(world.services.vault.names()) == []


def test_too_large_is_refused_and_not_kept(world: World) -> None:
    with pytest.raises(BadInput) as refusal:
        world.upload(b"\xff\xd8\xff" + bytes(80_000_001))
    assert refusal.value.code == "too_large"
    assert list(world.services.vault.names()) == []


@pytest.mark.parametrize("switched", ["school", "event"])
def test_switched_off_faces_are_counted_and_nothing_is_described(world: World, switched: str) -> None:
    world.enrol(FACES[0])
    event = world.event
    with world.services.db.unit_of_work() as session:
        told = {"actor": world.admin, "at": world.at}
        if switched == "school":
            school_operations.switch_recognition(session, False, why="not now", **told)
        else:
            event = media.make_event(session, title="Play", on=world.at.date(), recognition_off=True, **told)
    views = _seen(world, world.analysed(photo(FACES[:2])[1], event=event))
    assert [view.proposal for view in views] == [None, None]
    with world.services.db.reading() as session:
        assert grouping.faces_to_group(session, event) == []


def test_a_dead_workers_item_comes_back_when_its_claim_runs_out(world: World) -> None:
    item = world.upload(photo(FACES[:1])[1])
    assert world.worker.dropped() == [item]
    with world.services.db.unit_of_work() as session:
        version = world.worker.shop.engine.version
        media.claim(session, item, until=world.at + minutes(1), version=version, at=world.at)
    assert world.worker.dropped() == []
    world.at += minutes(1)
    assert world.worker.dropped() == [item]


def _original(world: World, item: ItemId) -> Path:
    with world.services.db.reading() as session:
        name = queries.vault_name(session, item)
    return world.services.vault.root / name[:2] / name[2:4] / f"{name}.age"  # type: ignore[attr-defined,index,no-any-return]


def _cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


@pytest.mark.parametrize("harm", [_cut_off, Path.unlink])
def test_a_damaged_or_missing_file_is_held_and_said(world: World, harm: Callable[[Path], None]) -> None:
    item = world.upload(photo(FACES[:1])[1])
    harm(_original(world, item))
    world.worker.analyse(item)
    with world.services.db.reading() as session:
        assert queries.item(session, item).failure == "damaged"
    assert world.worker.dropped() == []


def test_a_damaged_file_keeps_nothing_else_from_being_done(world: World) -> None:
    item = world.analysed(photo(FACES[:1])[1])
    _cut_off(_original(world, item))
    let_go = world.services.vault.put(b"of nobody")
    with world.services.db.unit_of_work() as session:
        reviews.draw(session, item, Box(5, 5, 85, 95), Answer.STRANGER, None, actor=world.teacher, at=world.at)
        shreds.let_go(session, [let_go.name], at=world.at)
    world.worker.tidy()
    assert let_go.name not in set(world.services.vault.names())
    with world.services.db.reading() as session:
        assert queries.item(session, item).failure == "damaged"


def test_a_face_drawn_by_hand_gets_its_crop(world: World) -> None:
    item = world.analysed(photo(FACES[:1])[1])
    box = _seen(world, item)[0].sighting.box
    assert box
    with world.services.db.unit_of_work() as session:
        elsewhere = type(box)(5, 5, 85, 95)
        sighting = reviews.draw(session, item, elsewhere, Answer.STRANGER, None, actor=world.teacher, at=world.at)
    world.worker.tidy()
    [crop] = [view.crop for view in _seen(world, item) if view.sighting.id == sighting]
    assert crop


def test_the_unknown_are_grouped_across_an_event(world: World) -> None:
    first, second = (world.analysed(photo(FACES[:3], seed)[1]) for seed in (1, 2))
    clusters = [{view.cluster for view in _seen(world, item)} for item in (first, second)]
    assert clusters[0] == clusters[1] and len(clusters[0]) == 3


def test_what_a_withdrawal_ends_is_shredded(world: World) -> None:
    world.enrol(FACES[0])
    with world.services.db.reading() as session:
        [(picture, _, _)] = [kept for kept in files.kept(session)][:1]
    with world.services.db.unit_of_work() as session:
        school = world.school(session)
        child = world.people[FACES[0]]
        school.says(child, "no", child, "recognition")  # type: ignore[arg-type]
    world.worker.tidy()
    with pytest.raises(Missing):
        _bytes(world, picture)
    assert list(world.services.vault.names()) == []
