"""What has to happen by itself: the engine's version brought into force, dropped work found again, the night's round."""

from datetime import timedelta

from app.jobs import orphans
from app.jobs.workshop import Workshop
from app.ledger import sign_head
from consent_store.ids import ItemId
from consent_store.operations import accounts, inquiries, media, piles, recalls, retention, roster_files, shreds, templates, uploads
from consent_store.records.queries import facts, files, holds, recordings, school
from consent_store.records.queries import media as media_queries
from consent_store.records.queries import recalls as recall_questions
from consent_store.rules.retention import Matter
from consent_store.rules.terms import SYSTEM

_AT_ONCE = 1000
_ASKED = timedelta(days=30)  # what somebody found and made no case of
_ENDED = timedelta(days=1)  # longer than a session may last
_UNFINISHED = timedelta(hours=1)  # longer than an upload may take


def take_office(shop: Workshop) -> bool:
    """Bring this engine's version into force, once there is a school. Says whether there is one."""
    with shop.services.db.reading() as session:
        opened, version = school.school(session), facts.in_force(session)
    if opened is not None and version != shop.engine.version:
        with shop.services.db.unit_of_work() as session:
            media.bring_into_force(session, shop.engine.version, at=shop.now())
    return opened is not None


def is_in_office(shop: Workshop) -> bool:
    """Whether this engine's version is the one in force."""
    with shop.services.db.reading() as session:
        return facts.in_force(session) == shop.engine.version


def dropped(shop: Workshop) -> list[ItemId]:
    """Items that still want analysing and that no worker holds. Of recordings one: whoever takes that takes the others too."""
    at, version = shop.now(), shop.engine.version
    with shop.services.db.reading() as session:
        photos = media_queries.to_analyse(session, version, at=at, limit=_AT_ONCE)
        return [*photos, *recordings.films_waiting(session, version, at=at, limit=1)]


def is_recording(shop: Workshop, item: ItemId) -> bool:
    """Whether an item is film or sound; what is gone is neither."""
    with shop.services.db.reading() as session:
        return any(view.kind in recordings.RECORDED for view in media_queries.items(session, [item]).values())


def shred(shop: Workshop) -> None:
    """Shred the files that the records let go of."""
    with shop.services.db.reading() as session:
        names = files.to_shred(session)
    for name in names:
        shop.services.vault.shred(name)
    if names:
        with shop.services.db.unit_of_work() as session:
            shreds.done(session, names)


def sign(shop: Workshop) -> None:
    """Sign the ledger as it stands."""
    with shop.services.db.unit_of_work() as session:
        if school.school(session) is not None:
            sign_head(session, shop.services.keys, shop.services.note, at=shop.now())


def nightly(shop: Workshop) -> None:
    """Ask the gate again for all that is out, let lapse what has lapsed, and let go what must go, with what ended or a crash left."""
    at = shop.now()
    with shop.services.db.reading() as session:  # long, and others may write meanwhile
        asked, overdue = recall_questions.number_out(session), recalls.overdue(session, at=at)
    with shop.services.db.unit_of_work() as session:
        back = recalls.call_back(session, overdue, at=at)
        recalls.keep_night(session, asked, len(back), at=at)
    with shop.services.db.unit_of_work() as session:
        templates.lapse(session, school.policy(session).day(at), actor=SYSTEM, at=at)
    with shop.services.db.unit_of_work() as session:
        retention.sweep(session, at=at)
        accounts.sweep(session, at - _ENDED)
        roster_files.sweep(session, at - _ENDED, at=at)
        uploads.sweep(session, at=at)
        inquiries.forget(session, at - _ASKED, at=at)
        piles.forget(session)
        letters = holds.schedule(session).days(Matter.LETTER)
    orphans.let_go(shop)
    shred(shop)
    shop.services.vault.tidy(at - _UNFINISHED)
    shop.services.mailer.forget(at - timedelta(days=letters))
    sign(shop)
