"""`flask gate ask`: what the gate answers, and every reason."""

import click

from app.commands.common import as_json, built, reading, refusals_are_sentences, say
from consent_store.ids import ItemId, PurposeCode
from consent_store.operations import releases
from consent_store.records.queries import school
from consent_store.rules.gate import Decision, Reason


@click.group()
def gate() -> None:
    """Ask the gate."""


@gate.command()
@click.argument("item")
@click.option("--purpose", required=True, metavar="CODE", help="What it is to be used for, say: website.")
@as_json
@refusals_are_sentences
def ask(item: str, purpose: str, as_json: bool) -> None:
    """Whether ITEM may go out for a purpose, with every reason why not. Ends with code 0 when cleared, perhaps with masks, 3 when held."""
    with reading() as session:
        school.purpose(session, PurposeCode(purpose))
        decision = releases.ask(session, ItemId(item), PurposeCode(purpose), at=built().services.clock())
    if as_json:
        say(_as_object(decision))
    else:
        _say_in_words(decision)
    raise SystemExit(0 if decision.passes else 3)


def _as_object(decision: Decision) -> dict[str, object]:
    return {
        "item": decision.item,
        "revision": decision.revision,
        "purpose": decision.purpose,
        "audience": decision.audience,
        "at": decision.at,
        "verdict": decision.verdict,
        "reasons": [_reason(reason) for reason in decision.reasons],
        "masks": list(decision.masks),
    }


def _reason(reason: Reason) -> dict[str, object]:
    return {
        "code": reason.code,
        "rule": reason.rule,
        "sighting": reason.sighting,
        "person": reason.person,
        "state": reason.state,
        "doubt": reason.doubt,
    }


def _say_in_words(decision: Decision) -> None:
    click.echo(f"{decision.verdict} for {decision.purpose}")
    for reason in decision.reasons:
        about = reason.sighting or reason.doubt or ""
        click.echo(f"  rule {reason.rule}: {reason.code}{f' ({reason.state})' if reason.state else ''} {about}".rstrip())
