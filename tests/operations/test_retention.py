"""What has had its time goes; what is out, or still under review, stays."""

from datetime import timedelta

import pytest

from consent_store.errors import BadInput, NotFound
from consent_store.ids import EventId, HoldId, RecallId
from consent_store.operations import holds, incidents, recall_tasks, recalls, retention
from consent_store.operations.recall_tasks import Proof, Screen
from consent_store.operations.retention import Swept
from consent_store.records import ledger
from consent_store.records.queries import files, grouping
from consent_store.records.queries import holds as hold_queries
from consent_store.records.queries import media as queries
from consent_store.records.queries import recalls as recall_queries
from consent_store.records.queries import releases as release_queries
from consent_store.rules.releases import Use
from consent_store.rules.retention import Matter, Schedule
from consent_store.rules.sightings import Answer
from consent_store.rules.terms import Duty
from tests.gallery import Gallery
from tests.school import School


@pytest.mark.parametrize(("days", "gone"), [(729, 0), (730, 1)])
def test_originals_go_after_two_years_with_every_file(school: School, gallery: Gallery, days: int, gone: int) -> None:
    gallery.photo(0)
    kept = {name for name, _, _ in files.kept(school.session)}
    gallery.later(days=days)
    swept = retention.sweep(school.session, at=school.at)
    assert swept.originals == gone and set(files.to_shred(school.session)) == (kept if gone else set())
    assert retention.sweep(school.session, at=school.at) == Swept(0, 0, 0, 0)


def test_what_is_out_keeps_its_original(school: School, gallery: Gallery) -> None:
    release = gallery.release(gallery.photo_of(Answer.UNRECOGNISABLE)[0])
    gallery.later(days=2000)
    assert retention.sweep(school.session, at=school.at).originals == 0
    assert release_queries.recalls_open(school.session) == [] and gallery.download(release)


def test_what_must_still_come_back_keeps_its_original(school: School, gallery: Gallery) -> None:
    """Who is to be covered in what takes its place can be covered only while there is something to cover them in."""
    child, guardian = school.family()
    school.gives(guardian, child)
    gallery.release(gallery.photo_of(child)[0])
    school.withdraws(guardian, child)
    [recall] = release_queries.recalls_open(school.session)
    gallery.later(days=2000)
    assert retention.sweep(school.session, at=school.at).originals == 0
    recalls.close(school.session, recall.id, actor=gallery.comms, at=school.at)
    assert retention.sweep(school.session, at=school.at).originals == 1


def test_crops_go_once_the_review_is_done(school: School, gallery: Gallery) -> None:
    (open_item, (waiting,)), (done_item, (done,)) = gallery.photo(1), gallery.photo_of(Answer.UNRECOGNISABLE)
    gallery.file(open_item, Use.CROP, of=waiting)
    gallery.file(done_item, Use.CROP, of=done)
    gallery.later(days=90)
    assert retention.sweep(school.session, at=school.at).drafts == 1
    assert [view.crop is None for item in (open_item, done_item) for view in queries.sightings_of(school.session, item)] == [False, True]


def test_descriptors_of_faces_that_nobody_answers_go_after_a_month(school: School, gallery: Gallery) -> None:
    gallery.photo(2)
    gallery.later(days=29)
    assert retention.sweep(school.session, at=school.at).descriptors == 0
    gallery.later(days=1)
    assert retention.sweep(school.session, at=school.at).descriptors == 2
    assert grouping.faces_to_group(school.session, gallery.event) == []


def test_a_file_that_was_made_again_goes_unless_it_was_asked_for(school: School, gallery: Gallery) -> None:
    item, _ = gallery.photo_of(Answer.UNRECOGNISABLE)
    gallery.release(item)
    gallery.file(item, Use.THUMB)
    gallery.later(hours=1)
    gallery.release(item, form="web")
    newest = gallery.file(item, Use.THUMB), gallery.file(item)
    retention.sweep(school.session, at=school.at)
    assert len(files.to_shred(school.session)) == 2
    assert queries.item(school.session, item).thumb == newest[0]


def test_a_hold_keeps_them_until_it_is_lifted(school: School, gallery: Gallery) -> None:
    gallery.photo(0)
    told = {"actor": school.admin, "at": school.at}
    held = holds.hold(school.session, gallery.event, "A complaint", **told)
    gallery.later(days=1000)
    assert retention.sweep(school.session, at=school.at).originals == 0
    for _ in range(2):
        holds.lift(school.session, held, **told)
    assert retention.sweep(school.session, at=school.at).originals == 1
    kinds = [type(entry.body).__name__ for entry in ledger.read(school.session)]
    assert kinds.count("EventHeld") == 2


