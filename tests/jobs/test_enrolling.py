"""Faces that are learnt, also where several workers try the same ones at once."""

from app.demo.camera import save_jpeg
from app.demo.portraits import portrait
from app.jobs import enrolling
from consent_store.operations import enrolments
from consent_store.records.queries import enrolments as questions
from consent_store.records.queries import templates
from consent_store.rules.terms import RECOGNITION
from tests.jobs.conftest import FACES, World


def test_what_two_workers_learnt_is_kept_once(world: World) -> None:
    with world.services.db.unit_of_work() as session:
        child, guardian = world.school(session).family()
        world.school(session).gives(guardian, child, RECOGNITION)
        stored = world.services.vault.put(save_jpeg(portrait(FACES[0], variation=1)))
        enrolments.ask(session, child, vault_name=stored.name, actor=world.admin, at=world.at)
    with world.services.db.reading() as session:
        asked = questions.waiting(session)
    for _ in range(2):  # the second read its list before the first was done
        enrolling.enrol(world.worker.shop, child, asked)
    with world.services.db.reading() as session:
        [kept] = templates.templates_of(session, child, world.worker.shop.engine.describer_id)
        assert [enrolment.state for enrolment in questions.of_person(session, child)] == ["kept"]
    assert set(world.services.vault.names()) == {kept.picture, stored.name}
