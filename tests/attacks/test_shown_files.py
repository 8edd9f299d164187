"""Attack: a parent looks at what is not theirs: another child's picture, a clean file, a released one, somebody else's copy."""

import pytest
from sqlalchemy import select

from consent_store.ids import PersonId
from consent_store.operations import consents, people
from consent_store.records.media import RenditionRow
from consent_store.records.queries import renditions
from consent_store.rules.entries import Method, Say, Word
from consent_store.rules.releases import Use
from consent_store.rules.terms import Duty, Kind
from tests.school import WEBSITE
from tests.web.browser import Web
from tests.web.test_seeing import Family


@pytest.fixture
def family(web: Web) -> Family:
    """A family whose child may be on the website."""
    return Family(web)


def files(family: Family, *others: PersonId) -> dict[str, str]:
    """One file of each use of a picture that went out with the child, by use."""
    item = family.out(*others)
    family.browser.get(f"/families/{family.child}/shown")
    family.work()
    with family.web.services.db.reading() as session:
        return {row.use: row.id for row in session.scalars(select(RenditionRow).where(RenditionRow.item_id == item))}


def test_the_parent_of_another_child_in_the_same_picture_sees_nothing_of_this_one(family: Family) -> None:
    other, parent = family.show.family()
    made = files(family, other)
    assert family.browser.get(f"/families/pictures/{made[Use.SHOWN]}").status_code == 200
    attacker = family.enter(parent)
    for path in (f"pictures/{made[Use.SHOWN]}", f"{family.child}/shown", f"{family.child}/kept", f"{family.child}/asked"):
        assert attacker.get(f"/families/{path}").status_code == 404
    own = attacker.get(f"/families/{other}/shown").text
    assert made[Use.SHOWN] not in own


def test_no_family_looks_at_any_other_file(family: Family) -> None:
    made = files(family)
    for use, file in made.items():
        for path in (f"/families/pictures/{file}", f"/pictures/{file}"):
            status = family.browser.get(path).status_code
            assert (status == 200) is (use == Use.SHOWN and path.startswith("/families")), (use, path)


def test_a_file_is_gone_for_a_parent_who_lost_authority(family: Family) -> None:
    made = files(family)
    with family.web.school() as school:
        people.record_guardianship(school.session, family.guardian, family.child, False, actor=school.admin, at=school.at)
    assert family.browser.get(f"/families/pictures/{made[Use.SHOWN]}").status_code == 404
    assert family.browser.get(f"/families/{family.child}/kept").status_code == 404


def test_somebody_elses_paper_stays_shut(family: Family) -> None:
    stored = family.web.services.vault.put(b"a form")
    with family.web.school() as school:
        kept = {"vault_name": stored.name, "size": stored.size, "media_type": "application/pdf"}
        office, other = school.staff(Duty.OFFICE), school.guardian(family.child)
        consents.keep_scan(school.session, family.child, stored.sha256, **kept, actor=office, at=school.at)
        said = Word(family.guardian, family.child, Say.NO, WEBSITE, Kind.PHOTO, method=Method.PAPER, scan=stored.sha256)
        consents.speak(school.session, said, actor=office, at=school.at)
    path = f"/families/{family.child}/papers/{stored.sha256}"
    assert family.browser.get(path).data == b"a form"
    assert "/papers/" in family.browser.get(f"/families/{family.child}/kept").text
    for attacker in (family.enter(family.show.family()[1]), family.enter(other)):
        assert attacker.get(path).status_code == 404
        assert "/papers/" not in attacker.get(f"/families/{family.child}/kept").text


def test_a_copy_without_its_form_token_or_by_another_method_is_not_handed_over(family: Family) -> None:
    path = f"/families/{family.child}/kept"
    family.browser.get(path)
    family.browser.post(f"{path}/copy")
    family.work()
    export = family.browser.get(path).text.split(f"{path}/copy/")[1].split('"')[0]
    assert family.browser.get(f"{path}/copy/{export}").status_code == 405
    family.browser.token = "forged"
    assert family.browser.post(f"{path}/copy/{export}").status_code == 400
    with family.web.services.db.reading() as session:
        assert renditions.waiting(session, at=family.web.at) == []
