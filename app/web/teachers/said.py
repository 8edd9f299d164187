"""What the review says in words: how much a face looks like somebody, where somebody may not be shown, and what an answer opens."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.web.presenters import list_words, masks_of, purpose_words, verdict_state
from app.web.teachers.desk import Desk
from consent_store.ids import PersonId
from consent_store.records.queries.school import PurposeView
from consent_store.records.views import SightingView
from consent_store.rules.gate import Code, Decision, Reason
from consent_store.rules.sightings import Answer, Confidence, Proposal, Sense
from consent_store.rules.terms import Kind

_IN_A_LINE = 8  # names
_ALIKE = 0.08  # a runner-up as near as this is looked at just as closely


@dataclass(frozen=True, slots=True)
class Gate:
    """One purpose in the arcade: see components/gates.html."""

    purpose: str
    state: str
    after: str | None = None
    after_state: str | None = None
    after_word: str | None = None
    now: str | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """How a face is drawn: state, the name on it, and what of the name a small picture leaves out."""

    state: str
    name: str
    rest: str = ""


def gates(desk: Desk) -> list[Gate]:
    """The arcade: what the gate answers now, and after the answer that is asked for."""
    lead = _lead(desk)
    return [_gate(desk, purpose, lead) for purpose in desk.purposes if purpose.code in desk.now]


def together(gates: Sequence[Gate]) -> list[Gate]:
    """The same with those purposes in one that fare alike, where there is little room."""
    alike: dict[Gate, list[str]] = {}
    for gate in gates:
        alike.setdefault(replace(gate, purpose=""), []).append(gate.purpose)
    if len(alike) == 1 and len(gates) > 1:
        return [replace(gate, purpose=_("Everywhere")) for gate in alike]
    return [replace(gate, purpose=", ".join(titles)) for gate, titles in alike.items()]


def headline(desk: Desk) -> str:
    """What still keeps the gate shut, in decisions."""
    if desk.unanswered:
        return str(ngettext("One answer still keeps the gate shut", "%(num)s answers still keep the gate shut", desk.unanswered))
    if not desk.reviews:
        return str(_("One attestation still keeps the gate shut"))
    return str(_("What the gate answers now"))


def label(desk: Desk, face: SightingView) -> Label:
    """What stands at a face."""
    claim, guess = face.sighting, face.proposal
    if claim.answer is Answer.STRANGER:
        return Label("stranger", _("Stranger"))
    if claim.answer in _UNSEEN:
        nobody = claim.answer is Answer.NOBODY and claim.sense is Sense.HEARD
        return Label("unseen", _("No voice") if nobody else str(_UNSEEN[claim.answer]))
    person = desk.people.get(claim.person or (guess.person if guess else None) or PersonId(""))
    if person is None:
        return Label("open", _("Who?"))
    state = "proposed" if claim.answer is None else "denied" if (person.id, claim.sense is Sense.HEARD) in desk.denied else "confirmed"
    return Label(state, person.given_name or _("Somebody"), person.family_name)


def everybody(desk: Desk) -> str:
    """How many faces and names there are, and voices."""
    number = len(desk.faces)
    if desk.item.kind is Kind.PHOTO:
        return str(ngettext("%(num)s face or name in it", "%(num)s faces and names in it", number))
    return str(ngettext("%(num)s face, voice or name in it", "%(num)s faces, voices and names in it", number))


def likeness(desk: Desk, face: SightingView) -> str:
    """How much a face looks like whom the machine names, and like the next."""
    guess = face.proposal
    if guess is None or guess.person is None or guess.distance is None:
        return ""
    fill = {"name": desk.people[guess.person].given_name, "distance": format_decimal(guess.distance, "0.00")}
    sure = guess.confidence is Confidence.SURE
    first = (
        _("Looks very much like %(name)s (%(distance)s).", **fill) if sure else _("Looks somewhat like %(name)s (%(distance)s).", **fill)
    )
    if guess.runner_up is None or guess.runner_up_distance is None:
        return str(first)
    next_ = {"name": desk.people[guess.runner_up].given_name, "distance": format_decimal(guess.runner_up_distance, "0.00")}
    close = is_close(guess)
    second = _("%(name)s almost as much (%(distance)s).", **next_) if close else _("%(name)s clearly less (%(distance)s).", **next_)
    return f"{first} {second}"


def is_close(guess: Proposal | None) -> bool:
    """Whether a face looks almost as much like the next person."""
    if guess is None or guess.distance is None or guess.runner_up_distance is None:
        return False
    return guess.runner_up_distance - guess.distance < _ALIKE


def where_not(desk: Desk, shut: Sequence[PurposeView]) -> str:
    """Where somebody may not be shown, in as few words as possible."""
    titles = {purpose.code: purpose_words(purpose).lower() for purpose in desk.purposes}
    closed = {purpose.code for purpose in shut}
    open_ = [title for code, title in titles.items() if code not in closed]
    if not open_:
        return str(_("nowhere"))
    if len(open_) < len(closed):
        return str(_("only: %(places)s", places=list_words(open_)))
    return str(_("not: %(places)s", places=list_words([title for code, title in titles.items() if code in closed])))


def refusers(desk: Desk) -> str:
    """Who of the event's groups may not be shown somewhere, or heard, in a line that stays in view."""
    names = [view.name for view, _closed in desk.shut]
    if desk.item.kind is Kind.SOUND:
        return str(
            _("May not be heard everywhere: %(names)s.", names=list_words(names[:_IN_A_LINE]) + (" …" if names[_IN_A_LINE:] else ""))
        )
    if len(names) <= _IN_A_LINE:
        return str(_("May not be shown everywhere: %(names)s.", names=list_words(names)))
    more = len(names) - _IN_A_LINE
    told = ", ".join(names[:_IN_A_LINE])
    return str(
        ngettext(
            "May not be shown everywhere: %(names)s and %(num)s more.",
            "May not be shown everywhere: %(names)s and %(num)s more.",
            more,
            names=told,
        )
    )


