"""Nothing leaves but through the gate, which is asked at every step."""

from dataclasses import replace

import pytest
from sqlalchemy import event

from consent_store.errors import BadInput, NotCleared, NotFound
from consent_store.ids import ItemId, PurposeCode, ReleaseId
from consent_store.operations import drafts, media, people, releases
from consent_store.operations import school as school_operations
from consent_store.operations.model_form import Wording
from consent_store.operations.releases import Supposed
from consent_store.records import ledger
from consent_store.records.queries import facts
from consent_store.records.queries import releases as release_queries
from consent_store.records.school import PurposeRow
from consent_store.rules.entries import Downloaded, Released, Say
from consent_store.rules.gate import Code, Verdict
from consent_store.rules.releases import Use
from consent_store.rules.sightings import Answer
from consent_store.rules.terms import RECOGNITION, Duty
from tests.gallery import Gallery
from tests.school import PORTAL, WEBSITE, School

SOCIAL = PurposeCode("social_media")


@pytest.fixture
def cleared(school: School, gallery: Gallery) -> ItemId:
    """A photo of Anna, who may be on the website."""
    anna, parent = school.family()
    school.gives(parent, anna)
    return gallery.photo_of(anna, Answer.UNRECOGNISABLE)[0]


def test_what_everybody_agreed_to_goes_out(school: School, gallery: Gallery, cleared: ItemId) -> None:
    assert gallery.ask(cleared).verdict is Verdict.CLEARED
    release = gallery.release(cleared)
    passage = gallery.download(release)
    assert passage.sha256 == release_queries.release(school.session, release).sha256
    assert passage.file_name == f"sports-day-2026-11-19-001-{release[:8]}.jpg"
    kinds = [type(entry.body) for entry in ledger.read(school.session, item=cleared)][-2:]
    assert kinds == [Released, Downloaded]
    assert [taken.why for taken in release_queries.downloads_of(school.session, release)] == ["for the news"]


def test_another_purpose_asks_the_gate_again(gallery: Gallery, cleared: ItemId) -> None:
    assert not release_queries.release(gallery.school.session, gallery.release(cleared)).masks
    assert len(release_queries.release(gallery.school.session, gallery.release(cleared, SOCIAL)).masks) == 1


def test_a_withdrawal_stops_a_download_that_was_cleared_a_minute_ago(school: School, gallery: Gallery) -> None:
    anna, parent = school.family()
    school.gives(parent, anna)
    item, _ = gallery.photo_of(anna)
    release = gallery.release(item)
    gallery.later(minutes=1)
    school.withdraws(parent, anna)
    with pytest.raises(NotCleared):
        gallery.download(release)
    assert not releases.still_open(school.session, release, at=school.at)


def test_a_consent_that_ran_out_stops_a_download_before_the_night_finds_it(school: School, gallery: Gallery) -> None:
    anna, parent = school.family()
    school.says(parent, Say.YES, anna, until=school.at.date().replace(day=25))
    item, _ = gallery.photo_of(anna)
    release = gallery.release(item)
    assert releases.still_open(school.session, release, at=school.at)
    gallery.later(days=5)
    with pytest.raises(NotCleared):
        gallery.download(release)
    assert not releases.still_open(school.session, release, at=school.at)


@pytest.mark.parametrize("by_notice", [False, True])
def test_what_the_ledger_holds_has_happened_whatever_a_clock_says(school: School, gallery: Gallery, by_notice: bool) -> None:
    anna, parent = school.family()
    school.gives(parent, anna)
    item, _ = gallery.photo_of(anna)
    release, next_one, early = gallery.release(item), gallery.draft(item, channel="another page"), school.at
    gallery.make(next_one)
    gallery.later(seconds=2)
    if by_notice:
        wordings = {language: Wording("Website", "For ever.") for language in ("nl", "en")}
        school_operations.publish_notice(school.session, WEBSITE, wordings, True, actor=school.admin, at=school.at)
    else:
        school.withdraws(parent, anna)
    school.at = early
    told = {"actor": gallery.comms, "at": early}
    for taken in (lambda: drafts.release(school.session, next_one, **told), lambda: gallery.download(release)):
        with pytest.raises(NotCleared):
            taken()


def test_submitting_twice_releases_once(gallery: Gallery, school: School, cleared: ItemId) -> None:
    assert gallery.release(cleared) == gallery.release(cleared)
    assert gallery.release(cleared, by=school.staff(Duty.COMMS)) != gallery.release(cleared)
    assert len(release_queries.releases_of(school.session, cleared)) == 2


def test_nothing_goes_out_for_recognition_or_what_does_not_exist(school: School, gallery: Gallery, cleared: ItemId) -> None:
    with pytest.raises(BadInput):
        gallery.draft(cleared, RECOGNITION)
    for item, purpose in ((cleared, PurposeCode("nothing")), (ItemId("nobody"), WEBSITE)):
        with pytest.raises(NotFound):
            gallery.ask(item, purpose)
    with pytest.raises(NotFound):
        gallery.download(ReleaseId("none"))


