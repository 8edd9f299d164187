"""Slips in what is asked about together: a picture that nobody compares, or a question that comes back for ever."""

from tests.mutations.list import Mutation

LIKENESS = [
    Mutation("likeness.py", "if apart <= gap)", "if apart >= gap)", "Class after class before one wall would be one question."),
    Mutation(
        "likeness.py",
        "bits <= _AT_ANY_TIME and not",
        "bits <= _AT_ANY_TIME or not",
        "Without a clock every picture would be like every other.",
    ),
    Mutation(
        "likeness.py",
        "all(ours.isdisjoint(theirs)",
        "any(ours.isdisjoint(theirs)",
        "One answer in one of two frames would tear a moment apart.",
    ),
    Mutation(
        "likeness.py",
        "bits <= most and (apart <= _BURST or not one.who.others_than(other.who))",
        "bits <= most",
        "One child's portrait would be set aside for another's.",
    ),
    Mutation("likeness.py", "not settled and len(group) < MOST", "len(group) < MOST", "Who kept both would be asked again at every look."),
    Mutation(
        "likeness.py", "not settled and len(group) < MOST", "not settled", "A stage filmed from a stand would be one question of hundreds."
    ),
    Mutation("likeness.py", ">= len(group)", ">= 0", "A walk through the school would be one moment, from the gate to the roof."),
    Mutation("likeness.py", "if item in place and", "if item in known and", "A picture would stand twice on one page, kept and set aside."),
    Mutation(
        "likeness.py", "look.sharpness >= _AS_SHARP * sharpest", "look.sharpness <= sharpest", "The large blurred one would be suggested."
    ),
    Mutation("likeness.py", "2 * count[point] <= len(looks)", "count[point] <= len(looks)", "Each of twelve would be called the largest."),
]
