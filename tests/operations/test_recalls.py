"""Whatever ends a consent calls back what is out, in the same breath; time alone is found by night."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from consent_store.errors import BadInput, Conflict, NotCleared, NotFound
from consent_store.ids import ItemId, PersonId, PurposeCode, RecallId
from consent_store.operations import asides, drafts, media, people, recall_tasks, recalls, releases, reviews
from consent_store.operations import school as school_operations
from consent_store.operations.model_form import Wording
from consent_store.operations.recall_tasks import Proof, Screen
from consent_store.records import ledger
from consent_store.records.queries import files
from consent_store.records.queries import recalls as recall_queries
from consent_store.records.queries import releases as queries
from consent_store.rules.entries import RecallClosed, RecallOpened, Say
from consent_store.rules.recalls import TaskState
from consent_store.rules.sightings import Answer
from consent_store.rules.terms import Duty, Maker, Permission, WhyAside
from tests.gallery import Gallery
from tests.school import PORTAL, WEBSITE, School

SOCIAL = PurposeCode("social_media")


class Out:
    """A photo of Anna that is out for the website: taken, posted, and asked for once more."""

    def __init__(self, school: School, gallery: Gallery) -> None:
        self.school, self.gallery = school, gallery
        self.anna, self.parent = school.family()
        school.gives(self.parent, self.anna, WEBSITE, PORTAL)
        self.item, (self.face,) = gallery.photo_of(self.anna)
        self.release, self.draft = gallery.release(self.item), gallery.draft(self.item, channel="another page")
        gallery.make(self.draft)
        gallery.download(self.release)
        self.posting = releases.post(school.session, self.release, "https://school.test/1", actor=gallery.comms, at=school.at)
        self.told = {"actor": school.admin, "at": school.at}


@pytest.fixture
def out(school: School, gallery: Gallery) -> Out:
    """What may have to come back."""
    return Out(school, gallery)


def new_notice(out: Out, material: bool) -> None:
    """The website's wording changes."""
    wordings = {language: Wording("Website", "From now on for ever.") for language in ("nl", "en")}
    school_operations.publish_notice(out.school.session, WEBSITE, wordings, material, **out.told)


REACHING: list[Callable[[Out], object]] = [
    lambda out: out.school.withdraws(out.parent, out.anna),
    lambda out: out.school.says(out.anna, Say.NO, out.anna),
    lambda out: out.school.says(out.parent, Say.NO, out.anna, None, None, item=out.item),
    lambda out: people.set_locatable(out.school.session, out.anna, True, **out.told),
    lambda out: people.record_guardianship(out.school.session, out.parent, out.anna, False, **out.told),
    lambda out: new_notice(out, True),
    lambda out: media.set_confidential(out.school.session, out.item, True, **out.told),
    lambda out: asides.set_aside(out.school.session, [out.item], WhyAside.OTHER, **out.told),
    lambda out: media.remove(out.school.session, out.item, "asked to", **out.told),
    lambda out: media.record_maker(out.school.session, out.item, Maker("Somebody", Permission.LICENCE), **out.told),
    lambda out: reviews.raise_doubt(out.school.session, out.item, "Decent?", **out.told),
    lambda out: out.gallery.answer(out.face, Answer.NOBODY),
    lambda out: out.gallery.answer(out.face, out.school.pupil()),
    lambda out: reviews.add_without_place(out.school.session, out.item, out.school.pupil(), **out.told),
]


@pytest.mark.parametrize("happens", REACHING)
def test_what_shuts_the_gate_calls_back(out: Out, happens: Callable[[Out], object]) -> None:
    happens(out)
    assert_called_back(out)
    [recall] = queries.recalls_open(out.school.session)
    assert (recall.release.id, recall.release.ended_at, recall.owner) == (out.release, out.school.at, out.gallery.comms)
    assert recall.due_at == out.school.at + timedelta(hours=24)
    [opened] = ledger.read(out.school.session, kind=RecallOpened.__name__)
    assert isinstance(opened.body, RecallOpened) and opened.body.cause == recall.cause == opened.seq - 1


