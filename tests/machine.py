"""A school driven at random through the operations, on a real database, beside a diary that says what may leave (`tests.oracle`).

One promise above all: no byte leaves without the standing consent of everyone in it at that moment.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.db import Database, make_engine
from consent_store.errors import Conflict, NotAllowed, NotCleared
from consent_store.ids import ItemId, PersonId, PurposeCode, ReleaseId, SightingId
from consent_store.operations import asides, drafts, media, releases, reviews
from consent_store.operations import school as school_operations
from consent_store.operations.model_form import DUTCH_MODEL_FORM
from consent_store.records.queries import media as media_queries
from consent_store.records.queries import releases as release_queries
from consent_store.rules import spans
from consent_store.rules.sightings import Answer
from consent_store.rules.terms import Audience, Duty, Role, WhyAside
from tests.gallery import Gallery, box, found
from tests.machine_people import PURPOSES, START, PeopleMachine, few
from tests.oracle import Diary, Face, Photo
from tests.school import School

BIRTHS = [date(2010, 3, 5), date(2014, 5, 4), date(2010, 4, 20)]  # two of them turn sixteen while it goes on
LAPSE = 30  # days that a guardian's word lasts past the sixteenth birthday


class SchoolMachine(PeopleMachine):
    """Rules are what people do; the diary is written beside them. `copy` makes a database with every table, and nothing in it."""

    copy: ClassVar  # set by the test: () -> URL

    @initialize()
    def open(self) -> None:
        """Three children, three guardians, two colleagues, one photo."""
        self.database, self.now, self.steps = Database(make_engine(type(self).copy())), START, 0
        self.diary, self.releases, self.recalled = Diary(), dict[ReleaseId, tuple[ItemId, PurposeCode]](), set[ReleaseId]()
        self.drafts = dict[ReleaseId, tuple[ItemId, PurposeCode]]()
        with self.at_work() as session:
            school = School.open(session, START)
            gallery = Gallery.open(school)
            poster = replace(DUTCH_MODEL_FORM[0], code=PURPOSES[2], audience=Audience.PUBLIC, masks_allowed=False)
            school_operations.add_purpose(session, poster, actor=school.admin, at=START)
            self.admin, self.staff, self.event = school.admin, [gallery.teacher, gallery.colleague, gallery.comms], gallery.event
            self.children = [school.pupil(born=born) for born in BIRTHS]
            self.guardians = [school.person(Role.GUARDIAN) for _ in range(3)]
            self.supervisor = school.staff(Duty.SUPERVISOR)
            session.execute(text("UPDATE school SET lapse_days = :days"), {"days": LAPSE})
            described = [school.purpose(code) for code in PURPOSES]
        self.diary.lapse, self.asleep = timedelta(days=LAPSE), False
        self.diary.engine, self.engines = "engine 1", 1
        self.diary.births = dict(zip(self.children, BIRTHS, strict=True))
        self.diary.notices = {code: [True] for code in PURPOSES}
        self.diary.public = {purpose.code for purpose in described if purpose.audience is Audience.PUBLIC}
        self.diary.maskable = {purpose.code for purpose in described if purpose.masks_allowed}
        for guardian, child in zip(self.guardians, self.children, strict=True):
            self.custody(guardian, child, True)
        self.upload(3)
        for purpose, days in enumerate((None, 20, 1)):
            self.a_photo_goes_out(0, purpose, days)

    def teardown(self) -> None:
        """Let the database go."""
        self.database.engine.dispose()

    def item(self, number: int) -> ItemId:
        """One of the photos."""
        return ItemId(list(self.diary.photos)[number % len(self.diary.photos)])

    def who(self, number: int) -> tuple[Answer | None, PersonId | None]:
        """An answer: mostly one of the children."""
        others = [Answer.STRANGER, Answer.NOBODY, Answer.UNRECOGNISABLE, None]
        return (Answer.PERSON, self.children[number % 3]) if number < 8 else (others[number % 4], None)

    def gallery(self, session: Session) -> Gallery:
        """The staff at work in this transaction."""
        return Gallery(School(session, self.admin, self.now), *self.staff, self.event)

    def changed(self, item: ItemId, really: bool = True) -> None:
        """Whoever vouched for a photo vouched for what it said before."""
        if really:
            self.diary.photos[item].vouched.clear()

    def faces_kept(self, session: Session, item: ItemId) -> dict[str, Face]:
        """What the database says is in a photo."""
        columns = "id, coalesce(person_id, answer), \"left\" IS NOT NULL, origin = 'machine', sense = 'heard', spans"
        kept = session.execute(text(f"SELECT {columns} FROM sightings WHERE item_id = :item AND removed_at IS NULL"), {"item": item})
        return {id_: Face(who, bool(placed), bool(found), bool(heard), spans.read(when)) for id_, who, placed, found, heard, when in kept}

    # What happens to photos

    @rule(faces=st.integers(0, 3))
    def upload(self, faces: int) -> None:
        """A photo comes in and is analysed."""
        if len(self.diary.photos) < 4:
            with self.at_work() as session:
                item, sightings = self.gallery(session).photo(faces, self.diary.engine)
            self.diary.photos[item] = Photo(self.staff[0], {id_: Face(None) for id_ in sightings}, self.diary.engine)

    @rule(photo=few, face=few, who=few, by=few)
    def answer(self, photo: int, face: int, who: int, by: int) -> None:
        """Somebody says who a face is."""
        item = self.item(photo)
        faces = self.diary.photos[item].faces
        if faces:
            chosen = sorted(faces)[face % len(faces)]
            said, person = self.who(who)
            with self.at_work() as session:
                reviews.answer(session, SightingId(chosen), said, person, actor=self.staff[by % 3], at=self.now)
            self.changed(item, faces[chosen].who != (person or said))
            faces[chosen].who = person or (said.value if said else None)

    @rule(photo=few, who=few, place=st.sampled_from([None, 1, 2, 20]))
    def list_somebody(self, photo: int, who: int, place: int | None) -> None:
        """Somebody whom the machine missed: at a place, or nowhere in particular."""
        item, person = self.item(photo), self.children[who % 3]
        told = {"actor": self.staff[1], "at": self.now}
        with self.at_work() as session:
            if place is None:
                made = reviews.add_without_place(session, item, person, **told)
            else:
                made = reviews.draw(session, item, box(place), Answer.PERSON, person, **told)
        self.changed(item, made not in self.diary.photos[item].faces)
        self.diary.photos[item].faces[made] = Face(person, place is not None, found=False)

    @rule(photo=few, face=st.integers(0, 1))
    def take_away(self, photo: int, face: int) -> None:
        """What a person listed; never what the machine found."""
        item = self.item(photo)
        faces = self.diary.photos[item].faces
        if faces:
            chosen = sorted(faces, key=lambda id_: (faces[id_].found, id_))[face % len(faces)]
            with suppress(NotAllowed), self.at_work() as session:
                reviews.erase_drawn(session, SightingId(chosen), actor=self.staff[1], at=self.now)
                assert not faces.pop(chosen).found
                self.changed(item)

    @rule(by=few, forward=st.booleans())
    def think_again(self, by: int, forward: bool) -> None:
        """Undo, or redo."""
        turn = reviews.redo if forward else reviews.undo
        with suppress(Conflict, NotAllowed), self.at_work() as session:
            for item in turn(session, self.event, actor=self.staff[by % 3], at=self.now):
                self.changed(item)
                self.diary.photos[item].faces = self.faces_kept(session, item)

    @rule(photo=few, by=few)
    def review(self, photo: int, by: int) -> None:
        """Somebody names everyone and attests."""
        item = self.item(photo)
        for number, face in enumerate(sorted(self.diary.photos[item].faces)):
            if self.diary.photos[item].faces[face].who is None:
                self.answer(list(self.diary.photos).index(item), number, number, by)
        self.attest(photo, by, False)

    @rule(photo=few, by=few, late=st.booleans())
    def attest(self, photo: int, by: int, late: bool) -> None:
        """A state that somebody saw; perhaps one that is gone."""
        item, reviewer = self.item(photo), self.staff[by % 3]
        with suppress(Conflict), self.at_work() as session:
            seen = media_queries.item(session, item).revision - late
            reviews.attest(session, item, seen=seen, actor=reviewer, at=self.now)
            assert not late
            self.diary.photos[item].vouched.add(reviewer)

    @rule(photo=few, resolved=st.booleans())
    def doubt(self, photo: int, resolved: bool) -> None:
        """Somebody asks, or the supervisor answers what is still open."""
        item = self.item(photo)
        doubts = self.diary.photos[item].doubts
        waiting = [id_ for id_, state in doubts.items() if state != "resolved"]
        with suppress(Conflict), self.at_work() as session:
            if waiting:
                told = {"resolved": resolved, "reason": "Talked it over.", "actor": self.supervisor, "at": self.now}
                reviews.settle_doubt(session, waiting[0], **told)
                doubts[waiting[0]] = "resolved" if resolved else "upheld"
            else:
                doubts[reviews.raise_doubt(session, item, "Is this decent?", actor=self.staff[2], at=self.now)] = "open"

    @rule(photo=few, secret=st.booleans())
    def confide(self, photo: int, secret: bool) -> None:
        """An item is confidential, or no longer."""
        item = self.item(photo)
        with self.at_work() as session:
            media.set_confidential(session, item, secret, actor=self.staff[0], at=self.now)
        self.diary.photos[item].secret = secret

    @rule(photo=few, aside=st.booleans())
    def set_aside(self, photo: int, aside: bool) -> None:
        """Nobody needs an item, or somebody does after all."""
        item = self.item(photo)
        with self.at_work() as session:
            told = {"actor": self.staff[0], "at": self.now}
            turned = asides.set_aside(session, [item], WhyAside.OTHER, **told) if aside else asides.take_back(session, [item], **told)
            assert bool(turned) == (self.diary.photos[item].aside != aside)
        self.diary.photos[item].aside = aside

    @rule(all_of_it=st.booleans(), more=st.booleans())
    def a_new_engine(self, all_of_it: bool, more: bool) -> None:
        """Looks at everything again, or has not yet; perhaps it finds a face more."""
        self.engines += 1
        self.diary.engine = f"engine {self.engines}"
        with self.at_work() as session:
            media.bring_into_force(session, self.diary.engine, at=self.now)
            for item in self.diary.photos if all_of_it else ():
                self.look_again(session, ItemId(item), more)

    def look_again(self, session: Session, item: ItemId, more: bool) -> None:
        """Faces where they were keep their answers."""
        photo = self.diary.photos[item]
        machine = sum(face.found for face in photo.faces.values())
        seen = found(min(machine + more, 9))
        sightings = self.gallery(session).look(item, seen, self.diary.engine)
        self.changed(item, not set(sightings) <= set(photo.faces))
        for id_ in sightings:
            photo.faces.setdefault(id_, Face(None)).found = True
        photo.engine = self.diary.engine

    # What leaves

    @rule(photo=few, purpose=few, by=few)
    def release(self, photo: int, purpose: int, by: int) -> None:
        """Somebody lets it out, where they may; its file is made first."""
        item, code = self.item(photo), PURPOSES[purpose % 3]
        hidden = self.diary.hidden(item, code, self.now)
        try:
            with self.at_work() as session:
                made = self.gallery(session).release(item, code, by=self.staff[by % 3])
                assert hidden is not None, "released what may not leave"
                assert releases.still_open(session, made, at=self.now)
            self.releases[made] = item, code
        except NotCleared:
            assert hidden is None, "held what may leave"

    @rule(photo=few, purpose=few, by=few)
    def ask_for_a_file(self, photo: int, purpose: int, by: int) -> None:
        """Somebody drafts a release, and goes for coffee."""
        item, code = self.item(photo), PURPOSES[purpose % 3]
        with suppress(NotCleared), self.at_work() as session:
            gallery = self.gallery(session)
            made = gallery.draft(item, code, self.staff[by % 3])
            gallery.make(made)
            self.drafts[made] = item, code

    @rule(which=few)
    def let_out_what_was_asked_for(self, which: int) -> None:
        """Later: the file still has to show what may be seen now."""
        if self.drafts:
            draft = list(self.drafts)[which % len(self.drafts)]
            hidden = self.diary.hidden(*self.drafts[draft], self.now)
            with suppress(NotCleared), self.at_work() as session:
                made = drafts.release(session, draft, actor=self.staff[2], at=self.now)
                view = release_queries.release(session, made)
                assert view.ended_at is not None or view.masks == hidden, "released what may not leave"
                self.releases[made] = self.drafts.pop(draft)

    @rule(photo=few, purpose=few, days=st.sampled_from([None, 1, 20]))
    def a_photo_goes_out(self, photo: int, purpose: int, days: int | None) -> None:
        """All that it takes. By chance alone little would ever leave."""
        self.a_whole_class_agrees(PURPOSES[purpose % 3], days)
        self.review(photo, 1)
        self.release(photo, purpose, 2)

    @rule(which=few)
    def download(self, which: int) -> None:
        """Somebody takes it: the moment that matters."""
        if self.releases:
            release = list(self.releases)[which % len(self.releases)]
            item, code = self.releases[release]
            hidden = self.diary.hidden(item, code, self.now)
            with suppress(NotCleared), self.at_work() as session:
                self.gallery(session).download(release)
                masks = release_queries.release(session, release).masks
                assert hidden is not None and hidden <= masks, "a byte left without consent"

    @invariant()
    def the_gate_says_what_the_diary_says(self) -> None:
        """For each photo, of one purpose after another: cleared, cleared with exactly these masks, or held."""
        items = [ItemId(item) for item in self.diary.photos]
        self.steps += 1
        code = PURPOSES[self.steps % 3]
        with self.database.reading() as session:
            for item, decision in releases.ask_many(session, items, code, at=self.now).items():
                said = set(decision.masks) if decision.passes else None
                assert said == self.diary.hidden(item, code, self.now), (code, decision.reasons)

    @invariant()
    def what_may_not_be_out_is_called_back(self) -> None:
        """Nothing is out that may not be, unless only the engine is new, or only time passed; what ended stays so."""
        with self.database.reading() as session:
            out = {view.id: view for view in release_queries.out_now(session)}
        assert not self.recalled & out.keys()
        self.recalled = self.releases.keys() - out.keys()
        for release, view in out.items():
            photo = self.diary.photos[view.item]
            if photo.engine == self.diary.engine and not self.asleep:
                hidden = self.diary.hidden(*self.releases[release], self.now)
                assert hidden is not None and hidden <= view.masks

    @invariant()
    def what_is_kept_is_what_was_said(self) -> None:
        """The faces of every photo."""
        with self.database.reading() as session:
            for item, photo in self.diary.photos.items():
                assert self.faces_kept(session, ItemId(item)) == photo.faces
