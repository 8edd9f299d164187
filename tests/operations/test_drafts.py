"""From a wish to a release: the file must show what the gate allows now, and nobody's work is lost."""

import pytest
from sqlalchemy import select

from consent_store.errors import BadInput, NotCleared
from consent_store.ids import ItemId, PurposeCode, ReleaseId, SightingId
from consent_store.operations import drafts, making, media, releases, retention
from consent_store.operations.making import File
from consent_store.records import ledger
from consent_store.records.queries import drafts as questions
from consent_store.records.queries import files
from consent_store.records.queries import releases as release_queries
from consent_store.records.releases import DraftRow
from consent_store.records.wanted import WantedRow
from consent_store.rules.chain import Head, verify
from consent_store.rules.sightings import Answer, Box
from consent_store.rules.terms import Duty
from tests.gallery import Gallery
from tests.school import PORTAL, WEBSITE, School

SOCIAL = PurposeCode("social_media")


@pytest.fixture
def shared(school: School, gallery: Gallery) -> tuple[ItemId, SightingId, SightingId]:
    """A photo of Anna, who may be everywhere, and Bram, who may be on the website alone."""
    (anna, hers), (bram, his) = school.family(), school.family()
    school.gives(hers, anna, WEBSITE, SOCIAL)
    school.gives(his, bram, WEBSITE)
    item, (first, second) = gallery.photo_of(anna, bram)
    return item, first, second


def let_out(gallery: Gallery, draft: ReleaseId) -> ReleaseId:
    return drafts.release(gallery.school.session, draft, actor=gallery.comms, at=gallery.school.at)


def refused(gallery: Gallery, draft: ReleaseId) -> str:
    """With which code a draft stays."""
    with pytest.raises(NotCleared) as shut:
        let_out(gallery, draft)
    assert release_queries.releases_of(gallery.school.session, questions.draft(gallery.school.session, draft).item) == []
    return shut.value.code


def test_one_picture_goes_out_whole_for_one_purpose_and_covered_for_another(school: School, gallery: Gallery, shared: tuple) -> None:  # type: ignore[type-arg]
    item, _, bram = shared
    found = [release_queries.release(school.session, gallery.release(item, purpose)) for purpose in (WEBSITE, SOCIAL)]
    assert [view.masks for view in found] == [frozenset(), {bram}]
    assert found[0].sha256 != found[1].sha256 and found[0].rendition != found[1].rendition


def test_a_draft_is_the_release_to_be_and_is_released_once(gallery: Gallery, shared: tuple) -> None:  # type: ignore[type-arg]
    draft = gallery.draft(shared[0])
    gallery.make(draft)
    assert let_out(gallery, draft) == draft == let_out(gallery, draft)
    assert [view.id for view in release_queries.releases_of(gallery.school.session, shared[0])] == [draft]


def test_while_the_file_is_made_or_failed_nothing_goes_out(gallery: Gallery, shared: tuple) -> None:  # type: ignore[type-arg]
    session, draft = gallery.school.session, gallery.draft(shared[0], SOCIAL)
    assert refused(gallery, draft) == "file_waiting"
    making.failed(session, questions.draft(session, draft).rendition, "mask_shows")
    assert refused(gallery, draft) == "mask_shows"


def test_who_said_yes_after_the_file_was_asked_for_is_not_covered_for_nothing(school: School, gallery: Gallery, shared: tuple) -> None:  # type: ignore[type-arg]
    item = shared[0]
    draft = gallery.draft(item, SOCIAL)
    gallery.make(draft)
    bram = next(face.person for face in facts(gallery, item) if face.id == shared[2])
    assert bram is not None
    school.gives(school.guardian(bram), bram, SOCIAL)
    assert refused(gallery, draft) == "masks_changed"


def test_who_said_no_after_the_file_was_asked_for_is_not_in_it(school: School, gallery: Gallery) -> None:
    anna, parent = school.family()
    school.gives(parent, anna, SOCIAL)
    draft = gallery.draft(gallery.photo_of(anna)[0], SOCIAL)
    gallery.make(draft)
    school.withdraws(parent, anna, SOCIAL)
    assert refused(gallery, draft) == "masks_changed"


def test_an_item_whose_sightings_changed_is_asked_for_anew(school: School, gallery: Gallery, shared: tuple) -> None:  # type: ignore[type-arg]
    item = shared[0]
    draft = gallery.draft(item, batch="together")
    gallery.make(draft)
    questions_before = questions.draft(school.session, draft)
    gallery.answer(shared[2], None)
    gallery.answer(shared[2], Answer.UNRECOGNISABLE)
    gallery.attest(item)
    assert refused(gallery, draft) == "changed_since_drafted"
    anew = gallery.draft(item, batch="together")
    gallery.make(anew)
    assert anew != draft and let_out(gallery, anew) == anew
    assert [view.id for view in questions.batch(school.session, "together")] == [anew]
    assert questions_before.rendition not in school.session.scalars(select(WantedRow.id)).all()


def test_what_is_covered_by_hand_after_the_file_was_made_is_asked_for_anew(school: School, gallery: Gallery, shared: tuple) -> None:  # type: ignore[type-arg]
    draft = gallery.draft(shared[0])
    gallery.make(draft)
    making.cover(school.session, shared[0], Box(0, 0, 40, 40), "a name badge", actor=gallery.comms, at=school.at)
    assert refused(gallery, draft) == "changed_since_drafted"


