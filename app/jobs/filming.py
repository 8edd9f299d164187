"""The way of a film or sound through the worker: opened in the box, a preview made, listened to, looked at, written down as it goes."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

import structlog

from app.analysis import voices
from app.jobs import analysing, film_faces, film_files
from app.jobs.holding import holding
from app.jobs.pacing import LEASE, SPEED, Pace, Step
from app.jobs.workshop import Workshop
from app.media.film import LONGEST, open_film
from app.media.sound import open_sound
from app.media.sources import Readable
from app.media.still import Stopped
from app.media.unplayable import Unplayable
from app.traces import where
from app.vault import Damaged, Missing
from consent_store.errors import Conflict
from consent_store.ids import ItemId
from consent_store.operations import media, recordings
from consent_store.operations.media import Claim
from consent_store.operations.recordings import FoundVoice, Heading, Resume
from consent_store.records.queries import recordings as queries
from consent_store.rules.releases import Use
from consent_store.rules.spans import Span
from consent_store.rules.terms import Kind

_log = structlog.get_logger()
_AT_ONCE = 100
_SECOND = 1000
_OVER = {"removed", "analysis_outdated", "analysis_over"}  # somebody ended it meanwhile


def analyse_waiting(shop: Workshop) -> None:
    """Analyse every recording that waits, one by one, also those that come meanwhile. One that breaks the worker stops no other."""
    tried = set[ItemId]()
    while waiting := [item for item in _waiting(shop) if item not in tried]:
        tried.add(waiting[0])
        try:
            analyse(shop, waiting[0])
        except Exception as error:
            _log.error("recording not analysed", error=type(error).__name__, where=where(error))


def _waiting(shop: Workshop) -> list[ItemId]:
    with shop.services.db.reading() as session:
        return queries.films_waiting(session, shop.engine.version, at=shop.now(), limit=_AT_ONCE)


def analyse(shop: Workshop, item: ItemId) -> None:
    """Analyse one recording, or go on where another worker stopped; not where it is done, or in other hands."""
    at = shop.now()
    with shop.services.db.unit_of_work() as session:
        claim = media.claim(session, item, until=at + LEASE, version=shop.engine.version, at=at)
    if claim is not None:
        with _written_down(shop, claim):
            _analyse(shop, claim, shop.services.vault.reader(claim.vault_name))


@contextmanager
def _written_down(shop: Workshop, claim: Claim) -> Iterator[None]:
    """Whatever ends the work before its end is written down, but that somebody ended it, or another worker took it over."""
    with suppress(Stopped):
        try:
            yield
        except Unplayable as error:
            analysing.refuse(shop, claim, error.code)
        except (Damaged, Missing):
            analysing.fail(shop, claim, "damaged")
        except Conflict as conflict:
            if conflict.code not in _OVER:
                raise


@dataclass(frozen=True, slots=True)
class _Work:
    """One recording on the bench, and what its file says of it."""

    shop: Workshop
    claim: Claim
    source: Readable
    heading: Heading

    def begin(self) -> Resume:
        """Say what it is; from where the work goes on."""
        with holding(self.shop, self.claim) as session:
            return recordings.begin(session, self.claim.item, self.heading, version=self.shop.engine.version, at=self.shop.now())


def _analyse(shop: Workshop, claim: Claim, source: Readable) -> None:
    work = _Work(shop, claim, source, _heading(claim, source))
    resume, pace = work.begin(), _pace(work)
    if Step.PREVIEW in pace.steps:
        pace.begin(Step.PREVIEW)
        pace.seconds = film_files.make(shop, claim, source, pace, moving=work.heading.has_picture)
        replace(work, heading=replace(work.heading, duration_ms=round(pace.seconds * _SECOND))).begin()
    seconds = pace.seconds
    if work.heading.has_sound and not resume.listened:
        pace.begin(Step.LISTENING)
        seconds = _listen(work, pace)
    if work.heading.has_picture:
        pace.begin(Step.LOOKING, resume.done_ms / _SECOND)
        seconds = film_faces.look(shop, claim, source, pace, resume.done_ms)
    with holding(shop, claim) as session:
        duration = round(seconds * _SECOND)
        recordings.finish(session, claim.item, version=shop.engine.version, duration_ms=duration, at=shop.now())


def _heading(claim: Claim, source: Readable) -> Heading:
    """What the file says of itself. A film without a picture is a sound. Raises Unplayable."""
    if claim.kind is Kind.FILM:
        try:
            with open_film(source, longest=LONGEST) as film:
                return Heading(_ms(film.claimed), film.fps, film.width, film.height, True, film.has_sound, film.dropped, film.taken_at)
        except Unplayable as error:
            if error.code != "no_picture":
                raise
    with open_sound(source) as sound:
        return Heading(_ms(sound.claimed), None, None, None, False, True, sound.dropped, sound.taken_at)


def _ms(seconds: float | None) -> int:
    return round((seconds or 0) * _SECOND)


def _pace(work: _Work) -> Pace:
    with work.shop.services.db.reading() as session:
        kept = queries.recording(session, work.claim.item)
    wanted = {
        Step.PREVIEW: kept is None or Use.PREVIEW not in kept.files,
        Step.LISTENING: work.heading.has_sound and not (kept and kept.listened),
        Step.LOOKING: work.heading.has_picture,
    }
    shown = Step.LOOKING if work.heading.has_picture else Step.LISTENING
    return Pace(work.shop, work.claim, work.heading.duration_ms / _SECOND, [step for step in SPEED if wanted[step]], shown)


def _listen(work: _Work, pace: Pace) -> float:
    """Find the voices, all of them in memory: who was interrupted listens anew. How long it was, in seconds."""

    def heard(seconds: float) -> None:
        pace.tell(pace.done + seconds)

    shop = work.shop
    with open_sound(work.source, voices.RATE, 1) as sound:
        found = voices.find((piece[:, 0] for piece in sound), shop.cache, shop.threads, heard)
    spoken = [FoundVoice([Span(_ms(start), _ms(end)) for start, end in voice.spans]) for voice in found.voices]
    with holding(shop, work.claim) as session:
        recordings.write_voices(session, work.claim.item, spoken, unread=sound.lost, at=shop.now())
    return found.duration
