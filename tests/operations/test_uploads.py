"""Files on their way: pieces in order and one after the other, an end in every case, and nothing in the vault that nobody knows of."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import EventId, PersonId, UploadId
from consent_store.operations import erasure, media, uploads
from consent_store.operations.media import Admitted
from consent_store.operations.uploads import LASTS
from consent_store.records.queries import files
from consent_store.records.queries import uploads as questions
from consent_store.rules.terms import Kind
from tests.gallery import Gallery, digest
from tests.school import School


@dataclass
class Desk:
    """A teacher who sends a file of a hundred bytes."""

    gallery: Gallery
    upload: UploadId
    by: PersonId

    @classmethod
    def open(cls, school: School) -> "Desk":
        gallery = Gallery.open(school)
        by = gallery.teacher
        return cls(gallery, uploads.begin(school.session, gallery.event, about="", size=100, actor=by, at=school.at), by)

    def piece(self, start: int, size: int, by: PersonId | None = None) -> str:
        """Bytes arrive; the name under which they lie in the vault."""
        name, school = digest(), self.gallery.school
        told = {"start": start, "size": size, "sha256": name, "vault_name": name, "actor": by or self.by, "at": school.at}
        uploads.add_piece(school.session, self.upload, **told)
        return name

    def admitted(self) -> Admitted:
        """The whole becomes an item."""
        name, school = digest(), self.gallery.school
        told = {"kind": Kind.PHOTO, "label": "IMG_1.jpg", "sha256": name, "size": 100, "vault_name": name}
        return media.admit(school.session, self.gallery.event, **told, actor=self.by, at=school.at)

    def finish(self, start: int) -> None:
        """The last bytes."""
        school = self.gallery.school
        uploads.finish(school.session, self.upload, self.admitted(), start=start, last=None, actor=self.by, at=school.at)

    @property
    def kept(self) -> set[str]:
        """What must be in the vault."""
        return {name for name, _, _ in files.kept(self.gallery.school.session)}

    @property
    def going(self) -> set[str]:
        """What must be shredded."""
        return set(files.to_shred(self.gallery.school.session))


@pytest.fixture
def desk(school: School) -> Desk:
    return Desk.open(school)


def test_pieces_are_kept_in_order_and_go_when_the_whole_is_there(desk: Desk) -> None:
    names = [desk.piece(0, 40), desk.piece(40, 30)]
    arrived = questions.pieces(desk.gallery.school.session, desk.upload)
    assert [(name, size) for name, _sha256, size in arrived] == [(names[0], 40), (names[1], 30)]
    assert set(names) <= desk.kept and not desk.going
    desk.finish(70)
    assert desk.going == set(names) and not set(names) & desk.kept
    view = questions.upload(desk.gallery.school.session, desk.upload, desk.gallery.event, by=desk.by, at=desk.gallery.school.at)
    assert (view.received, view.item is not None, view.duplicate) == (100, True, False)


@pytest.mark.parametrize(
    ("start", "size", "refusal"), [(0, 10, Conflict), (41, 10, Conflict), (39, 10, Conflict), (40, 60, BadInput), (40, 900, BadInput)]
)
def test_a_piece_that_does_not_fit_is_refused(desk: Desk, start: int, size: int, refusal: type[Exception]) -> None:
    desk.piece(0, 40)
    with pytest.raises(refusal):
        desk.piece(start, size)


def test_what_is_whole_takes_nothing_more(desk: Desk) -> None:
    desk.finish(0)
    for step in (lambda: desk.finish(0), lambda: desk.finish(100), lambda: desk.piece(0, 10), lambda: desk.piece(100, 10)):
        with pytest.raises(Conflict):
            step()


def test_somebody_else_does_nothing_to_it(desk: Desk) -> None:
    school = desk.gallery.school
    with pytest.raises(NotFound):
        desk.piece(0, 10, by=desk.gallery.colleague)
    with pytest.raises(NotFound):
        uploads.throw_away(school.session, desk.upload, actor=desk.gallery.colleague, at=school.at)
    for event, by in ((desk.gallery.event, desk.gallery.colleague), (EventId("another"), desk.by)):
        with pytest.raises(NotFound):
            questions.upload(school.session, desk.upload, event, by=by, at=school.at)


def test_its_time_runs_anew_with_every_piece_and_then_it_goes(desk: Desk) -> None:
    school, began = desk.gallery.school, desk.gallery.school.at
    school.at += timedelta(days=5)
    name = desk.piece(0, 40)
    uploads.sweep(school.session, at=began + LASTS)
    assert not desk.going
    uploads.sweep(school.session, at=school.at + LASTS)
    assert desk.going == {name} and not questions.unfinished(school.session, desk.gallery.event, by=desk.by, at=began)


def test_what_became_an_item_outlives_its_row(desk: Desk) -> None:
    desk.finish(0)
    before = desk.kept
    uploads.sweep(desk.gallery.school.session, at=desk.gallery.school.at + LASTS)
    assert desk.kept == before and not desk.going


def test_whoever_is_erased_leaves_nothing_half_way(desk: Desk) -> None:
    name, school = desk.piece(0, 40), desk.gallery.school
    erasure.erase(school.session, desk.by, actor=school.admin, at=school.at)
    assert name in desk.going and name not in desk.kept


@pytest.mark.parametrize(("size", "about"), [(0, ""), (-1, ""), (9, "x" * 4001)])
def test_what_is_no_file_is_not_expected(desk: Desk, size: int, about: str) -> None:
    with pytest.raises(BadInput):
        uploads.begin(desk.gallery.school.session, desk.gallery.event, about=about, size=size, actor=desk.by, at=desk.gallery.school.at)


def test_for_an_event_that_does_not_exist_nothing_is_expected(desk: Desk) -> None:
    with pytest.raises(NotFound):
        uploads.begin(desk.gallery.school.session, EventId("none"), about="", size=9, actor=desk.by, at=desk.gallery.school.at)


def test_a_file_does_not_come_in_endlessly_many_pieces(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_PIECES", 2)
    desk.piece(0, 1)
    desk.piece(1, 1)
    with pytest.raises(BadInput) as refused:
        desk.piece(2, 1)
    assert refused.value.code == "too_many_pieces"
