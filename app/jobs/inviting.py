"""Families who were asked and said nothing are reminded; those whose consent a change of wording outdated are asked again."""

from app.jobs.correspondence import on_its_own, send
from app.jobs.workshop import Workshop
from app.letters import invitations, links
from app.letters.invitations import Asked
from consent_store.records.queries import asking, people, school
from consent_store.records.queries.asking import REMINDER, REWORDED, AskedAgain, Due


def remind_unanswered(shop: Workshop) -> None:
    """One reminder to everybody who is due one."""
    with shop.services.db.reading() as session:
        due, name = asking.unanswered(session, at=shop.now()), school.opened(session).name
        groups = people.groups_by_person(session, {child.id for each in due for child in each.children})
    for each in due:
        with on_its_own(REMINDER):
            asked = Asked(each.reader, name, [(child, groups.get(child.id, ())) for child in each.children])
            send(shop, REMINDER, each.reader.id, [each.about], invitations.reminder(asked, _link(shop, each), each.number, each.of))


def ask_again(shop: Workshop) -> None:
    """One letter to everybody whose earlier yes no longer counts, with all that changed."""
    with shop.services.db.reading() as session:
        affected, name = asking.asked_again(session, at=shop.now()), school.opened(session).name
        titles = {each.reader.language: school.current_notices(session, each.reader.language) for each in affected}
    for each in affected:
        with on_its_own(REWORDED):
            told = [titles[each.reader.language][code].title for code in each.versions]
            about = [asking.about(code, version) for code, version in each.versions.items()]
            send(shop, REWORDED, each.reader.id, about, invitations.reworded(each.reader, name, told, _link(shop, each)))


def _link(shop: Workshop, each: Due | AskedAgain) -> str:
    return links.door_link(shop.services.keys, shop.services.site.public_url, each.reader.id)
