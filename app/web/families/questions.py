"""One person's choices as a family sees them: what is asked, what the reader answered, and what stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby

from app.web import preferences, presenters
from app.web.context import me, now, session, today
from app.web.families import words
from app.web.words import KINDS, METHODS
from consent_store.ids import PersonId, PurposeCode
from consent_store.records.queries import consents, people, school
from consent_store.records.queries.consents import ChildView, Choice
from consent_store.records.queries.families import Member
from consent_store.records.queries.people import PersonView
from consent_store.records.queries.school import NoticeView, PurposeView
from consent_store.rules.capacity import Sight
from consent_store.rules.entries import Say
from consent_store.rules.lasting import renewable
from consent_store.rules.standing import Spoken, State
from consent_store.rules.terms import RECOGNITION

_ANSWERS = {Say.YES: "yes", Say.NO: "no", Say.WITHDRAWN: "no", Say.LIFTED: "lifted"}
_AGAIN = {State.EXPIRED: words.RUN_OUT, State.OUTDATED: words.REWORDED}


@dataclass(frozen=True, slots=True)
class Question:
    """One kind of one purpose. `field` names it in forms; `names` are those of everybody who spoke."""

    choice: Choice
    names: Mapping[PersonId, str]

    @property
    def field(self) -> str:
        """Its name in a form."""
        return f"{self.choice.purpose.code}.{self.choice.kind}"

    @property
    def seen(self) -> int:
        """The number of the reader's latest word about it, 0 where there is none."""
        return self.choice.own.seq if self.choice.own else 0

    @property
    def value(self) -> str | None:
        """The reader's answer that counts: yes, no or lifted; None where an answer is wanted."""
        own, standing = self.choice.own, self.choice.standing
        if own is None or (own.word.say is Say.YES and standing.state in _AGAIN):
            return None
        if own.word.say is Say.LIFTED and own.word.speaker != standing.person:
            return None
        return _ANSWERS[own.word.say] if own.word.say is Say.LIFTED or own in standing.spoken else None

    @property
    def ask(self) -> str:
        """What is asked, in a word."""
        return str(words.RECOGNISE if self.choice.purpose.code == RECOGNITION else words.ASKS[self.choice.kind])

    @property
    def silent(self) -> bool:
        """Whether nobody has said anything."""
        return self.choice.standing.state is State.NEVER_ASKED

    @property
    def state(self) -> str:
        """How the reader's own answer stands, or what stands without it."""
        own, standing = self.choice.own, self.choice.standing
        if own is not None and self.value in ("yes", "no"):
            sentence = words.ENDS if standing.until and standing.state is State.GIVEN and self.value == "yes" else words.SINCE[own.word.say]
            return str(sentence) % {"day": presenters.day_words(own.at), "until": _last_day(standing.until)}
        if own is not None and standing.state in _AGAIN:
            return str(_AGAIN[standing.state])
        if standing.state is State.GIVEN:
            return self._told(words.OTHER_YES, standing.spoken[0])
        return "" if self.refused else str(words.SILENT)

    @property
    def ends(self) -> date | None:
        """The last day of the reader's yes, where it is asked for again by now."""
        own, standing = self.choice.own, self.choice.standing
        asked = own in standing.spoken and standing.state is State.GIVEN and renewable(standing.until, today())
        return standing.until - timedelta(days=1) if asked and standing.until and self.value == "yes" else None

    @property
    def refused(self) -> str:
        """Somebody else's no, where the reader did not say no as well."""
        others = [each for each in self.choice.standing.spoken if each.word.speaker != me().person.id and each.word.say is not Say.YES]
        return self._told(words.OTHER_NO, others[0]) if others and self.value != "no" else ""

    @property
    def said(self) -> list[str]:
        """Who said what that counts, a sentence each."""
        return [self._said(spoken) for spoken in self.choice.standing.spoken]

    def _said(self, spoken: Spoken) -> str:
        table = words.YOU_SAID if spoken.word.speaker == me().person.id else words.SAID
        return self._told(table[spoken.word.say], spoken)

    def _told(self, sentence: object, spoken: Spoken) -> str:
        word = spoken.word
        name, kind, method = self.names.get(word.speaker, ""), KINDS[self.choice.kind], METHODS[word.method]
        return str(sentence) % {"name": name, "kind": kind, "method": method, "day": presenters.day_words(spoken.at)}


