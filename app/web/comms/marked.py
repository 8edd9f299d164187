"""A caption cut where something in it is marked, ready to be shown: each part a text of its own, which the template escapes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.web.words import MARKS, NEAR
from consent_store.rules.captions import Mark


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the text. `number` counts the marks, and is None between them; of several that are answered together it is the same."""

    text: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A mark to be mended or answered: its key, the words, what they are, and why they are meant, where somebody said."""

    key: str
    number: int
    text: str
    what: str
    near: str
    meant: str


@dataclass(frozen=True, slots=True)
class Text:
    """A caption, cut, with its questions."""

    whole: str
    parts: Sequence[Part]
    questions: Sequence[Question]

    @property
    def open(self) -> int:
        """Questions that nobody answered."""
        return sum(not question.meant for question in self.questions)


def marked(caption: str, marks: Sequence[Mark], answers: Mapping[str, str]) -> Text:
    """Cut a caption at its marks, which are in order and apart."""
    parts, questions, done = list[Part](), dict[str, Question](), 0
    for mark in marks:
        key, words = mark.key(caption), caption[mark.start : mark.end]
        near = str(NEAR[mark.near]) if mark.near is not None else ""
        new = Question(key, len(questions) + 1, words, str(MARKS[mark.what]), near, answers.get(key, ""))
        question = questions.setdefault(key, new)
        parts += [Part(caption[done : mark.start]), Part(words, question.number)]
        done = mark.end
    return Text(caption, [*parts, Part(caption[done:])], list(questions.values()))
