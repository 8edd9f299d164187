"""From values to words: what a page says of verdicts, reasons, states, people and dates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import get_month_names
from babel.lists import format_list
from flask import Flask
from flask_babel import format_date, format_percent, get_locale, ngettext, to_user_timezone
from flask_babel import gettext as _

from app.intake import sentence
from app.letters.languages import is_right_to_left, own_name
from app.web import words
from app.web.context import school
from app.web.naming import clock_words, count_words, item_of, item_title, item_words, length_words, span_words, spans_words, thumb_of
from consent_store.errors import BrokenRecord, Refusal
from consent_store.ids import PersonId, PurposeCode
from consent_store.records.queries.school import PurposeView
from consent_store.rules.gate import Code, Decision, Reason, Verdict
from consent_store.rules.standing import Standing, State
from consent_store.rules.terms import Duty

_DAY, _TIME = "d MMMM yyyy", "H.mm"
_LANGUAGE = "nl"


@dataclass(frozen=True, slots=True)
class Told:
    """A reason in words: what is so, and what to do about it."""

    sentence: str
    next_step: str


def verdict_state(decision: Decision) -> str:
    """The state that the templates draw: cleared, masked, held, doubt or waiting."""
    codes = {reason.code for reason in decision.reasons}
    if decision.verdict is not Verdict.HELD:
        return decision.verdict.value
    if codes & {Code.NOT_ANALYSED, Code.ANALYSIS_OUTDATED}:
        return "waiting"
    return "doubt" if codes & {Code.DOUBT_OPEN, Code.DOUBT_UPHELD} else "held"


def verdict_words(decision: Decision) -> str:
    """The verdict in words, with who is covered."""
    if decision.verdict is Verdict.MASKED:
        return str(_("Cleared with masks (%(masks)s)", masks=masks_of(decision)))
    return str(words.VERDICTS[decision.verdict])


def masks_of(decision: Decision) -> str:
    """How many a decision covers, and how many it silences."""
    silent = {reason.sighting for reason in decision.reasons if reason.heard} & set(decision.masks)
    return masks_words(len(set(decision.masks)) - len(silent), len(silent))


def masks_words(covered: int, silent: int = 0) -> str:
    """ "2 masks", or where somebody is not heard either "1 face covered, 1 voice silent"."""
    if not silent:
        return str(ngettext("%(num)s mask", "%(num)s masks", covered))
    faces = [str(ngettext("%(num)s face covered", "%(num)s faces covered", covered))] if covered else []
    return ", ".join([*faces, str(ngettext("%(num)s voice silent", "%(num)s voices silent", silent))])


def told(reason: Reason, names: Mapping[PersonId, str], duties: Iterable[Duty] = ()) -> Told:
    """A reason in words. `names` holds the people whom the reader may see named; anybody else is "Somebody".

    That somebody must not be found is said to the office alone. Others read what they would of whoever took consent back.
    """
    name = names.get(reason.person, "") if reason.person else ""
    fill = {"name": name or _("Somebody")}
    sentence, next_step = words.HEARD.get(reason.code, words.REASONS[reason.code]) if reason.heard else words.REASONS[reason.code]
    if reason.code is Code.NOT_LOCATABLE and Duty.OFFICE in set(duties):
        sentence = words.NOT_LOCATABLE_FOR_OFFICE
    if reason.code is Code.NO_CONSENT and reason.state:
        sentence = words.NO_CONSENT.get(reason.state, sentence)
        next_step = words.ASK_AGAIN.get(reason.state, next_step)
        whose = {"name": _("The voice of %(name)s", **fill)} if reason.heard and reason.state in words.NO_CONSENT else fill
        return Told(str(sentence) % whose, str(next_step) % fill)
    return Told(str(sentence) % fill, str(next_step) % fill)


def reasons_told(decision: Decision, names: Mapping[PersonId, str], duties: Iterable[Duty] = ()) -> list[Told]:
    """Every reason of a decision in words, each once, in the order of the rules."""
    duties = frozenset(duties)
    ordered = sorted(decision.reasons, key=lambda reason: reason.rule)
    return list(dict.fromkeys(told(reason, names, duties) for reason in ordered))


def state_words(state: State) -> str:
    """How a consent stands, in a word or two."""
    return str(words.STATES[state])


def standing_words(standing: Standing) -> str:
    """How a consent stands and since when."""
    word = state_words(standing.state)
    return str(_("%(word)s, since %(day)s", word=word, day=day_words(standing.since))) if standing.since else word


def purpose_words(purpose: PurposeView) -> str:
    """A purpose's title in the reader's language, else in Dutch, else its code."""
    return purpose.titles.get(language()) or purpose.titles.get(_LANGUAGE) or str(purpose.code)


def purpose_titles(purposes: Iterable[PurposeView]) -> dict[PurposeCode, str]:
    """The titles of many, by code."""
    return {purpose.code: purpose_words(purpose) for purpose in purposes}


def duty_words(duties: Iterable[Duty]) -> list[str]:
    """Duties in words, in the order in which the house names them."""
    held = frozenset(duties)
    return [str(words.DUTIES[duty]) for duty in Duty if duty in held]


def day_words(moment: date | datetime) -> str:
    """ "3 september 2026"; a moment is told by the school's clock."""
    return str(format_date(_local(moment), _DAY, rebase=False))


