"""What people say about an item: who is where, that everybody is listed, that something is in doubt.

Every change counts the item's revision up; an attestation binds one revision. Two reviewers at work at once are told of each other only
where they touched the same face: `seen` is the revision that the reviewer had before them.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import DoubtId, EventId, ItemId, PersonId, ReviewId, SightingId, new_id
from consent_store.operations import recalls, steps, tracks
from consent_store.operations.fields import text
from consent_store.operations.items import in_hand, sighting_in_hand, sightings_in, sightings_in_hand, stir
from consent_store.operations.steps import ABSENT, Claim
from consent_store.records import ledger
from consent_store.records.media import ItemRow
from consent_store.records.people import PersonRow
from consent_store.records.queries import facts, history
from consent_store.records.queries.facts import place
from consent_store.records.queries.history import Chosen
from consent_store.records.recordings import RecordingRow
from consent_store.records.reviews import DoubtRow, ReviewRow
from consent_store.records.sightings import AnswerRow, SightingRow
from consent_store.rules import gate
from consent_store.rules.entries import DoubtRaised, DoubtSettled, ReviewAttested
from consent_store.rules.gate import DoubtState
from consent_store.rules.sightings import Answer, Box, Origin
from consent_store.rules.terms import Kind

_LONGEST = 2000


def answer(
    session: Session,
    sighting: SightingId,
    answer: Answer | None,
    person: PersonId | None = None,
    *,
    seen: int | None = None,
    actor: PersonId,
    at: datetime,
) -> int:
    """Say who a sighting is, or take that back with None; the item's revision is returned. The same answer again changes nothing.

    Raises `Conflict` (`answered_meanwhile`) where this very sighting changed after the revision `seen`.
    """
    claim = claim_of(session, answer, person)
    row, face = sighting_in_hand(session, sighting)
    if steps.claim(face) != claim:
        nobody_else(session, face, seen)
        steps.take(session, row, face, claim, actor=actor, at=at)
    return row.revision


def answer_many(
    session: Session,
    answers: Sequence[tuple[SightingId, Answer, PersonId | None]],
    *,
    batch: str | None = None,
    actor: PersonId,
    at: datetime,
) -> dict[ItemId, int]:
    """Answer many sightings that nobody has answered: all or none. Returns the revision of each item. With a batch (`new_id()`), one
    press takes all of them back.

    Raises `Conflict` (`answered_meanwhile`) where one of them has another answer already, or is given two.
    """
    answers = list(dict.fromkeys(answers))
    claims = {pair: claim_of(session, *pair) for pair in {(said, person) for _face, said, person in answers}}
    found = sightings_in_hand(session, [sighting for sighting, _said, _person in answers])
    wanted = [(*found[sighting], claims[said, person]) for sighting, said, person in answers]
    if len(found) < len(wanted) or any(face.answer is not None and steps.claim(face) != claim for _row, face, claim in wanted):
        raise _meanwhile()
    steps.take_all(session, [each for each in wanted if each[1].answer is None], actor=actor, at=at, batch=batch)
    return {ItemId(row.id): row.revision for row, _face, _claim in wanted}


def draw(
    session: Session, item: ItemId, box: Box, answer: Answer, person: PersonId | None = None, *, actor: PersonId, at: datetime
) -> SightingId:
    """List somebody whom the machine missed, at a place in whole pixels of the picture. The same again is the same sighting."""
    claim, row = claim_of(session, answer, person), in_hand(session, item)
    return _list(session, row, inside(row, box), claim, actor=actor, at=at)


def add_without_place(session: Session, item: ItemId, person: PersonId, *, actor: PersonId, at: datetime) -> SightingId:
    """List somebody who is in it, nowhere in particular: from behind, in the mirror, by name."""
    claim, row = claim_of(session, Answer.PERSON, person), in_hand(session, item)
    return _list(session, row, None, claim, actor=actor, at=at)


def list_many(
    session: Session, item: ItemId, people: Sequence[PersonId], *, batch: str | None = None, actor: PersonId, at: datetime
) -> list[SightingId]:
    """List everybody named who is not listed yet, nowhere in particular: a class of which the faces are too small to be told apart."""
    claims, row = {person: claim_of(session, Answer.PERSON, person) for person in people}, in_hand(session, item)
    there = {face.person_id for face in sightings_in(session, row)}
    wanted = [(row, _new(session, row, None, at), claim) for person, claim in claims.items() if person not in there]
    session.flush()
    steps.take_all(session, wanted, actor=actor, at=at, batch=batch)
    return [SightingId(face.id) for _row, face, _claim in wanted]


def erase_drawn(session: Session, sighting: SightingId, *, actor: PersonId, at: datetime) -> int:
    """Take away what a person listed. Raises `NotAllowed` for what the machine found: that can only be answered."""
    row, face = sighting_in_hand(session, sighting)
    steps.take(session, row, face, ABSENT, actor=actor, at=at)
    return row.revision


def undo(session: Session, event: EventId, *, shown: int | None = None, actor: PersonId, at: datetime) -> list[ItemId]:
    """Take back what one's own last press in an event did, save what somebody else built upon. The items changed, none where none was left.

    `shown` is the step (`Press.step`) that was said to be next. Raises `Conflict` (`done_meanwhile`) where it no longer is.
    """
    return _turn(session, event, history.to_undo, shown, back=True, actor=actor, at=at)


def redo(session: Session, event: EventId, *, shown: int | None = None, actor: PersonId, at: datetime) -> list[ItemId]:
    """Do again what was taken back last, if nothing else was done since. Likewise."""
    return _turn(session, event, history.to_redo, shown, back=False, actor=actor, at=at)


def attest(session: Session, item: ItemId, *, seen: int, actor: PersonId, at: datetime) -> ReviewId:
    """Attest that everyone recognisable in this revision is listed. Twice by the same reviewer is once.

    Raises `Conflict` (`changed_meanwhile`, `not_analysed`, `unanswered`).
    """
    row = in_hand(session, item)
    if seen != row.revision:
        raise Conflict("Something was said about this picture while you were looking. Look again.", code="changed_meanwhile")
    listed = _ready(session, row)
    same = select(ReviewRow.id).where(ReviewRow.item_id == item, ReviewRow.reviewer == actor, ReviewRow.revision == seen)
    already = session.scalar(same)
    if already:
        return ReviewId(already)
    review = ReviewRow(id=new_id(), item_id=item, reviewer=actor, revision=seen, listed=listed, at=at)
    session.add(review)
    stir(session, row)
    ledger.append(session, ReviewAttested(item, ReviewId(review.id), seen, listed), actor=actor, at=at)
    return ReviewId(review.id)


def raise_doubt(
    session: Session, item: ItemId, question: str, *, box: Box | None = None, moment: int | None = None, actor: PersonId, at: datetime
) -> DoubtId:
    """Put a question to the supervisor, perhaps about a place in the picture: the gate is shut, and what is out comes back.

    In a film or sound it may be about a `moment`, in milliseconds, and about a place only in the frame of one. Raises `BadInput`.
    """
    about = in_hand(session, item)
    row = DoubtRow(id=new_id(), item_id=item, raised_by=actor, raised_at=at, state=DoubtState.OPEN)
    row.question = text(question, "question", _LONGEST)
    row.moment_ms = _moment(session, about, moment, box)
    if box is not None:
        within = inside(about, box)
        row.left, row.top, row.right, row.bottom = within.left, within.top, within.right, within.bottom
    session.add(row)
    stir(session, about)
    entry = ledger.append(session, DoubtRaised(item, DoubtId(row.id)), actor=actor, at=at)
    recalls.reach(session, entry, at=at)
    return DoubtId(row.id)


def settle_doubt(session: Session, doubt: DoubtId, *, resolved: bool, reason: str, actor: PersonId, at: datetime) -> None:
    """Answer a question. Upheld, it keeps the gate shut, until it is resolved after all. Raises `Conflict` (`already_settled`)."""
    ledger.lock(session)
    row = session.get(DoubtRow, doubt, populate_existing=True)
    if row is None:
        raise NotFound()
    if row.state == DoubtState.RESOLVED or (row.state == DoubtState.UPHELD and not resolved):
        raise Conflict("This question was answered already.", code="already_settled")
    row.answer, row.settled_by, row.settled_at = text(reason, "reason", _LONGEST), actor, at
    row.read_at = None
    row.state = DoubtState.RESOLVED if resolved else DoubtState.UPHELD
    stir(session, session.get_one(ItemRow, row.item_id, populate_existing=True))
    ledger.append(session, DoubtSettled(ItemId(row.item_id), doubt, resolved), actor=actor, at=at)


def read_answer(session: Session, doubt: DoubtId, *, actor: PersonId, at: datetime) -> None:
    """Whoever asked read the answer; it is new no more. What others read changes nothing."""
    row = session.get(DoubtRow, doubt, populate_existing=True)
    if row is not None and row.raised_by == actor and row.settled_at is not None and row.read_at is None:
        row.read_at = at
        session.flush()


def in_register(session: Session, person: PersonId) -> None:
    """Raises `BadInput` for whoever cannot be named: not in the register, or erased from it."""
    if not session.scalar(select(exists().where(PersonRow.id == person, PersonRow.erased_at.is_(None)))):
        raise BadInput("This person is not in the register.", code="unknown_person", field="person")


def _turn(
    session: Session, event: EventId, chosen: Chosen, shown: int | None, *, back: bool, actor: PersonId, at: datetime
) -> list[ItemId]:
    ledger.lock(session)
    rows = chosen(session, event, actor)
    if shown is not None and (not rows or rows[0].id != shown):
        raise Conflict("Something else was done since. Nothing was changed; look again.", code="done_meanwhile")
    steps.turn_all(session, rows, back=back, actor=actor, at=at)
    return list(dict.fromkeys(ItemId(step.item_id) for step in rows))


def claim_of(session: Session, answer: Answer | None, person: PersonId | None) -> Claim:
    """An answer that can be kept: a person exactly where it names one, and that person is in the register."""
    if (answer is Answer.PERSON) != (person is not None):
        raise BadInput("Say who it is, or that it is nobody to be named.", field="person")
    if person is not None:
        in_register(session, person)
    return Claim(answer, person)


def nobody_else(session: Session, face: SightingRow, seen: int | None) -> None:
    """Raises `Conflict` (`answered_meanwhile`) where this very sighting changed after the revision `seen`."""
    if seen is None:
        return
    if session.scalar(select(exists().where(AnswerRow.sighting_id == face.id, AnswerRow.revision > seen))):
        raise _meanwhile()
    tracks.must_be_known(session, {face.id: seen})


def _meanwhile() -> Conflict:
    return Conflict("Somebody answered this face while you were looking. Nothing was changed; look again.", code="answered_meanwhile")


def inside(row: ItemRow, box: Box) -> Box:
    """The part of a box inside an item's picture. Raises `BadInput` where there is none."""
    clipped = box.clipped(row.width or 0, row.height or 0)
    if clipped is None:
        raise BadInput("This place is not in the picture.", field="box")
    return clipped


