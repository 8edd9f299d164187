"""A school of films driven at random: people are seen and heard, parts are cut out, and nothing leaves that the diary does not allow."""

from contextlib import suppress
from itertools import chain
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy.orm import Session

from consent_store.errors import BadInput, Conflict, NotCleared
from consent_store.ids import ItemId, PersonId, PurposeCode, ReleaseId, SightingId, TrimId
from consent_store.operations import drafts, joins, releases, reviews, trims
from consent_store.records.queries import recordings
from consent_store.rules import spans
from consent_store.rules.sightings import Answer
from consent_store.rules.spans import Span
from consent_store.rules.terms import Kind
from tests.gallery import Gallery
from tests.machine import SchoolMachine
from tests.machine_people import few
from tests.oracle import Photo
from tests.recorded import LENGTH, looked_at, recorded
from tests.school import WEBSITE

STRIPS = ("0-4000", "3000-9000", "10000-12000", "14000-20000")  # a new engine finds the last
VOICES = ("1000-3000", "9000-20000")


class Cinema(Gallery):
    """Whoever lets something out has played it."""

    def release(self, item: ItemId, purpose: PurposeCode = WEBSITE, by: PersonId | None = None, **kit: object) -> ReleaseId:
        """Let it out, with all that it takes."""
        draft = self.draft(item, purpose, by, **kit)
        self.make(draft)
        drafts.played(self.school.session, draft, actor=by or self.comms, at=self.school.at)
        return drafts.release(self.school.session, draft, actor=by or self.comms, at=self.school.at)


class FilmMachine(SchoolMachine):
    """The same school, with films for photos."""

    kinds: ClassVar = (Kind.FILM, Kind.SOUND)

    def gallery(self, session: Session) -> Gallery:
        """The staff at work in this transaction."""
        return Cinema(**vars(super().gallery(session)))

    @rule(faces=st.integers(0, 3))
    def upload(self, faces: int) -> None:
        """A film comes in and is analysed."""
        if len(self.diary.photos) < 3:
            with self.at_work() as session:
                film = recorded(self.gallery(session), STRIPS[:faces], VOICES[: faces - 1], version=self.diary.engine)
            photo = Photo(self.staff[0], {}, self.diary.engine, kind="film", length=LENGTH)
            self.diary.photos[film.item] = photo
            with self.database.reading() as session:
                photo.faces = self.faces_kept(session, film.item)
            assert sorted(photo.faces) == sorted([*film.strips, *film.voices])
            assert all(face.heard == (id_ in film.voices) and face.placed != face.heard for id_, face in photo.faces.items())

    def look_again(self, session: Session, item: ItemId, more: bool) -> None:
        """Strips and voices where they were keep their answers."""
        photo = self.diary.photos[item]
        heard = sum(face.heard for face in photo.faces.values())
        strips = sum(face.found and not face.heard for face in photo.faces.values()) + len(joins.homes(session, item))
        looked_at(session, item, STRIPS[: strips + more], VOICES[:heard], version=self.diary.engine, at=self.now)
        kept = self.faces_kept(session, item)
        self.changed(item, kept.keys() != photo.faces.keys())
        assert {id_: face for id_, face in kept.items() if id_ in photo.faces} == photo.faces
        photo.faces, photo.engine = kept, self.diary.engine

    @rule(photo=few, voice=few)
    def a_voice_is_the_crowd(self, photo: int, voice: int) -> None:
        """Nobody of them can be told apart."""
        item = self.item(photo)
        voices = sorted(id_ for id_, face in self.diary.photos[item].faces.items() if face.heard)
        if voices:
            chosen = voices[voice % len(voices)]
            with self.at_work() as session:
                reviews.answer(session, SightingId(chosen), Answer.CROWD, actor=self.staff[1], at=self.now)
            self.changed(item, self.diary.photos[item].faces[chosen].who != "crowd")
            self.diary.photos[item].faces[chosen].who = "crowd"

    @rule(photo=few, face=few)
    def a_face_is_no_crowd(self, photo: int, face: int) -> None:
        """However many there are."""
        seen = sorted(id_ for id_, each in self.diary.photos[self.item(photo)].faces.items() if not each.heard)
        if seen:
            with suppress(BadInput), self.at_work() as session:
                reviews.answer(session, SightingId(seen[face % len(seen)]), Answer.CROWD, actor=self.staff[1], at=self.now)
                raise AssertionError("a face was answered with the crowd")

    @rule(photo=few, one=few, other=few)
    def two_strips_are_one(self, photo: int, one: int, other: int) -> None:
        """Who is seen at two times; what either says, both say."""
        item = self.item(photo)
        faces = self.diary.photos[item].faces
        seen = sorted(id_ for id_, each in faces.items() if each.found and not each.heard)
        two = {seen[one % len(seen)], seen[other % len(seen)]} if seen else set()
        if len(two) == 2:
            with suppress(BadInput, Conflict), self.at_work() as session:
                stays = joins.join(session, *map(SightingId, sorted(two)), actor=self.staff[1], at=self.now)
                [goes] = two - {stays}
                kept, gone = faces[stays], faces.pop(goes)
                kept.who, kept.when = kept.who or gone.who, spans.merged([*map(Span._make, kept.when), *map(Span._make, gone.when)])
                self.changed(item)

    @rule(photo=few, start=st.sampled_from([0, 850, 3000, 9000, 13950]), length=st.sampled_from([1000, 2300, 6000, 12000]))
    def cut(self, photo: int, start: int, length: int) -> None:
        """A part is cut out, as long as something is left."""
        item = self.item(photo)
        span = Span(start, min(start + length, LENGTH))
        photo_ = self.diary.photos[item]
        with suppress(BadInput), self.at_work() as session:
            trim = trims.cut_out(session, item, span, actor=self.staff[0], at=self.now)
            self.changed(item, trim not in photo_.cut)
            photo_.cut[trim] = span

    @rule(photo=few, which=few)
    def put_back(self, photo: int, which: int) -> None:
        """It goes along again."""
        item = self.item(photo)
        cut = self.diary.photos[item].cut
        if cut:
            trim = sorted(cut)[which % len(cut)]
            with self.at_work() as session:
                assert trims.put_back(session, TrimId(trim), actor=self.staff[0], at=self.now) == item
            del cut[trim]
            self.changed(item)

    @rule(which=few, by=few)
    def play(self, which: int, by: int) -> None:
        """Somebody plays what was asked for."""
        if self.drafts:
            draft = list(self.drafts)[which % len(self.drafts)]
            with suppress(NotCleared), self.at_work() as session:
                drafts.played(session, draft, actor=self.staff[by % 3], at=self.now)

    def teardown(self) -> None:
        """What is cut is kept as the diary has it."""
        with self.database.reading() as session:
            kept = recordings.recordings(session, [ItemId(item) for item in self.diary.photos])
            for item, photo in self.diary.photos.items():
                assert sorted(kept[ItemId(item)].cut_out) == sorted(photo.cut.values())
            told = chain.from_iterable(releases.ask_every(session, ItemId(item), at=self.now).values() for item in self.diary.photos)
            assert all(decision.passes or decision.reasons for decision in told)
        super().teardown()
