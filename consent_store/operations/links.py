"""A link instead of a file: one release for one recipient, until a day and so many times. The gate is asked each time it is opened."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, NotCleared, NotFound
from consent_store.ids import LinkId, PersonId, ReleaseId, new_id
from consent_store.operations import releases
from consent_store.operations.fields import text
from consent_store.operations.releases import Passage, alone
from consent_store.records.links import LinkRow
from consent_store.records.queries import school
from consent_store.records.releases import ReleaseRow
from consent_store.rules.terms import Audience

LONGEST = timedelta(days=90)
MOST = 100


def make(session: Session, release: ReleaseId, *, recipient: str, until: date, most: int, actor: PersonId, at: datetime) -> LinkId:
    """Let one recipient outside take a release. Raises `NotCleared` where it has ended or the gate is shut, `BadInput` for what stays
    inside the school, a day too far or a number too large.
    """
    alone(session)
    row = session.get(ReleaseRow, release)
    if row is None:
        raise NotFound()
    if row.audience != Audience.PUBLIC:
        raise BadInput("What stays inside the school goes to nobody outside.", field="recipient")
    if not releases.still_open(session, release, at=at):
        raise NotCleared()
    today = school.policy(session).day(at)
    if not today <= until <= today + LONGEST:
        raise BadInput("Choose a day within the next 90 days.", field="until")
    if not 1 <= most <= MOST:
        raise BadInput("A link is good for 1 to 100 times.", field="most")
    link = LinkRow(id=new_id(), release_id=release, recipient=text(recipient, "recipient"), until=until, most=most, taken=0)
    link.made_by, link.made_at = actor, at
    session.add(link)
    session.flush()
    return LinkId(link.id)


def take(session: Session, link: LinkId, *, at: datetime) -> tuple[ReleaseId, Passage]:
    """Take the release: it counts as a download of whoever made the link. Raises `NotCleared` with why: `link_ended` (by hand, by its day
    or its number), or as `releases.begin_download` does.
    """
    alone(session)
    row = session.get(LinkRow, link, populate_existing=True)
    if row is None:
        raise NotFound()
    if not is_open(row.until, row.most, row.taken, row.ended_at, school.policy(session).day(at)):
        raise NotCleared("This link has ended.", code="link_ended")
    row.taken += 1
    release = ReleaseId(row.release_id)
    return release, releases.begin_download(session, release, why=f"link: {row.recipient}", actor=PersonId(row.made_by), at=at)


def end(session: Session, link: LinkId, *, actor: PersonId, at: datetime) -> None:  # noqa: ARG001  (as every operation)
    """Nobody takes anything by it any more."""
    row = session.get(LinkRow, link, populate_existing=True)
    if row is None:
        raise NotFound()
    row.ended_at = row.ended_at or at
    session.flush()


def end_all(session: Session, *, at: datetime) -> int:
    """Nobody takes anything by any link any more. Returns how many were not ended by hand before."""
    open_ = session.scalars(select(LinkRow).where(LinkRow.ended_at.is_(None))).all()
    for row in open_:
        row.ended_at = at
    session.flush()
    return len(open_)


def is_open(until: date, most: int, taken: int, ended_at: datetime | None, today: date) -> bool:
    """Whether a link is good for once more."""
    return ended_at is None and today <= until and taken < most
