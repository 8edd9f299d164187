"""Files that are asked for: covered, sized, looked at again, and filed only where nothing moved meanwhile."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.demo.portraits import Face
from app.jobs import making as jobs
from app.media import images, masks
from app.media.images import Pixels
from app.media.masks import masked as real
from consent_store.errors import BadInput, Conflict
from consent_store.ids import ItemId, ReleaseId, RenditionId, SightingId, new_id
from consent_store.operations import forms, making, media, reviews
from consent_store.records.media import RenditionRow
from consent_store.records.queries import files, renditions
from consent_store.records.queries import media as media_queries
from consent_store.records.queries.renditions import Failed, Made, Waiting
from consent_store.records.sightings import SightingRow
from consent_store.rules.forms import Form
from consent_store.rules.releases import Use
from consent_store.rules.sightings import Answer, Box
from tests.jobs.conftest import FACES, World, minutes, photo

GREEN = (0x2F, 0x58, 0x4D)


@pytest.fixture
def item(world: World) -> ItemId:
    """A group of four, looked at."""
    return world.analysed(photo(FACES[:4])[1])


def sightings(world: World, item: ItemId) -> dict[SightingId, Box]:
    """Who was found, from left to right."""
    with world.services.db.reading() as session:
        return {view.sighting.id: view.sighting.box for view in media_queries.sightings_of(session, item) if view.sighting.box}


def want(world: World, item: ItemId, masks: Sequence[SightingId] = (), **more: object) -> RenditionId:
    """Ask for a release's file."""
    asked = {"use": Use.RELEASE, "release": ReleaseId(new_id()), **more}
    with world.services.db.unit_of_work() as session:
        return making.want(session, item, masks=masks, at=world.at, **asked)  # type: ignore[arg-type]


def state(world: World, rendition: RenditionId) -> Made | Waiting | Failed:
    with world.services.db.reading() as session:
        return renditions.state(session, rendition)


def kept(world: World, file: Made) -> bytes:
    """The file's bytes."""
    with world.services.db.reading() as session:
        [name] = [name for name, sha256, _ in files.kept(session) if sha256 == file.sha256]
    return b"".join(world.services.vault.open(name))


def made(world: World, rendition: RenditionId) -> tuple[Made, Pixels]:
    """The file, which must have been made, opened."""
    world.worker.make()
    found = state(world, rendition)
    assert isinstance(found, Made), found
    return found, images.open_picture(kept(world, found)).pixels


def failure(world: World, rendition: RenditionId) -> str:
    """Why there is no file."""
    world.worker.make()
    found = state(world, rendition)
    assert isinstance(found, Failed), found
    return found.code


def stored(world: World) -> set[str]:
    return set(world.services.vault.names())


def test_the_masked_are_covered_and_found_no_more(world: World, item: ItemId) -> None:
    places = sightings(world, item)
    chosen = list(places)[1:3]
    rendition = want(world, item, chosen)
    assert isinstance(state(world, rendition), Waiting)
    file, pixels = made(world, rendition)
    assert file.masks == set(chosen) and file.current and (file.width, file.height) == (1200, 800)
    [found] = world.worker.shop.engine.find([pixels])
    for sighting, box in places.items():
        assert any(face.box.overlap(box) > 0.5 for face in found) == (sighting not in chosen)


def test_the_same_want_is_the_same_file_and_is_made_once(world: World, item: ItemId) -> None:
    release, [first, *_] = ReleaseId(new_id()), sightings(world, item)
    rendition = want(world, item, [first], release=release)
    made(world, rendition)
    before = stored(world)
    assert want(world, item, [first], release=release) == rendition
    world.worker.make()
    assert stored(world) == before
    assert want(world, item, [first]) != rendition  # another release's file is another file
    assert want(world, item, release=release) != rendition  # and so is one with other masks


def clean(world: World, item: ItemId) -> str:
    """The name of the clean file in the vault."""
    with world.services.db.reading() as session:
        return session.scalars(select(RenditionRow.vault_name).where(RenditionRow.item_id == item, RenditionRow.use == Use.CLEAN)).one()


def test_without_masks_it_is_the_clean_file_bit_for_bit_with_our_words_in_it(world: World, item: ItemId) -> None:
    data = kept(world, made(world, want(world, item))[0])
    base = b"".join(world.services.vault.open(clean(world, item)))
    assert b"DMI-PROHIBITED" in data
    assert data.startswith(base[:20]) and data.endswith(base[20:])  # around the segment with the words


