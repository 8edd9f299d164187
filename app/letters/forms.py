"""The words of a form on which a family gives or refuses consent by hand, under the notices in force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.letters import Speech, speech
from app.letters.languages import is_right_to_left
from app.paper.forms import Blank, Question
from app.paper.sheet import can_print
from consent_store.ids import PurposeCode
from consent_store.records.queries.people import PersonView
from consent_store.records.queries.school import NoticeView, PurposeView
from consent_store.rules.terms import Audience, Kind

FALLBACK = "nl"


@dataclass(frozen=True, slots=True)
class Printed:
    """What all forms of a class have in common: the school, its purposes in their order, and where the office enters a form."""

    school: str
    purposes: Sequence[PurposeView]
    entry_url: str


def versions_text(purposes: Sequence[PurposeView]) -> str:
    """ "website.3-press.1": which wordings a form was printed with, short enough for a square that is scanned."""
    return "-".join(f"{view.code}.{view.version}" for view in purposes)


def parse_versions(text: str) -> dict[PurposeCode, int]:
    """What `versions_text` wrote; what it would not have written is passed over."""
    pairs = (part.rpartition(".") for part in text.split("-"))
    return {PurposeCode(code): int(version) for code, _, version in pairs if code and version.isdecimal() and len(version) < 6}


def blank(printed: Printed, person: PersonView, groups: Sequence[str], notices: Mapping[PurposeCode, NoticeView], language: str) -> Blank:
    """The form about one person. `notices` are those in force, in the family's language where they have it; questions are as well.

    Where our letters lack some of a notice's, the caller hands it over in Dutch: see `printable`.
    """
    _ = speech(language)
    about = _("%(name)s, class %(group)s", name=person.name, group=", ".join(groups)) if groups else person.name
    return Blank(
        sender=printed.school,
        title=_("Permission for pictures"),
        about=about,
        introduction=_(
            "Tick yes or no for each place; you need not answer all. What is open stays no. Saying no has no consequences, and you can "
            "change your choice at any time. On the next sheets stands what each place means."
        ),
        questions=tuple(_question(_, view, notices[view.code]) for view in printed.purposes if view.code in notices),
        answers=(_("Yes"), _("No")),
        lines=(_("Name of who signs"), _("Day"), _("Signature")),
        notices=_("What each place means"),
        foot=_("Give this form to the office of the school. The square is for the office: it names this form, and holds no name."),
        qr=f"{printed.entry_url}/{person.id}/paper?language={language}&w={versions_text(printed.purposes)}",
    )


def printable(notice: NoticeView) -> bool:
    """Whether we have all the letters of a notice."""
    return can_print(notice.title + notice.text)


def _question(_: Speech, view: PurposeView, notice: NoticeView) -> Question:
    audience = _("seen by everybody") if view.purpose.audience is Audience.PUBLIC else _("seen inside the school")
    kinds = {Kind.PHOTO: _("photo"), Kind.FILM: _("film"), Kind.SOUND: _("sound")}
    return Question(
        title=notice.title,
        about=_("%(audience)s · wording %(version)s", audience=audience, version=notice.version),
        kinds=tuple(kinds[kind] for kind in Kind if kind in view.purpose.kinds),
        notice=tuple(notice.text.split("\n\n")),
        rtl=is_right_to_left(notice.language),
    )
