"""Piles stand while pictures still come in, keep their names, and honour what people said meanwhile."""

from app.jobs.clustering import names
from consent_store.ids import ItemId, SightingId
from consent_store.operations import piles
from consent_store.records.queries import work
from consent_store.records.queries.grouping import DescribedFace
from consent_store.rules.piles import OpenFace
from tests.jobs.conftest import FACES, World, photo


def _open(world: World) -> list[OpenFace]:
    with world.services.db.reading() as session:
        return work.open_faces(session, world.event)


def test_the_first_piles_stand_before_the_last_picture_was_looked_at(world: World) -> None:
    first, second, _waiting = (world.upload(photo(FACES[:2], seed=seed)[1]) for seed in (1, 2, 3))
    world.worker.analyse(first)
    assert len({face.cluster for face in _open(world)} - {None}) == 2
    world.worker.analyse(second)
    faces = _open(world)
    assert len(faces) == 4 and len({face.cluster for face in faces}) == 2


def test_what_a_person_parted_stays_apart_when_more_pictures_come(world: World) -> None:
    for seed in (1, 2):
        world.analysed(photo(FACES[:1], seed=seed)[1])
    one, two = (face.id for face in _open(world))
    with world.services.db.unit_of_work() as session:
        piles.part(session, world.event, [one], [two], actor=world.teacher, at=world.at)
    world.analysed(photo(FACES[:1], seed=3)[1])
    clusters = {face.id: face.cluster for face in _open(world)}
    assert None not in clusters.values() and clusters[one] != clusters[two]
    assert len(set(clusters.values())) == 2  # the third face went to one of them


def test_a_pile_keeps_the_name_that_most_of_its_faces_had() -> None:
    faces = [DescribedFace(SightingId(f"{n}"), ItemId("x"), old, b"") for n, old in enumerate(("a", "a", "b", "b", "b", None))]
    clusters = names(faces, [0, 0, 0, 1, 1, 2])
    assert [clusters[face.id] for face in faces[:5]] == ["a", "a", "a", "b", "b"]
    assert clusters[SightingId("5")] not in ("a", "b", None)
