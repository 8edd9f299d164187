"""The letter to an address that the school replaced: whoever reads there may not have asked for it."""

from app.letters import speech
from app.letters.invitations import veiled
from app.mail import Letter
from consent_store.records.queries.people import PersonView


def replaced(before: PersonView, after: PersonView, school: str) -> Letter:
    """To whoever reads the earlier address. Names neither a child nor the new address in full."""
    _ = speech(before.language)
    instead = (
        _("It writes to %(address)s from now on.", address=veiled(after.email)) if after.email else _("It has no other address for you.")
    )
    text = _(
        "Dear %(name)s,\n\n%(school)s changed your e-mail address, and this one opens nothing any more. %(instead)s\n\n"
        "Did you not ask for that? Then tell the office today: whoever has your address can answer in your name.\n\n%(school)s",
        name=before.name,
        school=school,
        instead=instead,
    )
    return Letter(before.email or "", _("Your e-mail address at %(school)s was changed", school=school), text)
