"""What is known of a picture of ours that turned up: where it was let out to, and whether it should have come back."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app.web.context import session
from app.web.presenters import day_words, moment_words, purpose_titles
from consent_store.ids import ItemId
from consent_store.records.queries import media, people, releases, school
from consent_store.records.queries.releases import RecallView, ReleaseView
from consent_store.records.views import EventView, ItemView

SURE = 31  # bits in which a copy differs at most, after the reference's own advice; beyond that somebody should look


@dataclass(frozen=True, slots=True)
class Trace:
    """One of our pictures, how sure it is the one, and what became of it. `state` is drawn."""

    item: ItemView
    event: EventView
    sure: bool
    state: str
    word: str
    lines: Sequence[str]


def traces(matches: Sequence[tuple[ItemId, int]]) -> list[Trace]:
    """The likest first."""
    items = media.items(session(), [item for item, _bits in matches])
    return [_trace(items[item], bits) for item, bits in matches if item in items]


def _trace(item: ItemView, bits: int) -> Trace:
    out, recalls = releases.releases_of(session(), item.id), releases.recalls_of(session(), item.id)
    state, word = _verdict(out, recalls)
    return Trace(item, media.event(session(), item.event), bits <= SURE, state, word, [_line(release) for release in reversed(out)])


def _verdict(out: Sequence[ReleaseView], recalls: Sequence[RecallView]) -> tuple[str, str]:
    """The gravest that is true: called back, never let out, or let out; for what, the lines say."""
    if any(recall.closed_at is None for recall in recalls):
        return "recalled", _("Recalled: this must come down")
    if not out:
        return "held", _("Never cleared here")
    if all(release.ended_at for release in out):
        return "held", _("Was cleared once, and no longer is")
    return "cleared", _("Cleared, for what stands below")


def _line(release: ReleaseView) -> str:
    names = people.people(session(), [release.by])
    fill = {
        "purpose": purpose_titles(school.purposes(session(), retired=True)).get(release.purpose, release.purpose),
        "channel": release.channel,
        "day": day_words(release.at),
        "name": names[release.by].name if release.by in names else _("Somebody"),
    }
    return " ".join([_fate(release, fill), *_covered(release)])


def _fate(release: ReleaseView, fill: dict[str, str]) -> str:
    if release.ended_at is None:
        return str(_("For %(purpose)s, %(channel)s, since %(day)s, by %(name)s.", **fill))
    ended = moment_words(release.ended_at)
    return str(_("For %(purpose)s, %(channel)s, from %(day)s, by %(name)s; ended on %(ended)s.", ended=ended, **fill))


def _covered(release: ReleaseView) -> list[str]:
    """What only a person sees or hears: a copy in which they are not covered came from elsewhere."""
    silent = len(media.voices_among(session(), release.masks))
    covered = len(release.masks) - silent
    faces = ngettext(
        "%(num)s face is covered in it: look whether it is so here.",
        "%(num)s faces are covered in it: look whether it is so here.",
        covered,
    )
    voices = ngettext(
        "%(num)s voice is silent in it: listen whether it is so here.",
        "%(num)s voices are silent in it: listen whether it is so here.",
        silent,
    )
    return [said for number, said in ((covered, faces), (silent, voices)) if number]
