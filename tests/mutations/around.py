"""Plausible bugs around the gate: in captions, sheets, imports, reminders and cases."""

from tests.mutations.list import Mutation

AROUND = [
    Mutation(
        "captions.py",
        'if not answers.get(mark.key(text), "").strip()',
        "if mark.key(text) not in answers",
        "A blank would pass for a reason.",
    ),
    Mutation("captions.py", "on.year - int(year) in _AGES", "on.year - int(year) in range(20, 111)", "A child's birth date would go out."),
    Mutation("captions.py", "if len(run) >= _MANY:", "if len(run) > 4 * _MANY:", "A class list would go out."),
    Mutation(
        "names.py", "if given and person.near is Near.PICTURED:", "if False:", "A child in the picture would be named by its first name."
    ),
    Mutation("names.py", "key=lambda named: named.near", "key=lambda named: -named.near", "Another of that name would be asked about."),
    Mutation(
        "counts.py",
        "datetime.combine(first, time(), zone)",
        "datetime.combine(first, time(12), zone)",
        "A morning would count for the month before.",
    ),
    Mutation("counts.py", "sum(least <= each and", "sum(least < each and", "Children in no picture would go unnoticed."),
    Mutation("extent.py", "if opened >= set(served):", "if opened:", "A camera would be told that a child may be shown anywhere."),
    Mutation("extent.py", "if each.stands and each.until", "if False", "A sheet would outlive the yes it tells of."),
    Mutation(
        "extent.py",
        "    if not opened:\n        return Extent.NOWHERE\n",
        "",
        "A child who may not be shown at all would stand under inside.",
    ),
    Mutation("incidents.py", "left -= day.weekday() < 5", "left -= 1", "A weekend would count as time to answer."),
    Mutation("invitations.py", "if times < most else None", "if times <= most else None", "A family would be reminded once too often."),
    Mutation("invitations.py", "days * (times + 1)", "days", "Reminders would come as often as the first."),
    Mutation(
        "roster.py", "self.pupils_gone > max(_FEW, MANY_LEAVE * self.pupils)", "False", "The wrong file would empty the school unasked."
    ),
    Mutation(
        "roster_plan.py",
        "return self.roster.part or bool(self.roster.broken)",
        "return self.roster.part",
        "A broken row would make a child leave the school.",
    ),
    Mutation(
        "roster_plan.py", "if pupil.left or pupil.number is None", "if pupil.left", "Whoever was entered by hand would leave by an import."
    ),
    Mutation(
        "roster_plan.py", "(Tie(*pair) for pair in both - known)", "(Tie(*pair) for pair in both)", "Importing twice would not be safe."
    ),
]
