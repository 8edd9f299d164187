"""Seeded bugs in how long a yes lasts, and in who sees how much of whom."""

from tests.mutations.list import Mutation

FAMILIES = [
    Mutation("lasting.py", "until - RENEWAL <= on", "until - RENEWAL < on", "A family would be asked again a day late."),
    Mutation(
        "lasting.py", "if not renewable(end, said_on))", "if end > said_on)", "Whoever renews in July would be asked again in August."
    ),
    Mutation(
        "lasting.py", "month, day) + timedelta(days=1) for", "month, day) for", "A yes would end before the last day of the school year."
    ),
    Mutation("lasting.py", "1 <= int(rest) <= LONGEST", "int(rest) <= LONGEST", "A school could let every yes end at once."),
    Mutation(
        "capacity.py",
        "if authority:\n        return Sight.WHOLE",
        "if ties:\n        return Sight.WHOLE",
        "A parent without authority would see all.",
    ),
    Mutation(
        "capacity.py",
        "return Sight.NAME if authority else Sight.NOTHING",
        "return Sight.WHOLE if authority else Sight.NOTHING",
        "Parents would read on after the sixteenth birthday.",
    ),
    Mutation("capacity.py", "and g.lasts(on)]", "]", "Who was a guardian once would see on."),
    Mutation(
        "standing.py",
        "if not _overruled(spoken, general.get(spoken.word.speaker))}",
        "}",
        "A parent's no to the whole website would leave the one picture there to which they once said yes.",
    ),
    Mutation(
        "standing.py",
        "said[spoken.word.speaker, spoken.word.purpose, spoken.word.kind] = spoken",
        "said[spoken.word.speaker,] = spoken",
        "An objection that is undone would take the no to one use of the picture with it.",
    ),
]
