"""A wording is written, looked at and published; purposes change; the school says who it is."""

import pytest

from consent_store.errors import BadInput, Conflict
from consent_store.operations import consents, notices, purposes
from consent_store.operations.model_form import Wording
from consent_store.operations.purposes import Choices
from consent_store.records.queries import notices as questions
from consent_store.records.queries import school as schools
from consent_store.rules.entries import Say, Word
from consent_store.rules.standing import State
from consent_store.rules.terms import RECOGNITION, Kind
from tests.school import PORTAL, WEBSITE, School

NEW = {"nl": Wording("Site", "Een.\r\n\r\nTwee."), "en": Wording("Site", "One.\n\nTwo.")}
ALL = Choices(frozenset(Kind), masks_allowed=True, consent_per_item=False)


def write(school: School, wordings: dict[str, Wording] | None = None) -> str:
    notices.save_draft(school.session, WEBSITE, NEW if wordings is None else wordings, actor=school.admin, at=school.at)
    return notices.draft_digest(school.session, WEBSITE)


def publish(school: School, material: bool, seen: str) -> int:
    return notices.publish_draft(school.session, WEBSITE, material, seen, actor=school.admin, at=school.at)


def test_a_draft_changes_nothing_until_it_is_published(school: School) -> None:
    seen = write(school)
    assert schools.current_notice(school.session, WEBSITE, "nl").version == 1
    assert questions.drafted(school.session) == {WEBSITE}
    assert publish(school, False, seen) == 2
    assert schools.current_notice(school.session, WEBSITE, "nl").text == "Een.\n\nTwee."
    assert questions.draft(school.session, WEBSITE) == {}


def test_what_was_not_looked_at_is_not_published(school: School) -> None:
    seen = write(school)
    write(school, NEW | {"en": Wording("Site", "Other.")})
    with pytest.raises(Conflict) as refused:
        publish(school, False, seen)
    assert refused.value.code == "draft_changed"
    with pytest.raises(Conflict):
        notices.discard_draft(school.session, WEBSITE)
        publish(school, False, seen)


def test_a_draft_may_be_unfinished_but_not_published_so(school: School) -> None:
    for unfinished in (NEW | {"ar": Wording("", "")}, {"nl": NEW["nl"]}, NEW | {"en": Wording("Site", " ")}):
        with pytest.raises(BadInput):
            publish(school, False, write(school, unfinished))
        school.session.rollback()


def test_what_says_the_same_is_no_new_wording(school: School) -> None:
    now = {language: Wording(view.title, view.text) for language, view in questions.wordings(school.session, WEBSITE, 1).items()}
    with pytest.raises(BadInput):
        publish(school, True, write(school, now))


@pytest.mark.parametrize("language", ["ar", "pt-BR", "zh-Hant"])
def test_any_language_may_be_added_and_stays(school: School, language: str) -> None:
    publish(school, False, write(school, NEW | {language: Wording("الموقع", "نص")}))
    assert language in schools.notice_languages(school.session)
    assert schools.current_notice(school.session, WEBSITE, language).language == language
    with pytest.raises(BadInput):
        publish(school, False, write(school, {"nl": Wording("Weer", "anders"), "en": Wording("Again", "other")}))


@pytest.mark.parametrize("language", ["", "x", "nl nl", "../etc"])
def test_a_language_is_a_language(school: School, language: str) -> None:
    with pytest.raises(BadInput):
        write(school, NEW | {language: Wording("a", "b")})


def test_old_wordings_stay_readable(school: School) -> None:
    old = questions.wordings(school.session, WEBSITE, 1)
    publish(school, True, write(school))
    assert questions.wordings(school.session, WEBSITE, 1) == old
    assert [(each.version, each.material) for each in questions.versions(school.session, WEBSITE)] == [(2, True), (1, True)]


def test_what_a_material_change_would_outdate_is_counted_before(school: School) -> None:
    child, guardian = school.family()
    other, third = school.family()
    school.gives(guardian, child)
    school.gives(guardian, child, kind=Kind.FILM)
    school.says(third, Say.NO, other)
    counted = questions.outdated_by_change(school.session, WEBSITE, at=school.at)
    assert (counted.consents, counted.people) == (2, 1)
    publish(school, True, write(school))
    assert [school.standing(child, kind=kind).state for kind in (Kind.PHOTO, Kind.FILM)] == [State.OUTDATED] * 2


def test_a_form_printed_before_a_small_change_may_still_come_in(school: School) -> None:
    child, guardian = school.family()
    publish(school, False, write(school))
    digest = "a" * 64
    told = {"vault_name": "v", "size": 1, "media_type": "application/pdf", "actor": school.admin, "at": school.at}
    consents.keep_scan(school.session, child, digest, **told)
    for version, fits in ((1, True), (9, False)):
        word = Word(guardian, child, Say.YES, WEBSITE, Kind.PHOTO, notice=version, language="nl", method="paper", scan=digest)
        if fits:
            consents.speak(school.session, word, actor=school.admin, at=school.at)
        else:
            with pytest.raises(BadInput):
                consents.speak(school.session, word, actor=school.admin, at=school.at)


def test_purposes_move_past_one_another_but_not_past_the_ends(school: School) -> None:
    def order() -> list[str]:
        return [view.code for view in schools.purposes(school.session)]

    before = order()
    purposes.move(school.session, PORTAL, True, actor=school.admin, at=school.at)
    assert order() == before
    purposes.move(school.session, PORTAL, False, actor=school.admin, at=school.at)
    assert order() == [before[1], before[0], *before[2:]]


def test_a_kind_that_is_no_longer_asked_for_no_longer_stands(school: School) -> None:
    choices = Choices(frozenset({Kind.PHOTO}), masks_allowed=False, consent_per_item=True, recipients="Everybody", retention="Two years")
    purposes.change(school.session, WEBSITE, choices, actor=school.admin, at=school.at)
    changed = schools.purpose(school.session, WEBSITE)
    assert (changed.kinds, changed.masks_allowed, changed.consent_per_item) == ({Kind.PHOTO}, False, True)


@pytest.mark.parametrize("choices", [Choices(frozenset(), True, False), Choices(frozenset(Kind), True, False, recipients="x" * 501)])
def test_a_purpose_takes_something_and_says_it_shortly(school: School, choices: Choices) -> None:
    with pytest.raises(BadInput):
        purposes.change(school.session, WEBSITE, choices, actor=school.admin, at=school.at)


def test_recognition_stays_what_it_is(school: School) -> None:
    with pytest.raises(BadInput):
        purposes.change(school.session, RECOGNITION, ALL, actor=school.admin, at=school.at)
