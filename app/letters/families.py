"""Letters of time: somebody comes of age, a consent ends soon, and once a year what stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.letters import Speech, speech
from app.mail import Letter
from consent_store.ids import PurposeCode
from consent_store.records.queries.due import Ending, Told, Turning
from consent_store.records.queries.people import PersonView


@dataclass(frozen=True, slots=True)
class From:
    """Which school writes, what it calls its purposes in the reader's language, and the link to the reader's own door."""

    school: str
    titles: Mapping[PurposeCode, str]
    link: str


def soon_of_age(each: Turning, age: int, sender: From) -> Letter:
    """To a pupil, before the birthday from which only their own word counts."""
    _ = speech(each.pupil.language)
    text = _(
        "Hi %(name)s,\n\nOn %(day)s you turn %(age)s. From that day on you decide alone where pictures of you may be shown, "
        "and no longer your parents. You can look round here now, and choose from that day on:\n\n    %(link)s\n\n"
        "Saying no has no consequences.\n\n%(school)s",
        name=each.pupil.given_name,
        day=_.day(each.on),
        age=age,
        link=sender.link,
        school=sender.school,
    )
    return Letter(each.pupil.email or "", _("Soon you decide about your own pictures"), text)


def of_age(each: Turning, lapses_on: date | None, sender: From) -> Letter:
    """To a pupil, from that birthday on. `lapses_on`: the first day on which what was said before no longer counts, or None."""
    _ = speech(each.pupil.language)
    before = (
        _("What your parents said before counts until %(day)s. After that it is no.", day=_.day(lapses_on - timedelta(days=1)))
        if lapses_on
        else _("What your parents said before counts until you answer.")
    )
    text = _(
        "Hi %(name)s,\n\nFrom now on only you decide where pictures of you may be shown. %(before)s\n\n"
        "You choose here, for each place, yes or no; it takes about a minute:\n\n    %(link)s\n\n"
        "Saying no has no consequences, and you can always change your mind.\n\n%(school)s",
        name=each.pupil.given_name,
        before=before,
        link=sender.link,
        school=sender.school,
    )
    return Letter(each.pupil.email or "", _("You decide about your own pictures"), text)


def child_of_age(reader: PersonView, each: Turning, sender: From) -> Letter:
    """To a guardian, before their child's birthday."""
    _ = speech(reader.language)
    child = each.pupil.given_name
    invited = (
        _("We invite %(child)s by e-mail.", child=child)
        if each.pupil.email
        else _("The school knows no e-mail address of %(child)s. Ask the office for a letter with a code.", child=child)
    )
    text = _(
        "Dear %(name)s,\n\nOn %(day)s %(child)s is old enough to decide alone about pictures. %(invited)s "
        "What you said before counts until %(child)s answers, or as long as the school allows. From that day on you cannot change it; "
        "until then you can:\n\n    %(link)s\n\n%(school)s",
        name=reader.name,
        day=_.day(each.on),
        child=child,
        invited=invited,
        link=sender.link,
        school=sender.school,
    )
    return Letter(reader.email or "", _("Soon %(child)s decides alone about pictures", child=child), text)


def ends_soon(reader: PersonView, each: Ending, sender: From) -> Letter:
    """To whoever may say yes: what ends, when, and what happens if they do nothing."""
    _ = speech(reader.language)
    own = reader.id == each.person.id
    who = _("yourself") if own else each.person.given_name
    text = _(
        "Dear %(name)s,\n\nThe permission for pictures of %(who)s ends, first on %(day)s:\n\n%(list)s\n\n"
        "Do you want it to go on? You say so here, in a tap:\n\n    %(link)s\n\n"
        "Do nothing, and it ends: then it is no. That has no consequences.\n\n%(school)s",
        name=reader.name,
        who=who,
        day=_.day(each.until - timedelta(days=1)),
        list="\n".join(f"- {sender.titles.get(code, code)}" for code in each.purposes),
        link=sender.link,
        school=sender.school,
    )
    return Letter(reader.email or "", _("The permission for pictures of %(who)s ends soon", who=who), text)


def what_stands(reader: PersonView, about: Sequence[Told], sender: From) -> Letter:
    """Once a year: what stands, and how to change it."""
    _ = speech(reader.language)
    text = _(
        "Dear %(name)s,\n\nOnce a year we write to you what stands about pictures.\n\n%(list)s\n\n"
        "Is it still as you want it? Then you need not do anything. You change it here, at any time:\n\n    %(link)s\n\n"
        "Saying no has no consequences.\n\n%(school)s",
        name=reader.name,
        list="\n\n".join(_about(_, reader, told, sender) for told in about),
        link=sender.link,
        school=sender.school,
    )
    return Letter(reader.email or "", _("What stands about pictures at school"), text)


def _about(_: Speech, reader: PersonView, told: Told, sender: From) -> str:
    name = _("Yourself") if told.person.id == reader.id else told.person.given_name
    answers = ((_("Yes"), told.yes), (_("No, or no answer"), told.no))
    lines = [f"- {answer}: {', '.join(sender.titles.get(code, code) for code in codes)}" for answer, codes in answers if codes]
    return "\n".join([name, *lines])
