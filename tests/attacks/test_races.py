"""Two at once: whatever the order, one wins, the other is told, and nothing leaves after a withdrawal's receipt."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import count

import pytest
from sqlalchemy.orm import Session

from app.db import Database
from consent_store.errors import Conflict, NotCleared, Refusal
from consent_store.ids import ItemId, PersonId, PurposeCode, ReleaseId
from consent_store.operations import consents, drafts, media, releases, reviews
from consent_store.records import ledger
from consent_store.records.queries import media as media_queries
from consent_store.records.queries import releases as release_queries
from consent_store.rules.chain import Head, verify
from consent_store.rules.entries import Downloaded, Say, Word
from consent_store.rules.sightings import Answer
from consent_store.rules.terms import Kind
from tests.gallery import Gallery, digest
from tests.school import NOON, WEBSITE, School

PAIRS = 12


class Race:
    """A school whose transactions commit, with a clock that gives whoever speaks a later moment than anybody who asks."""

    def __init__(self, database: Database) -> None:
        self.database, self._ticks, self._lock = database, count(1), threading.Lock()
        with database.unit_of_work() as session:
            school = School.open(session)
            self.gallery, self.school = Gallery.open(school), school
            self.anna, self.parent = school.family()
            school.gives(self.parent, self.anna)

    def now(self) -> datetime:
        """Later than any moment before."""
        with self._lock:
            return NOON + timedelta(seconds=next(self._ticks))

    def photo(self) -> tuple[ItemId, str]:
        """A photo of Anna with its face, attested and committed."""
        with self.database.unit_of_work() as session:
            item, (face,) = self.at_work(session).photo_of(self.anna)
        return item, face

    def at_work(self, session: Session) -> Gallery:
        """The staff, in this transaction."""
        gallery = self.gallery
        return Gallery(School(session, self.school.admin, NOON), gallery.teacher, gallery.colleague, gallery.comms, gallery.event)

    def together(self, *things: Callable[[Session], object]) -> list[object]:
        """Do things at the same moment, each in its own transaction; what came of each, or how it was refused."""
        start = threading.Barrier(len(things))

        def alone(thing: Callable[[Session], object]) -> object:
            start.wait()
            try:
                with self.database.unit_of_work() as session:
                    return thing(session)
            except Refusal as refusal:
                return refusal

        with ThreadPoolExecutor(len(things)) as pool:
            return list(pool.map(alone, things))

    def whole(self) -> bool:
        """Whether the ledger is one chain."""
        with self.database.reading() as session:
            return isinstance(verify(ledger.lines(session)), Head)


@pytest.fixture
def race(database: Database) -> Race:
    """On each database."""
    return Race(database)


def say(race: Race, session: Session, what: Say) -> int:
    """The parent speaks; the number of the entry is the receipt."""
    word = Word(race.parent, race.anna, what, WEBSITE, Kind.PHOTO, notice=1, language="nl")
    return consents.speak(session, word, actor=race.parent, at=race.now()).seq


def take(race: Race, session: Session, release: ReleaseId) -> object:
    """Somebody downloads, and looked at the clock long before."""
    return releases.begin_download(session, release, why="for the news", actor=race.gallery.comms, at=NOON)


def made(race: Race, item: ItemId) -> ReleaseId:
    """A draft with its file, committed."""
    with race.database.unit_of_work() as session:
        draft = race.at_work(session).draft(item)
        race.at_work(session).make(draft)
    return draft


def let_out(race: Race, session: Session, draft: ReleaseId) -> ReleaseId:
    """Somebody releases, and looked at the clock long before."""
    return drafts.release(session, draft, actor=race.gallery.comms, at=NOON)


@pytest.mark.parametrize("pairs", [PAIRS, pytest.param(1000, marks=pytest.mark.deep)])
def test_withdraw_and_download_at_once(race: Race, pairs: int) -> None:
    item, _ = race.photo()
    after, refused = [], 0
    for _ in range(pairs):
        with race.database.unit_of_work() as session:
            release = race.at_work(session).release(item)
        receipt, *taken = race.together(lambda s: say(race, s, Say.WITHDRAWN), *[lambda s, r=release: take(race, s, r)] * 2)
        with race.database.unit_of_work() as session:
            downloads = ledger.read(session, item=item, kind=Downloaded.__name__)
            after += [entry.seq for entry in downloads if entry.body.release == release and entry.seq > receipt]
            assert sum(isinstance(entry.body, Downloaded) and entry.body.release == release for entry in downloads) == sum(
                not isinstance(each, NotCleared) for each in taken
            )
            assert release_queries.release(session, release).ended_at is not None
            refused += sum(isinstance(each, NotCleared) for each in taken)
            with pytest.raises(NotCleared):
                take(race, session, release)
            say(race, session, Say.YES)
    assert after == [] and refused > 0 and race.whole()


@pytest.mark.parametrize("pairs", [PAIRS, pytest.param(1000, marks=pytest.mark.deep)])
def test_withdraw_and_release_at_once(race: Race, pairs: int) -> None:
    item, _ = race.photo()
    for _ in range(pairs):
        draft = made(race, item)
        receipt, released = race.together(lambda s: say(race, s, Say.WITHDRAWN), lambda s, d=draft: let_out(race, s, d))
        with race.database.unit_of_work() as session:
            assert list(release_queries.out_now(session)) == [], (receipt, released)
            say(race, session, Say.YES)


def test_two_let_out_the_same_draft(race: Race) -> None:
    item, _ = race.photo()
    draft = made(race, item)
    assert race.together(*[lambda s: let_out(race, s, draft)] * 3) == [draft] * 3
    with race.database.reading() as session:
        assert [view.id for view in release_queries.releases_of(session, item)] == [draft]


def test_two_people_name_the_same_face(race: Race) -> None:
    with race.database.unit_of_work() as session:
        gallery = race.at_work(session)
        item, (face,) = gallery.photo(1)
        names = [gallery.school.pupil() for _ in range(4)]

    def name(who: PersonId) -> Callable[[Session], object]:
        told = {"actor": race.gallery.teacher, "at": NOON}
        return lambda session: reviews.answer(session, face, Answer.PERSON, who, seen=1, **told)

    outcomes = race.together(*map(name, names))
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 3
    with race.database.reading() as session:
        [view] = media_queries.sightings_of(session, item)
    assert [who for who, outcome in zip(names, outcomes, strict=True) if outcome == 2] == [view.sighting.person]


def test_everything_is_submitted_twice(race: Race) -> None:
    item, _ = race.photo()
    sha256 = digest()

    def twice(thing: Callable[[Session], object]) -> list[object]:
        return race.together(thing, thing)

    released = twice(lambda s: race.at_work(s).release(item))
    assert released[0] == released[1]
    told = {"kind": Kind.PHOTO, "label": "a.jpg", "sha256": sha256, "size": 3, "vault_name": "v"}
    admitted = twice(lambda s: media.admit(s, race.gallery.event, **told, actor=race.gallery.teacher, at=race.now()))
    assert {each.duplicate_of is None for each in admitted} == {True, False} and len({each.item for each in admitted}) == 1
    with race.database.reading() as session:
        assert len(release_queries.releases_of(session, item)) == 1
    assert len(set(twice(lambda s: race.at_work(s).attest(item)))) == 1 and race.whole()


def test_a_change_and_an_attestation_at_once(race: Race) -> None:
    for _ in range(PAIRS):
        with race.database.unit_of_work() as session:
            item, (face,) = race.at_work(session).photo(1)
            race.at_work(session).answer(face, Answer.UNRECOGNISABLE)
        race.together(
            lambda s, f=face: race.at_work(s).answer(f, Answer.STRANGER),
            lambda s, i=item: reviews.attest(s, i, seen=2, actor=race.gallery.colleague, at=NOON),
        )
        with race.database.reading() as session:
            assert not releases.ask(session, item, PurposeCode("parent_portal"), at=NOON).passes
