"""Items come in once, are analysed once, and no finding ever changes what a person answered."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import EventId, GroupId, ItemId, SightingId
from consent_store.operations import media, reviews
from consent_store.operations import school as school_operations
from consent_store.records import ledger
from consent_store.records.queries import files, grouping
from consent_store.records.queries import media as queries
from consent_store.rules.entries import ItemAdmitted, ItemAnalysed, MakerRecorded
from consent_store.rules.gate import Code
from consent_store.rules.releases import Use
from consent_store.rules.sightings import Answer, Box, Confidence, Origin, Proposal
from consent_store.rules.terms import Kind, Maker, Permission
from tests.gallery import OURS, VERSION, Gallery, digest, found
from tests.school import School


def admit(gallery: Gallery, sha256: str, vault_name: str = "v", label: str = "a.jpg") -> media.Admitted:
    """An upload of these bytes."""
    files = {"kind": Kind.PHOTO, "label": label, "sha256": sha256, "size": 3, "vault_name": vault_name}
    return media.admit(gallery.school.session, gallery.event, **files, actor=gallery.teacher, at=gallery.school.at)


def test_an_event_has_groups_that_exist_and_a_title(school: School, gallery: Gallery) -> None:
    group = school.group()
    made = {"on": date(2026, 11, 20), "actor": gallery.teacher, "at": school.at}
    event = media.make_event(school.session, title=" Museum ", groups=[group, group], **made)
    assert (queries.event(school.session, event).title, queries.event(school.session, event).groups) == ("Museum", (group,))
    assert [view.id for view in queries.events(school.session)] == [event, gallery.event]
    for title, groups in (("", []), ("Museum", [GroupId("none")])):
        with pytest.raises(BadInput):
            media.make_event(school.session, title=title, groups=groups, **made)


def test_the_same_bytes_are_one_item(school: School, gallery: Gallery) -> None:
    sha256 = digest()
    first = admit(gallery, sha256)
    again = admit(gallery, sha256, "w")
    assert (again.item, again.duplicate_of) == (first.item, first.item)
    assert queries.vault_name(school.session, first.item) == "v"
    assert len(ledger.read(school.session, kind=ItemAdmitted.__name__)) == 1


def test_what_was_removed_does_not_come_in_by_another_door(school: School, gallery: Gallery) -> None:
    sha256 = digest()
    item = admit(gallery, sha256).item
    media.remove(school.session, item, "a parent asked", actor=gallery.teacher, at=school.at)
    with pytest.raises(Conflict) as refused:
        admit(gallery, sha256)
    assert refused.value.code == "removed_before"


@pytest.mark.parametrize(("event", "sha256", "refusal"), [(EventId("none"), "0" * 64, NotFound), (None, "xyz", BadInput)])
def test_an_upload_that_cannot_be_kept_is_refused(gallery: Gallery, event: EventId | None, sha256: str, refusal: type[Exception]) -> None:
    gallery.event = event or gallery.event
    with pytest.raises(refusal):
        admit(gallery, sha256)


def test_a_label_is_for_the_eye_and_one_line(school: School, gallery: Gallery) -> None:
    item = admit(gallery, digest(), label="../..\x00/etc\n\u202epasswd" + "x" * 900).item
    label = queries.item(school.session, item).label
    assert label.isprintable() and len(label) == 200


def test_numbers_follow_each_other_within_an_event(school: School, gallery: Gallery) -> None:
    items = [gallery.upload() for _ in range(3)]
    assert [view.id for view in queries.items_of(school.session, gallery.event)] == items
    assert [view.number for view in queries.items_of(school.session, gallery.event, page=2, size=2)] == [3]


@pytest.mark.parametrize(
    ("maker", "opens"),
    [
        (OURS, True),
        (None, False),
        (Maker("Foto Jansen", Permission.GIVEN), False),
        (Maker("Foto Jansen", Permission.GIVEN, "letter of 3 May"), True),
        (Maker("W. Kramer", Permission.LICENCE, " "), False),
    ],
)
def test_the_makers_ground_must_hold(gallery: Gallery, maker: Maker | None, opens: bool) -> None:
    item = gallery.upload(maker)
    gallery.look(item, 0)
    gallery.attest(item)
    assert (Code.MAKER_UNKNOWN in {reason.code for reason in gallery.ask(item).reasons}) is not opens


def test_the_ledger_learns_the_ground_and_not_the_name(school: School, gallery: Gallery) -> None:
    gallery.upload(Maker("Foto Jansen", Permission.LICENCE, "CC BY 4.0"))
    [entry] = ledger.read(school.session, kind=MakerRecorded.__name__)
    assert isinstance(entry.body, MakerRecorded) and entry.body.permission == "licence"
    assert "Jansen" not in str(entry) and "CC" not in str(entry) and len(entry.body.proof or "") == 64


def test_analysing_twice_changes_nothing(school: School, gallery: Gallery) -> None:
    item, sightings = gallery.photo(3)
    gallery.answer(sightings[1], Answer.STRANGER)
    before = queries.item(school.session, item)
    assert gallery.look(item, 3) == sightings
    assert queries.item(school.session, item) == before
    assert len(ledger.read(school.session, kind=ItemAnalysed.__name__)) == 1


def test_a_version_that_is_not_in_force_writes_nothing(school: School, gallery: Gallery) -> None:
    item = gallery.upload()
    with pytest.raises(Conflict):
        gallery.look(item, 1, "engine 0")
    assert queries.item(school.session, item).faces is None


def test_a_new_version_keeps_answers_adds_faces_and_reopens(school: School, gallery: Gallery) -> None:
    anna, parent = school.family()
    school.gives(parent, anna)
    item, (face,) = gallery.photo_of(anna)
    media.bring_into_force(school.session, "engine 2", at=school.at)
    assert [reason.code for reason in gallery.ask(item).reasons] == [Code.ANALYSIS_OUTDATED]
    moved = [replace(each, box=Box(each.box.left + 9, each.box.top, each.box.right + 9, each.box.bottom)) for each in found(1)]
    assert gallery.look(item, moved, "engine 2") == [face]
    assert gallery.ask(item).passes
    media.bring_into_force(school.session, "engine 3", at=school.at)
    kept, new = gallery.look(item, [*moved, found(2)[1]], "engine 3")
    claims = {view.sighting.id: view.sighting.answer for view in queries.sightings_of(school.session, item)}
    assert claims == {kept: Answer.PERSON, new: None} and kept == face
    assert {reason.code for reason in gallery.ask(item).reasons} == {Code.UNANSWERED, Code.CHANGED_SINCE_ATTESTED}


def test_a_face_that_is_no_longer_found_stays_until_somebody_answers(school: School, gallery: Gallery) -> None:
    item, (face,) = gallery.photo(1)
    media.bring_into_force(school.session, "engine 2", at=school.at)
    assert gallery.look(item, 0, "engine 2") == []
    assert [view.sighting.id for view in queries.sightings_of(school.session, item)] == [face]


def test_what_a_person_drew_and_analysis_finds_too_can_no_longer_be_taken_away(school: School, gallery: Gallery) -> None:
    item, _ = gallery.photo(0)
    told = {"actor": gallery.teacher, "at": school.at}
    drawn = reviews.draw(school.session, item, found(1)[0].box, Answer.STRANGER, **told)
    media.bring_into_force(school.session, "engine 2", at=school.at)
    assert gallery.look(item, 1, "engine 2") == [drawn]
    [view] = queries.sightings_of(school.session, item)
    assert (view.sighting.origin, view.sighting.answer) == (Origin.MACHINE, Answer.STRANGER)
    gallery.attest(item)
    assert Code.FEWER_LISTED_THAN_FOUND not in {reason.code for reason in gallery.ask(item).reasons}


def test_descriptors_are_kept_for_unanswered_faces_alone(school: School, gallery: Gallery) -> None:
    item, (one, two) = gallery.photo(2)
    gallery.answer(one, Answer.STRANGER)
    gallery.look(item, 2)
    [left] = grouping.faces_to_group(school.session, gallery.event)
    assert (left.id, left.sealed) == (two, b"sealed")


def test_one_worker_at_a_time(school: School, gallery: Gallery) -> None:
    item = gallery.upload()
    told = {"version": VERSION, "until": school.at.replace(minute=1)}
    waiting = lambda: queries.to_analyse(school.session, VERSION, at=school.at, limit=9)  # noqa: E731
    assert waiting() == [item]
    claim = media.claim(school.session, item, **told, at=school.at)
    assert claim and claim.recognise and waiting() == []
    assert media.claim(school.session, item, **told, at=school.at) is None
    gallery.later(minutes=2)
    assert waiting() == [item] and media.claim(school.session, item, **told, at=school.at)
    gallery.look(item, 1)
    assert waiting() == [] and media.claim(school.session, item, **told, at=school.at) is None


@pytest.mark.parametrize("whole_school", [True, False])
def test_recognition_switched_off_is_told_to_the_worker(school: School, gallery: Gallery, whole_school: bool) -> None:
    event = None if whole_school else gallery.event
    school_operations.switch_recognition(school.session, False, why="privacy week", event=event, actor=school.admin, at=school.at)
    claim = media.claim(school.session, gallery.upload(), until=school.at, version=VERSION, at=school.at)
    assert claim and not claim.recognise


def test_a_failure_holds_until_it_is_tried_again(school: School, gallery: Gallery) -> None:
    item = gallery.upload()
    media.record_failure(school.session, item, "damaged", at=school.at)
    assert Code.ANALYSIS_FAILED in {reason.code for reason in gallery.ask(item).reasons}
    assert queries.to_analyse(school.session, VERSION, at=school.at, limit=9) == []
    media.try_again(school.session, item, actor=gallery.teacher, at=school.at)
    assert queries.to_analyse(school.session, VERSION, at=school.at, limit=9) == [item]
    gallery.look(item, 0)
    assert queries.item(school.session, item).failure is None


def test_what_cannot_be_read_leaves_its_name_and_the_reason(school: School, gallery: Gallery) -> None:
    item = gallery.upload()
    name = queries.vault_name(school.session, item)
    media.refuse(school.session, item, "truncated", at=school.at)
    assert files.to_shred(school.session) == [name]
    [refused] = queries.refused_of(school.session, gallery.event)
    assert (refused.label, refused.failure) == ("IMG_1.jpg", "truncated")
    progress = queries.event(school.session, gallery.event).progress
    assert (progress.received, progress.refused) == (0, 1)
    assert list(files.kept(school.session)) == []


def test_removing_names_every_file_and_shuts_every_purpose(school: School, gallery: Gallery) -> None:
    item, (face,) = gallery.photo(1)
    gallery.file(item, Use.CROP, of=face)
    kept = {name for name, _, _ in files.kept(school.session)}
    media.remove(school.session, item, "asked to", actor=gallery.teacher, at=school.at)
    assert set(files.to_shred(school.session)) == kept and len(kept) == 3
    assert list(files.kept(school.session)) == []
    assert Code.REMOVED in {reason.code for reason in gallery.ask(item).reasons}
    for change in (lambda: gallery.file(item), lambda: gallery.look(item, 1), lambda: gallery.answer(face, Answer.STRANGER)):
        with pytest.raises(Conflict):
            change()


def test_progress_counts_what_is_left(school: School, gallery: Gallery) -> None:
    gallery.photo(2)
    gallery.photo_of(Answer.STRANGER)
    gallery.upload()
    progress = queries.event(school.session, gallery.event).progress
    assert (progress.received, progress.analysed, progress.attested) == (3, 2, 1)
    assert queries.unanswered(school.session, [gallery.event]) == {gallery.event: 2}


def test_faces_of_two_versions_are_never_compared(school: School, gallery: Gallery) -> None:
    item, (one, _) = gallery.photo(2)
    late, _ = gallery.photo(1)
    media.bring_into_force(school.session, "engine 2", at=school.at)
    gallery.look(item, 1, version="engine 2")
    assert [face.id for face in grouping.faces_to_group(school.session, gallery.event)] == [one]
    gallery.look(late, 1, version="engine 2")
    assert len(grouping.faces_to_group(school.session, gallery.event)) == 2  # what the new version did not find again has no descriptor


def test_a_proposal_is_renewed_for_the_unanswered_alone(school: School, gallery: Gallery) -> None:
    anna, bram = school.pupil(), school.pupil()
    item, (one, two) = gallery.photo(found(2, anna))
    gallery.answer(one, anna)
    better = Proposal(Confidence.SURE, bram, 0.2, anna, 0.5)
    media.repropose(school.session, {one: better, two: better})
    assert {view.sighting.id: view.proposal and view.proposal.person for view in queries.sightings_of(school.session, item)} == {
        one: anna,
        two: bram,
    }


def test_crops_are_wanted_while_a_review_goes_on(school: School, gallery: Gallery) -> None:
    item, (face,) = gallery.photo(1)
    drawn = reviews.draw(school.session, item, Box(9, 9, 40, 40), Answer.STRANGER, actor=gallery.teacher, at=school.at)
    assert {sighting for sighting, _, _ in queries.without_crop(school.session, 9)} == {face, drawn}
    crop = gallery.file(item, Use.CROP, of=face)
    assert [sighting for sighting, _, _ in queries.without_crop(school.session, 9)] == [drawn]
    assert {view.crop for view in queries.sightings_of(school.session, item)} == {crop, None}


def test_files_cover_only_faces_of_their_own_picture(gallery: Gallery) -> None:
    (item, _), (_, (foreign,)) = gallery.photo(1), gallery.photo(1)
    for wrong in ({"masks": [foreign]}, {"of": foreign}):
        with pytest.raises(BadInput):
            gallery.file(item, **wrong)


def test_a_cameras_clock_is_the_schools(school: School, gallery: Gallery) -> None:
    item, told = gallery.upload(), {"version": VERSION, "width": 9, "height": 9, "dropped": ["tail", "position"], "found": []}
    media.record_analysis(school.session, item, taken_at=datetime(2026, 7, 1, 12, 0), **told, at=school.at)  # noqa: DTZ001
    view = queries.item(school.session, item)
    assert view.taken_at == datetime(2026, 7, 1, 10, 0, tzinfo=UTC) and view.dropped == ("position", "tail")


def test_what_does_not_exist_is_not_found(school: School, gallery: Gallery) -> None:
    with pytest.raises(NotFound):
        gallery.look(ItemId("none"), 0)
    with pytest.raises(NotFound):
        gallery.answer(SightingId("none"), Answer.STRANGER)
    with pytest.raises(NotFound):
        queries.event(school.session, EventId("none"))


def test_what_was_read_before_is_kept_and_held_though_it_cannot_be_read_today(school: School, gallery: Gallery) -> None:
    item, _ = gallery.photo(1)
    media.bring_into_force(school.session, "engine 2", at=school.at)
    media.refuse(school.session, item, "out_of_memory", at=school.at)
    assert files.to_shred(school.session) == [] and queries.vault_name(school.session, item) is not None
    assert Code.ANALYSIS_FAILED in {reason.code for reason in gallery.ask(item).reasons}
    assert queries.item(school.session, item).failure == "out_of_memory"


@pytest.mark.parametrize("code", ["out_of_memory", "too_slow"])
def test_what_only_our_limits_stopped_is_kept_and_can_be_tried_again(school: School, gallery: Gallery, code: str) -> None:
    item = gallery.upload()
    media.refuse(school.session, item, code, at=school.at)
    assert files.to_shred(school.session) == [] and queries.refused_of(school.session, gallery.event) == []
    assert queries.failed_of(school.session, gallery.event) == [item]
    media.try_again(school.session, item, actor=gallery.teacher, at=school.at)
    assert queries.to_analyse(school.session, VERSION, at=school.at, limit=9) == [item]
