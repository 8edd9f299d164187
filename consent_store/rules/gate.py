"""The gate: may this item go out for this purpose, now? Closed unless every rule below says otherwise.

1. The item's analysis is finished, by the analysis version in force.
2. Every face, strip and voice that analysis found has an answer: a person, a stranger, not recognisable, nobody (a false alarm), or, of
   what is heard, the crowd. Who is only where a recording is cut is not in what goes out, and 2, 7 and 8 pass them by; 3 counts them.
3. A reviewer attested that all recognisable people are listed, in the state they are in now, and listed no fewer than analysis found
   and nobody dismissed.
4. For a public purpose a reviewer who attested is not the uploader.
5. No doubt is open.
6. The maker's permission is recorded.
7. For every person listed, consent stands for this purpose and kind, on this day, and nobody objected to this item. Whoever is heard,
   in a film too, needs it for sound: somebody may be seen and not heard.
8. Whoever fails 7, and every stranger, may be masked where the purpose allows masks: then the answer is *cleared with masks*, naming
   exactly which sightings. Where someone who fails 7 has a sighting without a place (of a voice: without a time), nothing can be
   masked: held. Somebody who must not be located is not masked but held.
9. Whatever is unknown, missing, unexpected or broken holds; so do what is confidential, set aside or removed. There is no force flag.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from consent_store.ids import DoubtId, ItemId, PersonId, PurposeCode, ReviewId, SightingId
from consent_store.rules import trimming
from consent_store.rules.sightings import Answer, Origin, Sense, Sighting
from consent_store.rules.spans import Span
from consent_store.rules.standing import Standing, State
from consent_store.rules.terms import Audience, Kind, Purpose

Standings = Mapping[tuple[PersonId, Kind], Standing]


class Verdict(StrEnum):
    """What the gate answers."""

    CLEARED = "cleared"
    MASKED = "masked"
    HELD = "held"


class Code(StrEnum):
    """Why: stable codes, which pages turn into a sentence and a next step."""

    NOT_ANALYSED = "not_analysed"
    ANALYSIS_OUTDATED = "analysis_outdated"
    ANALYSIS_FAILED = "analysis_failed"
    UNANSWERED = "unanswered"
    NOT_ATTESTED = "not_attested"
    CHANGED_SINCE_ATTESTED = "changed_since_attested"
    FEWER_LISTED_THAN_FOUND = "fewer_listed_than_found"
    FOUR_EYES = "four_eyes"
    DOUBT_OPEN = "doubt_open"
    DOUBT_UPHELD = "doubt_upheld"
    MAKER_UNKNOWN = "maker_unknown"
    NO_CONSENT = "no_consent"
    NOT_LOCATABLE = "not_locatable"
    STRANGER = "stranger"
    NO_PLACE_TO_MASK = "no_place_to_mask"
    CONFIDENTIAL = "confidential"
    ASIDE = "aside"
    REMOVED = "removed"
    KIND_NOT_SERVED = "kind_not_served"
    STANDING_UNKNOWN = "standing_unknown"
    BROKEN = "broken"


RULE_OF: Mapping[Code, int] = {
    Code.NOT_ANALYSED: 1,
    Code.ANALYSIS_OUTDATED: 1,
    Code.ANALYSIS_FAILED: 1,
    Code.UNANSWERED: 2,
    Code.NOT_ATTESTED: 3,
    Code.CHANGED_SINCE_ATTESTED: 3,
    Code.FEWER_LISTED_THAN_FOUND: 3,
    Code.FOUR_EYES: 4,
    Code.DOUBT_OPEN: 5,
    Code.DOUBT_UPHELD: 5,
    Code.MAKER_UNKNOWN: 6,
    Code.NO_CONSENT: 7,
    Code.NOT_LOCATABLE: 8,
    Code.STRANGER: 8,
    Code.NO_PLACE_TO_MASK: 8,
    Code.CONFIDENTIAL: 9,
    Code.ASIDE: 9,
    Code.REMOVED: 9,
    Code.KIND_NOT_SERVED: 9,
    Code.STANDING_UNKNOWN: 9,
    Code.BROKEN: 9,
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that keeps the gate shut, or asks for a mask. `state` says how the consent of `person` stands, `heard` that it is about a
    voice.
    """

    code: Code
    sighting: SightingId | None = None
    person: PersonId | None = None
    state: State | None = None
    doubt: DoubtId | None = None
    heard: bool = False

    @property
    def rule(self) -> int:
        """The number of the rule in this module's list."""
        return RULE_OF[self.code]


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is known of an item's analysis. `faces` counts what was found; None while it is not finished."""

    version: str | None
    in_force: str
    faces: int | None
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """What the gate needs to know of an item. `revision` counts every change to what is said about it. Of a recording, `trims` are cut
    out of what goes out, and `length` is how many milliseconds it lasts (0: not known).
    """

    id: ItemId
    kind: Kind
    uploader: PersonId
    revision: int
    analysis: Analysis
    maker_permitted: bool = False
    confidential: bool = False
    removed: bool = False
    aside: bool = False
    trims: tuple[Span, ...] = ()
    length: int = 0