@dataclass(frozen=True, slots=True)
class Card:
    """One purpose with its notice and its questions."""

    purpose: PurposeView
    notice: NoticeView
    questions: Sequence[Question]

    @property
    def code(self) -> PurposeCode:
        """The purpose's code."""
        return self.purpose.code

    @property
    def audience(self) -> str:
        """Who gets to see it, in a word or two."""
        return str(words.AUDIENCES[self.purpose.purpose.audience])

    @property
    def paragraphs(self) -> list[str]:
        """The notice, the first paragraph first."""
        return self.notice.text.split("\n\n")

    @property
    def direction(self) -> str:
        """In which direction its notice is read: ltr or rtl."""
        return presenters.text_direction(self.notice.language)

    @property
    def silent(self) -> bool:
        """Whether nobody has said anything: then one answer to all kinds at once takes nothing back."""
        return all(question.silent for question in self.questions)

    @property
    def kinds(self) -> str:
        """All that is asked, in a few words."""
        return presenters.list_words(question.ask for question in self.questions).capitalize()

    @property
    def open(self) -> bool:
        """Whether an answer is wanted."""
        return any(question.value is None for question in self.questions)

    @property
    def agreed_to(self) -> list[int]:
        """The older wordings under which somebody's yes was given that counts."""
        said = {spoken.word.notice for question in self.questions for spoken in question.choice.standing.spoken}
        return sorted(version for version in said if version is not None and version != self.notice.version)

    def standing(self, given: bool) -> list[str]:
        """What may be used for it now, or what may not."""
        return [question.ask for question in self.questions if (question.choice.standing.state is State.GIVEN) is given]

    @property
    def fields(self) -> str:
        """Everything that a form says about this purpose, for htmx."""
        names = [question.field for question in self.questions]
        return ",".join([*names, *(f"{name}.seen" for name in names), *(f"{self.code}.{end}" for end in ("all", "notice", "language"))])


@dataclass(frozen=True)
class Sheet:
    """Everything that is asked about one person. `answers` are those that the reader may give."""

    child: ChildView
    cards: Sequence[Card]
    sight: Sight = Sight.WHOLE

    @property
    def person(self) -> PersonView:
        """Who it is about."""
        return self.child.person

    @property
    def myself(self) -> bool:
        """Whether somebody reads about themselves."""
        return self.person.id == me().person.id

    @property
    def answers(self) -> tuple[str, ...]:
        """What the reader may say: under the age of consent a pupil may say no, and take that back."""
        if self.child.may_give:
            return ("yes", "no")
        if self.child.may_refuse:
            return ("lifted", "no") if self.myself else ("no",)
        return ()

    @property
    def age(self) -> int:
        """From which birthday on a pupil chooses alone."""
        return school.policy(session()).age_of_consent

    @cached_property
    def total(self) -> int:
        """How many answers are wanted in all."""
        return sum(len(card.questions) for card in self.cards) if self.child.may_give else 0

    @cached_property
    def left(self) -> int:
        """How many of them are still to be given."""
        return sum(question.value is None for card in self.cards for question in card.questions) if self.child.may_give else 0

    @cached_property
    def next(self) -> PurposeCode | None:
        """The first purpose for which an answer is wanted."""
        return next((card.code for card in self.cards if card.open), None) if self.left else None

    @cached_property
    def ending(self) -> list[Question]:
        """The reader's own yeses that are asked for again by now."""
        return [question for card in self.cards for question in card.questions if self.child.may_give and question.ends]

    @property
    def lasts_until(self) -> date | None:
        """The last day of a yes that is said today, where the school lets them end."""
        until = school.opened(session()).yes_lasts.until(today())
        return until - timedelta(days=1) if until else None

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The classes that the person is in."""
        return people.groups_by_person(session(), [self.person.id]).get(self.person.id, ())


def sheet(member: Member) -> Sheet:
    """What the reader is asked about somebody whom they may look at; whoever chooses alone, is not looked at over the shoulder."""
    (child,) = consents.choices_for(session(), me().person.id, [member.person], at=now())
    return Sheet(child, _cards(child) if member.sight >= Sight.STANDING else [], member.sight)


def _cards(child: ChildView) -> list[Card]:
    """The purposes in the school's order, recognition apart at the end."""
    notices = school.current_notices(session(), preferences.notice_language())
    speakers = {spoken.word.speaker for choice in child.choices for spoken in choice.standing.spoken}
    names = {id_: view.name for id_, view in people.people(session(), speakers).items()}
    by_purpose = groupby(child.choices, key=lambda choice: choice.purpose)
    cards = [Card(purpose, notices[purpose.code], [Question(choice, names) for choice in choices]) for purpose, choices in by_purpose]
    return sorted(cards, key=lambda card: card.code == RECOGNITION)


def _last_day(until: date | None) -> str:
    return presenters.day_words(until - timedelta(days=1)) if until else ""