def assert_called_back(out: Out) -> None:
    """A task for the posting and one for who took it; no byte leaves any more, and the draft becomes nothing."""
    session = out.school.session
    [recall] = queries.recalls_open(session)
    tasks = recall_queries.tasks_of(session, [recall.id])[recall.id]
    assert [(task.posting.id if task.posting else None, task.downloader) for task in tasks] == [
        (out.posting, None),
        (None, out.gallery.comms),
    ]
    assert {(task.state, task.owner, task.due_at) for task in tasks} == {(TaskState.TO_DO, out.gallery.comms, recall.due_at)}
    with pytest.raises(NotCleared):
        out.gallery.download(out.release)
    with pytest.raises(NotCleared):
        drafts.release(session, out.draft, actor=out.gallery.comms, at=out.school.at)


def test_a_consent_that_ends_by_night_calls_back_likewise(school: School, gallery: Gallery) -> None:
    out = Out(school, gallery)
    school.says(out.parent, Say.YES, out.anna, until=(school.at + timedelta(days=1)).date())
    gallery.later(days=1)
    assert recalls.nightly(school.session, at=school.at) == [out.release]
    assert_called_back(out)


SPARING: list[Callable[[Out], object]] = [
    lambda out: out.school.withdraws(out.parent, out.anna, PORTAL),
    lambda out: out.school.withdraws(*reversed(out.school.family())),
    lambda out: out.school.gives(out.parent, out.anna),
    lambda out: new_notice(out, False),
    lambda out: media.set_confidential(out.school.session, out.item, False, **out.told),
    lambda out: asides.set_aside(out.school.session, [out.gallery.photo_of(out.anna)[0]], WhyAside.ALIKE, **out.told),
    lambda out: media.bring_into_force(out.school.session, "engine 2", at=out.school.at),
    lambda out: recalls.nightly(out.school.session, at=out.school.at),
]


@pytest.mark.parametrize("happens", SPARING)
def test_what_does_not_concern_it_leaves_it_out(out: Out, happens: Callable[[Out], object]) -> None:
    happens(out)
    assert queries.recalls_open(out.school.session) == []
    assert queries.release(out.school.session, out.release).ended_at is None


def test_a_new_engine_holds_downloads_without_calling_anything_back(out: Out) -> None:
    media.bring_into_force(out.school.session, "engine 2", at=out.school.at)
    assert recalls.nightly(out.school.session, at=out.school.at) == []
    assert not releases.still_open(out.school.session, out.release, at=out.school.at)
    out.school.withdraws(out.parent, out.anna)
    assert len(queries.recalls_open(out.school.session)) == 1


def test_a_withdrawal_reaches_every_release_with_the_child_and_no_other(school: School, gallery: Gallery) -> None:
    (anna, parent), (bram, other) = school.family(), school.family()
    school.gives(parent, anna, WEBSITE, PORTAL)
    school.gives(other, bram, WEBSITE)
    mine, ours, theirs = gallery.photo_of(anna)[0], gallery.photo_of(anna, bram)[0], gallery.photo_of(bram)[0]
    reached = {gallery.release(mine), gallery.release(ours)}
    spared = {gallery.release(theirs), gallery.release(mine, PORTAL)}
    school.withdraws(parent, anna)
    assert {recall.release.id for recall in queries.recalls_open(school.session)} == reached
    assert {view.id for view in queries.out_now(school.session)} == spared


def test_time_alone_is_found_by_night(school: School, gallery: Gallery) -> None:
    anna, parent = school.family()
    school.says(parent, Say.YES, anna, until=(school.at + timedelta(days=3)).date())
    release = gallery.release(gallery.photo_of(anna)[0])
    gallery.later(days=2)
    assert recalls.nightly(school.session, at=school.at) == []
    gallery.later(days=1)
    assert recalls.overdue(school.session, at=school.at) == [release]
    assert recalls.nightly(school.session, at=school.at) == [release]
    assert [recall.cause for recall in queries.recalls_open(school.session)] == [None]
    assert recalls.nightly(school.session, at=school.at) == []


def test_what_was_found_overdue_is_asked_about_once_more(school: School, gallery: Gallery) -> None:
    anna, parent = school.family()
    school.says(parent, Say.YES, anna, until=(school.at + timedelta(days=1)).date())
    release = gallery.release(gallery.photo_of(anna)[0])
    gallery.later(days=1)
    found = recalls.overdue(school.session, at=school.at)
    school.gives(parent, anna)
    assert found == [release] and recalls.call_back(school.session, found, at=school.at) == []


def test_consent_given_again_needs_a_new_release(out: Out) -> None:
    out.school.withdraws(out.parent, out.anna)
    out.school.gives(out.parent, out.anna)
    assert not releases.still_open(out.school.session, out.release, at=out.school.at)
    assert out.gallery.release(out.item) != out.release


