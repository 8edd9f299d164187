"""Slips in what a family gets to see, and in questions with an end."""

from tests.mutations.list import Mutation

SEEING = [
    Mutation(
        "seeing.py",
        "sighting.person != person and sighting.answer is not Answer.NOBODY",
        "sighting.person != person and sighting.answer is Answer.PERSON",
        "A stranger, or a face that nobody named yet, would look a family in the eye.",
    ),
    Mutation("seeing.py", "for other in others if other.box)", "for other in others if False)", "Nobody would be covered."),
    Mutation(
        "seeing.py",
        "all(other.box or other.answer is Answer.UNRECOGNISABLE or _elsewhere(other, best) for other in others)",
        "True",
        "Who was listed without a place could be seen beside somebody else's child.",
    ),
    Mutation("seeing.py", "if not own or", "if", "A family would see pictures in which their child is not."),
    Mutation("asking.py", "not cancelled and on < ends_on", "not cancelled and on <= ends_on", "A yes would count a day after the end."),
    Mutation("asking.py", "min(asked_on.day, monthrange(year, month)[1])", "min(asked_on.day, 28)", "The office would hurry for nothing."),
    Mutation(
        "gate.py",
        "return not any((*_unanswered(left(item, sightings)), *_about_attestation(item, sightings, reviews)))",
        "return not any(_unanswered(left(item, sightings)))",
        "A child whom the machine missed would stand uncovered in another family's copy.",
    ),
    Mutation(
        "capacity.py",
        "g.pupil == subject.id and g.answered and",
        "g.pupil == subject.id and",
        "A wrong column of an import would show a child to a stranger.",
    ),
    Mutation(
        "capacity.py",
        "return min(seen, Sight.STANDING) if subject.not_locatable else seen",
        "return seen",
        "A parent from whom a child hides would read at which events it was, and when.",
    ),
    Mutation(
        "roster_match.py",
        "elif not _has_something_of(entrant, holder):",
        "elif False:",
        "A number that was given out anew would give one child's consents to another.",
    ),
]