@pytest.mark.parametrize(("form", "size"), [("web", (1200, 800)), ("square", (1080, 1080)), ("story", (1080, 1920))])
def test_each_form_has_its_size(world: World, item: ItemId, form: str, size: tuple[int, int]) -> None:
    rendition = want(world, item, list(sightings(world, item))[:1], form=form)
    if form == "story":  # 450 pixels across would be enlarged 2.4 times
        assert failure(world, rendition) == "too_small"
    else:
        assert (made(world, rendition)[0].width, made(world, rendition)[0].height) == size


@pytest.mark.parametrize("media_type", ["image/png", "image/avif"])
def test_a_form_is_written_as_the_school_wants(world: World, item: ItemId, media_type: str) -> None:
    with world.services.db.unit_of_work() as session:
        forms.set_form(session, Form.WEB, media_type=media_type, quality=60, actor=world.admin, at=world.at)
    file, _ = made(world, want(world, item, form="web"))
    assert file.media_type == media_type
    assert images.open_picture(kept(world, file)).format == media_type.removeprefix("image/").upper()


def test_what_a_family_is_shown_has_no_words_and_is_small(world: World, item: ItemId) -> None:
    _, *others = sightings(world, item)
    file, pixels = made(world, want(world, item, others, use=Use.SHOWN, release=None))
    assert len(world.worker.shop.engine.find([pixels])[0]) == 1
    assert images.open_picture(kept(world, file)).had == frozenset()


def test_places_covered_by_hand_are_covered_in_whatever_is_made_afterwards(world: World, item: ItemId) -> None:
    before = want(world, item)
    made(world, before)
    waiting = want(world, item)
    with world.services.db.unit_of_work() as session:
        cover = making.cover(session, item, Box(100, 700, 300, 800), "number plate", actor=world.teacher, at=world.at)
    assert not made(world, before)[0].current  # stays, and goes out no more
    assert failure(world, waiting) == "changed"
    _, pixels = made(world, want(world, item))
    assert abs(pixels[705:795, 105:295].astype(int) - GREEN).max() <= 8
    with world.services.db.unit_of_work() as session:
        making.uncover(session, cover, actor=world.teacher, at=world.at)
    assert made(world, before)[0].current


