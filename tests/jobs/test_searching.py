"""A picture that turns up elsewhere leads back to ours, and what is no picture says so."""

from collections.abc import Iterable
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from sqlalchemy import select

from app.jobs import addresses, searching
from app.media.images import Picture
from consent_store.ids import InquiryId
from consent_store.operations import inquiries, postings
from consent_store.records.media import RenditionRow
from consent_store.records.queries import found
from tests.jobs.conftest import FACES, World, minutes, photo


def _copy(data: bytes) -> bytes:
    """Half as large, a tenth cut off, compressed again."""
    image = Image.open(BytesIO(data)).convert("RGB")
    image = image.crop((0, 0, round(image.width * 0.9), image.height)).resize((540, 400))
    file = BytesIO()
    image.save(file, "JPEG", quality=70)
    return file.getvalue()


def _asked(world: World, data: bytes) -> InquiryId:
    stored = world.services.vault.put(data)
    with world.services.db.unit_of_work() as session:
        return inquiries.ask(session, vault_name=stored.name, actor=world.teacher, at=world.at)


def _said(world: World, inquiry: InquiryId) -> tuple[list[str], str | None, bool]:
    with world.services.db.reading() as session:
        view = found.inquiry(session, inquiry, by=world.teacher)
        assert view.answered
        return [item for item, _ in found.matches(session, inquiry)], view.failure, view.has_picture


def test_a_copy_leads_back_to_the_picture(world: World) -> None:
    ours, other = photo(FACES[:3], seed=1)[1], photo(FACES[5:9], seed=2)[1]
    item = world.analysed(ours)
    world.analysed(other)
    asked = _asked(world, _copy(ours))
    world.worker.make()
    assert _said(world, asked) == ([item], None, True)


def test_what_is_not_ours_resembles_nothing(world: World) -> None:
    world.analysed(photo(FACES[:3], seed=1)[1])
    grain = np.random.default_rng(3).integers(0, 256, (60, 80, 3), np.uint8)
    file = BytesIO()
    Image.fromarray(grain).resize((800, 600)).save(file, "PNG")
    asked = _asked(world, file.getvalue())
    world.worker.make()
    assert _said(world, asked) == ([], None, True)


def test_before_there_is_any_picture_nothing_resembles_it(world: World) -> None:
    asked = _asked(world, photo(FACES[:1])[1])
    world.worker.make()
    assert _said(world, asked) == ([], None, True)


def test_a_file_that_cannot_be_read_hides_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a picture of ours would be said to be none."""
    monkeypatch.setattr(searching, "_AT_ONCE", 1)
    ours = photo(FACES[:3], seed=1)[1]
    items = [world.analysed(photo(FACES[5:9], seed=2)[1]), world.analysed(ours), world.analysed(photo(FACES[9:12], seed=3)[1])]
    with world.services.db.unit_of_work() as session:
        for name in session.scalars(select(RenditionRow.vault_name).where(RenditionRow.item_id.in_((items[0], items[2])))):
            world.services.vault.shred(name)
    asked = _asked(world, _copy(ours))
    world.worker.make()
    assert _said(world, asked)[0] == [items[1]]


def test_a_question_that_breaks_the_search_stops_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    opened, breaking = searching.open_boxed, [MemoryError()]

    def opening(chunks: Iterable[bytes]) -> Picture:
        if breaking:
            raise breaking.pop()
        return opened(chunks)

    monkeypatch.setattr(searching, "open_boxed", opening)
    first = _asked(world, photo(FACES[:1])[1])
    world.at += minutes(1)
    second = _asked(world, photo(FACES[:1])[1])
    world.worker.make()
    assert _said(world, second) == ([], None, True)
    world.worker.make()
    assert _said(world, first) == ([], None, True)


def test_what_was_sent_in_goes_and_a_fresh_picture_stays(world: World) -> None:
    asked = _asked(world, photo(FACES[:1])[1])
    with world.services.db.reading() as session:
        [waiting] = found.waiting(session)
    world.worker.make()
    world.worker.tidy()
    assert waiting.vault_name is not None and waiting.vault_name not in set(world.services.vault.names())
    with world.services.db.reading() as session:
        kept = inquiries.picture(session, asked, viewer=world.teacher, at=world.at)
    assert Image.open(BytesIO(b"".join(world.services.vault.open(kept.vault_name)))).getexif() == {}


def test_what_is_no_picture_says_so(world: World) -> None:
    asked = _asked(world, b"not a picture at all")
    world.worker.make()
    assert _said(world, asked) == ([], "not_a_picture", False)


def _asked_about(world: World, address: str) -> InquiryId:
    with world.services.db.unit_of_work() as session:
        return inquiries.ask(session, address=address, actor=world.teacher, at=world.at)


def test_an_address_is_looked_at_only_once_the_office_lets_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    data = photo(FACES[:3], seed=1)[1]
    item = world.analysed(data)
    monkeypatch.setattr(addresses, "fetch", lambda _: _copy(data))
    asked = _asked_about(world, "https://example.org/photo.jpg")
    world.worker.make()
    assert _said(world, asked) == ([], "no_answer", False)
    with world.services.db.unit_of_work() as session:
        postings.switch_asking(session, True, actor=world.admin, at=world.at)
    asked = _asked_about(world, "https://example.org/photo.jpg")
    world.worker.make()
    assert _said(world, asked) == ([item], None, True)


@pytest.mark.parametrize(("there", "said"), [(None, "no_answer"), (b"<html>a page</html>", "not_a_picture")])
def test_an_address_without_a_picture_says_so(world: World, monkeypatch: pytest.MonkeyPatch, there: bytes | None, said: str) -> None:
    monkeypatch.setattr(addresses, "fetch", lambda _: there)
    with world.services.db.unit_of_work() as session:
        postings.switch_asking(session, True, actor=world.admin, at=world.at)
    asked = _asked_about(world, "https://example.org/")
    world.worker.make()
    assert _said(world, asked) == ([], said, False)
