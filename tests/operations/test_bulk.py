"""Whoever takes very much in a day needs a second person."""

from datetime import timedelta

import pytest

from consent_store.errors import Conflict, NotAllowed, NotCleared, NotFound
from consent_store.ids import BulkId, PersonId, ReleaseId, new_id
from consent_store.operations import bulk, releases
from consent_store.records.queries import links as questions
from consent_store.records.releases import DownloadRow
from consent_store.rules.terms import Duty
from tests.gallery import Gallery
from tests.operations.test_links import let_out


def took(gallery: Gallery, release: ReleaseId, number: int, hours: int = 1) -> None:
    """So many downloads by communications, so long ago."""
    school, at = gallery.school, gallery.school.at - timedelta(hours=hours)
    school.session.add_all(DownloadRow(id=new_id(), release_id=release, by=gallery.comms, at=at, why="x") for _ in range(number))
    school.session.flush()


def take(gallery: Gallery, release: ReleaseId) -> None:
    releases.begin_download(gallery.school.session, release, why="news", actor=gallery.comms, at=gallery.school.at)


def second(gallery: Gallery, duty: Duty = Duty.SUPERVISOR) -> PersonId:
    return gallery.school.staff(duty)


@pytest.mark.parametrize(("number", "hours", "refused"), [(499, 1, False), (500, 1, True), (500, 25, False)])
def test_one_alone_takes_so_much_a_day(gallery: Gallery, number: int, hours: int, refused: bool) -> None:
    release = let_out(gallery)
    took(gallery, release, number, hours)
    if refused:
        with pytest.raises(NotCleared, match="second person"):
            take(gallery, release)
    else:
        take(gallery, release)


def test_a_second_person_agrees_for_a_day(gallery: Gallery) -> None:
    school, release = gallery.school, let_out(gallery)
    took(gallery, release, 500)
    asked = bulk.ask(school.session, "The yearbook", actor=gallery.comms, at=school.at)
    assert bulk.ask(school.session, "The yearbook", actor=gallery.comms, at=school.at) == asked
    with pytest.raises(NotCleared):
        take(gallery, release)
    assert [waiting.why for waiting in questions.bulk_waiting(school.session, school.at - bulk.DAY)] == ["The yearbook"]
    bulk.settle(school.session, asked, True, actor=second(gallery), at=school.at)
    take(gallery, release)
    assert questions.bulk_waiting(school.session, school.at - bulk.DAY) == []


def test_a_no_stays_a_no_until_asked_again(gallery: Gallery) -> None:
    school, release = gallery.school, let_out(gallery)
    took(gallery, release, 500)
    bulk.settle(
        school.session, bulk.ask(school.session, "All", actor=gallery.comms, at=school.at), False, actor=second(gallery), at=school.at
    )
    with pytest.raises(NotCleared):
        take(gallery, release)
    school.at += timedelta(hours=1)
    bulk.settle(
        school.session, bulk.ask(school.session, "Yearbook", actor=gallery.comms, at=school.at), True, actor=second(gallery), at=school.at
    )
    take(gallery, release)


def test_nobody_is_their_own_second(gallery: Gallery) -> None:
    school = gallery.school
    asked = bulk.ask(school.session, "All", actor=gallery.comms, at=school.at)
    for person in (gallery.comms, gallery.teacher, second(gallery, Duty.OFFICE)):
        with pytest.raises(NotAllowed):
            bulk.settle(school.session, asked, True, actor=person, at=school.at)
    bulk.settle(school.session, asked, True, actor=second(gallery, Duty.COMMS), at=school.at)
    with pytest.raises(Conflict):
        bulk.settle(school.session, asked, False, actor=second(gallery), at=school.at)
    with pytest.raises(NotFound):
        bulk.settle(school.session, BulkId("nothing"), True, actor=second(gallery), at=school.at)