@dataclass(frozen=True, slots=True)
class Review:
    """A reviewer's attestation of one revision of an item; `listed` counts the sightings that were not dismissed."""

    id: ReviewId
    item: ItemId
    reviewer: PersonId
    revision: int
    listed: int
    at: datetime


class DoubtState(StrEnum):
    """What became of a question to the supervisor."""

    OPEN = "open"
    UPHELD = "upheld"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question put to the supervisor. Upheld, it keeps the gate shut as an open one does."""

    id: DoubtId
    item: ItemId
    state: DoubtState


@dataclass(frozen=True, slots=True)
class Decision:
    """The gate's answer for one item and purpose at one moment, with every reason and the sightings to be masked."""

    item: ItemId
    revision: int
    purpose: PurposeCode
    audience: Audience
    at: datetime
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    masks: tuple[SightingId, ...] = ()

    @property
    def passes(self) -> bool:
        """Whether something may go out, masked or not."""
        return self.verdict in (Verdict.CLEARED, Verdict.MASKED)


def decide(
    item: Item,
    sightings: Sequence[Sighting],
    reviews: Sequence[Review],
    doubts: Sequence[Doubt],
    standings: Standings,
    purpose: Purpose,
    at: datetime,
) -> Decision:
    """Answer for one item and one purpose. `standings` are those of the people listed, for this purpose, item and moment, by `needed`."""
    present = left(item, sightings)
    held = [
        *_about_item(item, sightings, purpose),  # 9
        *_about_analysis(item, sightings),  # 1
        *_unanswered(present),  # 2
        *_about_review(item, sightings, reviews, purpose),  # 3, 4
        *_about_doubts(item, doubts),  # 5
        *(() if item.maker_permitted else (Reason(Code.MAKER_UNKNOWN),)),  # 6
    ]
    hidden = list(_hidden(present, standings, item, purpose))  # 7
    held += _unmaskable(hidden, present, item, purpose)  # 8
    masks = () if held else tuple(reason.sighting for reason in hidden if reason.sighting)
    verdict = Verdict.HELD if held else Verdict.MASKED if masks else Verdict.CLEARED
    reasons = tuple(dict.fromkeys([*held, *hidden]))
    return Decision(item.id, item.revision, purpose.code, purpose.audience, at, verdict, reasons, masks)


def everybody_listed(item: Item, sightings: Sequence[Sighting], reviews: Sequence[Review]) -> bool:
    """Whether one knows who is in an item (2, 3): before, somebody may be in it whom nobody could cover."""
    return not any((*_unanswered(left(item, sightings)), *_about_attestation(item, sightings, reviews)))


def left(item: Item, sightings: Iterable[Sighting]) -> list[Sighting]:
    """Who is in what may go out: whoever is only where it is cut is not."""
    return trimming.left(sightings, item.trims, item.length) if item.trims else list(sightings)


def needed(item: Kind, sense: Sense) -> Kind:
    """The kind for which somebody's consent must stand to be seen, or heard, in an item of a kind."""
    return Kind.SOUND if sense is Sense.HEARD else item


def _about_item(item: Item, sightings: Sequence[Sighting], purpose: Purpose) -> Iterator[Reason]:
    if item.removed:
        yield Reason(Code.REMOVED)
    if item.confidential:
        yield Reason(Code.CONFIDENTIAL)
    if item.aside:
        yield Reason(Code.ASIDE)
    if item.kind not in purpose.kinds:
        yield Reason(Code.KIND_NOT_SERVED)
    if len({sighting.id for sighting in sightings if sighting.item == item.id}) < len(sightings):
        yield Reason(Code.BROKEN)


