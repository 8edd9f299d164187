"""Films and sound of an event that are being looked at: how far each is, how long it still takes, and that somebody stopped it."""

from dataclasses import dataclass

from flask_babel import gettext as _

from app.web.context import session
from app.web.naming import clock_words, left_words
from consent_store.ids import EventId
from consent_store.records.queries import media, recordings
from consent_store.records.queries.recordings import RecordingView
from consent_store.records.views import ItemView


@dataclass(frozen=True, slots=True)
class Line:
    """One of them. `stopped`: somebody ended the look at it; another failure is said in `item.failure`."""

    item: ItemView
    recording: RecordingView | None

    @property
    def stopped(self) -> bool:
        """Whether it goes on only once somebody says so."""
        return self.item.failure == "cancelled"

    @property
    def percent(self) -> int:
        """How much of it is looked at, rounded down, so that a hundred is all of it."""
        return int(100 * self.recording.share) if self.recording else 0

    @property
    def words(self) -> str:
        """How much of it is looked at, and how long that still takes."""
        left = "" if self.stopped else time_left(self.recording)
        return f"{looked_at(self.recording)}, {left}" if left else looked_at(self.recording)


def lines(event: EventId) -> list[Line]:
    """Those of an event, in the order in which they came in."""
    ids = recordings.unfinished(session(), event)
    items, known = media.items(session(), ids), recordings.recordings(session(), ids)
    return [Line(items[id_], known.get(id_)) for id_ in ids]


def looked_at(recording: RecordingView | None) -> str:
    """How much of a recording the computer looked at."""
    if recording is None:
        return str(_("It waits to be looked at"))
    return str(_("%(done)s of %(total)s looked at", done=clock_words(recording.looked_ms), total=clock_words(recording.duration_ms)))


def time_left(recording: RecordingView | None) -> str:
    """How long that still takes, once it is known."""
    return left_words(recording.seconds_left if recording else None)
