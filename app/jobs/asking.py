"""Questions with an end: whoever has not answered about a picture is reminded once; the office of what the law wants answered."""

from app.jobs.correspondence import on_its_own, send
from app.jobs.workshop import Workshop
from app.letters import links, wishes
from app.letters.requests import Question
from app.letters.requests import asking as letter
from consent_store.operations import guests
from consent_store.records.queries import corrections, people, requests, school
from consent_store.records.queries import reminders as reminded
from consent_store.records.queries.requests import RequestView
from consent_store.rules.asking import REMIND, WARN, Reply
from consent_store.rules.terms import Duty

ONE_PICTURE, WISH = "one_picture", "wish"


def remind_asked(shop: Workshop) -> None:
    """One reminder to everybody who may still answer for somebody about a picture."""
    with shop.services.db.reading() as session:
        today = school.policy(session).day(shop.now())
        ending = [each for each in requests.open_now(session, at=shop.now()) if each.ends_on - REMIND <= today]
    for each in ending:
        with on_its_own(ONE_PICTURE):
            _remind(shop, each)


def warn_office(shop: Workshop) -> None:
    """Tell the office of what a family asked while a week is left, and again each week that it waits."""
    with shop.services.db.reading() as session:
        today, told = school.policy(session).day(shop.now()), reminded.of(session, WISH)
        urgent = [each.due_on for each in corrections.waiting(session) if each.due_on - WARN <= today]
        readers, name = people.staff_with(session, Duty.OFFICE), school.opened(session).name
    for reader in readers if urgent else ():
        last = told.get((reader.id, ""))
        if last is None or shop.now() - last.last_at >= WARN:
            link = f"{shop.services.site.public_url}/office/wishes"
            with on_its_own(WISH):
                send(shop, WISH, reader.id, [""], wishes.due(reader, len(urgent), urgent[0], name, link))


def let_guests_go(shop: Workshop) -> None:
    """Forget guests who never confirmed, and those whose stay is over."""
    with shop.services.db.unit_of_work() as session:
        guests.sweep(session, at=shop.now())


def _remind(shop: Workshop, asked: RequestView) -> None:
    with shop.services.db.reading() as session:
        told = reminded.of(session, ONE_PICTURE, [asked.id])
        silent = [person for person, reply in requests.replies(session, asked, at=shop.now()).items() if reply is Reply.SILENT]
        readers = requests.readers(session, asked, silent, at=shop.now())
        titles = next(view.titles for view in school.purposes(session, retired=True) if view.code == asked.purpose)
        question = Question(school.opened(session).name, people.person(session, asked.asked_by).name, asked.why, titles, asked.last_day)
    for reader, about in readers:
        if (reader.id, asked.id) not in told:
            link = links.door_link(shop.services.keys, shop.services.site.public_url, reader.id)
            with on_its_own(ONE_PICTURE):
                send(shop, ONE_PICTURE, reader.id, [asked.id], letter(question, reader, about, link, again=True))
