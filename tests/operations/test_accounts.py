"""Ways in: accounts, second factors, codes that open one thing once, sessions."""

import threading
from datetime import timedelta

import pytest

from app.db import Database
from consent_store.errors import BadInput, Conflict, NotFound
from consent_store.ids import PersonId
from consent_store.operations import accounts, people
from consent_store.records.queries import accounts as queries
from consent_store.records.queries import people as queries_of_people
from consent_store.records.queries.accounts import Area, Stage, TokenUse
from consent_store.rules.terms import Duty, Role
from tests.school import NOON, School

CODE = TokenUse.FAMILY_CODE


def _issue(school: School, person: PersonId, hashed: str = "right", minutes: int = 10) -> None:
    accounts.issue_token(school.session, CODE, person, hashed, school.at + timedelta(minutes=minutes), at=school.at)


def _spend(school: School, person: PersonId, hashed: str = "right", use: TokenUse = CODE) -> PersonId | None:
    spent = accounts.spend_token(school.session, use, hashed, guessing_at=[person], at=school.at)
    return spent.person if spent else None


def test_an_account_is_for_staff_and_opens_without_second_factor(school: School) -> None:
    member = school.staff(Duty.TEACHER)
    accounts.open_account(school.session, member, "hash")
    account = queries.account(school.session, member)
    assert account is not None and (account.password_hash, account.has_second_factor) == ("hash", False)
    with pytest.raises(Conflict):
        accounts.open_account(school.session, member)
    with pytest.raises(BadInput):
        accounts.open_account(school.session, school.person(Role.GUARDIAN))


def test_closing_an_account_ends_everything(school: School) -> None:
    member = school.staff(Duty.TEACHER)
    accounts.open_account(school.session, member, "hash")
    accounts.add_passkey(school.session, member, credential=b"1", public_key=b"k", sign_count=0, label="telefoon", at=school.at)
    accounts.start_session(school.session, "s", member, Area.STAFF, Stage.FULL, at=school.at)
    _issue(school, member)
    accounts.close_account(school.session, member, at=school.at)
    assert queries.account(school.session, member) is None
    assert queries.passkeys_of(school.session, member) == queries.sessions_of(school.session, member) == []
    assert _spend(school, member) is None
    with pytest.raises(NotFound):
        accounts.set_password(school.session, member, "another", at=school.at)
    accounts.open_account(school.session, member, "third")
    assert queries.account(school.session, member) is not None


def test_a_time_step_counts_once(school: School) -> None:
    member = school.staff()
    accounts.open_account(school.session, member)
    accounts.set_totp(school.session, member, b"sealed")
    used = [accounts.record_totp(school.session, member, step) for step in (7, 7, 6, 8)]
    assert used == [True, False, False, True]
    account = queries.account(school.session, member)
    assert account is not None and account.has_second_factor


def test_a_passkey_whose_counter_stands_still_is_a_copy(school: School) -> None:
    member = school.staff()
    for credential, count in ((b"counts", 5), (b"never counts", 0)):
        accounts.add_passkey(school.session, member, credential=credential, public_key=b"k", sign_count=count, label="x", at=school.at)
    accounts.use_passkey(school.session, b"counts", 6)
    accounts.use_passkey(school.session, b"never counts", 0)
    for count in (6, 5, 0):
        with pytest.raises(Conflict) as refused:
            accounts.use_passkey(school.session, b"counts", count)
        assert refused.value.code == "passkey_copied"
    with pytest.raises(NotFound):
        accounts.remove_passkey(school.session, school.staff(), b"counts")
    accounts.remove_passkey(school.session, member, b"counts")
    assert queries.passkey(school.session, b"counts") is None


def test_a_code_opens_once_and_only_its_own_door(school: School) -> None:
    guardian = school.guardian()
    _issue(school, guardian)
    assert _spend(school, guardian, use=TokenUse.STAFF_INVITATION) is None
    assert _spend(school, school.guardian()) is None
    assert [_spend(school, guardian), _spend(school, guardian)] == [guardian, None]


def test_a_late_code_and_one_that_was_replaced_open_nothing(school: School) -> None:
    guardian = school.guardian()
    _issue(school, guardian, "first")
    _issue(school, guardian, "second", minutes=5)
    assert _spend(school, guardian, "first") is None
    school.later(minutes=5)
    assert _spend(school, guardian, "second") is None


def test_a_code_that_is_guessed_at_too_often_is_dead(school: School) -> None:
    guardian, other = school.guardian(), school.guardian()
    _issue(school, guardian)
    _issue(school, other, "the other's")
    for guess in range(accounts.MOST_ATTEMPTS):
        assert _spend(school, guardian, f"guess {guess}") is None
    assert _spend(school, guardian) is None
    assert _spend(school, other, "the other's") == other


