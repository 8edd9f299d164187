"""Slips in what a new version of the analysis says otherwise."""

from tests.mutations.list import Mutation

DIFFERENCES = [
    Mutation(
        "differences.py", "now.confidence is not Confidence.SURE", "False", "Every guess of a new engine would be brought before somebody."
    ),
    Mutation("differences.py", "None if told or ", "None if ", "Whoever rejected a name would be asked again at each new version."),
    Mutation("differences.py", "claim.person == now.person", "claim.person is not None", "A name that was given would never be doubted."),
    Mutation(
        "differences.py",
        "earlier.confidence is Confidence.SURE and earlier.person",
        "earlier.person",
        "What the engine is sure of only now would stay unsaid.",
    ),
    Mutation(
        "differences.py", "claim.origin is Origin.MACHINE and ", "", "Whoever drew what no engine sees would be asked about it for ever."
    ),
    Mutation("differences.py", "not in (None, Answer.NOBODY)", "is not None", "A false alarm would be asked about when it is mended."),
    Mutation("differences.py", " and claim.box is not None", "", "Whoever is listed without a place would be missed by every engine."),
]
