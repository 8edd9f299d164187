"""A school's post: rounds that write letters, and what lies in the folder by then."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from app.jobs.reminding import Round
from app.jobs.workshop import Workshop
from app.mail import FolderMailer
from app.services import Nudge
from consent_store.ids import PersonId
from consent_store.records.queries import people
from tests.jobs.conftest import World


class _Away:
    """A queue that is away: letters go to the mailer at once."""

    def post(self, sealed: bytes) -> bool:
        return False


@dataclass
class Post:
    """What rounds wrote."""

    world: World

    def goes(self, *rounds: Round, at: datetime | None = None) -> list[tuple[str, str]]:
        """Run rounds twice; what they wrote, each letter as its reader's address and its subject, in order of both."""
        self.world.at = at or self.world.at
        before = {letter.key for letter in self._mailer.letters()}
        services = replace(self.world.services, nudge=cast(Nudge, _Away()))
        shop = Workshop(services, self.world.worker.shop.engine, lambda _: None)
        for each in (*rounds, *rounds):
            each(shop)
        self.new = [letter for letter in self._mailer.letters() if letter.key not in before]
        return sorted((letter.to, letter.subject) for letter in self.new)

    def address(self, person: PersonId) -> str:
        """Where somebody's letters go."""
        with self.world.services.db.reading() as session:
            return people.person(session, person).email or ""

    @property
    def _mailer(self) -> FolderMailer:
        return cast(FolderMailer, self.world.services.mailer)
