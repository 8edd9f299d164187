"""The families' pages on a free port, with a clock that the test moves and without a face engine: letters are read from the queue."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from playwright.sync_api import Page

from app.analysis.pipeline import Engine
from app.jobs.reminding import Round
from app.jobs.workshop import Workshop
from app.web import tokens
from consent_store.ids import PersonId
from consent_store.operations import accounts
from consent_store.records.queries.accounts import Area, Stage
from tests.web.browser import Web
from tests.web.look import served


@dataclass
class House:
    """A school's pages at `url`."""

    url: str
    web: Web

    def enter(self, page: Page, person: PersonId, area: Area = Area.FAMILY, language: str = "en") -> None:
        """Sign somebody in, as the door would have, in this page's browser."""
        token = tokens.fresh()
        with self.web.services.db.unit_of_work() as session:
            accounts.start_session(session, tokens.hashed(token), person, area, Stage.FULL, at=self.web.at)
        page.context.clear_cookies()
        cookies = {"beeldpoort": token, "language": language}
        page.context.add_cookies([{"name": name, "value": value, "url": self.url} for name, value in cookies.items()])

    def go_round(self, *rounds: Round) -> None:
        """Let these rounds write their letters."""
        shop = Workshop(self.web.services, cast(Engine, None), lambda _: None)
        for each in rounds:
            each(shop)


@contextmanager
def opened(home: Path, database_url: str) -> Iterator[House]:
    """A school that has just opened, for as long as the block runs."""
    web = Web.start(home, database_url)
    web.open()
    try:
        with served(web.app) as address:
            yield House(address.replace("127.0.0.1", "localhost"), web)
    finally:
        web.stop()
