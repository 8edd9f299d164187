"""How a picture, a film or sound becomes an item, whoever brings it: vault first, row second, nudge last. What gets no row is shredded."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import IO

from app.db import Session
from app.intake import Medium
from app.services import Services
from consent_store.ids import EventId, PersonId
from consent_store.operations import media
from consent_store.operations.media import Admitted
from consent_store.rules.terms import Maker

Writing = Callable[[], AbstractContextManager[Session]]
Admitting = Callable[[Session], Admitted]


@dataclass(frozen=True, slots=True)
class Coming:
    """What is said of a medium: for which event, what its file was called, whose work it is if that is known, and who brings it."""

    event: EventId
    label: str
    maker: Maker | None
    actor: PersonId


def take_in(services: Services, writing: Writing, stream: IO[bytes], coming: Coming, *, wakes: bool = True) -> Admitted:
    """File a medium and admit it. Raises as `Intake.receive_medium` and `media.admit` do; then nothing of it is kept.

    `wakes`: a worker is told; who looks at it themselves says no.
    """
    medium = services.intake.receive_medium(stream)
    admitted = settle(services, writing, medium, lambda session: admit(services, session, medium, coming))
    if wakes:
        wake(services, admitted)
    return admitted


def admit(services: Services, session: Session, medium: Medium, coming: Coming) -> Admitted:
    """Admit what lies in the vault."""
    return media.admit(
        session,
        coming.event,
        kind=medium.kind,
        label=coming.label,
        sha256=medium.stored.sha256,
        size=medium.stored.size,
        vault_name=medium.stored.name,
        maker=coming.maker,
        actor=coming.actor,
        at=services.clock(),
    )


def settle(services: Services, writing: Writing, medium: Medium, admitting: Admitting) -> Admitted:
    """See what lies in the vault admitted, in one transaction. What is here already is shredded, and what was refused."""
    try:
        with writing() as session:
            admitted = admitting(session)
    except BaseException:
        services.vault.shred(medium.stored.name)
        raise
    if admitted.duplicate_of is not None:
        services.vault.shred(medium.stored.name)
    return admitted


def wake(services: Services, admitted: Admitted) -> None:
    """Tell a worker of what is new."""
    if admitted.duplicate_of is None:
        services.nudge.analyse(admitted.item)
