"""Slips in which faces are asked about together."""

from tests.mutations.list import Mutation

PILES = [
    Mutation("piles.py", "or guesses[0] in look_alikes:", "or False:", "A twin would be confirmed among those of whom one may be sure."),
    Mutation("piles.py", "len(guesses) != 1 or", "not guesses or", "Whoever resembles two people would be confirmed as one of them."),
    Mutation("piles.py", ">= len(cluster)\n", ">= 0\n", "One sure face would carry a whole pile of faces that nobody knows."),
    Mutation("piles.py", "elif face.item in first:", "elif False:", "One child would be confirmed as two in the same picture."),
    Mutation("piles.py", "if face.item in taken:", "if False:", "Whoever has a name there already would be confirmed once more."),
    Mutation(
        "piles.py",
        "face.confidence != _SURE, face.distance, face.id",
        "face.confidence != _SURE, -face.distance, face.id",
        "Of two faces in one picture the less likely would be confirmed.",
    ),
    Mutation("piles.py", "Sort.UNSURE if guesses", "Sort.SURE if guesses", "Whoever resembles somebody would be confirmed among the sure."),
    Mutation(
        "piles.py",
        "self.person if self.confidence == _SURE else None",
        "self.person",
        "Whomever a face resembles would be taken for sure.",
    ),
    Mutation(
        "piles.py",
        "found += [_asked(face.id, [face], resembled([face])) for face in doubled]",
        "pass",
        "A face would never be asked about, and hold its picture for ever.",
    ),
]
