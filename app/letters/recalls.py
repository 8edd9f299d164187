"""Letters about what must come back: to whoever sees to it, and to the family once it is gone. None names another child."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_datetime

from app.letters import Speech, speech
from app.mail import Letter
from consent_store.records.queries.people import PersonView
from consent_store.rules.recalls import Rung
from consent_store.rules.terms import Kind

LISTED = 20  # tasks that a letter names; the others are counted


@dataclass(frozen=True, slots=True)
class Recalled:
    """A medium that went out: its number in its event, for what, and where. `due` and `gone` are on the school's wall."""

    number: int
    kind: Kind
    event: str
    purpose: str
    channel: str
    place: str = ""
    due: datetime | None = None
    gone: datetime | None = None


def to_do(reader: PersonView, rung: Rung, tasks: Sequence[Recalled], number: int, school: str, link: str) -> Letter:
    """What is still to be done, the most urgent first, of `number` in all. `rung`: why this reader gets it."""
    _ = speech(reader.language)
    subject = _.ngettext("%(num)s picture must come back", "%(num)s pictures must come back", number)
    why = {
        Rung.OWNER: _("These pictures went out through you, or through communications, and may no longer be there."),
        Rung.COMMS: _("Half of the time is over, and these pictures are still out."),
        Rung.SUPERVISOR: _("These pictures should have been gone by now. Please see to it that somebody takes them down."),
    }[rung]
    lines = [_line(_, task) for task in tasks]
    more = [_("and %(number)s more", number=number - len(tasks))] if number > len(tasks) else []
    listed = "\n".join(f"- {line}" for line in (*lines, *more))
    text = _(
        "%(why)s\n\n%(list)s\n\nHere you say that it is gone, and how you know:\n\n%(link)s\n\n%(school)s",
        why=why,
        list=listed,
        link=link,
        school=school,
    )
    return Letter(reader.email or "", subject, text)


def gone(reader: PersonView, child: PersonView, pictures: Sequence[Recalled], school: str, link: str) -> Letter:
    """That pictures of somebody are no longer out."""
    _ = speech(reader.language)
    own = reader.id == child.id
    subject = _("A picture of you is gone") if own else _("A picture of %(name)s is gone", name=child.given_name)
    first = (
        _("The permission for a picture of you ended. We took away what was out with it:")
        if own
        else _("The permission for a picture of %(name)s ended. We took away what was out with it:", name=child.given_name)
    )
    listed = "\n".join(f"- {_line(_, picture)}" for picture in pictures)
    text = _(
        "%(first)s\n\n%(list)s\n\nWhoever saved a copy before may still have it. If you still see it somewhere, tell us.\n\n"
        "What stands now, you see here:\n\n%(link)s\n\n%(school)s",
        first=first, list=listed, link=link, school=school,
    )  # fmt: skip
    return Letter(reader.email or "", subject, text)


def _line(_: Speech, picture: Recalled) -> str:
    what = {"item": _.item(picture.number, picture.kind), "event": picture.event, "purpose": picture.purpose, "channel": picture.channel}
    line = _("%(item)s of “%(event)s”: %(purpose)s, %(channel)s", **what)
    line = f"{line} ({picture.place})" if picture.place else line
    if picture.due is not None:
        return _("%(what)s; gone before %(moment)s", what=line, moment=_moment(_, picture.due))
    return _("%(what)s; gone since %(day)s", what=line, day=_.day(picture.gone)) if picture.gone else line


def _moment(_: Speech, moment: datetime) -> str:
    return format_datetime(moment, "d MMMM yyyy, H.mm", locale=_.language)
