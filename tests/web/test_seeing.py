"""A family sees where somebody was shown, what is kept, and what is asked about one picture."""

import io
import json
import zipfile
from hashlib import sha256

import pytest

from consent_store.ids import ItemId, PersonId
from consent_store.operations import corrections, making, people, recalls, requests
from consent_store.operations.making import File
from consent_store.records.queries import releases, renditions
from consent_store.rules.asking import Matter
from consent_store.rules.gate import Verdict
from consent_store.rules.sightings import Answer
from tests.gallery import Gallery
from tests.school import WEBSITE
from tests.web.browser import Browser, Web
from tests.web.releasing import Show


class Family:
    """A child with a guardian who said yes, in pictures of an event, and the guardian's browser."""

    def __init__(self, web: Web, *, says_yes: bool = True) -> None:
        self.web, self.show = web, Show.open(web)
        self.child, self.guardian = self.show.family(says_yes=says_yes)
        self.browser = self.enter(self.guardian)

    def enter(self, person: PersonId) -> Browser:
        """Somebody's browser, in English."""
        browser = self.web.enter(person)
        browser.client.set_cookie("language", "en", domain="localhost")
        return browser

    def out(self, *others: PersonId | Answer) -> ItemId:
        """A picture of the child that went out for the website."""
        with self.web.school() as school:
            item = self.show.picture(school, self.child, *others)
            self.show.gallery.school = school
            self.show.gallery.release(item)
        return item

    def work(self) -> None:
        """What a worker does with what is wanted."""
        with self.web.services.db.unit_of_work() as session:
            for wanted in renditions.waiting(session, at=self.web.at):
                order = making.claim(session, wanted, until=self.web.at, at=self.web.at)
                assert order is not None
                stored = self.web.services.vault.put(f"alone {order.id}".encode())
                making.made(session, wanted, File(stored.name, stored.sha256, stored.size, "image/jpeg", 4, 3), at=self.web.at)


@pytest.fixture
def family(web: Web) -> Family:
    """A family whose child may be on the website."""
    return Family(web)


def recalled(family: Family) -> int:
    """How many recalls are open."""
    with family.web.services.db.reading() as session:
        return len(releases.recalls_open(session))


def test_the_picture_comes_once_it_is_made_and_for_nobody_else(family: Family) -> None:
    family.out(Answer.STRANGER)
    path = f"/families/{family.child}/shown"
    first = family.browser.get(path).text
    assert "is being made ready" in first and "news page" in first
    family.work()
    page = family.browser.get(path).text
    source = page.split('src="/families/pictures/')[1].split('"')[0]
    assert family.browser.get(f"/families/pictures/{source}").data.startswith(b"alone")
    stranger = family.enter(family.show.family()[1])
    assert stranger.get(f"/families/pictures/{source}").status_code == 404
    assert stranger.get(path).status_code == 404
    assert family.show.browser.get(f"/pictures/{source}").status_code == 404  # nor for staff


def test_looking_twice_asks_for_one_file(family: Family) -> None:
    family.out()
    for _ in range(2):
        family.browser.get(f"/families/{family.child}/shown")
    with family.web.services.db.reading() as session:
        assert len(renditions.waiting(session, at=family.web.at)) == 1


def test_a_no_to_one_picture_recalls_it_and_is_undone(family: Family) -> None:
    items = [family.out(), family.out()]
    path = f"/families/{family.child}/pictures/{items[0]}"
    family.browser.get(f"/families/{family.child}/shown")
    family.browser.post(path, {"say": "no"})
    assert recalled(family) == 1
    page = family.browser.get(f"/families/{family.child}/shown").text
    assert "You said no to this picture" in page and 'name="say" value="lifted"' in page
    family.browser.post(path, {"say": "lifted"})
    with family.web.school() as school:
        gallery = Gallery(school, *(PersonId("x"),) * 3, family.show.gallery.event)
        assert gallery.ask(items[0]).verdict is Verdict.CLEARED
    assert family.browser.post(path, {"say": "perhaps"}).status_code == 422


