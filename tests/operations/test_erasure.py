"""Erasure: nothing that names somebody stays, the chain stays whole, and nothing opens by it."""

import pytest
from sqlalchemy import String, cast, or_, select

from consent_store.errors import Conflict, NotFound
from consent_store.ids import PersonId
from consent_store.operations import accounts, captions, consents, erasure, people, templates
from consent_store.operations.templates import Reference
from consent_store.records import ledger
from consent_store.records.queries import consents as consent_queries
from consent_store.records.queries import drafts, files
from consent_store.records.queries import people as queries
from consent_store.records.queries.accounts import Area, Stage
from consent_store.records.tables import Base
from consent_store.rules import chain
from consent_store.rules.entries import Say
from consent_store.rules.sightings import Answer
from consent_store.rules.terms import RECOGNITION, Duty, Role
from tests.gallery import Gallery
from tests.school import School

REFERRING = {"entries", "people", "guardianships"}  # the ledger, the row without a name, and who once spoke for whom


def _erase(school: School, person: PersonId) -> erasure.Erased:
    return erasure.erase(school.session, person, actor=school.admin, at=school.at)


def _tables_with(school: School, content: str) -> set[str]:
    """The tables of which some column holds this text."""
    found = set()
    for name, table in Base.metadata.tables.items():
        anywhere = or_(*(cast(column, String).contains(content) for column in table.columns if isinstance(column.type, String)))
        if school.session.execute(select(1).select_from(table).where(anywhere)).first():
            found.add(name)
    return found


def _pupil_with_everything(school: School) -> PersonId:
    group = school.group()
    child, guardian = school.family(groups=[group])
    people.correct(school.session, child, {"given_name": "Zebedeus", "email": "zebedeus@school.test"}, actor=school.admin, at=school.at)
    people.flag_look_alike(school.session, child, school.pupil(), actor=school.admin, at=school.at)
    school.gives(guardian, child, RECOGNITION)
    templates.keep(school.session, child, "resnet", b"key", [Reference(b"x", 0.5, "picture")], actor=school.admin, at=school.at)
    accounts.start_session(school.session, "hash", child, Area.FAMILY, Stage.FULL, at=school.at)
    scan = {"vault_name": "scan", "size": 1, "media_type": "image/png"}
    consents.keep_scan(school.session, child, "ab" * 32, **scan, actor=school.admin, at=school.at)
    return child


def test_nothing_that_names_somebody_stays_and_the_chain_is_whole(school: School) -> None:
    child = _pupil_with_everything(school)
    assert "people" in _tables_with(school, "Zebedeus")
    erased = _erase(school, child)
    assert set(files.to_shred(school.session)) == {"picture", "scan"}
    assert (_tables_with(school, "Zebedeus"), _tables_with(school, "zebedeus@")) == (set(), set())
    assert _tables_with(school, child) == REFERRING
    assert erased.entries == len(ledger.read(school.session, person=child)) > 3
    assert chain.verify(ledger.lines(school.session)) == ledger.head(school.session)


def test_a_text_that_names_them_goes_and_any_other_stays(school: School, gallery: Gallery) -> None:
    child, guardian = school.family()
    told = {"actor": school.admin, "at": school.at}
    people.correct(school.session, child, {"given_name": "Zebedeus", "family_name": "Quast"}, **told)
    school.gives(guardian, child)
    listed, other = gallery.photo_of(child)[0], gallery.photo_of(Answer.NOBODY)[0]
    texts = {"a": (listed, "Zebedeus wins."), "b": (other, "Zebedeus Quast wins."), "c": (listed, "We win."), "d": (other, "Zebedeus?")}
    kept = {gallery.draft(item, batch=batch): batch for batch, (item, _) in texts.items()}
    for batch, (_, text) in texts.items():
        captions.write(school.session, batch, text, {}, confirmed=True, **told)
    _erase(school, child)
    left = {kept[id_]: view.caption for id_, view in drafts.behind(school.session, list(kept)).items()}
    assert left == {"a": "", "b": "", "c": "We win.", "d": "Zebedeus?"}


def test_whoever_is_erased_is_nowhere_and_has_no_consent(school: School) -> None:
    guest = school.person(Role.GUEST, email="gast@school.test")
    school.gives(guest, guest)
    assert school.standing(guest).stands
    _erase(school, guest)
    view = queries.person(school.session, guest)
    assert (view.erased, view.name, view.born, view.email) == (True, "", None, None)
    assert queries.by_email(school.session, "gast@school.test") == []
    assert queries.people_of_role(school.session, Role.GUEST) == []
    with pytest.raises(NotFound):
        consent_queries.register_for(school.session, guest)
    with pytest.raises(NotFound):
        school.says(guest, Say.YES, guest)
    with pytest.raises(NotFound):
        _erase(school, guest)


def test_a_member_of_staff_loses_every_way_in(school: School) -> None:
    member = school.staff(Duty.TEACHER)
    accounts.open_account(school.session, member, "hash")
    _erase(school, member)
    assert _tables_with(school, member) == {"entries", "people"}


def test_a_guardian_who_still_speaks_is_not_erased_so_that_no_refusal_is_lost(school: School) -> None:
    child, mother = school.family()
    father = school.guardian(child)
    school.gives(mother, child)
    school.says(father, Say.NO, child)
    with pytest.raises(Conflict) as refused:
        _erase(school, father)
    assert refused.value.code == "still_speaks"
    assert not school.standing(child).stands


def test_nor_is_one_whose_child_left_because_the_word_still_counts(school: School) -> None:
    child, mother = school.family()
    father = school.guardian(child)
    school.gives(mother, child)
    school.says(father, Say.NO, child)
    people.leave(school.session, child, school.at.date(), actor=school.admin, at=school.at)
    with pytest.raises(Conflict):
        _erase(school, father)
    assert not school.standing(child).stands