def test_a_recall_is_closed_by_hand_once_all_is_done_with_proof(out: Out) -> None:
    session = out.school.session
    out.school.withdraws(out.parent, out.anna)
    [recall] = queries.recalls_open(session)
    [posting, download] = recall_queries.tasks_of(session, [recall.id])[recall.id]
    with pytest.raises(BadInput):
        recall_tasks.done(session, posting.id, Proof(" "), **out.told)
    recall_tasks.done(session, posting.id, Proof("Page removed, seen in a private window.", "https://school.test/1"), **out.told)
    with pytest.raises(Conflict):
        recalls.close(session, recall.id, **out.told)
    recall_tasks.done(session, download.id, Proof("Deleted."), **out.told)
    assert [view.id for view in queries.recalls_open(session)] == [recall.id]
    recalls.close(session, recall.id, **out.told)
    assert queries.recalls_open(session) == [] and queries.recall(session, recall.id).closed_by == out.school.admin
    for again in (lambda: recalls.close(session, recall.id, **out.told), lambda: recall_tasks.again(session, posting.id, **out.told)):
        with pytest.raises(Conflict):
            again()
    assert len(ledger.read(session, kind=RecallClosed.__name__)) == 1
    with pytest.raises(NotFound):
        recalls.close(session, RecallId("none"), **out.told)


def test_what_is_done_waits_for_nobody_until_it_is_begun_again(out: Out) -> None:
    session = out.school.session
    out.school.withdraws(out.parent, out.anna)
    task = recall_queries.undone(session)[0].id
    recall_tasks.done(session, task, Proof("Seen.", screen=Screen("screen", "0" * 64, 7, "image/png")), **out.told)
    with pytest.raises(Conflict):
        recall_tasks.wait(session, task, "Mailed the editors.", **out.told)
    recall_tasks.again(session, task, **out.told)
    recall_tasks.wait(session, task, "Mailed the editors.", **out.told)
    assert recall_queries.task(session, task).state is TaskState.WAITING and files.to_shred(session) == ["screen"]


def test_what_nobody_took_is_there_still_and_waits_for_somebody_to_close_it(school: School, gallery: Gallery) -> None:
    anna, parent = school.family()
    school.gives(parent, anna)
    gallery.release(gallery.photo_of(anna)[0])
    school.withdraws(parent, anna)
    [recall] = queries.recalls_open(school.session)
    assert recall_queries.tasks_of(school.session, [recall.id]) == {} and recall_queries.published_without_consent(school.session) == 0
    recalls.close(school.session, recall.id, actor=gallery.comms, at=school.at)
    assert queries.recalls_open(school.session) == []


def test_each_who_took_it_is_asked_once_and_an_owner_without_the_duty_is_none(out: Out) -> None:
    session, colleague = out.school.session, out.school.staff(Duty.COMMS)
    for who in (colleague, colleague, out.gallery.comms):
        releases.begin_download(session, out.release, why="again", actor=who, at=out.school.at)
    school_operations.record_duty(session, colleague, Duty.COMMS, False, **out.told)
    out.school.withdraws(out.parent, out.anna)
    tasks = recall_queries.undone(session)
    assert {task.downloader: task.owner for task in tasks if not task.posting} == {colleague: None, out.gallery.comms: out.gallery.comms}
    assert len(tasks) == 3 and recall_queries.published_without_consent(session) == 1
    [recall] = queries.recalls_open(session)
    assert recall_queries.people_of(session, [recall.id]) == {recall.id: {out.anna}}


def test_masked_children_stay_out_when_they_withdraw(school: School, gallery: Gallery) -> None:
    def masked(anna: PersonId) -> ItemId:
        item, sightings = gallery.photo_of(anna, Answer.STRANGER)
        gallery.file(item, masks=gallery.ask(item, SOCIAL).masks)
        assert len(sightings) == 2
        return item

    (anna, parent), (bram, other) = school.family(), school.family()
    school.gives(parent, anna, SOCIAL)
    whole, hidden = gallery.release(masked(anna), SOCIAL), gallery.release(masked(bram), SOCIAL)
    school.says(other, Say.NO, bram, SOCIAL)
    assert queries.recalls_open(school.session) == []
    school.withdraws(parent, anna, SOCIAL)
    assert [recall.release.id for recall in queries.recalls_open(school.session)] == [whole] != [hidden]
