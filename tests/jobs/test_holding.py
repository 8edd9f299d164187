"""A worker that stood still while another took its work over stops at its next word, and writes nothing."""

from types import ModuleType

import pytest
from sqlalchemy import func, select

from app.jobs import analysing, film_faces, film_files, filming, making
from consent_store.ids import ItemId, ReleaseId, RenditionId, new_id
from consent_store.operations import making as orders
from consent_store.operations import media
from consent_store.records.media import ItemRow, RenditionRow
from consent_store.records.recordings import RecordingRow, TrackRow
from consent_store.records.wanted import WantedRow
from consent_store.rules.releases import Use
from tests.jobs import films
from tests.jobs.conftest import FACES, World, minutes, photo

TABLES = (ItemRow, RenditionRow, RecordingRow, TrackRow, WantedRow)


def everything(world: World) -> list[object]:
    """What is written down, and what lies in the vault."""
    with world.services.db.reading() as session:
        rows = [session.execute(select(table.__table__).order_by(*table.__table__.primary_key)).all() for table in TABLES]
    return [*rows, set(world.services.vault.names())]


class Overtaken:
    """Lets another worker take over what is worked on as soon as a function is called, for the first time."""

    def __init__(self, world: World, taken: ItemId | RenditionId, patched: pytest.MonkeyPatch, where: ModuleType, name: str) -> None:
        self.world, self.taken, self.then = world, taken, list[object]()
        real = getattr(where, name)
        patched.setattr(where, name, lambda *given, **more: (self.then or self.overtake(), real(*given, **more))[1])

    def overtake(self) -> None:
        """A lease runs out, and another claims the same."""
        self.world.at += minutes(1)
        until, version = self.world.at + minutes(1), self.world.worker.shop.engine.version
        with self.world.services.db.unit_of_work() as session:
            assert media.claim(session, ItemId(self.taken), until=until, version=version, at=self.world.at) or orders.claim(
                session, RenditionId(self.taken), until=until, at=self.world.at
            )
        self.then = everything(self.world)


@pytest.fixture(scope="module")
def play(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return films.play(tmp_path_factory.mktemp("play"), 1)


@pytest.mark.parametrize(
    ("where", "name"), [(film_files, "make_preview"), (filming.voices, "find"), (film_faces, "written"), (filming, "_heading")]
)
def test_of_a_film_only_one_writes(world: World, play: bytes, monkeypatch: pytest.MonkeyPatch, where: ModuleType, name: str) -> None:
    item = world.upload(play, label="play.mp4")
    other = Overtaken(world, item, monkeypatch, where, name)
    world.worker.analyse(item)
    assert other.then and everything(world) == other.then


@pytest.mark.parametrize("name", ["images", "open_boxed"])
def test_of_a_photo_only_one_writes(world: World, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    item = world.upload(photo(FACES[:1])[1] if name == "images" else photo(FACES[:1])[1][:9000])
    other = Overtaken(world, item, monkeypatch, analysing, "_looked" if name == "images" else "open_boxed")
    world.worker.analyse(item)
    assert other.then and everything(world) == other.then


@pytest.mark.parametrize("fails", [False, True])
def test_of_a_file_only_one_writes(world: World, monkeypatch: pytest.MonkeyPatch, fails: bool) -> None:
    item = world.analysed(photo(FACES[:1])[1])
    with world.services.db.unit_of_work() as session:
        wanted = orders.want(
            session, item, use=Use.RELEASE, release=ReleaseId(new_id()), form="story" if fails else "original", at=world.at
        )
    other = Overtaken(world, wanted, monkeypatch, making, "_picture")
    world.worker.make()
    assert other.then and everything(world) == other.then


def test_whoever_took_over_ends_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    item = world.upload(photo(FACES[:1])[1])
    Overtaken(world, item, monkeypatch, analysing, "_looked")
    world.worker.analyse(item)
    world.at += minutes(2)
    world.worker.analyse(item)
    with world.services.db.reading() as session:
        row = session.get_one(ItemRow, item)
        assert (row.faces, row.claimed_by, session.scalar(select(func.count()).select_from(RenditionRow))) == (1, None, 4)
