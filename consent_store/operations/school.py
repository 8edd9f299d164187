"""What may happen to the school: it opens, chooses its policy, gives duties, words its notices, and switches recognition."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import EventId, PersonId, PurposeCode
from consent_store.operations import people, recalls, templates
from consent_store.operations.fields import language_code, text
from consent_store.operations.model_form import DUTCH_MODEL_FORM, PurposeDraft, Wording
from consent_store.records import ledger
from consent_store.records.accounts import DutyRow
from consent_store.records.media import EventRow
from consent_store.records.school import NoticeRow, PurposeRow, SchoolRow
from consent_store.rules.entries import DutyRecorded, NoticePublished, PolicyRecorded, PurposeRetired, RecognitionSwitched, RegistryRestored
from consent_store.rules.terms import RECOGNITION, SYSTEM, Duty, Policy, Role

_LONGEST_NOTICE = 5000
_YOUNGEST, _OLDEST = 12, 18  # what laws and schools choose an age of consent from


def open_school(
    session: Session,
    *,
    name: str,
    origin: str,
    given_name: str,
    family_name: str,
    email: str,
    language: str = "nl",
    demo: bool = False,
    purposes: Sequence[PurposeDraft] = DUTCH_MODEL_FORM,
    actor: PersonId = SYSTEM,
    at: datetime,
) -> PersonId:
    """Set the registry up: the school, its purposes with their notices, and the first administrator, whose id is returned.

    `origin` names the ledger in checkpoints. Raises `Conflict` where there is a school already.
    """
    if session.get(SchoolRow, 1) is not None:
        raise Conflict("This registry has a school already.", code="already_open")
    session.add(SchoolRow(id=1, name=text(name, "name"), origin=text(origin, "origin"), demo=demo, opened_at=at))
    session.flush()
    for draft in purposes:
        add_purpose(session, draft, actor=actor, at=at)
    administrator = people.register(
        session,
        role=Role.STAFF,
        given_name=given_name,
        family_name=family_name,
        email=email,
        language=language,
        actor=actor,
        at=at,
    )
    record_duty(session, administrator, Duty.ADMIN, True, actor=actor, at=at)
    return administrator


def add_purpose(session: Session, draft: PurposeDraft, *, actor: PersonId, at: datetime) -> None:
    """Add a purpose at the end of the school's order, with the first version of its notice. Raises `Conflict` for a code in use."""
    if session.get(PurposeRow, draft.code) is not None:
        raise Conflict("There is a purpose of this code already.", code="code_taken")
    last = session.scalar(select(func.max(PurposeRow.position))) or 0
    row = PurposeRow(code=draft.code, position=last + 1, audience=draft.audience, kinds=" ".join(sorted(draft.kinds)))
    row.masks_allowed, row.consent_per_item = draft.masks_allowed, draft.consent_per_item
    session.add(row)
    session.flush()
    publish_notice(session, draft.code, draft.wordings, True, actor=actor, at=at)


def publish_notice(
    session: Session, purpose: PurposeCode, wordings: Mapping[str, Wording], material: bool, *, actor: PersonId, at: datetime
) -> int:
    """Bring a new wording into force and return its version. A material change outdates what was agreed to, and recalls it.

    `wordings` are by language. Raises `BadInput` for a language that the version before had and this one lacks.
    """
    ledger.lock(session)
    _purpose(session, purpose)
    version = _languages_kept(session, purpose, wordings) + 1
    kept = {language_code(language): _kept(wording) for language, wording in wordings.items()}
    for language, wording in kept.items():
        row = NoticeRow(purpose=purpose, version=version, language=language, title=wording.title, text=wording.text)
        row.material, row.since = material, at
        session.add(row)
    session.flush()
    published = NoticePublished(purpose, version, material, wording_digest(kept))
    recalls.reach(session, ledger.append(session, published, actor=actor, at=at), at=at)
    if purpose == RECOGNITION and material:
        templates.delete_unless_standing(session, actor=actor, at=at)
    return version


