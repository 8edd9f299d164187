"""`flask roster`."""

import json

import pytest

from consent_store.records.queries import register, rosters
from consent_store.records.queries.register import Wanted
from tests.commands.conftest import BY, Registry
from tests.roster.files import SAMPLES


def test_a_plan_is_shown_and_exactly_that_is_applied(registry: Registry) -> None:
    files = SAMPLES / "oneroster12"
    told = json.loads(registry.run("roster", "plan", files, "--json").stdout)
    assert (told["counts"]["new"], told["counts"]["ties"], told["counts"]["left out"]) == (5, 3, 1)
    done = json.loads(registry.run("roster", "apply", files, "--digest", told["digest"], *BY).stdout)
    assert (done["pupils"], done["guardians"]) == (2, 3)
    again = json.loads(registry.run("roster", "plan", files, "--json").stdout)
    assert again["empty"]
    with registry.built.services.db.reading() as session:
        assert rosters.number_of_open_authority(session) == 3
    assert "changed since" in registry.run("roster", "apply", files, "--digest", told["digest"], *BY, code=1).stderr


def test_words_for_people(registry: Registry) -> None:
    shown = registry.run("roster", "plan", SAMPLES / "somtoday.csv").stdout
    assert "8  new" in shown and "not kept: somtoday.csv: BSN (bsn)" in shown and "digest" in shown


def test_a_column_is_corrected(registry: Registry) -> None:
    told = registry.run("roster", "plan", SAMPLES / "somtoday.csv", "--column", "Verzorger 2 naam=", "--json").stdout
    assert json.loads(told)["counts"]["new"] == 6


@pytest.mark.parametrize(
    ("files", "more", "sentence"),
    [
        (["guardians.csv"], (), "do not say enough"),
        (["somtoday.csv"], ("--column", "Roepnaam=pupil.shoes"), "There is no code pupil.shoes"),
        (["somtoday.csv"], ("--column", "Roepnaam=pupil.family"), "do not say enough"),
    ],
)
def test_what_cannot_be_understood_is_a_sentence(registry: Registry, files: list[str], more: tuple[str, ...], sentence: str) -> None:
    assert sentence in registry.run("roster", "plan", *(SAMPLES / name for name in files), *more, code=1).stderr
    with registry.built.services.db.reading() as session:
        assert register.screen(session, Wanted("visser")).total == 0
