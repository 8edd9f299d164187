"""A film and a sound all the way: admitted, analysed, answered, attested, made with masks, played, released, and called back."""

from io import BytesIO
from pathlib import Path

import av
import numpy as np
import pytest
from sqlalchemy.orm import Session

from app.media import images, still
from consent_store.errors import NotCleared
from consent_store.ids import ItemId, PersonId, ReleaseId, RenditionId, SightingId
from consent_store.operations import drafts, making, releases, timeline
from consent_store.operations.releases import Passage
from consent_store.records.queries import drafts as draft_queries
from consent_store.records.queries import files as kept_files
from consent_store.records.queries import renditions
from consent_store.records.queries.renditions import Failed, Made, Waiting
from consent_store.rules.gate import Verdict
from consent_store.rules.releases import Use
from consent_store.rules.sightings import Answer, Sense
from consent_store.rules.spans import Span
from consent_store.rules.terms import Duty, Kind
from tests.gallery import Gallery
from tests.jobs import films
from tests.jobs.conftest import World
from tests.jobs.films import claims
from tests.needs import need
from tests.school import WEBSITE


class Office:
    """The people around a world's recordings: a child who may be seen and one who may be neither seen nor heard."""

    def __init__(self, world: World) -> None:
        self.world = world
        with world.services.db.unit_of_work() as session:
            school = world.school(session)
            self.comms, self.colleague = school.staff(Duty.COMMS), school.staff(Duty.TEACHER)
            self.shown, self.guardian = school.family()
            self.hidden, _ = school.family()
            school.gives(self.guardian, self.shown, kind=Kind.FILM)

    def gallery(self, session: Session) -> Gallery:
        return Gallery(self.world.school(session), self.world.teacher, self.colleague, self.comms, self.world.event)

    def answered(self, item: ItemId, answers: dict[SightingId, PersonId | Answer]) -> None:
        """Everybody is named, and a colleague attests."""
        for sighting, who in answers.items():
            with self.world.services.db.unit_of_work() as session:
                self.gallery(session).answer(sighting, who)
        with self.world.services.db.unit_of_work() as session:
            self.gallery(session).attest(item)

    def drafted(self, item: ItemId, form: str = "original") -> tuple[ReleaseId, Made | Failed | Waiting]:
        """Asked for, and made by the worker."""
        with self.world.services.db.unit_of_work() as session:
            draft = self.gallery(session).draft(item, form=form)
        self.world.worker.make()
        with self.world.services.db.reading() as session:
            return draft, renditions.state(session, draft_queries.draft(session, draft).rendition)

    def released(self, draft: ReleaseId) -> Passage:
        """Played to its end, let out and taken."""
        told = {"actor": self.comms, "at": self.world.at}
        with pytest.raises(NotCleared), self.world.services.db.unit_of_work() as session:
            drafts.release(session, draft, **told)  # type: ignore[arg-type]
        with self.world.services.db.unit_of_work() as session:
            drafts.played(session, draft, **told)  # type: ignore[arg-type]
        with self.world.services.db.unit_of_work() as session:
            drafts.release(session, draft, **told)  # type: ignore[arg-type]
        with self.world.services.db.unit_of_work() as session:
            return self.gallery(session).download(draft)


@pytest.fixture
def office(world: World) -> Office:
    need("espeak-ng")
    return Office(world)


def from_left(world: World, item: ItemId) -> list[SightingId]:
    seen = claims(world, item, Sense.SEEN)
    return [view.sighting.id for view in sorted(seen, key=lambda view: view.sighting.box.left if view.sighting.box else 0)]


def bytes_of(world: World, passage: Passage) -> bytes:
    return b"".join(world.services.vault.open(passage.vault_name))


