"""Below the floor recognition switches itself off, says so, and starts anew once somebody switched it on again."""

from consent_store.operations import reviews, watch
from consent_store.operations import school as school_operations
from consent_store.records.queries import school as questions
from consent_store.records.queries import templates
from consent_store.rules.sightings import Answer
from consent_store.rules.watch import FEWEST_JUDGED
from tests.gallery import Gallery, found
from tests.school import School


def _judge(gallery: Gallery, *, wrong: int, of: int) -> None:
    """Let a teacher judge so many sure proposals, the wrong ones last."""
    school, pupil = gallery.school, gallery.school.pupil()
    for number in range(of):
        [face] = gallery.look(gallery.upload(), found(1, pupil))
        rejected = number >= of - wrong
        said = (Answer.STRANGER, None) if rejected else (Answer.PERSON, pupil)
        reviews.answer(school.session, face, *said, actor=gallery.teacher, at=school.at)


def _on(school: School) -> bool:
    return questions.opened(school.session).recognition_on


def test_it_stays_on_while_people_confirm(school: School) -> None:
    _judge(Gallery.open(school), wrong=1, of=FEWEST_JUDGED)
    assert (templates.precision(school.session).rate, _on(school)) == (0.95, True)


def test_the_rejection_that_goes_below_the_floor_switches_it_off(school: School) -> None:
    gallery = Gallery.open(school)
    _judge(gallery, wrong=2, of=FEWEST_JUDGED - 1)
    assert _on(school)  # too few to judge by
    _judge(gallery, wrong=0, of=1)
    assert (_on(school), questions.opened(school.session).recognition_why) == (False, watch.BELOW_FLOOR)
    assert not watch.enforce_floor(school.session, at=school.at)


def test_what_was_judged_before_it_was_switched_on_again_does_not_count(school: School) -> None:
    gallery = Gallery.open(school)
    _judge(gallery, wrong=3, of=FEWEST_JUDGED)
    school_operations.switch_recognition(school.session, True, actor=school.admin, at=school.later(hours=1))
    assert not watch.enforce_floor(school.session, at=school.later(days=1))
    assert templates.precision(school.session).total == 0
    _judge(gallery, wrong=3, of=FEWEST_JUDGED)
    assert not _on(school)