def wording_digest(wordings: Mapping[str, Wording]) -> str:
    """The SHA-256 (hex) over a notice as it is kept, in all its languages: canonical JSON, by language, of title and text."""
    plain = {language: [wording.title, wording.text] for language, wording in wordings.items()}
    return sha256(json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def set_policy(session: Session, policy: Policy, *, actor: PersonId, at: datetime) -> None:
    """Change the age of consent, the time zone, or when a guardian's word lapses. What no longer stands by it comes back at once.

    Raises `BadInput` for an age or a number of days that makes no sense.
    """
    if not _YOUNGEST <= policy.age_of_consent <= _OLDEST:
        raise BadInput(f"The age of consent lies from {_YOUNGEST} to {_OLDEST}.", field="age_of_consent")
    if policy.lapse_days is not None and policy.lapse_days < 1:
        raise BadInput("A word lapses after a day at the earliest.", field="lapse_days")
    ledger.lock(session)
    row = school_row(session)
    row.age_of_consent, row.zone, row.lapse_days = policy.age_of_consent, policy.zone.key, policy.lapse_days
    session.flush()
    ledger.append(session, PolicyRecorded(row.age_of_consent, row.zone, row.lapse_days), actor=actor, at=at)
    templates.delete_unless_standing(session, actor=actor, at=at)
    recalls.nightly(session, at=at)


def retire_purpose(session: Session, purpose: PurposeCode, retired: bool, *, actor: PersonId, at: datetime) -> None:
    """Take a purpose out of use, or back into it. What is out for it stays out; nothing new goes."""
    ledger.lock(session)
    row = _purpose(session, purpose)
    if row.retired != retired:
        row.retired = retired
        session.flush()
        ledger.append(session, PurposeRetired(purpose, retired), actor=actor, at=at)


def record_duty(session: Session, person: PersonId, duty: Duty, held: bool, *, actor: PersonId, at: datetime) -> None:
    """Give a member of staff a duty, or take it away. Raises `BadInput` for whoever is not staff, `Conflict` for the last administrator."""
    ledger.lock(session)
    if people.kept(session, person).role != Role.STAFF:
        raise BadInput("Only members of staff have duties.", field="person")
    row = session.get(DutyRow, (person, duty))
    if (row is not None) == held:
        return
    if row is None:
        session.add(DutyRow(person_id=person, duty=duty))
    else:
        if duty is Duty.ADMIN:
            people.not_the_last_administrator(session, person)
        session.delete(row)
    session.flush()
    ledger.append(session, DutyRecorded(person, duty, held), actor=actor, at=at)


def switch_recognition(
    session: Session, on: bool, *, why: str | None = None, event: EventId | None = None, actor: PersonId, at: datetime
) -> None:
    """Switch recognition for the school or for one event. Off, nobody is matched; templates stay only while their own consent does."""
    ledger.lock(session)
    reason = text(why, "why") if why else None
    if event is None:
        school = school_row(session)
        school.recognition_on, school.recognition_why = on, reason
    else:
        _event(session, event).recognition_off = not on
    session.flush()
    ledger.append(session, RecognitionSwitched(on, event=event, why=reason), actor=actor, at=at)


def school_row(session: Session) -> SchoolRow:
    """The row of the school. Raises `NotFound` before the set-up."""
    row = session.get(SchoolRow, 1)
    if row is None:
        raise NotFound("This registry has no school yet.")
    return row


def _event(session: Session, event: EventId) -> EventRow:
    row = session.get(EventRow, event)
    if row is None:
        raise NotFound()
    return row


def _purpose(session: Session, code: PurposeCode) -> PurposeRow:
    row = session.get(PurposeRow, code)
    if row is None:
        raise NotFound("This purpose does not exist.")
    return row


def _languages_kept(session: Session, purpose: PurposeCode, wordings: Mapping[str, Wording]) -> int:
    """The version before this one, 0 where there is none; nobody who could read that may find nothing in this one."""
    version = session.scalar(select(func.max(NoticeRow.version)).where(NoticeRow.purpose == purpose)) or 0
    spoken = set(session.scalars(select(NoticeRow.language).where(NoticeRow.purpose == purpose, NoticeRow.version == version)))
    if not wordings or not spoken <= wordings.keys():
        raise BadInput("The notice lacks a language that people could read until now.", field="wordings")
    return version


def _kept(wording: Wording) -> Wording:
    trimmed = wording.text.strip()
    if not trimmed or len(trimmed) > _LONGEST_NOTICE:
        raise BadInput(f"A notice needs a text of at most {_LONGEST_NOTICE} characters.", field="text")
    return Wording(text(wording.title, "title"), trimmed)


def record_restore(session: Session, revived: int, *, actor: PersonId, at: datetime) -> None:
    """Write down that the registry was restored from a backup, and how many refusals were lost by it."""
    ledger.append(session, RegistryRestored(ledger.head(session).size, revived), actor=actor, at=at)
