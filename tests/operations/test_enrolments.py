"""Faces to be learnt: asked for under a standing consent, and settled once."""

from consent_store.operations import enrolments
from consent_store.records.queries import enrolments as queries
from consent_store.records.queries import files
from consent_store.rules.terms import RECOGNITION
from tests.school import School


def test_of_two_workers_the_first_settles_it(school: School) -> None:
    child, guardian = school.family()
    school.gives(guardian, child, RECOGNITION)
    face = enrolments.ask(school.session, child, vault_name="picture", actor=school.admin, at=school.at)
    assert enrolments.still_wait(school.session, [face])
    enrolments.settle(school.session, {face: None}, at=school.at)
    assert not enrolments.still_wait(school.session, [face])
    enrolments.settle(school.session, {face: "another_key"}, at=school.at)
    [settled] = queries.of_person(school.session, child)
    assert (settled.state, settled.why, files.to_shred(school.session)) == ("kept", None, ["picture"])