def test_a_retired_purpose_lets_nothing_new_out(school: School, gallery: Gallery, cleared: ItemId) -> None:
    release = gallery.release(cleared)
    school.session.get_one(PurposeRow, WEBSITE).retired = True
    school.session.flush()
    with pytest.raises(NotCleared) as refused:
        gallery.release(cleared, by=gallery.teacher)
    assert refused.value.code == "purpose_retired"
    assert gallery.download(release)


def test_a_download_says_why(school: School, gallery: Gallery, cleared: ItemId) -> None:
    release = gallery.release(cleared)
    with pytest.raises(BadInput):
        releases.begin_download(school.session, release, why="  ", actor=gallery.comms, at=school.at)
    assert release_queries.downloads_of(school.session, release) == []


def test_staff_look_at_previews_and_nobody_else_at_anything(school: School, gallery: Gallery, cleared: ItemId) -> None:
    preview, clean = gallery.file(cleared, Use.PREVIEW), gallery.file(cleared)
    for duty in (Duty.TEACHER, Duty.COMMS, Duty.SUPERVISOR, Duty.OFFICE):
        assert releases.passage(school.session, preview, viewer=school.staff(duty), at=school.at).file_name.endswith("-preview.jpg")
    parent = school.family()[1]
    refused = [(preview, school.staff(Duty.PRIVACY)), (preview, parent), (clean, gallery.teacher)]
    for rendition, viewer in refused:
        with pytest.raises(NotFound):
            releases.passage(school.session, rendition, viewer=viewer, at=school.at)
    media.remove(school.session, cleared, "asked to", actor=gallery.teacher, at=school.at)
    with pytest.raises(NotFound):
        releases.passage(school.session, preview, viewer=gallery.teacher, at=school.at)


def test_every_purpose_at_once_says_the_same_as_each(school: School, gallery: Gallery, cleared: ItemId) -> None:
    every = releases.ask_every(school.session, cleared, at=school.at)
    assert RECOGNITION not in every and {WEBSITE, PORTAL, SOCIAL} <= every.keys()
    assert every == {code: gallery.ask(cleared, code) for code in every}


def test_supposing_an_answer_says_what_it_would_change(school: School, gallery: Gallery) -> None:
    (anna, parent), (bram, _) = school.family(), school.family()
    school.gives(parent, anna)
    item, _ = gallery.photo(1)
    claim = facts.sightings_of(school.session, [item])[item][0]
    supposed = [Supposed((replace(claim, answer=Answer.PERSON, person=who),)) for who in (anna, bram)]
    of_anna, of_bram = (
        {reason.code for reason in every[WEBSITE].reasons} for every in releases.ask_supposing(school.session, item, supposed, at=school.at)
    )
    assert of_bram - of_anna == {Code.NO_CONSENT}
    assert gallery.ask(item).reasons[0].code is Code.UNANSWERED


def test_supposing_an_answer_and_an_attestation_says_whether_the_gate_opens(school: School, gallery: Gallery) -> None:
    child, parent = school.family()
    school.gives(parent, child)
    item, (sighting,) = gallery.photo(1)
    claim = replace(facts.sightings_of(school.session, [item])[item][0], answer=Answer.PERSON, person=child)
    for reviewer, code in ((gallery.colleague, None), (gallery.teacher, Code.FOUR_EYES)):
        [supposed] = releases.ask_supposing(school.session, item, [Supposed((claim,), (reviewer,))], at=school.at)
        assert [reason.code for reason in supposed[WEBSITE].reasons] == ([code] if code else [])
    gallery.answer(sighting, child)
    assert gallery.ask(item).reasons[0].code is Code.NOT_ATTESTED


def test_somebody_erased_is_unknown_and_holds(school: School, gallery: Gallery) -> None:
    anna, parent = school.family()
    school.gives(parent, anna)
    item, _ = gallery.photo_of(anna)
    row = people.kept(school.session, anna)
    row.erased_at = school.at
    school.session.flush()
    assert [reason.code for reason in gallery.ask(item).reasons] == [Code.STANDING_UNKNOWN]


def test_a_page_asks_a_number_of_queries_that_does_not_grow(school: School, gallery: Gallery) -> None:
    def queries(items: list[ItemId]) -> int:
        counted: list[str] = []
        engine = school.session.get_bind()
        school.session.expire_all()
        listen = lambda _conn, _cursor, statement, *_: counted.append(statement)  # noqa: E731
        event.listen(engine, "before_cursor_execute", listen)
        decisions = releases.ask_many(school.session, items, WEBSITE, at=school.at)
        event.remove(engine, "before_cursor_execute", listen)
        assert len(decisions) == len(items)
        return len(counted)

    items = []
    for _ in range(12):
        anna, parent = school.family()
        school.gives(parent, anna)
        items.append(gallery.photo_of(anna, Answer.STRANGER)[0])
    assert queries(items) == queries(items[:2]) <= 12
