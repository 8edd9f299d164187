"""What the office handed in and never applied."""

from datetime import timedelta

import pytest

from consent_store.operations import roster_files
from consent_store.records.queries import rosters
from tests.jobs.conftest import World


@pytest.mark.parametrize(("hours", "kept"), [(23, True), (25, False)])
def test_a_roster_lies_for_a_day_at_most(world: World, hours: int, kept: bool) -> None:
    stored = world.services.vault.put(b"names and addresses")
    with world.services.db.unit_of_work() as session:
        made = roster_files.hand_in(session, ["list.csv"], stored.name, {}, actor=world.admin, at=world.at)
    world.at += timedelta(hours=hours)
    world.worker.nightly()
    with world.services.db.reading() as session:
        assert rosters.handed_in(session, made).vault_name == (stored.name if kept else None)
    assert (stored.name in set(world.services.vault.names())) is kept
