"""A receipt by letter: that something was said in somebody's name, with the proof of it enclosed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.letters import Speech, speech
from app.mail import Enclosure, Letter
from consent_store.records.queries.people import PersonView
from consent_store.rules.entries import Method
from consent_store.rules.receipts import Receipt
from consent_store.rules.terms import Role


@dataclass(frozen=True, slots=True)
class Kept:
    """One receipt: about whom, what was decided, where it is read, and the file."""

    about: PersonView
    receipt: Receipt
    link: str
    file: Enclosure


def receipt(reader: PersonView, kept: Sequence[Kept], school: str, key: str) -> Letter:
    """To whoever spoke. `key` is the school's public key, which a letter keeps for whoever no longer trusts the website."""
    _ = speech(reader.language)
    fill = {"name": reader.given_name, "day": _.day(kept[0].receipt.at), "key": key, "school": school}
    fill["choices"] = "\n\n".join(f"- {_said(_, reader, each)}\n  {each.link}" for each in kept)
    text = _pupils(_, fill) if reader.role is Role.PUPIL else _parents(_, fill)
    return Letter(reader.email or "", _("Receipt of your choices"), text, tuple(each.file for each in kept))


def _parents(_: Speech, fill: Mapping[str, str]) -> str:
    return _(
        "Hello %(name)s,\n\nThis was said in your name on %(day)s:\n\n%(choices)s\n\n"
        "The receipt is enclosed. Keep it: with it you can show what was said, also when the school’s computer is gone. "
        "It holds no names. You change your choices at any time, as easily as you made them.\n\n"
        "Was this not you? Then tell the office of the school today.\n\n"
        "The key that the receipt is checked with:\n%(key)s\n\n%(school)s",
        **fill,
    )


def _pupils(_: Speech, fill: Mapping[str, str]) -> str:
    return _(
        "Hi %(name)s,\n\nThis was said in your name on %(day)s:\n\n%(choices)s\n\n"
        "The receipt is enclosed. Keep it: with it you can show what you said, also when the school’s computer is gone. "
        "It holds no names. You change your choices whenever you like.\n\n"
        "Was this not you? Then tell the office of the school today.\n\n"
        "The key that the receipt is checked with:\n%(key)s\n\n%(school)s",
        **fill,
    )


def _said(_: Speech, reader: PersonView, kept: Kept) -> str:
    number, paper = len(kept.receipt.happened), kept.receipt.happened[0].word.method is Method.PAPER
    if kept.about.id == reader.id:
        choices = _.ngettext("%(num)s choice", "%(num)s choices", number)
    else:
        choices = _.ngettext("%(num)s choice for %(name)s", "%(num)s choices for %(name)s", number, name=kept.about.given_name)
    return _("%(choices)s, from a form on paper", choices=choices) if paper else choices
