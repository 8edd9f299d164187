"""The one door for a word of consent, online or on paper. What it ends, ends in the same transaction (rule 9)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, Conflict, NotAllowed, NotFound
from consent_store.ids import PersonId
from consent_store.operations import recalls, templates
from consent_store.operations.fields import digest, text
from consent_store.records import ledger
from consent_store.records.answered import AnsweredRow
from consent_store.records.media import ItemRow
from consent_store.records.queries import consents, school
from consent_store.records.queries.school import PurposeView
from consent_store.records.scans import ScanRow
from consent_store.records.school import NoticeRow
from consent_store.rules import capacity
from consent_store.rules.entries import Entry, Method, Say, Word
from consent_store.rules.terms import RECOGNITION


@dataclass(frozen=True, slots=True)
class Chosen:
    """A word that somebody chose with their own latest word before them: `seen` is its number in the ledger, 0 where there was none."""

    word: Word
    seen: int


def choose(session: Session, choices: Sequence[Chosen], *, actor: PersonId, at: datetime) -> list[Entry]:
    """Record several words, all or none; what was sent twice is recorded once.

    Raises as `speak` does, and `Conflict` (`said_meanwhile`) where the speaker said something else since, in another window perhaps.
    """
    ledger.lock(session)
    said = ledger.words(session, {choice.word.person for choice in choices})
    fresh = [choice.word for choice in choices if not _said_already(said.get(choice.word.person, []), choice)]
    return [speak(session, word, actor=actor, at=at) for word in fresh]


def take_back(session: Session, person: PersonId, numbers: Collection[int], *, actor: PersonId, at: datetime) -> list[Entry]:
    """Let what somebody just said of a person be as it was before: the word before is said again; where there was none, or it was a yes
    that no longer stands, theirs is lifted. All or none.

    Raises `NotFound` for anything but their own words, `Conflict` (`said_meanwhile`) where they said something else since.
    """
    ledger.lock(session)
    said = [entry for entry in ledger.about(session, person) if _word(entry).speaker == actor and _word(entry).item is None]
    spoken = [word for entry in said if entry.seq in numbers and (word := _word(entry)).method is Method.ONLINE]
    if len(spoken) != len(set(numbers)):
        raise NotFound()
    return [speak(session, _before(session, said, word, numbers, at), actor=actor, at=at) for word in spoken]


def speak(session: Session, word: Word, *, actor: PersonId, at: datetime) -> Entry:
    """Record a yes, a no, a withdrawal, or that a word about one item is lifted.

    A yes that is not about one item ends when the school says that they end, or sooner.
    Raises `NotFound` for a person, purpose or item that is not there, `NotAllowed` where the speaker's word does not count,
    `BadInput` for a word that says nothing, and `Conflict` (`notice_outdated`) for a yes under a wording no longer in force.
    A no is never refused for its wording.
    """
    ledger.lock(session)
    _check_method(session, word, actor)
    _check_capacity(session, word, at)
    _check_matter(session, word)
    if word.say is Say.YES:
        _check_yes(session, word, at)
        word = _lasting(session, word, at)
    entry = ledger.append(session, word, actor=actor, at=at)
    _count(session, word)
    recalls.reach(session, entry, at=at)
    if word.purpose in (RECOGNITION, None):
        templates.delete_unless_standing(session, [word.person], actor=actor, at=at)
    return entry


def from_paper(session: Session, word: Word, signed_on: date, *, actor: PersonId, at: datetime) -> Entry:
    """Record a word of a form that was signed on a day. Raises as `speak`, and `BadInput` for a yes that its speaker may have taken back
    online since: a form that lay somewhere ends no later no.
    """
    ledger.lock(session)
    said = ledger.words(session, {word.person}).get(word.person, [])
    last = consents.own_word(said, word.speaker, word.purpose, word.kind)
    refused = last is not None and last.word.method is Method.ONLINE and last.word.say in (Say.NO, Say.WITHDRAWN)
    if word.say is Say.YES and refused and last is not None and signed_on <= school.policy(session).day(last.at):
        raise BadInput("Whoever signed this said no online since. Nothing was recorded; ask them.", field="signed_on")
    return speak(session, word, actor=actor, at=at)


def keep_scan(
    session: Session, person: PersonId, sha256: str, *, vault_name: str, size: int, media_type: str, actor: PersonId, at: datetime
) -> None:
    """Keep the scan of a paper form about somebody, before the words on it are spoken. The same scan twice is kept once."""
    ledger.lock(session)
    consents.register_for(session, person)
    if session.get(ScanRow, (digest(sha256, "scan"), person)) is None:
        row = ScanRow(sha256=sha256, person_id=person, vault_name=vault_name, size=size, media_type=text(media_type, "media_type"))
        row.kept_by, row.kept_at = actor, at
        session.add(row)
        session.flush()


def _count(session: Session, word: Word) -> None:
    """Keep the latest word where a whole school is counted."""
    if word.item is None:
        said = {"say": word.say, "notice": word.notice, "until": word.until}
        session.merge(AnsweredRow(person_id=word.person, purpose=word.purpose, kind=word.kind, **said))
        session.flush()


def _said_already(words: Sequence[Entry], choice: Chosen) -> bool:
    word = choice.word
    last = consents.own_word(words, word.speaker, word.purpose, word.kind)
    if last is None or last.seq == choice.seen:
        return False
    if last.word.say is not word.say:
        raise Conflict("This was changed in another window. Nothing was recorded; look again.", code="said_meanwhile")
    return True


def _word(entry: Entry) -> Word:
    return cast(Word, entry.body)  # the ledger's words about somebody hold nothing else


def _before(session: Session, said: Sequence[Entry], word: Word, numbers: Collection[int], at: datetime) -> Word:
    """What its speaker said of the same before a word that is still their last."""
    same = [entry for entry in said if (_word(entry).purpose, _word(entry).kind) == (word.purpose, word.kind)]
    earlier = [_word(entry) for entry in same if entry.seq not in numbers]
    if same[-1].seq not in numbers:
        raise Conflict("This was changed in another window. Nothing was recorded; look again.", code="said_meanwhile")
    last = earlier[-1] if earlier else None
    if last is None or (last.say is Say.YES and not _stands(session, last, at)):
        return Word(word.speaker, word.person, Say.LIFTED, word.purpose, word.kind)
    return replace(last, method=Method.ONLINE, scan=None)


def _stands(session: Session, word: Word, at: datetime) -> bool:
    """Whether a yes could be said again as it was."""
    ended = word.until is not None and word.until <= school.policy(session).day(at)
    versions = [view.version for view in school.purposes(session) if view.code == word.purpose]
    return not ended and word.notice in versions


def _check_method(session: Session, word: Word, actor: PersonId) -> None:
    """Online, everybody speaks for themselves; paper needs its scan."""
    if word.method is Method.ONLINE and (actor != word.speaker or word.scan is not None):
        raise NotAllowed("Online, nobody speaks in another's name.", code="not_the_speaker")
    if word.method is Method.PAPER and (word.scan is None or session.get(ScanRow, (word.scan, word.person)) is None):
        raise BadInput("Consent on paper needs the scan of the form.", field="scan")


def _check_capacity(session: Session, word: Word, at: datetime) -> None:
    register = consents.register_for(session, word.person)
    policy = register.policy
    own_lift = word.say is Say.LIFTED and word.speaker == word.person
    allowed = capacity.may_refuse if own_lift or word.say in (Say.NO, Say.WITHDRAWN) else capacity.may_give
    if not allowed(word.speaker, register.subject, register.guardianships, policy.day(at), policy.age_of_consent):
        raise NotAllowed("You cannot decide this for this person.", code="no_capacity")


def _check_matter(session: Session, word: Word) -> None:
    """What the word is about is there. Only about one item may purpose and kind stay open."""
    if word.item is not None and session.get(ItemRow, word.item) is None:
        raise NotFound()
    if word.item is None and (word.purpose is None or word.kind is None):
        raise BadInput("Say what this is about: a purpose and a kind, or one picture.", field="purpose")
    if word.purpose is not None and word.kind is not None and word.kind not in school.purpose(session, word.purpose).kinds:
        raise BadInput("This purpose has no use for that kind.", field="kind")


def _check_yes(session: Session, word: Word, at: datetime) -> None:
    found = [view for view in school.purposes(session) if view.code == word.purpose]
    if not found or word.kind is None:
        raise NotFound("This purpose is not asked for.")
    if word.until is not None and word.until <= school.policy(session).day(at):
        raise BadInput("This day is not in the future.", field="until")
    shown = exists().where(NoticeRow.purpose == word.purpose, NoticeRow.version == word.notice, NoticeRow.language == word.language)
    if not session.scalar(select(shown)):
        raise BadInput("Nobody can agree to a notice that was not shown.", field="notice")
    if _outdated(session, word, found[0]):
        raise Conflict("The wording has changed since. Nothing was recorded; please read it again.", code="notice_outdated")


def _lasting(session: Session, word: Word, at: datetime) -> Word:
    if word.item is not None:
        return word
    chosen = school.opened(session)
    ends = [end for end in (word.until, chosen.yes_lasts.until(chosen.policy.day(at))) if end is not None]
    return replace(word, until=min(ends, default=None))


def _outdated(session: Session, word: Word, purpose: PurposeView) -> bool:
    """Online the wording in force is the one that counts; a form on paper may be older, as long as it says the same."""
    if word.method is Method.ONLINE:
        return word.notice != purpose.version
    newer = select(exists().where(NoticeRow.purpose == purpose.code, NoticeRow.version > (word.notice or 0), NoticeRow.material))
    return bool(session.scalar(newer))
