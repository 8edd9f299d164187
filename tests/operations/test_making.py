"""Asking for files, covering by hand, choosing forms; and masks that outlive a change of engine."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from consent_store.errors import BadInput, NotFound
from consent_store.ids import CoverId, ItemId, PurposeCode, ReleaseId, SightingId, new_id
from consent_store.operations import forms, making, media, recalls
from consent_store.operations.media import Found
from consent_store.records import ledger
from consent_store.records.queries import releases as queries
from consent_store.records.queries import renditions
from consent_store.records.queries.renditions import Failed, Waiting
from consent_store.rules.entries import MendingRecorded
from consent_store.rules.forms import Form, Format
from consent_store.rules.releases import Use
from consent_store.rules.sightings import Answer, Box
from consent_store.rules.terms import Mending
from tests.gallery import Gallery, box
from tests.school import School

SOCIAL = PurposeCode("social_media")
REFUSED: dict[str, Callable[[Gallery, ItemId], object]] = {
    "a form that is none": lambda g, item: want(g, item, form="poster"),
    "a clean file": lambda g, item: want(g, item, use=Use.CLEAN),
    "a release's file without release": lambda g, item: want(g, item, release=None),
    "a family's file for a release": lambda g, item: want(g, item, use=Use.SHOWN),
    "a face of another picture": lambda g, item: want(g, item, masks=g.photo(1)[1]),
    "a crop outside": lambda g, item: want(g, item, use=Use.SHOWN, release=None, crop=Box(9000, 0, 9001, 1)),
    "a crop of what goes out": lambda g, item: want(g, item, crop=box(1)),
    "a cut outside": lambda g, item: making.cut(g.school.session, item, Box(-9, 0, 0, 1), actor=g.comms, at=g.school.at),
    "a cover outside": lambda g, item: making.cover(g.school.session, item, Box(-9, 0, 0, 1), "badge", actor=g.comms, at=g.school.at),
    "a cover without reason": lambda g, item: making.cover(g.school.session, item, Box(0, 0, 9, 9), " ", actor=g.comms, at=g.school.at),
    "a format that nobody reads": lambda g, _: set_form(g, "image/bmp", 80),
    "a quality that nobody wants": lambda g, _: set_form(g, "image/jpeg", 5),
    "a colour that is none": lambda g, _: forms.set_mask_colour(g.school.session, "green", actor=g.school.admin, at=g.school.at),
}


def want(gallery: Gallery, item: ItemId, **asked: object) -> object:
    given = {"use": Use.RELEASE, "release": ReleaseId("release"), **asked}
    return making.want(gallery.school.session, item, at=gallery.school.at, **given)  # type: ignore[arg-type]


def set_form(gallery: Gallery, media_type: str, quality: int) -> None:
    told = {"actor": gallery.school.admin, "at": gallery.school.at}
    forms.set_form(gallery.school.session, Form.WEB, media_type=media_type, quality=quality, **told)


@pytest.mark.parametrize("reason", REFUSED)
def test_what_cannot_be_asked_is_refused(gallery: Gallery, reason: str) -> None:
    item, _ = gallery.photo(2)
    with pytest.raises(BadInput):
        REFUSED[reason](gallery, item)


def test_what_is_not_there_is_not_found(gallery: Gallery) -> None:
    with pytest.raises(NotFound):
        want(gallery, ItemId(new_id()))
    with pytest.raises(NotFound):
        making.uncover(gallery.school.session, CoverId(new_id()), actor=gallery.comms, at=gallery.school.at)


def test_the_same_want_is_one_and_any_other_is_another(gallery: Gallery) -> None:
    item, (one, two) = gallery.photo(2)
    others = [{}, {"masks": [one]}, {"masks": [one, two]}, {"form": "web"}, {"release": ReleaseId("other")}]
    asked = [want(gallery, item, **other) for other in others]
    assert len(set(asked)) == len(others)
    assert [want(gallery, item, **other) for other in others] == asked
    assert want(gallery, item, masks=[two, one, two]) == want(gallery, item, masks=[one, two])
    gallery.answer(one, Answer.STRANGER)
    assert want(gallery, item) not in asked


def test_a_want_that_failed_waits_again_when_it_is_asked_again(gallery: Gallery) -> None:
    session, (item, _) = gallery.school.session, gallery.photo(1)
    rendition = making.want(session, item, use=Use.SHOWN, at=gallery.school.at)
    making.failed(session, rendition, "mask_shows")
    assert renditions.state(session, rendition) == Failed("mask_shows")
    assert renditions.waiting(session, at=gallery.school.at) == []
    assert making.want(session, item, use=Use.SHOWN, at=gallery.school.at) == rendition
    assert renditions.state(session, rendition) == Waiting(gallery.school.at)


def test_an_order_in_hand_is_held_and_tells_how_far_it_is_until_something_moves(gallery: Gallery) -> None:
    session, (item, [face]), at = gallery.school.session, gallery.photo(1), gallery.school.at
    wanted = making.want(session, item, use=Use.SHOWN, at=at)
    assert making.claim(session, wanted, until=at, at=at)
    assert making.go_on(session, wanted, share=0.25, seconds_left=90, until=at + timedelta(minutes=1))
    assert renditions.state(session, wanted) == Waiting(at, 0.25, 90)
    assert renditions.waiting(session, at=at) == []
    gallery.answer(face, Answer.STRANGER)
    assert not making.go_on(session, wanted, share=0.5, seconds_left=60, until=at + timedelta(minutes=1))
    assert renditions.state(session, wanted) == Failed("changed")


def test_a_school_chooses_how_its_files_are_written(gallery: Gallery) -> None:
    session = gallery.school.session
    set_form(gallery, "image/webp", 70)
    set_form(gallery, "image/avif", 60)
    assert renditions.formats(session) == {form: Format() for form in Form} | {Form.WEB: Format("image/avif", 60)}
    forms.set_mask_colour(session, "#AABBCC", actor=gallery.school.admin, at=gallery.school.at)
    assert renditions.mask_colour(session) == "#aabbcc"


def test_a_cover_stays_in_the_picture(gallery: Gallery) -> None:
    session, (item, _) = gallery.school.session, gallery.photo(1)
    making.cover(session, item, Box(-50, 2900, 200, 3100), "  name   badge ", actor=gallery.comms, at=gallery.school.at)
    [cover] = renditions.covers_of(session, [item])[item]
    assert (cover.box, cover.why, cover.by) == (Box(0, 2900, 200, 3000), "name badge", gallery.comms)


def test_who_covers_and_cuts_by_hand_or_no_longer_stands_in_the_ledger_once(gallery: Gallery) -> None:
    session, (item, _), at = gallery.school.session, gallery.photo(1), gallery.school.at
    cover = making.cover(session, item, Box(0, 0, 200, 200), "badge", actor=gallery.comms, at=at)
    for _ in range(2):
        making.cut(session, item, Box(0, 0, 900, 900), actor=gallery.comms, at=at)
    for _ in range(2):
        making.uncover(session, cover, actor=gallery.teacher, at=at)
        making.cut(session, item, None, actor=gallery.teacher, at=at)
    told = [(entry.body, entry.actor) for entry in ledger.read(session, kind=MendingRecorded.__name__)]
    done = [(Mending.COVERED, gallery.comms), (Mending.CUT, gallery.comms)]
    done += [(Mending.UNCOVERED, gallery.teacher), (Mending.WHOLE, gallery.teacher)]
    assert told == [(MendingRecorded(item, mending), actor) for mending, actor in done]


def test_what_goes_out_is_cut_by_hand_and_files_before_it_are_no_longer_current(gallery: Gallery) -> None:
    session, (item, _), told = gallery.school.session, gallery.photo(1), {"actor": gallery.comms, "at": gallery.school.at}
    whole, shown = want(gallery, item), want(gallery, item, use=Use.SHOWN, release=None, crop=box(1))
    making.cut(session, item, Box(100, 100, 9999, 900), **told)  # type: ignore[arg-type]
    assert renditions.cuts_of(session, [item]) == {item: Box(100, 100, 4000, 900)}
    part = want(gallery, item)
    assert part != whole and want(gallery, item, use=Use.SHOWN, release=None, crop=box(1)) == shown
    orders = {id_: making.claim(session, id_, until=gallery.school.at, at=gallery.school.at) for id_ in (whole, part, shown)}
    assert [order and order.crop for order in orders.values()] == [None, Box(100, 100, 4000, 900), box(1)]
    assert renditions.state(session, whole) == Failed("changed")
    making.cut(session, item, None, **told)  # type: ignore[arg-type]
    assert renditions.cuts_of(session, [item]) == {} and want(gallery, item) == whole


@pytest.fixture
def masked(school: School, gallery: Gallery) -> tuple[ItemId, list[SightingId], ReleaseId]:
    """Anna and a stranger, who is covered in what is out."""
    anna, parent = school.family()
    school.gives(parent, anna, SOCIAL)
    item, sightings = gallery.photo_of(anna, Answer.STRANGER)
    assert gallery.ask(item, SOCIAL).masks == (sightings[1],)
    return item, sightings, gallery.release(item, SOCIAL)


def test_what_covers_people_stays_out_when_the_engine_changes(
    school: School, gallery: Gallery, masked: tuple[ItemId, list[SightingId], ReleaseId]
) -> None:
    item, sightings, release = masked
    media.bring_into_force(school.session, "engine 2", at=school.at)
    assert recalls.nightly(school.session, at=school.at) == []
    moved = [replace(face, box=Box(face.box.left + 9, 14, face.box.right + 6, 112)) for face in found()]
    assert gallery.look(item, moved, "engine 2") == sightings
    assert recalls.nightly(school.session, at=school.at) == []
    assert queries.release(school.session, release).ended_at is None


def test_a_face_that_only_the_new_engine_sees_calls_it_back(
    school: School, gallery: Gallery, masked: tuple[ItemId, list[SightingId], ReleaseId]
) -> None:
    item, _, release = masked
    media.bring_into_force(school.session, "engine 2", at=school.at)
    gallery.look(item, [*found(), Found(box(5), 0.9)], "engine 2")
    assert queries.release(school.session, release).ended_at == school.at


def found() -> list[Found]:
    """The two faces again."""
    return [Found(box(place), 0.9, 0.8) for place in range(2)]
