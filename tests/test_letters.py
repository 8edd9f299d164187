"""Letters speak the reader's language, and Dutch where that has no translation."""

from datetime import date

import pytest

from app.letters import speech


@pytest.mark.parametrize("language", ["nl", "en", "tr"])
def test_the_language_of_the_reader(language: str) -> None:
    spoken = speech(language)
    assert spoken("Yes") == ("Yes" if language == "en" else "Ja")
    assert spoken.ngettext("%(num)s answer left", "%(num)s answers left", 2) == (
        "2 answers left" if language == "en" else "Nog 2 antwoorden"
    )
    assert spoken.day(date(2026, 9, 3)) == ("3 September 2026" if language == "en" else "3 september 2026")
