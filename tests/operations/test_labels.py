"""What a released file may say of a picture: those who are covered count for nothing, and nobody is named."""

from datetime import date, timedelta

import pytest

from consent_store.ids import ItemId, PersonId, PurposeCode
from consent_store.operations import making
from consent_store.records import ledger
from consent_store.records.queries import counts, drafts, labels, media
from consent_store.records.queries.labels import About
from consent_store.records.releases import DraftRow
from consent_store.rules.entries import Released
from consent_store.rules.releases import Use
from consent_store.rules.sightings import Answer
from consent_store.rules.terms import Kind
from tests.gallery import Gallery
from tests.recorded import recorded
from tests.school import School

SOCIAL = PurposeCode("social_media")


def about(gallery: Gallery, item: ItemId) -> About:
    """Of a draft for social media."""
    session = gallery.school.session
    found = labels.about(session, drafts.draft(session, gallery.draft(item, SOCIAL)).rendition)
    assert found is not None
    return found


def child(school: School, born: date, *, yes: bool = True, kind: Kind = Kind.PHOTO) -> PersonId:
    pupil, guardian = school.family(born=born)
    if yes:
        school.gives(guardian, pupil, SOCIAL, kind=kind)
    return pupil


def test_ages_are_those_on_the_day_of_the_event_of_who_is_shown(school: School, gallery: Gallery) -> None:
    day_before, on_the_day = child(school, date(2011, 11, 20)), child(school, date(2011, 11, 19))
    item, _ = gallery.photo_of(day_before, on_the_day, child(school, date(2019, 1, 1), yes=False), Answer.STRANGER)
    assert sorted(about(gallery, item).ages) == [14, 15]  # type: ignore[type-var]


def test_who_is_covered_makes_nobody_recognisable(school: School, gallery: Gallery) -> None:
    item, _ = gallery.photo_of(child(school, date(2012, 1, 1), yes=False), Answer.UNRECOGNISABLE)
    assert (about(gallery, item).recognisable, about(gallery, item).ages) == (False, ())


@pytest.mark.parametrize(("alt", "named"), [("Two pupils run", False), ("%s runs", True), ("", False)])
def test_an_alternative_text_that_names_somebody_is_seen(school: School, gallery: Gallery, alt: str, named: bool) -> None:
    pupil = child(school, date(2012, 1, 1))
    name = drafts.named(school.session, [])
    given = next(each.given for each in name if each.person == pupil)
    item, _ = gallery.photo_of(pupil)
    draft = gallery.draft(item, SOCIAL)
    school.session.get_one(DraftRow, draft).alt = alt.replace("%s", given)  # as if somebody of that name came since
    found = labels.about(school.session, drafts.draft(school.session, draft).rendition)
    assert found is not None and found.names is named


def test_a_familys_file_says_nothing(school: School, gallery: Gallery) -> None:
    item, _ = gallery.photo_of(child(school, date(2012, 1, 1)))
    assert labels.about(school.session, making.want(school.session, item, use=Use.SHOWN, at=school.at)) is None


def test_who_is_only_in_what_was_cut_out_of_a_film_is_not_in_the_file_and_not_counted(school: School, gallery: Gallery) -> None:
    older, younger = (child(school, date(year, 1, 1), kind=Kind.FILM) for year in (2011, 2019))
    film = recorded(gallery, ["0-4000", "6000-9000"])
    film.answer(older, younger)
    film.cut("5000-10000")
    gallery.attest(film.item)
    assert about(gallery, film.item).ages == (15,)
    release = gallery.release(film.item, SOCIAL)
    told = [entry.body.people for entry in ledger.read(school.session, item=film.item) if isinstance(entry.body, Released)]
    assert (counts.shown(school.session, school.at, school.at + timedelta(1)), told) == ({older: 1}, [1])
    assert media.people_of(school.session, [film.item], left=True) == {film.item: {older}} and release
