"""Questions about wordings: every version of each, the one that is being written, in which languages, and what a change would outdate."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent_store.errors import NotFound
from consent_store.ids import PersonId, PurposeCode
from consent_store.records.answered import AnsweredRow
from consent_store.records.queries import consents, school
from consent_store.records.queries.school import NoticeView
from consent_store.records.school import NoticeDraftRow, NoticeRow
from consent_store.rules.entries import Say
from consent_store.rules.terms import NoticeVersion


@dataclass(frozen=True, slots=True)
class DraftView:
    """A wording that is not in force, in one language; `by` is who wrote it last."""

    language: str
    title: str
    text: str
    by: PersonId
    at: datetime


@dataclass(frozen=True, slots=True)
class Outdated:
    """What a material change would put an end to: so many consents, of so many people."""

    consents: int
    people: int


def versions(session: Session, purpose: PurposeCode) -> list[NoticeVersion]:
    """Every wording that a purpose had, the newest first."""
    return [each for each in reversed(school.notice_versions(session)) if each.purpose == purpose]


def wordings(session: Session, purpose: PurposeCode, version: int) -> dict[str, NoticeView]:
    """One wording in every language that it has, Dutch first. Raises `NotFound`."""
    query = select(NoticeRow.language).where(NoticeRow.purpose == purpose, NoticeRow.version == version)
    languages = sorted(session.scalars(query), key=lambda language: (language != "nl", language))
    if not languages:
        raise NotFound("This wording does not exist.")
    return {language: school.notice(session, purpose, version, language) for language in languages}


def draft(session: Session, purpose: PurposeCode) -> dict[str, DraftView]:
    """What is being written, by language; nothing where nobody is writing."""
    rows = session.scalars(select(NoticeDraftRow).where(NoticeDraftRow.purpose == purpose).order_by(NoticeDraftRow.language))
    return {row.language: DraftView(row.language, row.title, row.text, PersonId(row.by), row.at) for row in rows}


def drafted(session: Session) -> frozenset[PurposeCode]:
    """The purposes of which a wording is being written."""
    return frozenset(map(PurposeCode, session.scalars(select(NoticeDraftRow.purpose).distinct())))


def outdated_by_change(session: Session, purpose: PurposeCode, *, at: datetime) -> Outdated:
    """How many consents that stand now would no longer, were the wording to change what people agree to."""
    wanted = school.purpose(session, purpose)
    said_yes = select(AnsweredRow.person_id).where(AnsweredRow.purpose == purpose, AnsweredRow.say == Say.YES).distinct()
    known = consents.grounds(session, map(PersonId, session.scalars(said_yes)), at=at, purpose=purpose)
    standing = [person for person in known.registers for kind in wanted.kinds if known.standing(person, wanted, kind, at).stands]
    return Outdated(len(standing), len(set(standing)))
