"""Whatever the rooms behind refuse, a page says in the reader's language."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import app
import consent_store
from app.media.refusals import SENTENCES as OF_FILES
from app.media.unplayable import SENTENCES as OF_RECORDINGS
from app.web import sentences, words
from app.web.errors import status_of
from app.web.presenters import refusal_words
from consent_store import errors
from consent_store.errors import BadInput, BrokenRecord, Conflict, NotAllowed, NotCleared, NotFound, Refusal
from tests.web.browser import Web

# A broken record is the office's to read about in the log; a page says the same of all.
KINDS = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Refusal)} - {"BrokenRecord"}
HOUSE, DOMAIN = Path(app.__file__).parent, Path(consent_store.__file__).parent
PLACES = [*DOMAIN.rglob("*.py"), *(HOUSE / "roster").rglob("*.py"), HOUSE / "intake.py"]


def said(path: Path) -> Iterator[str]:
    """The sentences that a module refuses with; a number that is filled in stands as a star."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS and node.args:
            sentence = node.args[0]
            parts = sentence.values if isinstance(sentence, ast.JoinedStr) else [sentence]
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in parts)


def test_every_sentence_of_the_rooms_behind_is_translated_and_no_other() -> None:
    spoken = ({sentence for path in PLACES for sentence in said(path)} | {*OF_FILES.values(), *OF_RECORDINGS.values()}) - {"*"}
    listed = {str(sentence._args[0]) for sentence in sentences.SENTENCES}
    patterns = {sentence: re.compile(re.escape(sentence).replace(r"\*", r"\d+")) for sentence in spoken}
    assert [sentence for sentence, pattern in patterns.items() if not any(map(pattern.fullmatch, listed))] == []
    assert [sentence for sentence in listed if not any(pattern.fullmatch(sentence) for pattern in patterns.values())] == []


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (NotFound(), 404),
        (NotAllowed(), 403),
        (BadInput(), 422),
        (Conflict(), 409),
        (NotCleared(), 409),
        (BrokenRecord(), 500),
        (Refusal(), 400),
    ],
)
def test_each_kind_has_a_status_and_words(web: Web, refusal: Refusal, status: int) -> None:
    assert status_of(refusal) == status
    for language, other in (("nl", "en"), ("en", "nl")):
        with web.app.test_request_context(headers={"Accept-Language": language}):
            ours = refusal_words(refusal)
        with web.app.test_request_context(headers={"Accept-Language": other}):
            assert ours != refusal_words(refusal)
    assert type(refusal).code in words.REFUSALS


def test_a_sentence_without_words_of_its_own_is_still_translated(web: Web) -> None:
    refusal = Conflict("There is a group of this name already.", code="name_taken")
    with web.app.test_request_context(headers={"Accept-Language": "nl"}):
        assert refusal_words(refusal) == "Er is al een groep met deze naam."
