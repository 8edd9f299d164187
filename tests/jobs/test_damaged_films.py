"""A film of which a moment of the sound cannot be read: it is looked at all the same, and says which."""

from pathlib import Path

from consent_store.rules.sightings import Sense
from tests.jobs import films
from tests.jobs.conftest import World
from tests.jobs.films import claims, known
from tests.media.test_damaged_sound import damaged


def test_what_could_not_be_read_is_written_down_and_everybody_found(world: World, tmp_path: Path) -> None:
    films.play(tmp_path, 2)
    film = damaged(tmp_path / "play.mp4", lambda at: 5.0 <= at < 5.3)
    item = world.analysed(film.read_bytes(), label="play.mp4")
    [lost] = known(world, item).unread
    assert 4900 < lost.start <= 5050 and 5250 <= lost.end < 5400
    assert len(claims(world, item, Sense.SEEN)) == 2 and claims(world, item, Sense.HEARD)
