"""The faces of a film, looked at part by part: what a part showed is written down before the next, so that a crash costs seconds and the
first people can be named while the rest is looked at.
"""

from collections.abc import Sequence

from app.analysis.film_finding import BUSY, STEP, Finder, Followed, whole
from app.analysis.film_sights import Look, Sight
from app.analysis.film_state import packed, unpacked
from app.jobs.analysing import QUALITY
from app.jobs.filing import Filing
from app.jobs.holding import holding
from app.jobs.pacing import Pace
from app.jobs.workshop import Workshop
from app.media.film import LONGEST, Frame, open_film
from app.media.sources import Readable
from app.vault import seal, unseal
from consent_store.operations import recordings
from consent_store.operations.media import Claim
from consent_store.operations.recordings import FoundTrack, Portrait
from consent_store.records.queries import recordings as queries
from consent_store.records.queries.recordings import KnownTrack
from consent_store.rules import timeline
from consent_store.rules.sightings import Proposal

_PART, _MOST = 10.0, 40.0  # seconds of film that are written down together, and at most
_SECOND = 1000


def look(shop: Workshop, claim: Claim, film: Readable, pace: Pace, done_ms: int) -> float:
    """Find everybody in `film` who comes after what is done; how long it was, in seconds. Raises `Stopped`, Unplayable, VaultError."""
    at = done_ms / _SECOND
    finder, written = Finder(shop.engine, describe=claim.recognise, portraits=True, known=_known(shop, claim), at=at), at
    with open_film(film, longest=LONGEST, step=STEP, busy=BUSY, start=at) as frames:
        for frame in frames:
            if not isinstance(frame, Frame) or 0 < whole(frame.time) <= at:
                continue
            if _is_due(finder, frame, finder.at - written):
                _write(shop, claim, finder)
                written = finder.at
            pixels = frame.pixels(LONGEST)
            with shop.turn:
                finder.look(frame.time, frame.cut, pixels)
            pace.tell(finder.at)
    _write(shop, claim, finder, frames.duration)
    return frames.duration


def _is_due(finder: Finder, frame: Frame, unwritten: float) -> bool:
    """Whether a part ends before `frame`: at a cut, or after a thorough look, while nobody has just come."""
    return unwritten >= _PART and (frame.cut or (finder.thorough and (finder.settled or unwritten >= _MOST)))


def _known(shop: Workshop, claim: Claim) -> list[Followed]:
    """What an earlier worker followed, people together as they were written down."""
    with shop.services.db.reading() as session:
        tracks = queries.known_tracks(session, claim.item)
    return [_followed(shop, track) for track in tracks if track.looks]


def _followed(shop: Workshop, known: KnownTrack) -> Followed:
    sights = [Sight(sight.at / _SECOND, sight.box) for sight in known.sights]
    track, ended = unpacked(unseal(shop.services.keys, known.looks or b""), known.number, sights, known.before / _SECOND)
    return Followed(track, known.person, ended)


def _write(shop: Workshop, claim: Claim, finder: Finder, end: float | None = None) -> None:
    """Write down what was found since the last time, rows first: a picture of a face that a crash loses is cut out again."""
    with shop.turn:
        found, cuts = finder.part(end)
        tracks = written(shop, found, finder.at)
    moments, done = [_ms(cut) for cut in cuts], _ms(finder.at if end is None else max(end, finder.at))
    with holding(shop, claim) as session:
        portraits = recordings.write_tracks(session, claim.item, tracks, cuts=moments, done_ms=done, at=shop.now())
    _cut_out(shop, claim, found, portraits)


def written(shop: Workshop, found: Sequence[Followed], at: float) -> list[FoundTrack]:
    """Tracks as they are written down, with a guess for each face that is described; who is still on screen may be seen until `at`."""
    described = [each for each in found if each.track.looks[0].descriptor.size]
    with shop.services.db.reading() as session:
        register = shop.register(session)
    best = [each.track.looks[0] for each in described]
    proposals = shop.engine.propose([look.descriptor for look in best], [look.quality for look in best], register) if best else []
    guesses = {each.track.number: proposal for each, proposal in zip(described, proposals, strict=True)}
    return [_track(shop, each, guesses.get(each.track.number), at) for each in found]


def _track(shop: Workshop, each: Followed, proposal: Proposal | None, at: float) -> FoundTrack:
    track, keys = each.track, shop.services.keys
    best = track.looks[0]
    last = _ms(track.last)
    return FoundTrack(
        number=track.number,
        person=each.person,
        sights=[_kept(sight) for sight in track.sights],
        before=_ms(track.before),
        after=max(last + 1, _ms(track.after or at)),
        best=_kept(best.sight),
        score=best.score,
        looks=seal(keys, packed(track, each.ended)),
        quality=best.quality if best.descriptor.size else None,
        proposal=proposal,
        descriptor=seal(keys, best.descriptor.tobytes()) if best.descriptor.size else None,
    )


def _cut_out(shop: Workshop, claim: Claim, found: Sequence[Followed], portraits: Sequence[Portrait]) -> None:
    looks: list[Look] = [each.track.looks[0] for each in found]
    pictures = {_kept(look.sight): look.picture for look in looks if look.picture is not None}
    with Filing(shop.services.vault) as filing:
        crops = [(each.sighting, filing.jpeg("crop", pictures[each.sight], QUALITY)) for each in portraits if each.sight in pictures]
        with holding(shop, claim) as session:
            for sighting, filed in crops:
                filed.record(session, claim.item, sighting, shop.now())
        filing.keep()


def _kept(sight: Sight) -> timeline.Sight:
    return timeline.Sight(_ms(sight.time), sight.box)


def _ms(seconds: float) -> int:
    return round(seconds * _SECOND)
