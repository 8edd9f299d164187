"""Slips along the time of film and sound: what stays covered when a strip is parted or moved, and what is offered as one person."""

from tests.mutations.list import Mutation

TIMELINE = [
    Mutation(
        "timeline.py",
        "(not _covered(sight, others), sight.box == box,",
        "(sight.box == box, not _covered(sight, others),",
        "A family would be shown the very frame in which their child is under somebody else's mask.",
    ),
    Mutation(
        "spans.py",
        "if result and span.start <= result[-1].end:",
        "if result and span.start < result[-1].end:",
        "Two cuts that touch would not count as one: what is wholly cut out would hold the film.",
    ),
    Mutation(
        "spans.py",
        "max(result[-1].end, span.end))",
        "span.end)",
        "A short span inside a long one would end it early, and leave the rest of somebody's time out.",
    ),
    Mutation(
        "spans.py",
        "other.start <= span.start and span.end <= other.end",
        "other.start <= span.start and span.start <= other.end",
        "Whoever is cut out for their first moment would count as cut out.",
    ),
    Mutation(
        "timeline.py",
        "if self.before <= moment < self.after else None",
        "if self.sights[0].at <= moment < self.after else None",
        "Somebody would be open from the look at which they were not seen to the one at which they were.",
    ),
    Mutation(
        "timeline.py",
        "union([sight.box, machine[sight.at]]) if sight.at in machine else sight.box",
        "sight.box",
        "A box dragged away from a face would uncover what the machine saw there.",
    ),
    Mutation(
        "timeline.py",
        "span.start <= at < span.end}",
        "span.start < at < span.end}",
        "A strip parted at the very moment of a sight would lose it, and the face be open there.",
    ),
    Mutation(
        "timeline.py",
        "kept |= {moment: where(stretch.sights, moment)",
        "kept |= {moment: stretch.sights[0].box",
        "Both halves of a parted strip would jump to where it began, and the face be open at the seam.",
    ),
    Mutation(
        "timeline.py",
        "rest = outside([stretch.span], [window])",
        "rest = outside([stretch.span], [Span(window.start, stretch.span.end)])",
        "What comes after the part that is taken out of a strip would be nobody's, and open.",
    ),
    Mutation(
        "timeline.py",
        "after = bisect_right(cuts, moment)",
        "after = bisect_left(cuts, moment)",
        "A box drawn on the first frame of a shot would be held in the shot before it.",
    ),
    Mutation(
        "timeline.py",
        "(box := track.at(at)) and box.overlap(place) >= SAME_FACE",
        "track.at(at)",
        "Whoever is on screen at the same time would be taken for the person who was answered before.",
    ),
    Mutation(
        "timeline.py",
        "overlap(where(other.sights, moment)) < ELSEWHERE",
        "overlap(where(other.sights, moment)) < 0",
        "Two children who are beside each other could be joined to one, and go out by the consent of one.",
    ),
    Mutation(
        "timeline.py",
        "first, last = max(one[0].at, other[0].at), min(one[-1].at, other[-1].at)",
        "first, last = max(one[0].at, other[0].at), min(one[0].at, other[0].at)",
        "Two children who come at different moments, and are beside each other then, could be joined to one.",
    ),
    Mutation(
        "again.py",
        "if not piece.by_hand or claims[piece.strip].answer is not None:",
        "if True:",
        "Whoever was parted from Anna would at once be offered as Anna again, and a tired press would agree.",
    ),
    Mutation(
        "again.py",
        "if people[strip] & people[other] and",
        "if",
        "Every new face would be offered as whoever was answered first.",
    ),
    Mutation(
        "again.py",
        "claims[other].person) for other in same}) == 1",
        "claims[other].person) for other in same}) >= 1",
        "Where people said that the machine takes two for one, it would go on offering the first.",
    ),
    Mutation(
        "together.py",
        "if with_[first] < MOST * said or",
        "if",
        "A child who is seen for a moment of what a narrator says would be offered as the narrator.",
    ),
    Mutation(
        "together.py",
        "with_[first] - with_[other] < CLEARLY * said for other in others",
        "False for other in others",
        "Of two children on screen all the time the first would be offered, as if it were clear.",
    ),
    Mutation(
        "together.py",
        "return None in said and said <= {None, Answer.PERSON}",
        "return None in said",
        "A crowd, or a stranger, would be offered as one person with a child.",
    ),
    Mutation(
        "moments.py",
        "if place is not None and box.overlap(place) > closest:",
        "if place is not None and box.overlap(place) < closest:",
        "The moment at which two cross, and may have been confused, would not be shown to whoever checks.",
    ),
]
