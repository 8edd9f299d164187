"""What has had its time goes; what is out, or still under review, stays."""

import pytest

from consent_store.operations import retention
from consent_store.operations.retention import Swept
from consent_store.records.queries import files
from consent_store.records.queries import media as queries
from consent_store.records.queries import releases as release_queries
from consent_store.rules.releases import Use
from consent_store.rules.sightings import Answer
from tests.gallery import Gallery
from tests.school import School


@pytest.mark.parametrize(("days", "gone"), [(729, 0), (730, 1)])
def test_originals_go_after_two_years_with_every_file(school: School, gallery: Gallery, days: int, gone: int) -> None:
    gallery.photo(0)
    kept = {name for name, _, _ in files.kept(school.session)}
    gallery.later(days=days)
    swept = retention.sweep(school.session, at=school.at)
    assert swept.originals == gone and set(files.to_shred(school.session)) == (kept if gone else set())
    assert retention.sweep(school.session, at=school.at) == Swept(0, 0, 0)


def test_what_is_out_keeps_its_original(school: School, gallery: Gallery) -> None:
    release = gallery.release(gallery.photo_of(Answer.UNRECOGNISABLE)[0])
    gallery.later(days=2000)
    assert retention.sweep(school.session, at=school.at).originals == 0
    assert release_queries.recalls_open(school.session) == [] and gallery.download(release)


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
    assert queries.descriptors_of(school.session, gallery.event) == []


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