def test_what_is_called_back_is_not_said_to_be_gone_before_somebody_closed_it(family: Family) -> None:
    path, shown = f"/families/{family.child}/pictures/{family.out()}", f"/families/{family.child}/shown"
    assert "Called back on" not in family.browser.get(shown).text
    family.browser.post(path, {"say": "no"})
    page = family.browser.get(shown).text
    assert "Called back on" in page and "Gone since" not in page
    with family.web.services.db.unit_of_work() as session:
        [recall] = releases.recalls_open(session)
        recalls.close(session, recall.id, actor=recall.owner, at=family.web.at)
    assert "Gone since" in family.browser.get(shown).text


def test_a_whole_purpose_is_taken_back(family: Family) -> None:
    family.out(), family.out()
    family.browser.get(f"/families/{family.child}/shown")
    family.browser.post(f"/families/{family.child}/shown", {"purpose": "website"})
    assert recalled(family) == 2
    assert "No more at all?" not in family.browser.get(f"/families/{family.child}/shown").text


def test_nobody_reads_that_somebody_hides_or_what_another_wrote_to_the_office(family: Family) -> None:
    family.out()
    kept, shown = f"/families/{family.child}/kept", f"/families/{family.child}/shown"
    ending = family.browser.get(shown).text.count("No to:")
    with family.web.school() as school:
        people.set_locatable(school.session, family.child, True, actor=school.admin, at=school.at)
        other = school.guardian(family.child)
        corrections.ask(school.session, family.child, Matter.OTHER, "We moved to Hidden Lane 7.", actor=other, at=school.at)
    page = family.browser.get(kept).text
    assert "corrected: something" not in page and "Hidden Lane" not in page
    assert "Hidden Lane" in family.enter(other).get(kept).text
    assert (family.browser.get(shown).text.count("No to:"), ending) == (1, 1)


def test_everything_is_there_as_a_page_and_as_a_copy(family: Family) -> None:
    family.out(Answer.STRANGER)
    path = f"/families/{family.child}/kept"
    assert "Prepare the copy" in family.browser.get(path).text
    family.browser.post(f"{path}/copy")
    assert "The pictures are being made ready" in family.browser.get(f"{path}/copy").text
    family.work()
    ready = family.browser.get(path).text
    export = ready.split(f"{path}/copy/")[1].split('"')[0]
    taken = family.browser.post(f"{path}/copy/{export}")
    with zipfile.ZipFile(io.BytesIO(taken.data)) as copied:
        names = copied.namelist()
        data = json.loads(copied.read("kept.json"))
        assert [copied.read(name)[:5] for name in names if name.startswith("pictures/")] == [b"alone"]
    assert data["person"]["guardians"][0]["has_authority"] is True
    assert [word["says"] for word in data["consents"]] == ["yes"]
    assert data["pictures"][0]["uses"][0]["channel"] == "news page"
    assert "not_locatable" not in json.dumps(data)


def test_a_copy_opens_for_nobody_else_and_not_after_a_week(family: Family) -> None:
    path = f"/families/{family.child}/kept"
    family.browser.get(path)
    family.browser.post(f"{path}/copy")
    export = family.browser.get(path).text.split(f"{path}/copy/")[1].split('"')[0]
    with family.web.school() as school:
        other = school.guardian(family.child)
    for browser in (family.enter(other), family.enter(family.show.family()[1])):
        browser.get("/account")
        assert browser.post(f"{path}/copy/{export}").status_code == 404
    family.web.later(days=7)
    late = family.enter(family.guardian)
    late.get(path)
    assert late.post(f"{path}/copy/{export}").status_code == 404


def test_a_wish_goes_to_the_office_and_its_answer_comes_back(family: Family) -> None:
    path = f"/families/{family.child}/kept"
    family.browser.get(path)
    family.browser.post(path, {"matter": "given_name", "wanted": "Zoë"})
    assert "The office answers before 20 December 2026" in family.browser.get(path).text
    family.browser.post(path, {"matter": "born", "wanted": "yesterday"})
    assert "This is not a day." in family.browser.get(path).text
    assert family.browser.post(path, {"matter": "everything"}).status_code == 422


