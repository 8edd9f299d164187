"""A receipt as a page tells it: in sentences, with the names that the reader may see, and the terms under which it was made."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from flask_babel import ngettext

from app import letters
from app.receipts.words import Words
from app.web import presenters
from app.web.context import me, session
from app.web.receipts import words
from app.web.words import KINDS, METHODS
from consent_store.ids import PersonId, PurposeCode
from consent_store.records.queries import people, receipts, school
from consent_store.records.queries.receipts import Chained, Terms
from consent_store.records.queries.school import NoticeView
from consent_store.rules.entries import Word
from consent_store.rules.receipts import Happened, Receipt


@dataclass(frozen=True, slots=True)
class Line:
    """A receipt in a list: a sentence, when, and whether the reader may open it."""

    receipt: Receipt
    what: str
    when: str
    opens: bool


@dataclass(frozen=True, slots=True)
class Use:
    """A purpose in words: who sees it, for how long, and the wordings of it that were agreed to."""

    title: str
    recipients: str
    retention: str
    notices: Sequence[NoticeView]


@dataclass(frozen=True)
class Told:
    """One receipt, in full."""

    receipt: Receipt
    names: Mapping[PersonId, str]
    terms: Mapping[PurposeCode, Terms]

    @property
    def about(self) -> str:
        """About whom it is."""
        return self.names.get(self.receipt.person) or str(words.SOMEBODY)

    @property
    def speaker(self) -> str:
        """Who spoke."""
        return self.names.get(self.receipt.speaker) or str(words.SOMEBODY)

    @property
    def when(self) -> str:
        """When it began."""
        return presenters.moment_words(self.receipt.at)

    @property
    def method(self) -> str:
        """How it was said."""
        return str(METHODS[self.receipt.happened[0].word.method])

    @property
    def sentences(self) -> list[str]:
        """What happened, a sentence each."""
        mine = self.receipt.speaker == me().person.id
        return [str((words.YOURS if mine else words.THEIRS)[each.event]) % self._fill(each) for each in self.receipt.happened]

    @cached_property
    def uses(self) -> list[Use]:
        """Each purpose with its terms, and the wordings of it that were read."""
        says = self._says
        found = {code: self.terms.get(code) if code else None for code in (each.word.purpose for each in self.receipt.happened)}
        return [
            Use(
                says.purpose(terms), says.recipients(terms), says.retention(terms), [each for each in self._notices if each.purpose == code]
            )
            for code, terms in found.items()
        ]

    @cached_property
    def _notices(self) -> list[NoticeView]:
        named = [(each.word.purpose, each.word.notice, each.word.language) for each in self.receipt.happened]
        return [school.notice(session(), code, version, lang) for code, version, lang in dict.fromkeys(named) if code and version and lang]

    @cached_property
    def entries(self) -> list[Chained]:
        """The lines of the ledger that hold it."""
        return receipts.chained(session(), self.receipt.entries)

    def _fill(self, each: Happened) -> dict[str, str]:
        return {"name": self.speaker, "use": self._use(each.word)}

    def _use(self, word: Word) -> str:
        terms = self.terms.get(word.purpose) if word.purpose else None
        purpose = self._says.purpose(terms) if terms else str(words.EVERYTHING)
        parts = [purpose, str(KINDS[word.kind]) if word.kind else "", str(words.ONE_PICTURE) if word.item else ""]
        return ", ".join(part for part in parts if part)

    @cached_property
    def _says(self) -> Words:
        return Words(letters.speech(presenters.language()), receipts.controller(session()).days)


def told(receipt: Receipt) -> Told:
    """A receipt, to be read."""
    return Told(receipt, _names([receipt]), receipts.terms(session()))


def lines(issued: Sequence[Receipt], opens: Iterable[Receipt]) -> list[Line]:
    """Decisions in a list; those that the reader may open, and of the others that they were made."""
    names, open_ = _names(issued), list(opens)
    return [Line(each, _what(each, names), presenters.moment_words(each.at), each in open_) for each in issued]


def _what(receipt: Receipt, names: Mapping[PersonId, str]) -> str:
    number, name = len(receipt.happened), names.get(receipt.speaker) or str(words.SOMEBODY)
    if receipt.happened[0].ended:
        return str(ngettext("One yes ended.", "%(num)s times a yes ended.", number))
    if receipt.speaker == me().person.id:
        return str(ngettext("You made one choice.", "You made %(num)s choices.", number))
    return str(ngettext("%(name)s made one choice.", "%(name)s made %(num)s choices.", number, name=name))


def _names(issued: Iterable[Receipt]) -> dict[PersonId, str]:
    ids = {person for receipt in issued for person in (receipt.person, receipt.speaker)}
    return {id_: view.name for id_, view in people.people(session(), ids).items()}
