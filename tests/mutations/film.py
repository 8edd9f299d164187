"""Slips in what film and sound may show: who is heard, who is cut, and what a family sees of it."""

from tests.mutations.list import Mutation

FILM = [
    Mutation(
        "gate.py",
        "return Kind.SOUND if sense is Sense.HEARD else item",
        "return item",
        "A child who may be filmed would be heard, whoever said no to that.",
    ),
    Mutation("gate.py", "and standing.kind is kind", "", "A consent to photos would put a child in a film."),
    Mutation(
        "gate.py",
        "standings.get((sighting.person, kind)) if",
        "standings.get((sighting.person, item.kind)) if",
        "The consent to be seen would be looked up for a voice, and hold every film with sound.",
    ),
    Mutation(
        "gate.py",
        "    present = left(item, sightings)",
        "    present = list(sightings)",
        "Cutting a child out would help nobody: the film would be held all the same.",
    ),
    Mutation(
        "gate.py",
        "*_unanswered(present),  # 2",
        "*(),  # 2",
        "A voice that nobody listened to would go out.",
    ),
    Mutation(
        "gate.py",
        "listed = sum(sighting.answer is not Answer.NOBODY for sighting in sightings)",
        "listed = sum(sighting.answer is not Answer.NOBODY for sighting in left(item, sightings))",
        "Putting a part back would let an attestation count that listed fewer.",
    ),
    Mutation(
        "gate.py",
        "return sighting.placed and (bool(sighting.spans) or item.kind is Kind.PHOTO)",
        "return sighting.placed",
        "A box that somebody drew at no time would count as a mask, and cover no frame.",
    ),
    Mutation(
        "gate.py", "(Answer.UNRECOGNISABLE, Answer.NOBODY, Answer.CROWD, None)", "tuple(Answer)", "Whoever is named would need no consent."
    ),
    Mutation(
        "trimming.py",
        "return bool(sighting.spans) and all(",
        "return all(",
        "Somebody of whom nobody knows when would count as cut out, of any film that is cut or not.",
    ),
    Mutation(
        "trimming.py", "all(within(span, trims)", "any(within(span, trims)", "A child who is cut out once would be shown the second time."
    ),
    Mutation("trimming.py", "HEARD_AROUND = 150", "HEARD_AROUND = 0", "The last sound of a voice would be heard beside the cut."),
    Mutation(
        "trimming.py",
        "HEARD_AROUND if sense is Sense.HEARD else 0",
        "0 if sense is Sense.HEARD else HEARD_AROUND",
        "Voices would ring on past their cut, and faces be held for nothing.",
    ),
    Mutation(
        "trimming.py",
        "if span.start < length else end",
        "if length else end",
        "Where a file lies about its length, whoever comes after that would count as cut out.",
    ),
    Mutation("trimming.py", "span.start - around)", "span.start)", "A voice would be heard before its cut begins."),
    Mutation("trimming.py", "span.end + around\n", "span.end\n", "A voice would be heard after its cut ends."),
    Mutation("trimming.py", "if not gone(", "if gone(", "Only who is cut out would count."),
    Mutation(
        "sightings.py",
        "if self.answer is Answer.CROWD and self.sense is not Sense.HEARD:",
        "if False:",
        "A face could be answered with the crowd, and go out without consent.",
    ),
    Mutation(
        "sightings.py",
        "return self.box is not None if self.sense is Sense.SEEN else bool(self.spans)",
        "return self.box is not None or self.sense is Sense.HEARD",
        "A voice at no time would count as silenced.",
    ),
    Mutation(
        "seeing.py",
        "[sighting for sighting in sightings if sighting.sense is Sense.SEEN]",
        "list(sightings)",
        "A family would see a film in which their child is only heard.",
    ),
    Mutation(
        "seeing.py", "and not overlap(", "and overlap(", "Whoever is there at the same time, without a place, would stand beside the child."
    ),
    Mutation(
        "seeing.py",
        "(best is None and kind is not Kind.PHOTO)",
        "False",
        "Of a film the family would see a frame without their child.",
    ),
]
