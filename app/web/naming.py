"""How a medium is called by its kind, where it is looked at, and how moments and stretches of film and sound are written."""

from collections.abc import Iterable
from typing import Protocol

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from consent_store.records.views import ItemView
from consent_store.rules.spans import Span
from consent_store.rules.terms import Kind

_TENTH, _SECOND, _SHORT = 100, 1000, 10_000  # milliseconds
_MINUTE, _HOUR = 60, 3600  # seconds


class Numbered(Protocol):
    """Anything with the number of a medium in its event, and its kind."""

    @property
    def number(self) -> int: ...

    @property
    def kind(self) -> Kind: ...


def item_title(item: Numbered) -> str:
    """ "Photo 12", "Film 3" or "Sound 4": at the start of a line."""
    number = item.number
    if item.kind is Kind.FILM:
        return str(_("Film %(number)s", number=number))
    return str(_("Sound %(number)s", number=number) if item.kind is Kind.SOUND else _("Photo %(number)s", number=number))


def item_words(item: Numbered) -> str:
    """ "photo 12", "film 3" or "sound 4": within a sentence."""
    number = item.number
    if item.kind is Kind.FILM:
        return str(_("film %(number)s", number=number))
    return str(_("sound %(number)s", number=number) if item.kind is Kind.SOUND else _("photo %(number)s", number=number))


def count_words(number: int, kinds: Iterable[Kind] = ()) -> str:
    """ "1 film", "3 sounds", and else "12 pictures"."""
    only = set(kinds)
    if only == {Kind.FILM}:
        return str(ngettext("%(num)s film", "%(num)s films", number))
    if only == {Kind.SOUND}:
        return str(ngettext("%(num)s sound", "%(num)s sounds", number))
    return str(ngettext("%(num)s picture", "%(num)s pictures", number))


def item_of(item: Numbered, title: str) -> str:
    """ "Film 3 of “Sports day”"."""
    return str(_("%(item)s of “%(title)s”", item=item_title(item), title=title))


def clock_words(ms: int, *, exact: bool = False) -> str:
    """ "0:12", "1:02:03": a moment of a film, in whole seconds that have passed; exact, "0:12.5"."""
    seconds = ms // _SECOND
    hours, minutes = seconds // _HOUR, seconds % _HOUR // _MINUTE
    told = f"{hours}:{minutes:02}:{seconds % _MINUTE:02}" if hours else f"{minutes}:{seconds % _MINUTE:02}"
    return f"{told}.{ms % _SECOND // _TENTH}" if exact else told


def length_words(ms: int) -> str:
    """ "2:10", and under ten seconds "0:02.2", however short: how long something lasts."""
    exact = ms < _SHORT and ms % _SECOND > 0
    return clock_words(_rounded(max(ms, _TENTH // 2), _TENTH if exact else _SECOND), exact=exact)


def left_words(seconds: int | None) -> str:
    """How long something still takes, once that is known."""
    if seconds is None:
        return ""
    return str(_("about %(minutes)s minutes left", minutes=-(-seconds // _MINUTE)) if seconds > _MINUTE else _("less than a minute left"))


def span_words(span: Span) -> str:
    """ "0:12–0:40", and of a stretch under ten seconds "0:12.4–0:13.9", with its end counted as begun, so that it never looks empty."""
    exact = span.end - span.start < _SHORT and any(moment % _SECOND for moment in span)
    start, end = (span.start, span.end + _TENTH - 1) if exact else (_rounded(moment, _SECOND) for moment in span)
    return f"{clock_words(start, exact=exact)}–{clock_words(end, exact=exact)}"


def spans_words(spans: Iterable[Span], most: int = 3) -> str:
    """ "0:12–0:40, 1:02–1:04 …": the first few of them."""
    listed = list(spans)
    return ", ".join(map(span_words, listed[:most])) + (" …" if len(listed) > most else "")


def thumb_of(item: ItemView) -> str:
    """Where the small picture of a medium is: its own, or one that says what it is."""
    if item.thumb and not item.removed:
        return url_for("pictures.look", rendition=item.thumb)
    return url_for("static", filename="sound.svg" if item.kind is Kind.SOUND else "waiting.svg")


def _rounded(ms: int, unit: int) -> int:
    return (ms + unit // 2) // unit * unit
