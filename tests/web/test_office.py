"""The office: the register, who speaks for whom, paper with its scan, faces, colleagues, purposes; and what it may not do."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from consent_store.ids import PersonId
from consent_store.operations import people as people_operations
from consent_store.records.queries import consents, enrolments, files, people, register, school
from consent_store.records.queries.register import Wanted
from consent_store.rules.entries import Method
from consent_store.rules.standing import State
from consent_store.rules.terms import RECOGNITION, Duty, Role
from tests.web.browser import Browser, Web

SCAN = b"%PDF-1.7\n% a form that somebody signed\n"
PIXEL = bytes.fromhex("89504e470d0a1a0a") + b"not looked into yet"


def english(web: Web, *duties: Duty) -> Browser:
    browser = web.enter_as(*duties)
    browser.post("/preferences", {"language": "en"})
    return browser


@pytest.fixture
def office(web: Web) -> Browser:
    return english(web, Duty.OFFICE)


@pytest.fixture
def admin(web: Web) -> Browser:
    return english(web, Duty.ADMIN)


def found(web: Web, text: str) -> PersonId:
    with web.services.db.reading() as session:
        [view] = register.screen(session, Wanted(text)).people
    return view.id


def kept_files(web: Web) -> int:
    return len(list(web.services.vault.names()))


def test_each_duty_starts_where_its_work_is(web: Web, office: Browser, admin: Browser) -> None:
    assert office.get("/office/").location == "/office/people"
    assert admin.get("/office/").location == "/office/staff"


def test_a_pupil_then_a_guardian_whose_authority_is_asked(web: Web, office: Browser) -> None:
    office.post(
        "/office/people/new", {"role": "pupil", "given_name": "Lars", "family_name": "Visser", "born": "2014-05-04", "language": "nl"}
    )
    pupil = found(web, "lars visser")
    karin = {"pupil": pupil, "given_name": "Karin", "family_name": "Visser", "email": "karin@example.test", "language": "nl"}
    guessed = office.post("/office/people/new", karin)
    assert (guessed.status_code, "never guessed" in guessed.text) == (422, True)
    assert office.post("/office/people/new", karin | {"authority": "yes"}).location == f"/office/people/{pupil}"
    with web.services.db.reading() as session:
        [tie] = register.guardians_of(session, pupil)
        assert (tie.person.name, tie.person.role, tie.has_authority) == ("Karin Visser", Role.GUARDIAN, True)
    office.post(f"/office/people/{pupil}/guardians", {"guardian": tie.person.id, "authority": "no"})
    with web.services.db.reading() as session:
        assert [each.has_authority for each in register.guardians_of(session, pupil)] == [False]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"given_name": " "}, "given_name"),
        ({"email": "nobody"}, "email"),
        ({"born": "2099-01-01"}, "born"),
        ({"born": "x"}, "born"),
        ({"role": "staff"}, "role"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nobody_is_added(web: Web, office: Browser, wrong: dict[str, str], field: str) -> None:
    told = {"role": "pupil", "given_name": "Lars", "family_name": "Visser", "born": "2014-05-04", "language": "nl"} | wrong
    answer = office.post("/office/people/new", told)
    assert answer.status_code == 422
    assert field == "role" or f'id="{field}-error"' in answer.text
    with web.services.db.reading() as session:
        assert register.screen(session, Wanted("visser")).total == 0


def test_the_register_is_found_by_name_role_and_group_screen_by_screen(web: Web, office: Browser) -> None:
    with web.school() as school:
        group = school.group("2B")
        pupils = [school.pupil(groups=[group] if number % 2 else []) for number in range(60)]
        people_operations.correct(school.session, pupils[0], {"given_name": "Zoë"}, actor=school.admin, at=school.at)
    first, last = office.get("/office/people?role=pupil").text, office.get("/office/people?role=pupil&page=99").text
    assert "60 people, page 1 of 2" in first
    assert "Zoë" in last and "Zoë" not in first
    assert "1 people, page 1 of 1" in office.get("/office/people?q=zoe").text
    assert "30 people" in office.get(f"/office/people?group={group}").text
    assert "Nobody found" in office.get("/office/people?q=nobody").text


def test_a_form_on_paper_is_recorded_with_its_scan_under_the_wording_of_its_day(web: Web, office: Browser) -> None:
    with web.school() as school_:
        child, guardian = school_.family()
    page = f"/office/people/{child}/paper"
    office.get(page)
    form = {"speaker": guardian, "signed_on": web.at.date().isoformat(), "language": "nl", "website.photo": "yes", "press.photo": "no"}
    answer = office.post(page, form | {"scan": (BytesIO(SCAN), "IMG.pdf")})
    assert answer.location == f"/office/people/{child}#consents"
    with web.school() as school_:
        standing = school_.standing(child)
        assert (standing.state, standing.spoken[0].word.method, standing.spoken[0].word.notice) == (State.GIVEN, Method.PAPER, 1)
        [scan] = consents.scans_of(school_.session, child)
    shown = office.get(f"/office/people/{child}/scans/{scan.sha256}")
    assert (shown.data, shown.mimetype) == (SCAN, "application/pdf")
    assert shown.headers["Content-Disposition"].startswith("attachment")
    assert english(web, Duty.TEACHER, Duty.ADMIN).get(f"/office/people/{child}/scans/{scan.sha256}").status_code == 403


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"signed_on": "2020-01-01"}, "notice"),
        ({"signed_on": "2099-01-01"}, "day on which the form was signed"),
        ({"website.photo": ""}, "at least one answer"),
        ({"scan": (BytesIO(b""), "")}, "Add the scan"),
        ({"scan": (BytesIO(b"MZ not a form"), "form.pdf")}, "not a picture"),
    ],
)
def test_a_form_that_will_not_do_leaves_nothing_behind(web: Web, office: Browser, change: dict[str, object], words: str) -> None:
    with web.school() as school_:
        child, guardian = school_.family()
    form = {"speaker": guardian, "signed_on": web.at.date().isoformat(), "language": "nl", "website.photo": "yes"}
    answer = office.post(f"/office/people/{child}/paper", form | {"scan": (BytesIO(SCAN), "a.pdf")} | change)
    assert (answer.status_code, words in answer.text) == (422, True)
    with web.school() as school_:
        assert (school_.standing(child).state, consents.scans_of(school_.session, child)) == (State.NEVER_ASKED, [])
    assert kept_files(web) == 0


def test_the_signature_of_somebody_without_authority_counts_for_nothing(web: Web, office: Browser) -> None:
    with web.school() as school_:
        child, stranger = school_.pupil(), school_.person(Role.GUARDIAN)
    form = {"speaker": stranger, "signed_on": web.at.date().isoformat(), "website.photo": "yes", "scan": (BytesIO(SCAN), "a.pdf")}
    assert office.post(f"/office/people/{child}/paper", form).status_code == 403
    assert kept_files(web) == 0


def test_a_form_that_lay_about_ends_no_later_no(web: Web) -> None:
    with web.school() as school_:
        child, guardian = school_.family()
        signed = web.at.date()
        school_.later(days=3)
        school_.gives(guardian, child)
        school_.withdraws(guardian, child)
    web.at += timedelta(days=9)
    office = english(web, Duty.OFFICE)
    page = f"/office/people/{child}/paper"
    form = {"speaker": guardian, "signed_on": signed.isoformat(), "language": "nl", "website.photo": "yes"}
    answer = office.post(page, form | {"scan": (BytesIO(SCAN), "a.pdf")})
    assert (answer.status_code, "said no online since" in answer.text) == (422, True)
    with web.school() as school_:
        assert (school_.standing(child).state, kept_files(web)) == (State.WITHDRAWN, 0)
    later = form | {"signed_on": (signed + timedelta(days=4)).isoformat(), "scan": (BytesIO(SCAN), "a.pdf")}
    assert office.post(page, later).status_code == 303
    with web.school() as school_:
        assert school_.standing(child).stands


def test_the_same_scan_twice_is_kept_once(web: Web, office: Browser) -> None:
    with web.school() as school_:
        child, guardian = school_.family()
    for purpose in ("website", "press"):
        form = {"speaker": guardian, "signed_on": web.at.date().isoformat(), "language": "nl", f"{purpose}.photo": "yes"}
        office.post(f"/office/people/{child}/paper", form | {"scan": (BytesIO(SCAN), "a.pdf")})
    with web.services.db.reading() as session:
        assert kept_files(web) == len(list(files.kept(session))) == 1


def test_a_face_is_asked_for_only_under_a_standing_yes(web: Web, office: Browser) -> None:
    with web.school() as school_:
        child, guardian = school_.family()
    faces = f"/office/people/{child}/faces"
    office.post(faces, {"files": (BytesIO(PIXEL), "face.png")})
    assert (kept_files(web), "Nobody agreed" in office.get(f"/office/people/{child}").text) == (0, True)
    with web.school() as school_:
        school_.gives(guardian, child, RECOGNITION)
    office.post(faces, {"files": (BytesIO(PIXEL), "face.png")})
    with web.services.db.reading() as session:
        [asked] = enrolments.of_person(session, child)
    assert (asked.state, kept_files(web)) == ("waiting", 1)
    assert 'hx-trigger="every 2s"' in office.get(f"{faces}/state").text
    office.post(f"{faces}/forget")
    with web.services.db.reading() as session:
        assert (enrolments.of_person(session, child), len(files.to_shred(session))) == ([], 1)


def test_the_class_photo_session_lists_only_those_who_agreed(web: Web, office: Browser) -> None:
    with web.school() as school_:
        group = school_.group("2B")
        child, guardian = school_.family(groups=[group])
        other, _ = school_.family(groups=[group])
        school_.gives(guardian, child, RECOGNITION)
    page = office.get(f"/office/groups/{group}/session").text
    assert (f'id="{child}"' in page, f'id="{other}"' in page, "1 more in this group" in page) == (True, False, True)
    back = office.post(f"/office/people/{child}/faces", {"session": group, "files": (BytesIO(PIXEL), "a.png")})
    assert back.location == f"/office/groups/{group}/session#{child}"


@pytest.mark.parametrize(("what", "field"), [("hidden", "not_locatable"), ("recognition", "recognition_off")])
def test_a_switch_holds_until_it_is_turned_back(web: Web, office: Browser, what: str, field: str) -> None:
    with web.school() as school_:
        child = school_.pupil()
    for turn, expected in (("yes", what == "hidden"), ("no", what != "hidden")):
        office.post(f"/office/people/{child}/{what}", {"on": turn})
        with web.services.db.reading() as session:
            assert getattr(people.person(session, child), field) is expected


def test_who_must_not_be_found_is_said_to_the_office(web: Web, office: Browser) -> None:
    with web.school() as school_:
        child = school_.pupil()
    office.post(f"/office/people/{child}/hidden", {"on": "yes"})
    assert "Only the office knows why." in office.get(f"/office/people/{child}").text


def test_erasing_asks_for_the_name_and_leaves_no_folder(web: Web, office: Browser) -> None:
    with web.school() as school_:
        child = school_.pupil()
        name = people.person(school_.session, child).name
    office.post(f"/office/people/{child}/erase", {"name": "somebody"})
    assert office.get(f"/office/people/{child}").status_code == 200
    office.post(f"/office/people/{child}/erase", {"name": name})
    assert office.get(f"/office/people/{child}").status_code == 404


def test_groups_are_made_once_and_chosen(web: Web, office: Browser) -> None:
    with web.school() as school_:
        child = school_.pupil()
    office.post("/office/groups", {"name": "2B"})
    office.post("/office/groups", {"name": "2B"})
    with web.services.db.reading() as session:
        [group] = people.group_list(session)
    office.post(f"/office/people/{child}/groups", {"groups": group.id})
    with web.services.db.reading() as session:
        assert register.group_sizes(session) == {group.id: 1}


def test_a_colleague_is_invited_by_mail_with_duties(web: Web, admin: Browser) -> None:
    form = {"given_name": "Marit", "family_name": "Koning", "email": "marit@school.test", "language": "nl", "duties": "teacher"}
    assert admin.post("/office/staff/new", form | {"email": ""}).status_code == 422
    where = admin.post("/office/staff/new", form).location
    marit = found(web, "marit koning")
    assert where == f"/office/staff/{marit}"
    [letter] = web.letters()
    assert letter.to == "marit@school.test"
    link = next(word for word in letter.text.split() if "/signin/invitation/" in word)
    assert web.browser().get(link.removeprefix(web.services.site.public_url)).status_code == 200
    with web.services.db.reading() as session:
        assert people.duties_of(session, marit) == {Duty.TEACHER}
    admin.post(f"/office/staff/{marit}/duties", {"duties": "comms"})
    with web.services.db.reading() as session:
        assert people.duties_of(session, marit) == {Duty.COMMS}


def test_the_office_moves_no_colleagues_address(web: Web, office: Browser) -> None:
    with web.school() as school_:
        colleague = school_.staff(Duty.ADMIN)
    form = {"given_name": "A", "family_name": "B", "email": "mine@school.test", "language": "nl"}
    for path in ("edit", "erase", "leave"):
        assert office.post(f"/office/people/{colleague}/{path}", form).status_code == 403
    with web.services.db.reading() as session:
        assert people.person(session, colleague).email != "mine@school.test"


@pytest.mark.parametrize("address", ["new@family.test", ""])
def test_whoever_reads_the_address_that_was_replaced_is_told(web: Web, office: Browser, address: str) -> None:
    with web.school() as school_:
        pupil, guardian = school_.family()
        before, child = (people.person(school_.session, each) for each in (guardian, pupil))
    form = {"given_name": before.given_name, "family_name": before.family_name, "email": before.email or "", "language": "en"}
    office.post(f"/office/people/{guardian}/edit", form)
    assert web.letters() == []
    assert office.post(f"/office/people/{guardian}/edit", form | {"email": "no address"}).status_code == 422
    assert web.letters() == []
    office.post(f"/office/people/{guardian}/edit", form | {"email": address})
    [letter] = web.letters()
    assert letter.to == before.email and "tell the office today" in letter.text
    assert child.given_name not in letter.text and "new@family.test" not in letter.text


def test_a_colleague_who_left_cannot_come_in(web: Web, admin: Browser) -> None:
    with web.school() as school_:
        colleague = school_.staff(Duty.TEACHER)
    theirs = web.enter(colleague)
    admin.post(f"/office/staff/{colleague}/invite")
    admin.post(f"/office/staff/{colleague}/leave")
    assert theirs.get("/events/").status_code in (303, 403)
    with web.services.db.reading() as session:
        assert people.person(session, colleague).left_on == web.at.date()


def test_a_purpose_of_ones_own_is_added_once_and_retired(web: Web, admin: Browser) -> None:
    words = {"title_nl": "Open dag", "text_nl": "Beeld.", "title_en": "Open day", "text_en": "Pictures."}
    form = words | {"code": "open_day", "audience": "public", "kinds": "photo"}
    assert admin.post("/office/purposes/new", form | {"code": "Open day"}).status_code == 422
    assert admin.post("/office/purposes/new", form).status_code == 303
    assert admin.post("/office/purposes/new", form).status_code == 422
    admin.post("/office/purposes/open_day/retire", {"retired": "yes"})
    with web.services.db.reading() as session:
        assert "open_day" not in {view.code for view in school.purposes(session)}


def test_the_school_chooses_when_a_parents_word_lapses(web: Web, admin: Browser) -> None:
    admin.post("/office/school", {"age_of_consent": "16", "lapses": "yes", "lapse_days": "90"})
    admin.post("/office/school", {"age_of_consent": "x", "lapses": "no"})
    with web.services.db.reading() as session:
        assert (school.policy(session).lapse_days, school.policy(session).age_of_consent) == (90, 16)


def test_letters_lie_in_the_folder_for_the_administrator(web: Web, admin: Browser, office: Browser) -> None:
    assert "No letters yet" in admin.get("/office/mail").text
    admin.post(
        "/office/staff/new", {"given_name": "M", "family_name": "K", "email": "m@school.test", "language": "en", "duties": "teacher"}
    )
    [letter] = web.letters()
    web.services.mailer.send(letter, web.at)
    [path] = (Path(web.services.note).parent / "mail").glob("*.eml")
    opened = admin.get(f"/office/mail?open={path.stem}").text
    assert "+0000" not in opened, "a moment is told as people tell it"
    assert "/signin/invitation/" in opened
    assert admin.get("/office/mail?open=../../keys").status_code == 404
    assert office.get("/office/mail").status_code == 403


def test_a_birthday_later_the_guardians_are_past(web: Web, office: Browser) -> None:
    with web.school() as school_:
        child, _ = school_.family(born=date(2014, 5, 4))
    page = f"/office/people/{child}"
    assert "old enough to choose alone" not in office.get(page).text
    web.at += timedelta(days=365 * 5)
    assert "old enough to choose alone" in english(web, Duty.OFFICE).get(page).text
