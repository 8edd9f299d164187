"""What holds of every standing, whatever was said by whomever."""

from datetime import date, datetime, timedelta

from hypothesis import given, target
from hypothesis import strategies as st

from consent_store.ids import ItemId
from consent_store.rules.entries import Entry, Say, Word
from consent_store.rules.standing import Register, Standing, standing
from consent_store.rules.terms import RECOGNITION, Audience, Kind, Purpose, Role
from tests.strategies import BRAM, END, ITEMS, PUPIL, entries_of, ledgers, moments, registers, said, uses, words

items = st.sampled_from([None, *ITEMS])
photo = Kind.PHOTO
Said = list[tuple[datetime, Word]]


asked = st.tuples(registers, uses, moments | st.just(END), items)
Asked = tuple[Register, Purpose, datetime, ItemId | None]


def how(entries: list[Entry], question: Asked) -> Standing:
    """The standing after these entries."""
    register, purpose, at, item = question
    return standing(entries, register, purpose, photo, at, item)


def outcome(result: Standing) -> tuple[object, ...]:
    """What of a standing decides."""
    return result.state, result.barred, result.until, result.stands


@given(said, asked, moments, words)
def test_adding_a_no_never_opens(before: Said, question: Asked, at: datetime, word: Word) -> None:
    no = _with(word, say=Say.NO)
    if how(entries_of([*before, (at, no)]), question).stands:
        assert how(entries_of(before), question).stands


@given(said, asked, moments, words)
def test_adding_a_withdrawal_never_opens(before: Said, question: Asked, at: datetime, word: Word) -> None:
    withdrawal = _with(word, say=Say.WITHDRAWN)
    if how(entries_of([*before, (at, withdrawal)]), question).stands:
        assert how(entries_of(before), question).stands


@given(said, asked, said)
def test_words_about_somebody_else_change_nothing(before: Said, question: Asked, others: Said) -> None:
    foreign = [(at, _with(word, person=BRAM)) for at, word in others]
    assert outcome(how(entries_of([*before, *foreign]), question)) == outcome(how(entries_of(before), question))


@given(said, asked, said)
def test_what_is_said_later_changes_nothing_now(before: Said, question: Asked, later: Said) -> None:
    at = question[2]
    future = [(max(said_at, at + timedelta(microseconds=1)), word) for said_at, word in later]
    assert outcome(how(entries_of([*before, *future]), question)) == outcome(how(entries_of(before), question))


@given(ledgers, asked)
def test_only_the_order_of_each_speakers_own_words_matters(entries: list[Entry], question: Asked) -> None:
    by_speaker = sorted(entries, key=lambda entry: entry.actor, reverse=True)
    regrouped = [Entry(seq, entry.at, entry.actor, entry.body) for seq, entry in enumerate(by_speaker, 1)]
    assert outcome(how(regrouped, question)) == outcome(how(entries, question))


@given(ledgers, asked)
def test_a_standing_consent_rests_on_a_yes_of_somebody_entitled(entries: list[Entry], question: Asked) -> None:
    register, purpose, at, item = question
    result = how(entries, question)
    target(float(result.stands))
    if result.stands:
        assert any(_entitled_yes(entry, register, purpose, at, item) for entry in entries)
        assert not (register.subject.not_locatable and purpose.audience is Audience.PUBLIC)


@given(ledgers, asked)
def test_nobody_whose_last_word_is_no_is_shown_while_it_is_theirs_to_say(entries: list[Entry], question: Asked) -> None:
    """Whoever speaks alone, or holds authority today over somebody who does not."""
    register, purpose, at, item = question
    last: dict[str, Word] = {}
    for entry in entries:
        word = entry.body
        if isinstance(word, Word) and entry.at <= at and _for_this(word, purpose, item) and _may_speak_now(word, register, at):
            last[word.speaker] = word
    if any(word.say in (Say.NO, Say.WITHDRAWN) and word.item == item for word in last.values()):
        assert not how(entries, question).stands


@given(asked)
def test_silence_is_no(question: Asked) -> None:
    assert not how([], question).stands


@given(ledgers, asked)
def test_the_same_question_has_the_same_answer_and_entries_may_stream(entries: list[Entry], question: Asked) -> None:
    register, purpose, at, item = question
    assert standing(iter(entries), register, purpose, photo, at, item) == how(entries, question) == how(entries, question)


def _with(word: Word, **changes: object) -> Word:
    values = {name: getattr(word, name) for name in Word.__dataclass_fields__}
    return Word(**(values | changes))


def _for_this(word: Word, purpose: Purpose, item: ItemId | None) -> bool:
    asked_of = {"person": PUPIL, "purpose": purpose.code, "kind": photo, "item": item}
    return all(getattr(word, name) in (None, value) for name, value in asked_of.items())


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _alone(register: Register, on: date) -> bool:
    subject = register.subject
    return subject.role is not Role.PUPIL or (subject.born is not None and _age(subject.born, on) >= register.policy.age_of_consent)


def _in_authority(word: Word, register: Register, on: date) -> bool:
    ours = [g for g in register.guardianships if (g.guardian, g.pupil) == (word.speaker, PUPIL) and g.has_authority]
    return any(g.since <= on and not (g.until and g.until <= on) for g in ours)


def _may_speak_now(word: Word, register: Register, at: datetime) -> bool:
    today = at.astimezone(register.policy.zone).date()
    return word.speaker == PUPIL or (not _alone(register, today) and _in_authority(word, register, today))


def _entitled_yes(entry: Entry, register: Register, purpose: Purpose, at: datetime, item: ItemId | None) -> bool:
    """A yes to exactly this, under a known notice, within its time, by somebody who could say it on that day."""
    word, on = entry.body, entry.at.astimezone(register.policy.zone).date()
    today = at.astimezone(register.policy.zone).date()
    if not isinstance(word, Word) or word.say is not Say.YES or entry.at > at or word.person != PUPIL:
        return False
    exact = (word.purpose, word.kind) == (purpose.code, photo) and word.item in (
        ({item} if item else set()) if purpose.consent_per_item else {None, item}
    )
    known = any((n.purpose, n.version) == (purpose.code, word.notice) and n.since <= at for n in register.notices)
    outdated = any(n.purpose == purpose.code and n.material and n.since <= at and n.version > (word.notice or 0) for n in register.notices)
    in_time = (word.until is None or today < word.until) and not (purpose.code == RECOGNITION and (today - on).days > 365)
    alone = _alone(register, on)
    entitled = word.speaker == PUPIL if alone else register.subject.born is not None and _in_authority(word, register, on)
    return exact and known and not outdated and in_time and entitled and (alone or word.speaker != PUPIL)
