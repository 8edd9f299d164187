"""Cases: opened by whoever found something, kept by two, added to and never changed; questions that nobody reported are forgotten."""

from datetime import date, timedelta

import pytest

from consent_store.errors import BadInput, Conflict, NotAllowed, NotFound
from consent_store.ids import IncidentId, PersonId
from consent_store.operations import incidents, inquiries
from consent_store.records import ledger
from consent_store.records.queries import files, found
from consent_store.records.queries import incidents as questions
from consent_store.rules.incidents import Part, Sort
from consent_store.rules.terms import Duty
from tests.gallery import Gallery


def reported(gallery: Gallery, what: str = "On a page that is not ours") -> IncidentId:
    """A case that a teacher opened."""
    return incidents.open_case(gallery.school.session, what, actor=gallery.teacher, at=gallery.school.at)


def keeper(gallery: Gallery) -> PersonId:
    """The supervisor."""
    return gallery.school.staff(Duty.SUPERVISOR)


def test_a_report_takes_over_the_picture_that_was_found(gallery: Gallery) -> None:
    school, (item, _) = gallery.school, gallery.photo()
    told = {"actor": gallery.teacher, "at": school.at}
    asked = inquiries.ask(school.session, vault_name="sent", address="https://example.org/p", **told)
    inquiries.answer(school.session, asked, {item: 3}, vault_name="fresh", at=school.at)
    case = incidents.open_case(school.session, "Look", inquiry=asked, item=item, **told)
    kept = questions.case(school.session, case)
    assert (kept.number, kept.address, kept.item, kept.has_picture) == (1, "https://example.org/p", item, True)
    inquiries.forget(school.session, school.at + timedelta(days=1), at=school.at)
    with pytest.raises(NotFound):
        found.inquiry(school.session, asked, by=gallery.teacher)
    assert "fresh" in {name for name, _, _ in files.kept(school.session)} and "fresh" not in files.to_shred(school.session)
    assert incidents.evidence(school.session, case, viewer=keeper(gallery), at=school.at).vault_name == "fresh"


def test_what_was_asked_and_not_reported_goes_with_its_picture(gallery: Gallery) -> None:
    school = gallery.school
    asked = inquiries.ask(school.session, vault_name="sent", actor=gallery.teacher, at=school.at)
    inquiries.answer(school.session, asked, {}, vault_name="fresh", at=school.at)
    assert files.to_shred(school.session) == ["sent"]
    inquiries.forget(school.session, school.at, at=school.at)
    assert found.inquiry(school.session, asked, by=gallery.teacher).has_picture
    inquiries.forget(school.session, school.at + timedelta(seconds=1), at=school.at)
    assert set(files.to_shred(school.session)) == {"sent", "fresh"}


def test_an_answer_that_comes_twice_leaves_no_file_behind(gallery: Gallery) -> None:
    school = gallery.school
    asked = inquiries.ask(school.session, vault_name="sent", actor=gallery.teacher, at=school.at)
    for name in ("first", "second"):
        inquiries.answer(school.session, asked, {}, vault_name=name, at=school.at)
    assert set(files.to_shred(school.session)) == {"sent", "second"}
    inquiries.fail(school.session, asked, "broken", at=school.at)
    assert found.inquiry(school.session, asked, by=gallery.teacher).failure is None


def test_nobody_asks_about_nothing(gallery: Gallery) -> None:
    with pytest.raises(BadInput):
        inquiries.ask(gallery.school.session, address="  ", actor=gallery.teacher, at=gallery.school.at)


@pytest.mark.parametrize("duty", [duty for duty in Duty if duty not in incidents.KEEPING])
def test_nobody_else_keeps_cases(gallery: Gallery, duty: Duty) -> None:
    school, case = gallery.school, reported(gallery)
    told = {"actor": school.staff(duty), "at": school.at}
    for attempt in (
        lambda: incidents.add(school.session, case, Sort.NOTE, "Hm", **told),
        lambda: incidents.involve(school.session, case, Part.WITNESS, [gallery.teacher], **told),
        lambda: incidents.set_due(school.session, case, date(2027, 1, 1), **told),
        lambda: incidents.close(school.session, case, "Done", **told),
        lambda: incidents.reopen(school.session, case, **told),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    with pytest.raises(NotFound):
        incidents.evidence(school.session, case, viewer=told["actor"], at=school.at)


def test_a_question_of_somebody_else_is_none(gallery: Gallery) -> None:
    school = gallery.school
    asked = inquiries.ask(school.session, vault_name="sent", actor=gallery.teacher, at=school.at)
    inquiries.answer(school.session, asked, {}, vault_name="fresh", at=school.at)
    with pytest.raises(NotFound):
        incidents.open_case(school.session, "Look", inquiry=asked, actor=gallery.colleague, at=school.at)
    with pytest.raises(NotFound):
        inquiries.picture(school.session, asked, viewer=gallery.colleague, at=school.at)


def test_what_nobody_looked_at_yet_becomes_no_evidence(gallery: Gallery) -> None:
    """What was sent in may be any file: only what was encoded afresh is kept and shown."""
    school, told = gallery.school, {"actor": gallery.teacher, "at": gallery.school.at}
    asked = inquiries.ask(school.session, vault_name="sent", **told)
    with pytest.raises(NotFound):
        incidents.open_case(school.session, "Look", inquiry=asked, **told)


def test_a_closed_case_is_added_to_only_once_it_is_open_again(gallery: Gallery) -> None:
    school, case = gallery.school, reported(gallery)
    told = {"actor": keeper(gallery), "at": school.at}
    incidents.add(school.session, case, Sort.LETTER, "Asked them to take it down.\nThey will.", **told)
    told["at"] += timedelta(hours=1)
    incidents.close(school.session, case, "It is gone.", **told)
    for attempt in (incidents.add, incidents.close):
        with pytest.raises(Conflict, match="closed"):
            attempt(school.session, case, *([Sort.NOTE] if attempt is incidents.add else []), "More", **told)
    incidents.reopen(school.session, case, **told)
    incidents.reopen(school.session, case, **told)
    assert [note.text for note in questions.notes_of(school.session, case)] == ["Asked them to take it down.\nThey will.", "It is gone."]
    kinds = [type(entry.body).__name__ for entry in ledger.read(school.session)]
    assert [kind for kind in kinds if kind.startswith("Incident")] == ["IncidentOpened", "IncidentClosed", "IncidentClosed"]
    assert [view.id for view in questions.open_cases(school.session)] == [case]


def test_people_have_parts(gallery: Gallery) -> None:
    school, case = gallery.school, reported(gallery)
    told = {"actor": keeper(gallery), "at": school.at}
    incidents.involve(school.session, case, Part.WITNESS, [gallery.teacher, gallery.colleague], **told)
    incidents.involve(school.session, case, Part.WITNESS, [gallery.colleague], **told)
    assert questions.people_of(school.session, case) == {Part.SHOWN: [], Part.PUBLISHED: [], Part.WITNESS: [gallery.colleague]}
    with pytest.raises(NotFound):
        incidents.involve(school.session, case, Part.SHOWN, [PersonId("nobody")], **told)


def test_a_day_that_has_passed_is_no_deadline(gallery: Gallery) -> None:
    school, case = gallery.school, reported(gallery)
    with pytest.raises(BadInput):
        incidents.set_due(school.session, case, school.at.date() - timedelta(days=1), actor=keeper(gallery), at=school.at)
    incidents.set_due(school.session, case, school.at.date(), actor=keeper(gallery), at=school.at)
    assert questions.case(school.session, case).due_on == school.at.date()
