"""What a released file may say of a picture: those who are covered count for nothing, and nobody is named."""

from datetime import date

import pytest

from consent_store.ids import ItemId, PersonId, PurposeCode
from consent_store.operations import making
from consent_store.records.queries import drafts, labels
from consent_store.records.queries.labels import About
from consent_store.records.releases import DraftRow
from consent_store.rules.releases import Use
from consent_store.rules.sightings import Answer
from tests.gallery import Gallery
from tests.school import School

SOCIAL = PurposeCode("social_media")


def about(gallery: Gallery, item: ItemId) -> About:
    """Of a draft for social media."""
    session = gallery.school.session
    found = labels.about(session, drafts.draft(session, gallery.draft(item, SOCIAL)).rendition)
    assert found is not None
    return found


def child(school: School, born: date, *, yes: bool = True) -> PersonId:
    pupil, guardian = school.family(born=born)
    if yes:
        school.gives(guardian, pupil, SOCIAL)
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
