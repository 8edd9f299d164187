"""The letters that ask a family for its answer: by e-mail and on paper, the reminders, and the one after a change of wording."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.lists import format_list

from app.letters import Speech, speech
from app.letters.languages import is_right_to_left
from app.mail import Letter
from app.paper.letters import Leaf
from consent_store.records.queries.people import PersonView


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked, by which school, about whom. Of a child nothing is told but the given name and the class."""

    reader: PersonView
    school: str
    children: Sequence[tuple[PersonView, Sequence[str]]]

    def about(self, _: Speech) -> str:
        """ "Lars and Noor"; "yourself" where the reader alone is meant."""
        names = [child.given_name for child, _ in self.children if child.id != self.reader.id]
        yourself = [_("yourself")] if len(names) < len(self.children) else []
        return format_list([*names, *yourself], locale=_.language)


def invitation(asked: Asked, link: str) -> Letter:
    """The first letter, by e-mail."""
    _ = speech(asked.reader.language)
    subject = _("May we show pictures of %(who)s?", who=asked.about(_))
    text = _(
        "Dear %(name)s,\n\n%(school)s would like to know where pictures of %(who)s may be shown. You choose for each place, yes or no. "
        "It takes about a minute.\n\n    %(link)s\n\nThe link opens our door. There we send a fresh code to this address; you need no "
        "password.\n\n"
        "Saying no has no consequences. As long as you say nothing, it is no. You can change your choice at any time, by the same link.\n\n"
        "%(school)s",
        name=asked.reader.name,
        school=asked.school,
        who=asked.about(_),
        link=link,
    )
    return Letter(asked.reader.email or "", subject, text)


def reminder(asked: Asked, link: str, number: int, of: int) -> Letter:
    """The same question again, `number` of `of`; the last one says that it is the last."""
    _ = speech(asked.reader.language)
    subject = _("Still open: may we show pictures of %(who)s?", who=asked.about(_))
    text = _(
        "Dear %(name)s,\n\nWe have no answer yet about pictures of %(who)s. As long as you say nothing, it is no; that is fine too.\n\n"
        "Yes and no take about a minute:\n\n    %(link)s\n\n%(ending)s\n\n%(school)s",
        name=asked.reader.name,
        who=asked.about(_),
        link=link,
        ending=_("This is our last reminder.") if number >= of else _("Once you have answered, you get no more reminders."),
        school=asked.school,
    )
    return Letter(asked.reader.email or "", subject, text)


def reworded(reader: PersonView, school: str, titles: Sequence[str], link: str) -> Letter:
    """What we ask changed: earlier answers to it no longer count."""
    _ = speech(reader.language)
    what = format_list(list(titles), locale=_.language)
    subject = _("We ask you again: %(what)s", what=what)
    text = _(
        "Dear %(name)s,\n\nWe changed what we ask about: %(what)s. Your earlier yes was to other words, so it no longer counts, and we "
        "show nothing under it until you choose again.\n\nRead what changed, and say yes or no:\n\n    %(link)s\n\n"
        "All your other choices stand. Saying no has no consequences.\n\n%(school)s",
        name=reader.name,
        what=what,
        link=link,
        school=school,
    )
    return Letter(reader.email or "", subject, text)


def on_paper(asked: Asked, address: str, link: str, code: str | None, on: date, until: date | None) -> Leaf:
    """The letter on paper. `address` is typed by whoever does not scan; with a `code`, which works until a day, no e-mail is needed."""
    _ = speech(asked.reader.language)
    return Leaf(
        rtl=is_right_to_left(_.language),
        sender=asked.school,
        to=(asked.reader.name, *_whose(asked, _)),
        date=_.day(on),
        subject=_("May we show pictures of %(who)s?", who=asked.about(_)),
        paragraphs=(
            _("Dear %(name)s,", name=asked.reader.name),
            _(
                "We take pictures at lessons, trips and parties. Where they may be shown, you decide: for each place, yes or no. "
                "It takes about a minute."
            ),
            _("Saying no has no consequences. As long as you say nothing, it is no. You can change your choice at any time."),
        ),
        steps=_by_code(_, address, until) if until else _by_mail(_, address, asked.reader.email or ""),
        qr=link,
        code=code,
        closing=(
            _("Rather on paper? Ask the office for the form."),
            _("With kind regards,\n%(school)s", school=asked.school),
        ),
    )


def _whose(asked: Asked, _: Speech) -> list[str]:
    """For whom the reader answers, a line each, so that whoever hands the letters out knows where to."""
    told = []
    for child, groups in asked.children:
        if child.id != asked.reader.id:
            filled = {"child": child.given_name, "group": ", ".join(groups)}
            told.append(_("for %(child)s, class %(group)s", **filled) if groups else _("for %(child)s", child=child.given_name))
        elif groups:
            told.append(_("class %(group)s", group=", ".join(groups)))
    return told


def _by_code(_: Speech, address: str, until: date) -> tuple[str, ...]:
    return (
        _("1. Scan this square with your telephone, or go to\n%(address)s", address=address),
        _("2. The code is filled in already, or you fill it in. It works once, until %(day)s:", day=_.day(until)),
    )


def _by_mail(_: Speech, address: str, email: str) -> tuple[str, ...]:
    return (
        _("1. Scan this square with your telephone, or go to\n%(address)s", address=address),
        _("2. We send a fresh code to the e-mail address that the school knows: %(email)s", email=veiled(email)),
        _("3. Fill the code in. You need no password."),
    )


def veiled(email: str) -> str:
    """ "k…@e…": enough for its owner to know it by, too little for anybody else."""
    name, _, host = email.partition("@")
    return f"{name[:1]}…@{host[:1]}…"
