"""The words of letters, in the language of whoever reads them. Pages and jobs both send letters, so this room knows no Flask.

A module a topic: pure functions from a reader to a `Letter`. Whoever sends it does so after the commit: see `Services.post`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from babel.dates import format_date
from babel.support import NullTranslations, Translations

from consent_store.rules.terms import Kind

TRANSLATIONS = Path(__file__).parents[1] / "translations"
_WRITTEN_IN = "en"  # the language of the sentences in the code
_FIRST = "nl"  # what a reader gets whose own language has no translation


@dataclass(frozen=True, slots=True)
class Speech:
    """Sentences in one language. `_ = speech(language)`, then `_("Hello %(name)s", name=...)`."""

    language: str
    catalogue: NullTranslations

    def __call__(self, sentence: str, **fill: object) -> str:
        """A sentence, with its places filled in."""
        spoken = self.catalogue.gettext(sentence)
        return spoken % fill if fill else spoken

    def ngettext(self, one: str, many: str, num: int, **fill: object) -> str:
        """The same, in the form that a number asks for; `num` is filled in too."""
        return self.catalogue.ngettext(one, many, num) % {"num": num, **fill}

    def item(self, number: int, kind: Kind) -> str:
        """ "photo 12", "film 3" or "sound 4": a medium by its number in its event, within a sentence."""
        if kind is Kind.FILM:
            return self("film %(number)s", number=number)
        return self("sound %(number)s" if kind is Kind.SOUND else "photo %(number)s", number=number)

    def day(self, day: date) -> str:
        """A day in words, without the day of the week."""
        return format_date(day.date() if isinstance(day, datetime) else day, "d MMMM yyyy", locale=self.language)


@cache
def speech(language: str) -> Speech:
    """How to speak to somebody who reads this language; Dutch where there is no translation into it."""
    if language == _WRITTEN_IN:
        return Speech(language, NullTranslations())
    spoken = language if (TRANSLATIONS / language).is_dir() else _FIRST
    return Speech(spoken, Translations.load(TRANSLATIONS, [spoken]))
