"""Plausible bugs, seeded by hand into the rules: each a slip of the pen, and what it would do to a child."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mutation:
    """One slip in one file of `consent_store/rules`: `original` stands there exactly once, `mutated` is what the slip would leave."""

    file: str
    original: str
    mutated: str
    harm: str


CAPACITY = [
    Mutation(
        "capacity.py",
        "on >= birthday(subject.born, age_of_consent)",
        "on > birthday(subject.born, age_of_consent)",
        "On the birthday itself the pupil's own no would be outvoted by an old yes of a parent.",
    ),
    Mutation(
        "capacity.py",
        "date(born.year + years, 3, 1)",
        "date(born.year + years, 2, 28)",
        "A leap-day child would be taken for old enough a day early.",
    ),
    Mutation(
        "capacity.py",
        "if subject.role is not Role.PUPIL:",
        "if subject.role is Role.STAFF:",
        "Guests and guardians could never speak for themselves, so others would.",
    ),
    Mutation(
        "capacity.py",
        "birthday(subject.born, age_of_consent) - timedelta(days=1)",
        "birthday(subject.born, age_of_consent)",
        "A parent's word of the birthday itself would still speak for somebody of sixteen.",
    ),
    Mutation(
        "capacity.py",
        "g.guardian == speaker and g.pupil == pupil and g.holds(on)",
        "g.guardian == speaker and g.holds(on)",
        "A parent of any child could consent for every child.",
    ),
    Mutation(
        "capacity.py",
        "return subject.born is not None and has_authority(",
        "return has_authority(",
        "For a child of unknown age a parent's yes would count, though the child may be of an age to decide.",
    ),
    Mutation(
        "capacity.py",
        "    if speaker == subject.id:\n        return True\n",
        "    if speaker == subject.id:\n        return speaks_alone(subject, on, age_of_consent)\n",
        "A pupil of fourteen could not refuse.",
    ),
    Mutation(
        "terms.py",
        "return self.has_authority and self.lasts(on)",
        "return self.lasts(on)",
        "A parent without legal authority could consent.",
    ),
    Mutation(
        "terms.py", "on < self.until)", "on <= self.until)", "A parent could still consent on the day a court took the authority away."
    ),
    Mutation(
        "terms.py",
        "return at.astimezone(self.zone).date()",
        "return at.date()",
        "Just after midnight the day would still be yesterday: an expired consent would show a child.",
    ),
]

STANDING = [
    Mutation(
        "standing.py",
        "    if refusals:  # 4",
        "    if refusals and len(refusals) == len(counting):  # 4",
        "One parent's no would not win from the other's yes.",
    ),
    Mutation(
        "standing.py",
        "if spoken.word.say is not Say.YES]\n    barred",
        "if spoken.word.say is Say.NO]\n    barred",
        "Withdrawing would do nothing while the other parent's yes stands.",
    ),
    Mutation(
        "standing.py",
        "barred = subject.not_locatable and",
        "barred = not subject.not_locatable and",
        "A hidden address would be on the website.",
    ),
    Mutation(
        "standing.py",
        "return self.state is State.GIVEN and not self.barred",
        "return self.state is State.GIVEN",
        "A child whose whereabouts are secret would be shown because the parents said yes.",
    ),
    Mutation("standing.py", "and word.person == person and", "and", "A brother's consent would show his sister."),
    Mutation("standing.py", "and entry.at <= at and", "and", "A consent of tomorrow would count today."),
    Mutation("standing.py", "() if word.say is Say.YES else (None,)", "(None,)", "A yes that names no purpose would open every purpose."),
    Mutation(
        "standing.py",
        "and word.kind in (kind, *wildcard)",
        "",
        "Consent to a photo would let a child be filmed and heard.",
    ),
    Mutation(
        "standing.py",
        "word.purpose in (purpose, *wildcard)",
        "word.purpose is not purpose",
        "Consent to the parent portal would put a child in the newspaper.",
    ),
    Mutation(
        "standing.py", "(general | about_item)", "(about_item | general)", "A no to this one picture would be lost behind the standing yes."
    ),
    Mutation(
        "standing.py",
        "elif spoken.word.item == item:",
        "else:",
        "A yes to one picture would open every other.",
    ),
    Mutation(
        "standing.py",
        "            general[spoken.word.speaker] = spoken",
        "            general.setdefault(spoken.word.speaker, spoken)",
        "The first word would stand for ever: nobody could withdraw.",
    ),
    Mutation(
        "standing.py",
        "own if own and capacity.speaks_alone(subject, policy.day(at), policy.age_of_consent) else words",
        "words",
        "A parent's no would outvote the yes of somebody of sixteen.",
    ),
    Mutation(
        "standing.py",
        "if _counts(spoken, register, today))",
        "if True)",
        "Anybody's yes would count: a grandparent's, a neighbour's, a child's own at ten.",
    ),
    Mutation(
        "standing.py",
        "return word.say is not Say.YES or capacity.speaks_alone(subject, said_on,",
        "return word.say is not Say.YES or capacity.speaks_alone(subject, today,",
        "A yes that a child clicked at twelve would count from sixteen on.",
    ),
    Mutation("standing.py", "if said_on > reference or not", "if not", "A parent would go on speaking for somebody over sixteen."),
    Mutation(
        "standing.py",
        "register.guardianships, reference):",
        "register.guardianships, said_on):",
        "A parent who lost authority would keep a child in view.",
    ),
    Mutation("standing.py", "not in (Say.YES, Say.LIFTED)", "is not Say.YES", "Somebody without authority could take back a parent's no."),
    Mutation(
        "standing.py",
        "    return shuts or capacity.may_give(",
        "    return True or capacity.may_give(",
        "A yes said before there was authority would count as soon as there is.",
    ),
    Mutation("standing.py", "today < until", "today <= until", "A child would be shown for a day after the consent ended."),
    Mutation(
        "standing.py",
        "not purpose.consent_per_item or (item and spoken.word.item == item)",
        "not purpose.consent_per_item or item",
        "Where each picture needs its own yes, a general one would do.",
    ),
    Mutation(
        "standing.py",
        "notice.material and notice.version > agreed",
        "notice.version < agreed",
        "Parents would be held to a purpose that has changed since.",
    ),
    Mutation(
        "standing.py",
        "return agreed is None or not known or",
        "return agreed is None or",
        "A yes to a wording that nobody ever published would count.",
    ),
    Mutation(
        "standing.py",
        "if word.purpose == RECOGNITION:  # 10",
        "if word.purpose is None:  # 10",
        "A child's face template would be kept for years.",
    ),
    Mutation(
        "standing.py",
        "return min((end for end in ends if end is not None), default=None)",
        "return max((end for end in ends if end is not None), default=None)",
        "A consent until June would last for as long as any other limit allows.",
    ),
    Mutation(
        "standing.py",
        "by_guardian = word.speaker != subject.id",
        "by_guardian = False",
        "A school that lets parents' words lapse at sixteen would not.",
    ),
]

GATE = [
    Mutation(
        "gate.py",
        "elif analysis.version != analysis.in_force:",
        "elif False:",
        "Faces that only the newer engine finds would go out unseen.",
    ),
    Mutation(
        "gate.py",
        "analysis.version is None or analysis.faces is None",
        "analysis.version is None",
        "A picture nobody counted would go out.",
    ),
    Mutation(
        "gate.py",
        "    if analysis.failed:",
        "    if analysis.failed and analysis.version is None:",
        "A picture the engine could not read would go out unseen.",
    ),
    Mutation(
        "gate.py",
        "        if sighting.answer is None:",
        "        if sighting.answer is None and sighting.box is None:",
        "A face nobody looked at would be published.",
    ),
    Mutation(
        "gate.py",
        "if review.revision == item.revision]",
        "if review.revision <= item.revision]",
        "Somebody added after the attestation would be published under it.",
    ),
    Mutation("gate.py", "if review.item == item.id]", "if review.item]", "An attestation of another picture would do for this one."),
    Mutation(
        "gate.py",
        "any(review.listed != listed for review in current)",
        "all(review.listed > listed for review in current)",
        "A child dropped from the list would go unnoticed.",
    ),
    Mutation("gate.py", "< analysis.faces:", "< 0:", "A face that fell out of the records would be published unasked."),
    Mutation(
        "gate.py", "all(review.reviewer == item.uploader", "all(review.reviewer != item.uploader", "Whoever uploads could publish alone."
    ),
    Mutation(
        "gate.py",
        "purpose.audience is not Audience.INTERNAL and all",
        "purpose.audience is Audience.INTERNAL and all",
        "Four eyes for the portal, two for the world.",
    ),
    Mutation(
        "gate.py",
        "and doubt.state is not DoubtState.RESOLVED:",
        "and doubt.state is DoubtState.OPEN:",
        "A picture the supervisor forbade would go out.",
    ),
    Mutation("gate.py", "() if item.maker_permitted else", "() if item else", "A photographer's work would be used without permission."),
    Mutation(
        "gate.py",
        "elif not standing.stands:",
        "elif standing.state is State.REFUSED:",
        "Only who refused would be held: silence would be consent.",
    ),
    Mutation(
        "gate.py",
        "        elif standing.barred:",
        "        elif False:",
        "A child in hiding would be merely masked, and found by the rest of the picture.",
    ),
    Mutation(
        "gate.py",
        "if standing is None or not _fits(",
        "if standing is not None and not _fits(",
        "A child nobody looked up would crash the page or pass it.",
    ),
    Mutation("gate.py", "standing.person == sighting.person and", "", "One child's consent would show another."),
    Mutation("gate.py", "standing.purpose == purpose.code and", "", "Consent to the portal would clear the press."),
    Mutation(
        "gate.py",
        "if sighting.answer == Answer.STRANGER:",
        "if sighting.answer == Answer.STRANGER and sighting.box is None:",
        "A passer-by's child would be held for ever or shown.",
    ),
    Mutation("gate.py", "if not purpose.masks_allowed or", "if", "Masked pictures would go out where the school allows none."),
    Mutation(
        "gate.py",
        "elif not _coverable(claims[reason.sighting], item):",
        "elif False:",
        "A refuser whose place nobody marked would go out unmasked.",
    ),
    Mutation(
        "gate.py",
        "    if item.confidential:",
        "    if item.confidential and not item.removed and False:",
        "A confidential picture would go out.",
    ),
    Mutation("gate.py", "    if item.aside:", "    if item.aside and item.removed:", "A picture that was set aside would go out."),
    Mutation(
        "gate.py",
        "for reason in hidden if reason.sighting)",
        "for reason in hidden[:1] if reason.sighting)",
        "Only the first of those who refused would be masked.",
    ),
    Mutation(
        "gate.py",
        "if sighting.item == item.id}) <",
        "if sighting.item}) <",
        "A sighting of another picture would fill the place of a missing face.",
    ),
]

AFTERWARDS = [
    Mutation(
        "releases.py",
        "rendition.masks != frozenset(decision.masks)",
        "not rendition.masks <= frozenset(decision.masks)",
        "The unmasked file would go out under a decision that asks for masks.",
    ),
    Mutation("releases.py", "if not decision.passes or", "if", "A held picture would go out."),
    Mutation("releases.py", "rendition.item != decision.item or", "", "The decision about one picture would release another."),
    Mutation(
        "releases.py",
        "        if seal is not _MADE_HERE:",
        "        if seal is None:",
        "A release could be made by hand, without the gate.",
    ),
    Mutation("recalls.py", "return not decision.passes or", "return", "After a withdrawal the picture would stay on the website."),
    Mutation(
        "recalls.py",
        "(reason.code in _COVERABLE and reason.sighting in masks)",
        "reason.code in _COVERABLE",
        "A child who withdrew while a new engine looks again would stay out, face and all.",
    ),
    Mutation(
        "recalls.py",
        "<= outside.masks",
        "<= outside.masks | frozenset(decision.masks)",
        "A child to be masked since would stay in plain view.",
    ),
    Mutation(
        "recalls.py", "body.item in (None, outside.item)", "body.item is None", "A parent's no to the very picture would not bring it back."
    ),
    Mutation(
        "recalls.py",
        "body.purpose in (None, outside.purpose)",
        "body.purpose == outside.purpose",
        "A no to every use would bring nothing back.",
    ),
    Mutation(
        "recalls.py",
        "Audience.PUBLIC: timedelta(hours=24)",
        "Audience.PUBLIC: timedelta(days=24)",
        "A child would stay online for weeks after the withdrawal.",
    ),
    Mutation("recalls.py", "return due if due <= at else (", "return (", "That a picture is late would be news to nobody."),
    Mutation("recalls.py", "or at - last >= REMIND_AGAIN", "", "Whoever forgot once would never be reminded again."),
    Mutation("recalls.py", " and TaskState.TO_DO not in tasks", "", "What is still to be done would seem to be somebody else's."),
    Mutation("recalls.py", " if reason.sighting not in outside.masks)", ")", "A family would be told of a picture that hid their child."),
    Mutation(
        "retention.py",
        "if kept.settled and kept.matter is Matter.DESCRIPTOR:",
        "if kept.hold:",
        "The face of an answered stranger would be kept for a month.",
    ),
    Mutation("retention.py", "day <= today]", "day < today - timedelta(days=1)]", "What must go today would still be there tomorrow."),
    Mutation(
        "sightings.py",
        "if (self.answer is Answer.PERSON) != (self.person is not None):",
        "if False:",
        "A face could be answered with nobody's name and pass as known.",
    ),
    Mutation(
        "sightings.py",
        "min(height, self.bottom)",
        "self.bottom",
        "A mask beyond the edge would fail to be drawn, or cover the wrong child.",
    ),
]

WATCH = [
    Mutation("watch.py", "precision.rate < floor", "precision.rate > floor", "Recognition that is often wrong would stay on."),
    Mutation("watch.py", ">= FEWEST_JUDGED", "> 10 * FEWEST_JUDGED", "It would be wrong for weeks before it stops."),
    Mutation("watch.py", "return self.confirmed / self.total if self.total else None", "return 1.0", "It would always call itself right."),
]

MUTATIONS = [*CAPACITY, *STANDING, *GATE, *AFTERWARDS, *WATCH]
