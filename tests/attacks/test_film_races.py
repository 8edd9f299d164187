"""A film goes out at the moment at which a scene is put back, or a yes to being heard is taken back: nobody takes it after that."""

import pytest
from sqlalchemy.orm import Session

from app.db import Database
from consent_store.ids import ItemId, PersonId, PurposeCode, ReleaseId, TrimId
from consent_store.operations import consents, drafts, releases, trims
from consent_store.records import ledger
from consent_store.records.queries import recordings
from consent_store.rules.entries import Downloaded, Say, Word
from consent_store.rules.terms import Kind
from tests.attacks.test_races import Race
from tests.recorded import recorded
from tests.school import WEBSITE

PAIRS = 6


@pytest.fixture
def race(database: Database) -> Race:
    """On each database."""
    return Race(database)


def drafted(race: Race, *claims: PersonId, strips: list[str], voices: list[str], cut: str = "") -> tuple[ItemId, ReleaseId]:
    """A film that is attested, and the file that was asked for and made; all of it committed."""
    with race.database.unit_of_work() as session:
        gallery = race.at_work(session)
        film = recorded(gallery, strips, voices)
        film.answer(*claims)
        film.cut(cut)
        gallery.attest(film.item)
        draft = gallery.draft(film.item)
        gallery.make(draft)
    return film.item, draft


def agree(race: Race, person: PersonId, guardian: PersonId, *kinds: Kind) -> None:
    """A yes to the website in these kinds."""
    with race.database.unit_of_work() as session:
        for kind in kinds:
            word = Word(guardian, person, Say.YES, WEBSITE, kind, notice=1, language="nl")
            consents.speak(session, word, actor=guardian, at=race.now())


def test_a_scene_that_is_put_back_as_the_film_goes_out(race: Race) -> None:
    agree(race, race.anna, race.parent, Kind.FILM)
    with race.database.unit_of_work() as session:
        bram = race.at_work(session).school.pupil()  # nobody was asked about him
    for _ in range(PAIRS):
        item, draft = drafted(race, race.anna, bram, strips=["0-4000", "9000-12000"], voices=[], cut="9000-12000")
        with race.database.reading() as session:
            (trim,) = recordings.recordings(session, [item])[item].trims

        def put_back(session: Session, trim: TrimId = trim.id) -> object:
            return trims.put_back(session, trim, actor=race.gallery.teacher, at=race.now())

        def let_out(session: Session, draft: ReleaseId = draft) -> object:
            return drafts.release(session, draft, actor=race.gallery.comms, at=race.now())

        back, out = race.together(put_back, let_out)
        assert back == item
        with race.database.reading() as session:
            assert out != draft or not releases.still_open(session, draft, at=race.now())
    assert race.whole()


def test_a_voice_that_is_taken_back_as_the_film_is_taken(race: Race) -> None:
    agree(race, race.anna, race.parent, Kind.FILM, Kind.SOUND)
    for _ in range(PAIRS):
        _, draft = drafted(race, race.anna, race.anna, strips=["0-4000"], voices=["1000-3000"])
        with race.database.unit_of_work() as session:
            drafts.release(session, draft, actor=race.gallery.comms, at=race.now())

        def take(session: Session, release: ReleaseId = draft) -> object:
            return releases.begin_download(session, release, why="for the news", actor=race.gallery.comms, at=race.now())

        def withdraw(session: Session) -> object:
            word = Word(race.parent, race.anna, Say.WITHDRAWN, PurposeCode(WEBSITE), Kind.SOUND)
            return consents.speak(session, word, actor=race.parent, at=race.now()).seq

        receipt, _, _ = race.together(withdraw, take, take)
        assert isinstance(receipt, int)
        with race.database.reading() as session:
            taken = [entry.seq for entry in ledger.read(session) if isinstance(entry.body, Downloaded) and entry.body.release == draft]
            assert all(seq < receipt for seq in taken)
        agree(race, race.anna, race.parent, Kind.SOUND)
    assert race.whole()