def frames(data: bytes) -> list[np.ndarray]:
    with av.open(BytesIO(data), "r") as container:
        assert [(track.type, track.codec_context.name) for track in container.streams] == [("video", "h264"), ("audio", "aac")]
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def loudest(data: bytes, span: Span) -> float:
    """In the midst of a span."""
    with av.open(BytesIO(data), "r") as container:
        heard = np.concatenate([np.abs(frame.to_ndarray()[0]) for frame in container.decode(audio=0)])
        rate = container.streams.audio[0].rate
    return float(heard[(span.start + 100) * rate // 1000 : (span.end - 100) * rate // 1000].max(initial=0))


def test_a_film_goes_out_without_whom_it_may_not_show_and_comes_back(world: World, office: Office, tmp_path: Path) -> None:
    item = world.analysed(films.play(tmp_path), label="play.mp4")
    [ann, bob], voices = from_left(world, item), claims(world, item, Sense.HEARD)
    heard = [voice.sighting.id for voice in voices]
    office.answered(item, {ann: office.shown, bob: office.hidden, heard[0]: office.hidden} | dict.fromkeys(heard[1:], Answer.CROWD))
    with world.services.db.reading() as session:
        decision = releases.ask(session, item, WEBSITE, at=world.at)
    assert (decision.verdict, set(decision.masks)) == (Verdict.MASKED, {bob, heard[0]})
    draft, made = office.drafted(item)
    assert isinstance(made, Made), made
    passage = office.released(draft)
    data = bytes_of(world, passage)
    shown = frames(data)
    left = [[face.box.right < 240 for face in world.worker.shop.engine.find([frame])[0]] for frame in shown[::10]]
    assert len(shown) == 120
    assert all(all(sides) for sides in left) and sum(map(bool, left)) > len(left) / 2
    assert all(loudest(data, span) < 0.002 for span in voices[0].sighting.spans if span.end - span.start > 400)
    assert loudest(data, max(voices[1].sighting.spans, key=lambda span: span.end - span.start)) > 0.02
    assert data.count(b"<x:xmpmeta") == 1 and b"De Linde" in data
    with world.services.db.unit_of_work() as session:
        world.school(session).withdraws(office.guardian, office.shown, kind=Kind.FILM)
    with world.services.db.reading() as session:
        assert not releases.still_open(session, draft, at=world.at)


def test_a_sound_goes_out_without_the_voice_that_may_not_be_heard(world: World, office: Office, tmp_path: Path) -> None:
    item = world.analysed(films.talking(tmp_path), label="talk.m4a")
    voices = claims(world, item, Sense.HEARD)
    office.answered(item, dict(zip((voice.sighting.id for voice in voices), (office.hidden, Answer.CROWD), strict=True)))
    draft, made = office.drafted(item)
    assert isinstance(made, Made) and made.media_type == "audio/mp4", made
    data = bytes_of(world, office.released(draft))
    with av.open(BytesIO(data), "r") as container:
        assert [(track.type, track.codec_context.name) for track in container.streams] == [("audio", "aac")]
    assert all(loudest(data, span) < 0.002 for span in voices[0].sighting.spans if span.end - span.start > 400)
    assert loudest(data, max(voices[1].sighting.spans, key=lambda span: span.end - span.start)) > 0.02
    assert data.count(b"<x:xmpmeta") == 1


def test_a_change_while_it_is_made_stops_the_making(world: World, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    item = world.analysed(films.play(tmp_path, 1, voices=False), label="play.mp4")
    ann, bob = from_left(world, item)
    office.answered(item, {ann: office.shown, bob: office.hidden})
    kept, go_on, shares = set(world.services.vault.names()), making.go_on, list[float]()

    def changing(session: Session, wanted: RenditionId, *, share: float, **told: object) -> bool:
        shares.append(share)
        if share > 0.3:
            office.gallery(session).answer(bob, Answer.STRANGER)
        return go_on(session, wanted, share=share, **told)  # type: ignore[arg-type]

    monkeypatch.setattr(still, "EVERY", 0.0)
    monkeypatch.setattr(making, "go_on", changing)
    assert office.drafted(item)[1] == Failed("changed")
    assert set(world.services.vault.names()) == kept
    assert shares == sorted(shares) and 0.3 < shares[-1] < 0.4


def test_a_family_sees_one_frame_in_which_everybody_else_is_covered(world: World, office: Office, tmp_path: Path) -> None:
    item = world.analysed(films.play(tmp_path, 1, voices=False), label="play.mp4")
    ann, bob = from_left(world, item)
    office.answered(item, {ann: office.shown, bob: office.hidden})
    with world.services.db.unit_of_work() as session:
        wanted = making.want(session, item, use=Use.SHOWN, masks=[bob], at=world.at)
    world.worker.make()
    with world.services.db.reading() as session:
        made = renditions.state(session, wanted)
        assert isinstance(made, Made), made
        [name] = [name for name, sha256, _ in kept_files.kept(session) if sha256 == made.sha256]
    picture = images.open_picture(b"".join(world.services.vault.open(name)))
    [found] = world.worker.shop.engine.find([picture.pixels])
    assert found and all(face.box.right < picture.width / 2 for face in found)


def test_a_face_that_somebody_splits_off_is_cut_out_of_the_film(world: World, office: Office, tmp_path: Path) -> None:
    item = world.analysed(films.play(tmp_path, 1, voices=False), label="play.mp4")
    strip = from_left(world, item)[0]
    with world.services.db.unit_of_work() as session:
        part = timeline.split(session, strip, 2_500, actor=world.teacher, at=world.at)
    world.worker.tidy()
    crops = {view.sighting.id: view.crop for view in claims(world, item, Sense.SEEN)}
    assert crops[part] and crops[strip] and crops[part] != crops[strip]