def _about_analysis(item: Item, sightings: Sequence[Sighting]) -> Iterator[Reason]:
    analysis = item.analysis
    if analysis.failed:
        yield Reason(Code.ANALYSIS_FAILED)
    elif analysis.version is None or analysis.faces is None:
        yield Reason(Code.NOT_ANALYSED)
    elif analysis.version != analysis.in_force:
        yield Reason(Code.ANALYSIS_OUTDATED)
    elif sum(s.origin is Origin.MACHINE for s in sightings) < analysis.faces:
        yield Reason(Code.FEWER_LISTED_THAN_FOUND)


def _unanswered(sightings: Iterable[Sighting]) -> Iterator[Reason]:
    for sighting in sightings:
        if sighting.answer is None:
            yield _about(sighting, Code.UNANSWERED)


def _about_review(item: Item, sightings: Sequence[Sighting], reviews: Sequence[Review], purpose: Purpose) -> Iterator[Reason]:
    current = [review for review in reviews if review.item == item.id and review.revision == item.revision]
    yield from _about_attestation(item, sightings, reviews)
    if current and purpose.audience is not Audience.INTERNAL and all(review.reviewer == item.uploader for review in current):
        yield Reason(Code.FOUR_EYES)


def _about_attestation(item: Item, sightings: Sequence[Sighting], reviews: Sequence[Review]) -> Iterator[Reason]:
    ours = [review for review in reviews if review.item == item.id]
    current = [review for review in ours if review.revision == item.revision]
    if not current:
        yield Reason(Code.CHANGED_SINCE_ATTESTED if ours else Code.NOT_ATTESTED)
        return
    listed = sum(sighting.answer is not Answer.NOBODY for sighting in sightings)
    if any(review.listed != listed for review in current):
        yield Reason(Code.FEWER_LISTED_THAN_FOUND)


def _about_doubts(item: Item, doubts: Iterable[Doubt]) -> Iterator[Reason]:
    for doubt in doubts:
        if doubt.item == item.id and doubt.state is not DoubtState.RESOLVED:
            code = Code.DOUBT_UPHELD if doubt.state is DoubtState.UPHELD else Code.DOUBT_OPEN
            yield Reason(code, doubt=doubt.id)


def _hidden(sightings: Iterable[Sighting], standings: Standings, item: Item, purpose: Purpose) -> Iterator[Reason]:
    """Why each sighting that may not be shown may not: a reason a sighting. An answer that is not known needs a standing, and has none."""
    for sighting in sightings:
        if sighting.answer in _NEEDS_NO_CONSENT:
            continue
        if sighting.answer == Answer.STRANGER:
            yield _about(sighting, Code.STRANGER)
            continue
        kind = needed(item.kind, sighting.sense)
        standing = standings.get((sighting.person, kind)) if sighting.person else None
        if standing is None or not _fits(standing, sighting, kind, purpose):
            yield _about(sighting, Code.STANDING_UNKNOWN)
        elif standing.barred:
            yield _about(sighting, Code.NOT_LOCATABLE)
        elif not standing.stands:
            yield _about(sighting, Code.NO_CONSENT, standing.state)


def _about(sighting: Sighting, code: Code, state: State | None = None) -> Reason:
    return Reason(code, sighting.id, sighting.person, state, heard=sighting.sense is Sense.HEARD)


def _fits(standing: Standing, sighting: Sighting, kind: Kind, purpose: Purpose) -> bool:
    """Whether a standing is about what it is asked for; anything else is a broken caller, and holds."""
    return standing.person == sighting.person and standing.purpose == purpose.code and standing.kind is kind


def _coverable(sighting: Sighting, item: Item) -> bool:
    """Whether a mask can hide this. In a film a place without a time says too little, in a picture nobody is heard."""
    return sighting.placed and (bool(sighting.spans) or item.kind is Kind.PHOTO)


_NEEDS_NO_CONSENT = (Answer.UNRECOGNISABLE, Answer.NOBODY, Answer.CROWD, None)  # None holds by 2


_NEVER_MASKED = frozenset({Code.STANDING_UNKNOWN, Code.NOT_LOCATABLE})


def _unmaskable(hidden: Sequence[Reason], sightings: Sequence[Sighting], item: Item, purpose: Purpose) -> list[Reason]:
    """Those of the hidden whom no mask can help, and who therefore hold the gate."""
    held: list[Reason] = []
    claims: dict[SightingId | None, Sighting] = {sighting.id: sighting for sighting in sightings} if hidden else {}
    for reason in hidden:
        if not purpose.masks_allowed or reason.code in _NEVER_MASKED:
            held.append(reason)
        elif not _coverable(claims[reason.sighting], item):
            held.append(replace(reason, code=Code.NO_PLACE_TO_MASK))
    return held
