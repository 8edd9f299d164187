"""A link lets one recipient take one release: by the day, by the number, by hand and by the gate it ends."""

from datetime import timedelta

import pytest

from consent_store.errors import BadInput, NotCleared, NotFound
from consent_store.ids import LinkId, ReleaseId
from consent_store.operations import links
from consent_store.records import ledger
from consent_store.records.queries import links as questions
from consent_store.records.queries import releases as release_queries
from consent_store.rules.entries import Downloaded, Say
from tests.gallery import Gallery
from tests.school import PORTAL, WEBSITE


def let_out(gallery: Gallery, purpose: str = WEBSITE) -> ReleaseId:
    """A picture of a child whose guardian says yes, that is out."""
    child, guardian = gallery.school.family()
    gallery.school.gives(guardian, child, purpose)
    item, _ = gallery.photo_of(child)
    return gallery.release(item, purpose)


def made(gallery: Gallery, release: ReleaseId, most: int = 5, days: int = 7) -> LinkId:
    school = gallery.school
    until = school.at.date() + timedelta(days=days)
    return links.make(school.session, release, recipient="The Courier", until=until, most=most, actor=gallery.comms, at=school.at)


def test_it_is_good_for_its_number_and_no_more(gallery: Gallery) -> None:
    school, release = gallery.school, let_out(gallery)
    link = made(gallery, release, most=2)
    for _ in range(2):
        taken, passage = links.take(school.session, link, at=school.at)
        assert taken == release and passage.vault_name
    with pytest.raises(NotCleared, match="ended"):
        links.take(school.session, link, at=school.at)
    downloads = release_queries.downloads_of(school.session, release)
    assert [(download.by, download.why) for download in downloads] == [(gallery.comms, "link: The Courier")] * 2
    assert len(ledger.read(school.session, kind=Downloaded.__name__)) == 2


@pytest.mark.parametrize(("days", "open_"), [(0, True), (7, True), (8, False)])
def test_it_ends_with_its_day(gallery: Gallery, days: int, open_: bool) -> None:
    link, at = made(gallery, let_out(gallery)), gallery.school.at + timedelta(days=days)
    if open_:
        assert links.take(gallery.school.session, link, at=at)
    else:
        with pytest.raises(NotCleared):
            links.take(gallery.school.session, link, at=at)


def test_it_is_ended_by_hand(gallery: Gallery) -> None:
    school = gallery.school
    link = made(gallery, let_out(gallery))
    for _ in range(2):
        links.end(school.session, link, actor=gallery.comms, at=school.at)
    with pytest.raises(NotCleared):
        links.take(school.session, link, at=school.at)
    assert questions.link(school.session, link).taken == 0


def test_a_withdrawal_ends_it(gallery: Gallery) -> None:
    school, (child, guardian) = gallery.school, gallery.school.family()
    school.gives(guardian, child, WEBSITE)
    link = made(gallery, gallery.release(gallery.photo_of(child)[0], WEBSITE))
    school.says(guardian, Say.WITHDRAWN, child)
    with pytest.raises(NotCleared):
        links.take(school.session, link, at=school.at)


def test_what_stays_inside_goes_to_nobody_outside(gallery: Gallery) -> None:
    with pytest.raises(BadInput, match="inside"):
        made(gallery, let_out(gallery, PORTAL))


@pytest.mark.parametrize(("most", "days"), [(0, 7), (101, 7), (5, -1), (5, 91)])
def test_numbers_and_days_that_make_no_sense(gallery: Gallery, most: int, days: int) -> None:
    with pytest.raises(BadInput):
        made(gallery, let_out(gallery), most, days)


def test_nothing_is_linked_that_is_not_there(gallery: Gallery) -> None:
    school = gallery.school
    with pytest.raises(NotFound):
        made(gallery, ReleaseId("nothing"))
    for attempt in (lambda: links.take(school.session, LinkId("x"), at=school.at), lambda: questions.link(school.session, LinkId("x"))):
        with pytest.raises(NotFound):
            attempt()