def _lead(desk: Desk) -> str | None:
    """After what the gate would answer so, or None where nothing is to be done here."""
    if desk.current and desk.current.sighting.answer is None:
        return str(_("after “yes”")) if desk.guess else None
    return None if desk.unanswered or desk.mine else str(_("attested"))


def _gate(desk: Desk, purpose: PurposeView, lead: str | None) -> Gate:
    now = desk.now[purpose.code]
    title, state = purpose_words(purpose), verdict_state(now)
    if lead is None:
        return Gate(title, state, after_word=_short(desk, now) if not now.passes else None)
    after = desk.after[purpose.code]
    return Gate(title, state, lead, verdict_state(after), _short(desk, after))


def _short(desk: Desk, decision: Decision) -> str:
    """A decision in a word or two: for a gate that stays shut, the first thing that keeps it so."""
    if decision.passes:
        return masks_of(decision) if decision.masks else str(_("cleared"))
    reason = min(decision.reasons, key=lambda reason: (reason.person is None, reason.rule))
    names = {desk.people[r.person].given_name for r in decision.reasons if r.person in desk.people and r.person and r.code in _BY_NAME}
    return list_words(sorted(names)[:2]) if names else _briefly(reason, decision)


def _briefly(reason: Reason, decision: Decision) -> str:
    open_ = sum(each.code is Code.UNANSWERED for each in decision.reasons)
    if open_:
        return str(ngettext("%(num)s more answer", "%(num)s more answers", open_))
    return str(_BRIEFLY.get(reason.code, lambda: _("held"))())


_UNSEEN = {Answer.UNRECOGNISABLE: _l("Not recognisable"), Answer.NOBODY: _l("No face"), Answer.CROWD: _l("The crowd")}
_BY_NAME = {Code.NO_CONSENT, Code.NOT_LOCATABLE, Code.STANDING_UNKNOWN, Code.NO_PLACE_TO_MASK}
_BRIEFLY = {
    Code.FOUR_EYES: lambda: _("a colleague too"),
    Code.NOT_ATTESTED: lambda: _("attest"),
    Code.CHANGED_SINCE_ATTESTED: lambda: _("attest again"),
    Code.DOUBT_OPEN: lambda: _("a doubt"),
    Code.DOUBT_UPHELD: lambda: _("the supervisor"),
    Code.MAKER_UNKNOWN: lambda: _("the maker"),
    Code.STRANGER: lambda: _("a stranger"),
    Code.CONFIDENTIAL: lambda: _("confidential"),
    Code.ASIDE: lambda: _("set aside"),
}
