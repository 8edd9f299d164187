"""What is said of files that come in: arrived, here already, half-way."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import gettext as _

from app.intake import LARGEST
from app.web.context import me, now, session
from app.web.teachers.tus_protocol import metadata
from consent_store.errors import NotFound
from consent_store.ids import EventId, UploadId
from consent_store.operations.media import Admitted
from consent_store.records.queries import media
from consent_store.records.queries import uploads as questions

_DIGEST = re.compile(r"[0-9a-f]{64}")
_FILM = frozenset({"mov", "mp4"})


@dataclass(frozen=True, slots=True)
class HalfWay:
    """A file of which a part arrived. `modified` (milliseconds) and `sha256` as the browser said; empty where it did not."""

    id: UploadId
    name: str
    size: int
    received: int
    modified: str
    sha256: str


def require(event: EventId) -> None:
    """Ask that there is such an event, and nothing more about it: this is asked for every file. Raises `NotFound`."""
    if not media.event_titles(session(), among=[event]):
        raise NotFound()


def outcome(admitted: Admitted) -> str:
    """What became of a file."""
    if admitted.duplicate_of is None:
        return str(_("Arrived. Who is in it is looked for."))
    known = media.event(session(), media.item(session(), admitted.item).event)
    return _here(known.title)


def already(digests: Collection[str]) -> dict[str, str]:
    """Of which bytes (SHA-256, hex) it is known that they came in before, and what is said of that."""
    known = questions.known(session(), [each for each in digests if _DIGEST.fullmatch(each)])
    titles = {event.id: event.title for event in media.event_titles(session(), among={place.event for place in known.values()})}
    gone = str(_("This very file was removed before, and is not taken in again."))
    return {sha256: gone if place.removed else _here(titles[place.event]) for sha256, place in known.items()}


def half_way(event: EventId) -> list[HalfWay]:
    """One's own files for an event that can go on."""
    found = questions.unfinished(session(), event, by=me().person.id, at=now())
    told = {view.id: metadata(view.about) for view in found}
    return [
        HalfWay(
            view.id,
            told[view.id].get("filename", ""),
            view.size,
            view.received,
            told[view.id].get("modified", ""),
            told[view.id].get("sha256", ""),
        )
        for view in found
    ]


def sending(event: EventId) -> dict[str, object]:
    """What a page needs on which files are sent: those that are half-way, the most bytes of one of each kind, and who sends."""
    return {"half_way": half_way(event), "largest": LARGEST, "who": me().person.id}


def live_half(name: str, others: Collection[str]) -> bool:
    """Whether a film's name is that of a photo among these: a phone keeps the two halves of a Live Photo so."""
    stem, _dot, ending = name.rpartition(".")
    return ending.lower() in _FILM and any(other.rpartition(".")[0] == stem and other != name for other in others)


def _here(title: str) -> str:
    return str(_("We have it already, in “%(title)s”. It is not kept twice.", title=title))
