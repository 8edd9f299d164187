"""Which voice goes together with which face: an offer to whoever reviews a film, never an answer.

A voice is offered with somebody who is on screen for most of what it says, clearly more of it than anybody else, and with whom it has
clearly more time in common than any other voice.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from consent_store.ids import SightingId
from consent_store.rules.sightings import Answer, Sense, Sighting
from consent_store.rules.spans import Span, length, overlap

MOST = 0.6  # of what a voice says, that somebody is on screen
CLEARLY = 0.25  # of what it says, more than the next
MORE = 1.5  # times the time in common of any other voice
LEAST = 1000  # milliseconds that a voice speaks; of less nothing can be said


class Offer(NamedTuple):
    """That a voice may be the person of a strip, who is on screen for a `share` (0 to 1) of what it says."""

    voice: SightingId
    strip: SightingId
    share: float


def offers(sightings: Sequence[Sighting]) -> list[Offer]:
    """What to offer, the surest first. What is answered on both sides is settled, and who is nobody is not offered."""
    voices = {each.id: each for each in sightings if each.sense is Sense.HEARD and length(each.spans) >= LEAST}
    seen = _people(each for each in sightings if each.sense is Sense.SEEN and each.answer is not Answer.NOBODY)
    common = {voice: {strips[0].id: overlap(voices[voice].spans, _time(strips)) for strips in seen.values()} for voice in voices}
    strips = {each[0].id: each[0] for each in seen.values()}
    found = [_offer(voices[voice], with_, common) for voice, with_ in common.items()]
    open_ = [offer for offer in found if offer and _open(voices[offer.voice], strips[offer.strip])]
    return sorted(open_, key=lambda offer: (-offer.share, offer.voice))


def _people(strips: Iterable[Sighting]) -> dict[str, list[Sighting]]:
    """The strips of each person: those that are answered alike are one's."""
    found: dict[str, list[Sighting]] = defaultdict(list)
    for strip in strips:
        found[strip.person or strip.id].append(strip)
    return found


def _time(strips: Iterable[Sighting]) -> list[Span]:
    return [span for strip in strips for span in strip.spans]


def _offer(voice: Sighting, with_: Mapping[SightingId, int], common: Mapping[SightingId, Mapping[SightingId, int]]) -> Offer | None:
    said = length(voice.spans)
    if not with_:
        return None
    first, *others = sorted(with_, key=lambda strip: (-with_[strip], strip))
    if with_[first] < MOST * said or any(with_[first] - with_[other] < CLEARLY * said for other in others):
        return None
    if any(with_[first] < MORE * theirs[first] for other, theirs in common.items() if other != voice.id):
        return None
    return Offer(voice.id, first, with_[first] / said)


def _open(voice: Sighting, strip: Sighting) -> bool:
    said = {voice.answer, strip.answer}
    return None in said and said <= {None, Answer.PERSON}