def test_a_mask_that_is_too_small_is_refused_and_nothing_is_kept(world: World, item: ItemId, monkeypatch: pytest.MonkeyPatch) -> None:
    """A box around a chin, as somebody may have drawn it: the face is still there."""
    [first, *_], [box, *_] = sightings(world, item), sightings(world, item).values()
    chin = Box(box.left + box.width // 3, box.bottom - box.height // 8, box.right - box.width // 3, box.bottom)
    monkeypatch.setattr(masks, "masked", lambda pixels, faces, *more: real(pixels, [chin], *more))
    before, rendition = stored(world), want(world, item, [first])
    assert failure(world, rendition) == "mask_shows"
    assert stored(world) == before
    monkeypatch.undo()
    with world.services.db.reading() as session:
        release = renditions.state(session, rendition)
    assert isinstance(release, Failed)


def test_a_place_drawn_too_small_for_its_face_hides_nobody(world: World, item: ItemId) -> None:
    """Somebody dismissed what the machine found, and drew a place of their own: a nose."""
    [face, *_], [box, *_] = sightings(world, item), sightings(world, item).values()
    nose = Box(box.left + box.width // 2, box.top + box.height // 2, box.left + box.width // 2 + 6, box.top + box.height // 2 + 6)
    with world.services.db.unit_of_work() as session:
        reviews.answer(session, face, Answer.NOBODY, actor=world.teacher, at=world.at)
        drawn = reviews.draw(session, item, nose, Answer.STRANGER, actor=world.teacher, at=world.at)
    assert failure(world, want(world, item, [drawn])) == "mask_shows"


def test_whoever_is_masked_and_stands_there_twice_is_seen(world: World) -> None:
    """A mirror that nobody listed: the machine did not find it then, and finds it now."""
    item = world.analysed(photo([FACES[0], FACES[1], FACES[0]])[1])
    first, _, mirror = sightings(world, item)
    with world.services.db.unit_of_work() as session:
        session.get_one(SightingRow, mirror).removed_at = world.at
    assert failure(world, want(world, item, [first])) == "mask_shows"


@pytest.mark.parametrize(("who", "code"), [(FACES[0], "mask_shows"), (FACES[2], None)])
def test_whoever_is_masked_is_nobody_that_cannot_be_recognised(world: World, who: Face, code: str | None) -> None:
    """A slip, or a reviewer in a hurry: the face that was waved through is the very one that is covered beside it."""
    item = world.analysed(photo([FACES[0], FACES[1], who])[1])
    first, _, waved = sightings(world, item)
    with world.services.db.unit_of_work() as session:
        reviews.answer(session, waved, Answer.UNRECOGNISABLE, actor=world.teacher, at=world.at)
    rendition = want(world, item, [first])
    world.worker.make()
    found = state(world, rendition)
    assert (found.code if isinstance(found, Failed) else None) == code and isinstance(found, (Failed, Made))


def test_a_picture_in_which_everybody_is_masked_shows_nobody(world: World, item: ItemId) -> None:
    file, pixels = made(world, want(world, item, list(sightings(world, item)), form="square"))
    assert world.worker.shop.engine.find([pixels]) == [[]]
    assert b"MR-NAP" in kept(world, file) and b"MinorModelAge" not in kept(world, file)


def test_a_revision_that_moved_makes_nothing(world: World, item: ItemId) -> None:
    first, second, *_ = sightings(world, item)
    rendition = want(world, item, [first])
    with world.services.db.unit_of_work() as session:
        reviews.answer(session, second, Answer.STRANGER, None, seen=None, actor=world.teacher, at=world.at)
    assert failure(world, rendition) == "changed"


def test_a_revision_that_moves_while_it_is_made_files_nothing(world: World, item: ItemId, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, *_ = sightings(world, item)
    rendition, before = want(world, item, [first]), stored(world)

    def meanwhile(*given: object) -> bool:
        with world.services.db.unit_of_work() as session:
            reviews.answer(session, second, Answer.STRANGER, None, seen=None, actor=world.teacher, at=world.at)
        return False

    monkeypatch.setattr(jobs, "shows", meanwhile)
    assert failure(world, rendition) == "changed"
    assert stored(world) == before


def test_a_sighting_without_a_place_cannot_be_masked(world: World, item: ItemId) -> None:
    with world.services.db.unit_of_work() as session:
        nowhere = SightingId(new_id())
        session.add(SightingRow(id=nowhere, item_id=item, origin="human", answer="stranger"))
    assert failure(world, want(world, item, [nowhere])) == "no_place"


def test_an_unknown_sighting_is_refused_at_once(world: World, item: ItemId) -> None:
    with pytest.raises(BadInput):
        want(world, item, [SightingId("somebody else's")])


def test_a_damaged_base_is_said_and_asking_again_tries_again(world: World, item: ItemId) -> None:
    release = ReleaseId(new_id())
    [path] = world.services.vault.root.rglob(f"{clean(world, item)}*")  # type: ignore[attr-defined]
    whole = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(whole[:-100])
    rendition = want(world, item, release=release)
    assert failure(world, rendition) == "damaged"
    path.write_bytes(whole)
    assert want(world, item, release=release) == rendition
    made(world, rendition)


def test_a_file_that_breaks_the_worker_stops_no_other(world: World, item: ItemId, monkeypatch: pytest.MonkeyPatch) -> None:
    framed, breaking = jobs.framed, [MemoryError()]

    def framing(*told: Any, **more: Any) -> Pixels:
        if breaking:
            raise breaking.pop()
        return framed(*told, **more)

    monkeypatch.setattr(jobs, "framed", framing)
    first = want(world, item)
    world.at += timedelta(seconds=1)
    second = want(world, item)
    world.worker.make()
    assert isinstance(state(world, first), Waiting) and isinstance(state(world, second), Made)
    world.at += jobs.LEASE
    made(world, first)


def test_another_file_in_its_place_is_not_taken(world: World, item: ItemId) -> None:
    with world.services.db.unit_of_work() as session:
        session.scalars(select(RenditionRow).where(RenditionRow.use == Use.CLEAN)).one().vault_name = str(
            media_queries.vault_name(session, item)
        )
    assert failure(world, want(world, item)) == "damaged"


def test_a_removed_item_makes_nothing(world: World, item: ItemId) -> None:
    rendition = want(world, item)
    with world.services.db.unit_of_work() as session:
        media.remove(session, item, "asked", actor=world.teacher, at=world.at)
    assert failure(world, rendition) == "removed"
    with pytest.raises(Conflict):
        want(world, item)


def test_another_worker_at_it_is_left_alone_until_its_time_is_over(world: World, item: ItemId) -> None:
    rendition = want(world, item)
    with world.services.db.unit_of_work() as session:
        assert making.claim(session, rendition, until=world.at + jobs.LEASE, at=world.at)
    world.worker.make()
    assert isinstance(state(world, rendition), Waiting)
    world.at += minutes(1)
    made(world, rendition)
