"""A language is a file away: a catalogue makes the pages speak it, a wording makes the notices."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from app.web import nav, preferences
from consent_store.operations import people
from consent_store.operations import school as school_operations
from consent_store.operations.model_form import Wording
from tests.school import WEBSITE
from tests.web.browser import Web

ARABIC = Wording("موقع المدرسة", "صور على موقع المدرسة.\n\nيمكنكم تغيير رأيكم.")


@pytest.fixture
def frisian(tmp_path: Path) -> Path:
    """A folder with a tiny catalogue."""
    folder = tmp_path / "translations" / "fy" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = Catalog(locale="fy")
    catalogue.add("Yes", "Ja wis")
    (folder / "messages.po").touch()
    with (folder / "messages.mo").open("wb") as compiled:
        write_mo(compiled, catalogue)
    return tmp_path / "translations"


def test_a_catalogue_is_one_more_language_of_the_pages(web: Web, frisian: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = preferences.languages(frisian)
    assert found == ("nl", "en", "fy")
    for room in (preferences, nav):
        monkeypatch.setattr(room, "LANGUAGES", found)
    web.app.extensions["babel"].translation_directories = [str(frisian)]
    with web.school() as school:
        child, guardian = school.family()
    browser = web.enter(guardian)
    assert "Frysk" in browser.get(f"/families/{child}").text
    browser.post("/preferences", {"language": "fy"})
    page = browser.get(f"/families/{child}").text
    assert 'lang="fy"' in page
    assert "Ja wis" in page


def test_notices_are_read_in_a_language_that_the_pages_do_not_speak(web: Web) -> None:
    with web.school() as school:
        child, guardian = school.family()
        wordings = {"nl": Wording("Site", "Beeld."), "en": Wording("Site", "Pictures."), "ar": ARABIC}
        school_operations.publish_notice(school.session, WEBSITE, wordings, True, actor=school.admin, at=school.at)
        people.correct(school.session, guardian, {"language": "ar"}, actor=school.admin, at=school.at)
    browser = web.enter(guardian)
    page = browser.get(f"/families/{child}").text
    assert f'lang="ar" dir="rtl">{ARABIC.title}' in page
    assert 'name="website.language" value="ar"' in page
    browser.post("/preferences", {"notices": "nl"})
    assert ">Site</h2>" in browser.get(f"/families/{child}").text
    assert browser.post("/preferences", {"notices": "xx"}).status_code == 422


def test_nobody_is_asked_to_choose_where_there_is_nothing_to_choose(web: Web) -> None:
    with web.school() as school:
        child, guardian = school.family()
    assert 'name="notices"' not in web.enter(guardian).get(f"/families/{child}").text