def test_a_case_that_goes_on_keeps_its_picture(school: School, gallery: Gallery) -> None:
    item, _ = gallery.photo(0)
    case = incidents.open_case(school.session, "Seen elsewhere", item=item, actor=gallery.teacher, at=school.at)
    gallery.later(days=1000)
    assert retention.sweep(school.session, at=school.at).originals == 0
    incidents.close(school.session, case, "Gone", actor=school.staff(Duty.SUPERVISOR), at=school.at)
    assert retention.sweep(school.session, at=school.at).originals == 1


def test_what_will_go_is_foreseen_as_it_will_be(school: School, gallery: Gallery) -> None:
    gallery.photo(0)
    gallery.release(gallery.photo_of(Answer.UNRECOGNISABLE)[0])
    goes = school.at.date() + timedelta(days=730)
    assert retention.foresee(school.session, school.at + timedelta(days=729)) == []
    [foreseen] = retention.foresee(school.session, school.at + timedelta(days=730))
    assert (foreseen.event, foreseen.goes_on, foreseen.pictures, foreseen.staying) == (gallery.event, goes, 2, 1)
    gallery.later(days=730)
    assert retention.sweep(school.session, at=school.at).originals == 1


def proven(school: School, gallery: Gallery) -> RecallId:
    """A recall of which a screen proves that it is done."""
    child, guardian = school.family()
    school.gives(guardian, child)
    gallery.download(gallery.release(gallery.photo_of(child)[0]))
    school.withdraws(guardian, child)
    [recall] = release_queries.recalls_open(school.session)
    for task in recall_queries.tasks_of(school.session, [recall.id])[recall.id]:
        screen = Screen(f"screen{task.id}", "0" * 64, 7, "image/png")
        recall_tasks.done(school.session, task.id, Proof("Gone.", screen=screen), actor=gallery.comms, at=school.at)
    return recall.id


def test_screens_go_a_year_after_their_recall_was_closed_and_the_words_stay(school: School, gallery: Gallery) -> None:
    recall = proven(school, gallery)
    gallery.later(days=1000)
    assert retention.sweep(school.session, at=school.at).proofs == 0
    recalls.close(school.session, recall, actor=gallery.comms, at=school.at)
    held = holds.hold(school.session, gallery.event, "A complaint", actor=school.admin, at=school.at)
    gallery.later(days=365)
    assert retention.foresee_proofs(school.session, school.at) == retention.sweep(school.session, at=school.at).proofs == 0
    holds.lift(school.session, held, actor=school.admin, at=school.at)
    [task] = recall_queries.tasks_of(school.session, [recall])[recall]
    assert retention.foresee_proofs(school.session, school.at) == retention.sweep(school.session, at=school.at).proofs == 1
    assert f"screen{task.id}" in files.to_shred(school.session)
    [task] = recall_queries.tasks_of(school.session, [recall])[recall]
    assert (task.proof, task.screen) == ("Gone.", None)


def test_a_school_chooses_for_how_long_and_it_stands_in_the_ledger(school: School, gallery: Gallery) -> None:
    gallery.photo(0)
    told = {"actor": school.admin, "at": school.at}
    for days, field in ((89, Matter.ORIGINAL), (90, Matter.TEMPLATE)):
        with pytest.raises(BadInput) as refused:
            retention.choose(school.session, {field: days}, **told)
        assert refused.value.field == field
    before = ledger.head(school.session).size
    retention.choose(school.session, {Matter.ORIGINAL: 730}, **told)
    assert ledger.head(school.session).size == before
    retention.choose(school.session, {Matter.LETTER: 7}, **told)
    retention.choose(school.session, {Matter.ORIGINAL: 100}, **told)
    assert ledger.head(school.session).size == before + 2
    assert hold_queries.schedule(school.session) == Schedule(originals=100, letters=7)
    gallery.later(days=99)
    assert retention.sweep(school.session, at=school.at).originals == 0
    gallery.later(days=1)
    assert retention.sweep(school.session, at=school.at).originals == 1


def test_nothing_is_held_that_is_not_there(school: School) -> None:
    with pytest.raises(NotFound):
        holds.hold(school.session, EventId("nothing"), "x", actor=school.admin, at=school.at)
    with pytest.raises(NotFound):
        holds.lift(school.session, HoldId("nothing"), actor=school.admin, at=school.at)