def _moment(session: Session, row: ItemRow, moment: int | None, box: Box | None) -> int | None:
    """A moment that an item has; a place in what moves is nowhere without one."""
    if moment is None and (box is None or row.kind == Kind.PHOTO):
        return None
    if moment is None:
        raise BadInput("Say at which moment this place is.", field="at")
    kept = session.get(RecordingRow, row.id)
    if kept is None or not 0 <= moment < kept.duration_ms:
        raise BadInput("This moment is not in the recording.", field="at")
    return moment


def _list(session: Session, row: ItemRow, box: Box | None, claim: Claim, *, actor: PersonId, at: datetime) -> SightingId:
    for known in sightings_in(session, row):
        if known.origin == Origin.HUMAN and place(known) == box and steps.claim(known) == claim:
            return SightingId(known.id)
    face = _new(session, row, box, at)
    session.flush()
    steps.take(session, row, face, claim, actor=actor, at=at)
    return SightingId(face.id)


def _new(session: Session, row: ItemRow, box: Box | None, at: datetime) -> SightingRow:
    """A sighting that is not there yet: the step that lists it can be taken back."""
    face = SightingRow(id=new_id(), item_id=row.id, origin=Origin.HUMAN, removed_at=at)
    if box is not None:
        face.left, face.top, face.right, face.bottom = box.left, box.top, box.right, box.bottom
    session.add(face)
    return face


def _ready(session: Session, row: ItemRow) -> int:
    """How many are listed, once everything can be attested. Nobody has to say who is only where a recording is cut."""
    if row.faces is None or row.analysis_failure is not None:
        raise Conflict("This picture was not analysed yet.", code="not_analysed")
    (known,) = facts.facts_of(session, [ItemId(row.id)]).values()
    if any(claim.answer is None for claim in gate.left(known.item, known.sightings)):
        raise Conflict("There are faces without an answer.", code="unanswered")
    return sum(claim.answer is not Answer.NOBODY for claim in known.sightings)
