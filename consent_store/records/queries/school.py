"""Questions about the school: what it chose, its purposes, and the wording of their notices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent_store.errors import NotFound
from consent_store.ids import PurposeCode
from consent_store.records.school import NoticeRow, PurposeRow, SchoolRow
from consent_store.rules.lasting import Lasting
from consent_store.rules.terms import Audience, Kind, NoticeVersion, Onlookers, Policy, Purpose


@dataclass(frozen=True, slots=True)
class SchoolView:
    """The school of this registry. `recognition_why` says why recognition was last switched; `yes_lasts`, how long a yes lasts from now on;
    `onlookers_see`, what a guardian without authority sees.
    """

    name: str
    origin: str
    demo: bool
    policy: Policy
    recognition_on: bool
    recognition_why: str | None
    yes_lasts: Lasting
    onlookers_see: Onlookers


@dataclass(frozen=True, slots=True)
class PurposeView:
    """A purpose with its place in the school's order, the version of its notice in force, and its title in each language of that."""

    purpose: Purpose
    position: int
    retired: bool
    version: int
    titles: dict[str, str]

    @property
    def code(self) -> PurposeCode:
        """The purpose's code."""
        return self.purpose.code


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One wording of a purpose, as it was or is shown."""

    purpose: PurposeCode
    version: int
    language: str
    title: str
    text: str
    material: bool
    since: datetime


def school(session: Session) -> SchoolView | None:
    """The school, or None before the set-up."""
    row = session.get(SchoolRow, 1)
    if row is None:
        return None
    return SchoolView(row.name, row.origin, row.demo, _policy(row), row.recognition_on, row.recognition_why, *_chosen(row))


def policy(session: Session) -> Policy:
    """What the school chose. Raises `NotFound` before the set-up."""
    return opened(session).policy


def opened(session: Session) -> SchoolView:
    """The school. Raises `NotFound` before the set-up."""
    found = school(session)
    if found is None:
        raise NotFound("This registry has no school yet.")
    return found


def purposes(session: Session, *, retired: bool = False) -> list[PurposeView]:
    """The purposes in use, in the school's order; with `retired`, also those that no longer are."""
    rows = session.scalars(select(PurposeRow).order_by(PurposeRow.position, PurposeRow.code)).all()
    notices = _latest(session.scalars(select(NoticeRow).order_by(NoticeRow.version)))
    return [_purpose_view(row, notices.get(row.code, [])) for row in rows if retired or not row.retired]


def purpose(session: Session, code: PurposeCode) -> Purpose:
    """One purpose, in use or not. Raises `NotFound`."""
    row = session.get(PurposeRow, code)
    if row is None:
        raise NotFound("This purpose does not exist.")
    return _purpose(row)


def notice_versions(session: Session) -> list[NoticeVersion]:
    """When each wording of each purpose came into force."""
    columns = select(NoticeRow.purpose, NoticeRow.version, NoticeRow.material, NoticeRow.since).distinct()
    rows = session.execute(columns.order_by(NoticeRow.purpose, NoticeRow.version))
    return [NoticeVersion(PurposeCode(code), version, material, since) for code, version, material, since in rows]


def current_notice(session: Session, purpose: PurposeCode, language: str) -> NoticeView:
    """The wording in force in a language, else in the first that there is, Dutch before others. Raises `NotFound`."""
    found = current_notices(session, language).get(purpose)
    if found is None:
        raise NotFound("This purpose has no notice.")
    return found


def current_notices(session: Session, language: str) -> dict[PurposeCode, NoticeView]:
    """The same for every purpose that has one."""
    newest = _latest(session.scalars(select(NoticeRow).order_by(NoticeRow.version)))
    chosen = (min(rows, key=lambda row: (row.language != language, row.language != "nl", row.language)) for rows in newest.values())
    return {view.purpose: view for view in map(_notice, chosen)}


def notice_languages(session: Session) -> frozenset[str]:
    """Every language in which some notice in force can be read."""
    newest = _latest(session.scalars(select(NoticeRow).order_by(NoticeRow.version)))
    return frozenset(row.language for rows in newest.values() for row in rows)


def notice(session: Session, purpose: PurposeCode, version: int, language: str) -> NoticeView:
    """One wording, however old. Raises `NotFound`."""
    row = session.get(NoticeRow, (purpose, version, language))
    if row is None:
        raise NotFound("This wording does not exist.")
    return _notice(row)


def _chosen(row: SchoolRow) -> tuple[Lasting, Onlookers]:
    return Lasting.parse(row.yes_lasts), Onlookers(row.onlookers_see)


def _policy(row: SchoolRow) -> Policy:
    return Policy(row.age_of_consent, ZoneInfo(row.zone), row.lapse_days)


def _purpose(row: PurposeRow) -> Purpose:
    kinds = frozenset(map(Kind, row.kinds.split()))
    return Purpose(PurposeCode(row.code), Audience(row.audience), kinds, row.masks_allowed, row.consent_per_item)


def _purpose_view(row: PurposeRow, wordings: list[NoticeRow]) -> PurposeView:
    version = wordings[0].version if wordings else 0
    return PurposeView(_purpose(row), row.position, row.retired, version, {wording.language: wording.title for wording in wordings})


def _notice(row: NoticeRow) -> NoticeView:
    return NoticeView(PurposeCode(row.purpose), row.version, row.language, row.title, row.text, row.material, row.since)


def _latest(rows: Iterable[NoticeRow]) -> dict[str, list[NoticeRow]]:
    """Of rows in the order of their versions, for each purpose those of the newest."""
    newest: dict[str, list[NoticeRow]] = {}
    for row in rows:
        kept = newest.setdefault(row.purpose, [])
        if kept and kept[0].version < row.version:
            kept.clear()
        kept.append(row)
    return newest
