"""Dutch is whole: every sentence of templates and code has one, with the same blanks to fill in."""

import re
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from tests.web.look import APP

KEYWORDS = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None}
BLANK = re.compile(r"%\((\w+)\)s|%s|%d")
DUTCH = APP / "translations" / "nl" / "LC_MESSAGES" / "messages.po"


@pytest.fixture(scope="module")
def dutch() -> Catalog:
    return read_po(BytesIO(DUTCH.read_bytes()), locale="nl")


def sentences() -> set[str]:
    """Every sentence of code and templates in English; of plural forms the singular."""
    with (APP.parent / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found = extract_from_dir(APP.parent / "app", [(pattern.removeprefix("app/"), name) for pattern, name in methods],
                             {pattern.removeprefix("app/"): settings for pattern, settings in options.items()}, KEYWORDS)  # fmt: skip
    return {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}


def test_every_sentence_has_its_dutch(dutch):
    asked = sentences()
    assert len(asked) > 100
    assert [sentence for sentence in sorted(asked) if not (dutch.get(sentence) and all(_forms(dutch.get(sentence).string)))] == []


def test_no_dutch_is_a_guess_or_loses_a_blank(dutch):
    for message in dutch:
        if message.id:
            assert not message.fuzzy, message.id
            blanks = set(BLANK.findall(" ".join(_forms(message.id))))
            assert not all(_forms(message.string)) or blanks == set(BLANK.findall(" ".join(_forms(message.string)))), message.id


def _forms(words: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)
