"""What the first run asks, and what it does with the answers."""

from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from werkzeug.datastructures import MultiDict

from app.db import Session
from app.web import preferences, tokens
from app.web.context import now, services, unit_of_work
from app.web.signin import passwords
from consent_store.errors import BadInput, NotFound
from consent_store.ids import PersonId
from consent_store.operations import accounts
from consent_store.operations import school as school_operations
from consent_store.operations.model_form import DUTCH_MODEL_FORM
from consent_store.records.queries import media
from consent_store.records.queries.accounts import TokenUse
from consent_store.rules.terms import SYSTEM, Duty


@dataclass(frozen=True, slots=True)
class Opening:
    """The answers of the first run, as they were filled in."""

    name: str
    given_name: str
    family_name: str
    email: str
    purposes: frozenset[str]

    @classmethod
    def blank(cls) -> Self:
        """Nothing filled in, every purpose of the model form chosen."""
        return cls("", "", "", "", frozenset(draft.code for draft in DUTCH_MODEL_FORM))

    @classmethod
    def of(cls, form: "MultiDict[str, str]") -> Self:
        """The answers in a form."""
        name, given, family, email = (form.get(field, "").strip() for field in ("name", "given_name", "family_name", "email"))
        return cls(name, given, family, email, frozenset(form.getlist("purposes")))


@dataclass(frozen=True, slots=True)
class Made:
    """How much of the demo school is there: events, pictures received and looked at, and how far it all is, 0 to 100.

    Its events stand in the calendar from the start, and fill up one after the other.
    """

    events: int
    received: int
    analysed: int
    percent: int

    @property
    def ready(self) -> bool:
        """Whether every event has its pictures, and nothing is left to be looked at."""
        return self.percent == 100

    @classmethod
    def so_far(cls, session: Session) -> Self:
        """Counted from the records."""
        each = [(event.progress.received, event.progress.analysed + event.progress.failed) for event in media.events(session)]
        received, analysed = (sum(counts) for counts in zip(*each, strict=True)) if each else (0, 0)
        shares = [done / total if total else 0.0 for total, done in each]
        return cls(len(each), received, analysed, int(100 * sum(shares) / max(1, len(shares))))


def open_school(opening: Opening, password: str, hashed: str) -> PersonId:
    """Spend the link and open the school, together. Returns the administrator, who has a password and no second factor yet.

    Raises `BadInput` naming the field, `NotFound` where the link is spent or late; then nothing has happened, and a good link stays good.
    """
    wrong = passwords.wrong_with(password, opening.email)
    if wrong:
        raise BadInput(wrong, field="password")
    if not opening.email or not opening.purposes:
        raise BadInput(field="purposes" if opening.email else "email")
    with unit_of_work() as changing:
        if accounts.spend_token(changing, TokenUse.SET_UP, hashed, at=now()) is None:
            raise NotFound()
        administrator = _opened(changing, opening)
        school_operations.record_duty(changing, administrator, Duty.OFFICE, True, actor=SYSTEM, at=now())
        accounts.open_account(changing, administrator, passwords.hash_password(password))
    return administrator


def _opened(changing: Session, opening: Opening) -> PersonId:
    host = urlsplit(services().site.public_url).hostname or "localhost"
    return school_operations.open_school(
        changing,
        name=opening.name,
        origin=f"{host}/{tokens.fresh()[:12]}",
        given_name=opening.given_name,
        family_name=opening.family_name,
        email=opening.email,
        language=preferences.language(),
        purposes=[draft for draft in DUTCH_MODEL_FORM if draft.code in opening.purposes],
        at=now(),
    )
