"""The letters that the door sends: one code or one link, in the language of whoever reads it."""

from flask_babel import force_locale
from flask_babel import gettext as _

from app.mail import Letter
from app.web.context import school, services
from consent_store.records.queries.people import PersonView


def send_code(person: PersonView, code: str) -> None:
    """Send a one-time code."""
    with force_locale(person.language):
        subject = _("Your code for %(school)s", school=_school_name())
        text = _(
            "Your code is\n\n    %(code)s\n\nIt works for 10 minutes, and once. Fill it in on the page that asked for it.\n\n"
            "You did not ask for a code? Then do nothing; without it nobody comes in.\n\n%(school)s",
            code=f"{code[:4]} {code[4:]}",
            school=_school_name(),
        )
    _post(person, subject, text)


def send_address_code(person: PersonView, address: str, code: str) -> None:
    """Send a code to an address that somebody says is theirs."""
    with force_locale(person.language):
        subject = _("Is this your address? Your code for %(school)s", school=_school_name())
        text = _(
            "Somebody gave this address to %(school)s as theirs. Was it you? Then fill in this code:\n\n    %(code)s\n\n"
            "It works for 10 minutes, and once.\n\nWas it not you? Then do nothing; the address is not kept.\n\n%(school)s",
            code=f"{code[:4]} {code[4:]}",
            school=_school_name(),
        )
    services().post(Letter(address, subject, text))


def send_invitation(person: PersonView, link: str) -> None:
    """Send the link with which somebody makes their account."""
    with force_locale(person.language):
        subject = _("Your account at %(school)s", school=_school_name())
        text = _(
            "With this link you choose a password:\n\n%(link)s\n\nIt works for 7 days, and once.\n\n"
            "You did not expect this? Then do nothing and tell the office.\n\n%(school)s",
            link=link,
            school=_school_name(),
        )
    _post(person, subject, text)


def _post(person: PersonView, subject: str, text: str) -> None:
    if person.email:
        services().post(Letter(person.email, subject, text))


def _school_name() -> str:
    ours = school()
    return ours.name if ours else "Beeldpoort"
