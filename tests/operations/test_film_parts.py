"""However long a film is, a part of it is written down by reading what bears on that part."""

from collections.abc import Iterator

import pytest
from sqlalchemy import event

from consent_store.records.recordings import TrackRow
from tests.gallery import Gallery
from tests.operations.test_recordings import begin, came_in, until, walk, write


@pytest.fixture
def loaded() -> Iterator[list[TrackRow]]:
    """The tracks that were read from the database, as they are."""
    rows: list[TrackRow] = []

    def noted(row: TrackRow, _context: object) -> None:
        rows.append(row)

    event.listen(TrackRow, "load", noted)
    yield rows
    event.remove(TrackRow, "load", noted)


def test_a_later_part_reads_no_more_tracks_than_an_early_one(gallery: Gallery, loaded: list[TrackRow]) -> None:
    item, counts = came_in(gallery), list[int]()
    begin(gallery, item)
    stays = walk(1000, 0, 40_000, person=7)
    for part in range(20):
        gallery.school.session.expunge_all()
        loaded.clear()
        start = 2000 * part
        write(gallery, item, *[walk(10 * part + each, start, start + 2000, each) for each in range(3)], until(stays, start + 2000))
        counts.append(len(loaded))
    assert counts == [0] + [1] * 19