def test_two_members_of_communications_keep_what_each_did(school: School, gallery: Gallery, shared: tuple) -> None:  # type: ignore[type-arg]
    other = school.staff(Duty.COMMS)
    mine, theirs = gallery.draft(shared[0]), gallery.draft(shared[0], by=other)
    for draft in (mine, theirs):
        gallery.make(draft)
    assert mine != theirs and let_out(gallery, mine) == mine
    assert drafts.release(school.session, theirs, actor=other, at=school.at) == theirs


def test_the_same_by_the_same_person_is_one_release(school: School, gallery: Gallery, shared: tuple) -> None:  # type: ignore[type-arg]
    first, again = gallery.release(shared[0]), gallery.release(shared[0])
    assert first == again and gallery.release(shared[0], form="web") != first and gallery.release(shared[0], alt="Two children.") != first
    taken = [view.release for view in map(questions.draft_view, school.session.scalars(select(DraftRow).order_by(DraftRow.at)))]
    assert taken.count(first) == 2


def test_many_that_go_out_together_are_each_told_once_in_one_chain(school: School, gallery: Gallery, shared: tuple) -> None:  # type: ignore[type-arg]
    one, same, other = (gallery.draft(shared[0], form=form) for form in ("web", "web", "square"))
    for each in (one, same, other):
        gallery.make(each)
    out = drafts.release_many(school.session, [one, same, other, one], actor=gallery.comms, at=school.at)
    assert out == {one: one, same: one, other: other}
    told = ledger.read(school.session, kind="Released")
    assert [entry.body.release for entry in told] == [one, other]  # type: ignore[union-attr]
    assert {view.id for view in release_queries.releases_of(school.session, shared[0])} == {one, other}
    assert isinstance(verify(ledger.lines(school.session)), Head)


def test_what_was_covered_or_cut_since_is_another_release(school: School, gallery: Gallery, shared: tuple) -> None:  # type: ignore[type-arg]
    """Whoever covers a badge and asks again must not be handed the file that shows it."""
    item, told = shared[0], {"actor": gallery.comms, "at": school.at}
    whole = gallery.release(item)
    making.cover(school.session, item, Box(0, 0, 10, 10), "a badge", **told)
    covered = gallery.release(item)
    making.cut(school.session, item, Box(0, 0, 2000, 2000), **told)
    assert len({whole, covered, gallery.release(item)}) == 3


def test_asked_for_twice_in_one_batch_is_one_draft(gallery: Gallery, shared: tuple) -> None:  # type: ignore[type-arg]
    first = gallery.draft(shared[0], batch="b")
    assert gallery.draft(shared[0], batch="b") == first != gallery.draft(shared[0], batch="c")
    changed = gallery.draft(shared[0], batch="b", alt="Two children run.")
    assert changed != first
    gallery.make(changed)
    assert let_out(gallery, changed) == gallery.draft(shared[0], batch="b", alt="Something else.") == changed


def test_where_the_gate_is_shut_no_file_is_asked_for(school: School, gallery: Gallery) -> None:
    anna, _ = school.family()
    item, _ = gallery.photo_of(anna)
    gallery.answer(facts(gallery, item)[0].id, None)
    with pytest.raises(NotCleared):
        gallery.draft(item)
    with pytest.raises(BadInput):
        gallery.draft(gallery.photo_of(Answer.NOBODY)[0], PORTAL, personally=True)
    with pytest.raises(BadInput):
        gallery.draft(gallery.photo_of(Answer.NOBODY)[0], form="poster")
    assert school.session.scalars(select(WantedRow)).all() == []


def test_a_picture_in_which_everybody_is_covered_may_go(school: School, gallery: Gallery) -> None:
    item, faces = gallery.photo_of(Answer.STRANGER, Answer.STRANGER)
    assert release_queries.release(school.session, gallery.release(item, SOCIAL)).masks == set(faces)


def test_drafts_go_with_their_files_and_what_went_out_stays(school: School, gallery: Gallery, shared: tuple) -> None:  # type: ignore[type-arg]
    out = gallery.release(shared[0])
    begun = gallery.draft(shared[0], SOCIAL)
    gallery.make(begun, File("of a draft", "0" * 64, 7, "image/jpeg", 40, 30))
    gallery.later(days=89)
    assert retention.sweep(school.session, at=school.at).drafts == 0
    gallery.later(days=1)
    assert retention.sweep(school.session, at=school.at).drafts == 2
    assert files.to_shred(school.session) == ["of a draft"]
    assert school.session.scalars(select(DraftRow)).all() == [] and gallery.download(out)


def test_the_file_of_a_picture_that_is_removed_is_not_made(school: School, gallery: Gallery, shared: tuple) -> None:  # type: ignore[type-arg]
    draft = gallery.draft(shared[0])
    media.remove(school.session, shared[0], "asked to", actor=gallery.teacher, at=school.at)
    gallery.make(draft)
    assert refused(gallery, draft) == "not_cleared"


def facts(gallery: Gallery, item: ItemId) -> list:  # type: ignore[type-arg]
    """Who is said to be in a picture."""
    from consent_store.records.queries.facts import sightings_of

    return sightings_of(gallery.school.session, [item])[item]


def test_a_release_that_is_out_may_be_taken_after_its_draft_is_gone(school: School, gallery: Gallery, shared: tuple) -> None:  # type: ignore[type-arg]
    out = gallery.release(shared[0])
    gallery.later(days=200)
    retention.sweep(school.session, at=school.at)
    assert releases.still_open(school.session, out, at=school.at) and questions.behind(school.session, [out]) == {}
