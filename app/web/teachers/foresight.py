"""What one answer would change, in words: "If this is Sara: open for the portal; with a mask for the website; shut for the press"."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from app.web.context import me
from app.web.presenters import list_words, purpose_words
from app.web.teachers.desk import Desk, Said
from consent_store.ids import PurposeCode
from consent_store.rules.gate import Decision, Verdict
from consent_store.rules.sightings import Answer


@dataclass(frozen=True, slots=True)
class Foreseen:
    """An answer, and what the gate would say after it. `state` is the worst verdict among the purposes."""

    answer: str
    outcome: str
    state: str


def foresee(desk: Desk) -> list[Foreseen]:
    """For each likely answer; nothing where no answer opens anything, because something else keeps the gate shut."""
    if not any(decision.passes for _said, decisions in desk.foreseen for decision in decisions.values()):
        return []
    found = [Foreseen(_if(desk, said), _outcome(desk, decisions), _worst(decisions)) for said, decisions in desk.foreseen]
    alike = len({line.outcome for line in found}) == 1
    return [replace(found[0], answer=_("Whatever you answer:"))] if alike else found


def condition(desk: Desk) -> str:
    """Under what else it would say so: an answer is about one face, and opens nothing by itself."""
    others, own = desk.unanswered > 1, desk.item.uploader == me().person.id
    if own:
        told = _("If the others may be shown, and a colleague too attests it:") if others else _("Once a colleague too attests it:")
    else:
        told = _("If the others may be shown, and it is attested:") if others else _("Once it is attested:")
    return str(told)


def _if(desk: Desk, said: Said) -> str:
    answer, person = said
    if person:
        return str(_("If this is %(name)s:", name=desk.people[person].given_name))
    return str(_("If it is a stranger:") if answer is Answer.STRANGER else _("If nobody can be recognised in it:"))


def _outcome(desk: Desk, decisions: Mapping[PurposeCode, Decision]) -> str:
    served = [(purpose_words(purpose), decisions[purpose.code].verdict) for purpose in desk.purposes if purpose.code in decisions]
    titles = {verdict: [title for title, each in served if each is verdict] for verdict in Verdict}
    everywhere = {Verdict.CLEARED: _("open for everything."), Verdict.MASKED: _("open for everything, with a mask.")}
    everywhere[Verdict.HELD] = _("shut for everything.")
    alike = {verdict for _title, verdict in served}
    if len(alike) == 1:
        return str(everywhere[alike.pop()])
    told = {
        Verdict.CLEARED: _("open for %(places)s"),
        Verdict.MASKED: _("with a mask for %(places)s"),
        Verdict.HELD: _("shut for %(places)s"),
    }
    most = max(titles, key=lambda verdict: len(titles[verdict]))
    places = {verdict: list_words(names) for verdict, names in titles.items() if names and verdict is not most}
    return "; ".join(told[verdict] % {"places": named} for verdict, named in (places | {most: _("everything else")}).items()) + "."


def _worst(decisions: Mapping[PurposeCode, Decision]) -> str:
    verdicts = {decision.verdict for decision in decisions.values()}
    return next(each.value for each in (Verdict.HELD, Verdict.MASKED, Verdict.CLEARED) if each in verdicts)
