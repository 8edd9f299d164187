"""Who may speak for whom, on what day (rules of consent 3 and 4)."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import IntEnum

from consent_store.ids import PersonId
from consent_store.rules.terms import Guardianship, Onlookers, Role, Subject


class Sight(IntEnum):
    """How much somebody sees of a person, each more than the one before."""

    NOTHING = 0
    NAME = 1  # and that they choose alone
    STANDING = 2  # what stands, and of nobody's words whose
    PICTURES = 3  # where they were shown
    WHOLE = 4


def birthday(born: date, years: int) -> date:
    """The day somebody turns `years`; a leap-day child turns on 1 March in a year without 29 February."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def speaks_alone(subject: Subject, on: date, age_of_consent: int) -> bool:
    """Whether only the person's own word counts on that day: adults, and pupils from the birthday of consent."""
    if subject.role is not Role.PUPIL:
        return True
    return subject.born is not None and on >= birthday(subject.born, age_of_consent)


def authority_day(subject: Subject, on: date, age_of_consent: int) -> date:
    """The day on which a guardian's authority is looked at: today, or the last day before the pupil spoke alone."""
    if subject.born is None:
        return on
    return min(on, birthday(subject.born, age_of_consent) - timedelta(days=1))


def has_authority(speaker: PersonId, pupil: PersonId, guardianships: Iterable[Guardianship], on: date) -> bool:
    """Whether somebody has legal authority over a pupil on that day."""
    return any(g.guardian == speaker and g.pupil == pupil and g.holds(on) for g in guardianships)


def may_give(speaker: PersonId, subject: Subject, guardianships: Iterable[Guardianship], on: date, age_of_consent: int) -> bool:
    """Whether a yes of this speaker counts. A pupil whose birth date is unknown has nobody who may say it."""
    if speaks_alone(subject, on, age_of_consent):
        return speaker == subject.id
    return subject.born is not None and has_authority(speaker, subject.id, guardianships, on)


def may_refuse(speaker: PersonId, subject: Subject, guardianships: Iterable[Guardianship], on: date, age_of_consent: int) -> bool:
    """Whether a no of this speaker counts: whoever may give, the person at any age, and each holder of authority."""
    if speaker == subject.id:
        return True
    return not speaks_alone(subject, on, age_of_consent) and has_authority(speaker, subject.id, guardianships, on)


def sight(reader: PersonId, subject: Subject, guardianships: Iterable[Guardianship], on: date, school: tuple[int, Onlookers]) -> Sight:
    """What somebody sees of a person; `school`: its age of consent, and what it shows to guardians without authority.

    Whoever speaks alone is not looked at over the shoulder, by nobody. Whom only a list named sees nothing before the office answered. Of
    somebody who must not be located an onlooker sees no pictures: their events, days and addresses tell where a child is.
    """
    age_of_consent, onlookers = school
    if reader == subject.id:
        return Sight.WHOLE
    ties = [g for g in guardianships if g.guardian == reader and g.pupil == subject.id and g.answered and g.lasts(on)]
    authority = any(g.has_authority for g in ties)
    if speaks_alone(subject, on, age_of_consent):
        return Sight.NAME if authority else Sight.NOTHING
    if authority:
        return Sight.WHOLE
    seen = _ONLOOKING[onlookers] if ties else Sight.NOTHING
    return min(seen, Sight.STANDING) if subject.not_locatable else seen


_ONLOOKING = {Onlookers.NOTHING: Sight.NOTHING, Onlookers.STANDING: Sight.STANDING, Onlookers.PICTURES: Sight.PICTURES}
