"""`flask media`: pictures come in one by one, and what is refused is named."""

import json
from pathlib import Path

import numpy as np
import pytest

from app.media.images import encode_jpeg
from consent_store.ids import EventId
from consent_store.operations import media
from consent_store.records.queries import media as questions
from consent_store.rules.terms import Kind
from tests.commands.conftest import BY, Registry
from tests.media.filming import film
from tests.media.sounds import saved, tones


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    """Three small pictures."""
    paths = [tmp_path / f"IMG_{number}.jpg" for number in range(3)]
    for shade, path in enumerate(paths):
        path.write_bytes(encode_jpeg(np.full((8, 8, 3), 40 * shade, np.uint8), 80))
    return paths


def test_one_that_is_refused_is_named_and_the_others_go_on(registry: Registry, photos: list[Path]) -> None:
    page = photos[0].with_name("page.jpg")
    page.write_text("<html>")
    result = registry.run("media", "add", photos[0], page, photos[1], "--title", "Sports day", *BY, code=1)
    assert "page.jpg: " in result.stderr and "1 of 3 files were refused." in result.stderr
    items = dict(reversed(line.split("  ")) for line in result.stdout.splitlines())
    assert set(items) == {"IMG_0.jpg", "IMG_1.jpg"}
    waiting = [task.args[0] for task in registry.built.queue.huey.pending()]
    assert sorted(waiting) == sorted(items.values())
    assert len(list(registry.built.services.vault.names())) == 2


def test_film_and_sound_come_in_as_what_they_are(registry: Registry, photos: list[Path], tmp_path: Path) -> None:
    recordings = [film(tmp_path / "play.mp4", frames=2), saved(tmp_path, "mp3", tones(440.0, seconds=0.2))]
    event = registry.event()
    registry.run("media", "add", photos[0], *recordings, "--event", event, *BY)
    with registry.built.services.db.reading() as session:
        kinds = {item.label: item.kind for item in questions.items_of(session, EventId(event))}
    assert kinds == {"IMG_0.jpg": Kind.PHOTO, "play.mp4": Kind.FILM, "s.mp3": Kind.SOUND}


def test_the_same_again_is_said_and_kept_once(registry: Registry, photos: list[Path]) -> None:
    event = registry.event()
    first = registry.run("media", "add", photos[0], "--event", event, *BY).stdout.split()[0]
    again = registry.run("media", "add", photos[0], "--event", event, *BY).stdout
    assert first in again and "was here already" in again
    assert len(list(registry.built.services.vault.names())) == 1


def test_what_was_removed_does_not_come_back_and_the_others_go_on(registry: Registry, photos: list[Path]) -> None:
    event = registry.event()
    item = registry.run("media", "add", photos[0], "--event", event, *BY).stdout.split()[0]
    with registry.school() as school:
        media.remove(school.session, item, "asked to", actor=school.admin, at=school.at)  # type: ignore[arg-type]
    result = registry.run("media", "add", *photos, "--event", event, *BY, code=1)
    assert "IMG_0.jpg: " in result.stderr and "removed before" in result.stderr
    assert len(result.stdout.splitlines()) == 2


def test_the_maker_is_kept(registry: Registry, photos: list[Path]) -> None:
    told = ("--maker", "Studio Zon", "--permission", "licence", "--title", "Class photo", "--on", "2026-09-01", *BY)
    item = registry.run("media", "add", photos[0], *told).stdout.split()[0]
    with registry.built.services.db.reading() as session:
        view = questions.item(session, item)  # type: ignore[arg-type]
        event = questions.event(session, view.event)
    assert view.maker and (view.maker.name, event.title, str(event.on)) == ("Studio Zon", "Class photo", "2026-09-01")


def test_status_counts(registry: Registry, photos: list[Path]) -> None:
    event = registry.event()
    registry.run("media", "add", *photos, "--event", event, *BY)
    [row] = json.loads(registry.run("media", "status", event, "--json").stdout)
    assert (row["id"], row["progress"]["received"], row["progress"]["analysed"]) == (event, 3, 0)
    assert "0 of 3 analysed" in registry.run("media", "status").stdout
    assert registry.run("media", "status", EventId("nothing"), code=1).stderr.startswith("Error: ")


def test_an_event_is_needed(registry: Registry, photos: list[Path]) -> None:
    assert "--title" in registry.run("media", "add", photos[0], *BY, code=2).stderr
    assert "does not exist" in registry.run("media", "add", photos[0], "--event", "nothing", *BY, code=1).stderr
    assert list(registry.built.services.vault.names()) == []