def _keys(school: School, person: PersonId) -> None:
    """A code by mail, a passkey, and a session of each area."""
    _issue(school, person, f"code {person}")
    name = person.encode()
    accounts.add_passkey(school.session, person, credential=name, public_key=b"k", sign_count=0, label="x", at=school.at)
    for area in Area:
        accounts.start_session(school.session, f"{area} {person}", person, area, Stage.FULL, at=school.at)


def _open(school: School, person: PersonId) -> set[str]:
    """Which of these still open something."""
    session, areas = school.session, {area: queries.session_of(school.session, f"{area} {person}") for area in Area}
    found = {area.value for area, kept in areas.items() if kept is not None}
    found |= {"passkey"} if queries.passkey(session, person.encode()) else set()
    return found | ({"code"} if _spend(school, person, f"code {person}") else set())


def test_a_new_address_shuts_what_the_old_one_had_opened(school: School) -> None:
    guardian, member, same = school.guardian(), school.staff(), school.guardian()
    kept = queries_of_people.person(school.session, same).email
    for person, change in ((guardian, "right@example.test"), (member, "right@school.test"), (same, kept)):
        _keys(school, person)
        people.correct(school.session, person, {"email": change}, actor=school.admin, at=school.at)
    assert [_open(school, person) for person in (guardian, member)] == [{"staff"}, {"staff", "passkey"}]
    assert _open(school, same) == {"staff", "family", "passkey", "code"}


def test_the_set_up_link_belongs_to_nobody(school: School) -> None:
    accounts.issue_token(school.session, TokenUse.SET_UP, None, "link", school.at + timedelta(days=1), at=school.at)
    spend = [accounts.spend_token(school.session, TokenUse.SET_UP, "link", at=school.at) for _ in range(2)]
    assert spend == [accounts.Spent(None), None]


def test_two_who_spend_one_code_at_once(database: Database) -> None:
    with database.unit_of_work() as session:
        school = School.open(session)
        _issue(school, school.admin)
    start, spent = threading.Barrier(4), []

    def spend() -> None:
        start.wait()
        with database.unit_of_work() as session:
            spent.append(accounts.spend_token(session, CODE, "right", guessing_at=[school.admin], at=NOON))

    racers = [threading.Thread(target=spend) for _ in range(4)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert sorted(result is None for result in spent) == [False, True, True, True]


def test_a_session_is_renamed_as_it_is_promoted_and_ends(school: School) -> None:
    accounts.start_session(school.session, "half", school.admin, Area.STAFF, Stage.PASSWORD, at=school.at)
    accounts.promote_session(school.session, "half", "full", at=school.later(minutes=1))
    assert queries.session_of(school.session, "half") is None
    view = queries.session_of(school.session, "full")
    assert view is not None and (view.person, view.area, view.stage) == (school.admin, Area.STAFF, Stage.FULL)
    for hashed in ("half", "full", "unknown"):
        with pytest.raises(NotFound):
            accounts.promote_session(school.session, hashed, "more", at=school.at)
    accounts.end_session(school.session, "full", at=school.at)
    assert queries.session_of(school.session, "full") is None


def test_a_session_lasts_while_it_is_used_and_not_for_ever(school: School) -> None:
    accounts.start_session(school.session, "s", school.admin, Area.STAFF, Stage.FULL, at=school.at)
    limits = {"idle": timedelta(minutes=30), "longest": timedelta(hours=12)}
    for _ in range(36):
        view = queries.session_of(school.session, "s")
        assert view is not None and view.lasts(school.later(minutes=20), **limits) is (school.at < NOON + limits["longest"])
        accounts.touch_session(school.session, "s", at=school.at)
        school.session.expire_all()
    assert view is not None and not view.lasts(view.seen_at + limits["idle"], idle=limits["idle"], longest=timedelta(days=9))


def test_the_sweep_forgets_what_is_over(school: School) -> None:
    accounts.start_session(school.session, "old", school.admin, Area.STAFF, Stage.FULL, at=school.at)
    accounts.end_session(school.session, "old", at=school.at)
    _issue(school, school.admin)
    accounts.start_session(school.session, "new", school.admin, Area.STAFF, Stage.FULL, at=school.later(days=2))
    accounts.sweep(school.session, school.at - timedelta(days=1))
    assert [view.started_at for view in queries.sessions_of(school.session, school.admin)] == [school.at]
    assert _spend(school, school.admin) is None