def month_words(day: date, *, short: bool = False) -> str:
    """ "november 2026"; short, where a column is narrow, "nov 26"."""
    return str(format_date(day, "LLL yy" if short else "LLLL yyyy", rebase=False))


def time_words(moment: datetime) -> str:
    """ "10.42", by the school's clock."""
    return f"{to_user_timezone(moment):%-H.%M}"


def moment_words(moment: datetime) -> str:
    """ "3 september 2026, 10.42"."""
    return f"{day_words(moment)}, {time_words(moment)}"


def month_names() -> list[tuple[int, str]]:
    """The months by number, in the reader's language."""
    return list(get_month_names("wide", context="stand-alone", locale=get_locale() or _LANGUAGE).items())


def percent(share: float, digits: int = 1) -> str:
    """ "97,5%": a share from 0 to 1."""
    return str(format_percent(share, f"0.{'#' * digits}%"))


def list_words(parts: Iterable[str]) -> str:
    """ "Anna, Bram en Carla"."""
    return format_list(list(parts), locale=get_locale() or _LANGUAGE)


def refusal_words(refusal: Refusal) -> str:
    """A refusal as one sentence in the reader's language: the words for its code, else its own sentence, else the words for its kind."""
    kind = type(refusal)
    if refusal.code == kind.code or refusal.code not in words.REFUSALS:
        usual = str(refusal) == kind.sentence or isinstance(refusal, BrokenRecord)
        return str(words.REFUSALS[kind.code] if usual else _(str(refusal)))
    return str(words.REFUSALS[refusal.code])


def failure_words(code: str) -> str:
    """Why a picture could not be looked at, in the reader's language."""
    return str(_(sentence(code)))


def language() -> str:
    """The language of this page: "nl" or "en"."""
    return getattr(get_locale(), "language", _LANGUAGE)


def text_direction(language: str) -> str:
    """ "rtl" or "ltr", of a language by its tag."""
    return "rtl" if is_right_to_left(language) else "ltr"


def zone() -> str | None:
    """The name of the school's time zone."""
    ours = school()
    return str(ours.policy.zone) if ours else None


def install(app: Flask) -> None:
    """Let every template say these by name."""
    functions = (
        verdict_state, verdict_words, masks_of, masks_words, told, reasons_told, state_words, standing_words, purpose_words,
        duty_words, day_words, month_words, time_words, moment_words, percent, list_words, refusal_words, failure_words,
        text_direction, item_title, item_words, item_of, count_words, clock_words, length_words, span_words, spans_words, thumb_of,
    )  # fmt: skip
    app.jinja_env.globals.update({function.__name__: function for function in functions})
    app.jinja_env.globals["words"] = words
    app.jinja_env.globals["language_name"] = own_name


def _local(moment: date | datetime) -> date:
    return to_user_timezone(moment).date() if isinstance(moment, datetime) else moment