def test_a_question_about_one_picture_is_answered(web: Web) -> None:
    family = Family(web, says_yes=False)
    with web.school() as school:
        item = family.show.picture(school, family.child)
        asked = requests.ask(school.session, item, WEBSITE, why="the news", actor=family.show.gallery.teacher, at=web.at)
    assert "asks about one picture" in family.browser.get(f"/families/{family.child}").text
    path = f"/families/{family.child}/asked"
    assert "the news" in family.browser.get(path).text
    family.browser.post(f"{path}/{asked}", {"answer": "yes", "notice": "1", "language": "en"})
    assert "asks about one picture" not in family.browser.get(f"/families/{family.child}").text
    with web.school() as school:
        assert school.standing(family.child, item=item).stands
        assert not school.standing(family.child).stands
    family.browser.get(path)
    assert family.browser.post(f"{path}/{asked}", {"answer": "perhaps"}).status_code == 422
    web.later(days=8)
    late = family.enter(family.guardian)
    assert "The question has ended" in late.get(path).text
    late.post(f"{path}/{asked}", {"answer": "no"})
    with web.school() as school:
        assert not school.standing(family.child, item=item).stands


def test_a_pupil_under_age_may_only_say_no(web: Web) -> None:
    family = Family(web, says_yes=False)
    with web.school() as school:
        item = family.show.picture(school, family.child)
        asked = requests.ask(school.session, item, WEBSITE, why="the news", actor=family.show.gallery.teacher, at=web.at)
    pupil, path = family.enter(family.child), f"/families/{family.child}/asked"
    assert "asks about one picture" not in pupil.get(f"/families/{family.child}").text
    page = pupil.get(path).text
    assert 'value="no"' in page and 'value="yes"' not in page
    pupil.post(f"{path}/{asked}", {"answer": "yes", "notice": "1", "language": "nl"})
    assert "You cannot decide this for this person." in pupil.get(path).text
    family.browser.get(path)
    family.browser.post(f"{path}/{asked}", {"answer": "yes", "notice": "1", "language": "nl"})
    pupil.get(path)
    pupil.post(f"{path}/{asked}", {"answer": "no"})
    with web.school() as school:
        assert not school.standing(family.child, item=item).stands


def test_an_onlooking_guardian_says_nothing_and_keeps_nothing(family: Family) -> None:
    item = family.out()
    with family.web.school() as school:
        uncle = school.guardian()
        people.record_guardianship(school.session, uncle, family.child, False, actor=school.admin, at=school.at)
    browser = family.enter(uncle)
    browser.get("/account")
    for path in (f"/families/{family.child}/kept", f"/families/{family.child}/asked"):
        assert browser.get(path).status_code == 404
    browser.get("/account")
    assert browser.post(f"/families/{family.child}/pictures/{item}", {"say": "no"}).status_code == 404
    assert recalled(family) == 0


def test_bytes_that_were_changed_do_not_come(family: Family) -> None:
    family.out()
    path = f"/families/{family.child}/shown"
    family.browser.get(path)
    with family.web.services.db.unit_of_work() as session:
        [wanted] = renditions.waiting(session, at=family.web.at)
        making.claim(session, wanted, until=family.web.at, at=family.web.at)
        stored = family.web.services.vault.put(b"something else")
        digest = sha256(b"what was made").hexdigest()
        making.made(session, wanted, File(stored.name, digest, stored.size, "image/jpeg", 4, 3), at=family.web.at)
    assert family.browser.get(f"/families/pictures/{wanted}").status_code == 500


def test_a_member_of_staff_chooses_for_themselves(family: Family) -> None:
    teacher = family.show.gallery.teacher
    browser = family.enter(teacher)
    assert "Pictures of yourself" in browser.get("/account").text
    browser.post("/account/myself")
    page = browser.get(browser.ahead).text
    seen = page.split('name="website.photo.seen" value="')[1].split('"')[0]
    answers = {"website.photo": "yes", "website.photo.seen": seen, "website.notice": "1", "website.language": "nl"}
    browser.post(f"/families/{teacher}", answers)
    with family.web.school() as school:
        assert school.standing(teacher).stands
    assert browser.get("/events/").status_code == 403  # the pages of their work are closed
    assert "Nowhere yet" in browser.get(f"/families/{teacher}/shown").text
