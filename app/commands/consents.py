"""`flask consent`: what stands, and words on paper with their scan."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from app.commands.common import as_json, built, by, reading, refusals_are_sentences, say, staff, writing
from consent_store.ids import PersonId, PurposeCode
from consent_store.operations import consents
from consent_store.records.queries import consents as standings
from consent_store.records.queries import files, notices, school
from consent_store.rules.entries import Method, Say, Word
from consent_store.rules.standing import Standing
from consent_store.rules.terms import Kind

_SAYS = {"yes": Say.YES, "no": Say.NO, "withdrawn": Say.WITHDRAWN}
_SCANS = {".pdf": "application/pdf", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}


@click.group()
def consent() -> None:
    """Words of consent."""


@consent.command()
@click.argument("person")
@as_json
@refusals_are_sentences
def show(person: str, as_json: bool) -> None:
    """What stands for PERSON (an id), for each purpose and kind."""
    at = built().services.clock()
    with reading() as session:
        found = [
            standings.standing_of(session, PersonId(person), view.purpose, kind, at=at)
            for view in school.purposes(session)
            for kind in sorted(view.purpose.kinds)
        ]
    if as_json:
        say([_as_object(standing) for standing in found])
        return
    for standing in found:
        click.echo(f"{standing.purpose:<20} {standing.kind:<6} {standing.state}{' (barred)' if standing.barred else ''}")


def _as_object(standing: Standing) -> dict[str, object]:
    return {
        "purpose": standing.purpose,
        "kind": standing.kind,
        "state": standing.state,
        "stands": standing.stands,
        "barred": standing.barred,
        "since": standing.since,
        "until": standing.until,
    }


@consent.command()
@click.argument("person")
@click.argument("word", type=click.Choice(sorted(_SAYS)))
@click.option("--speaker", required=True, help="Who signed the form: the id of a guardian, or of the person.")
@click.option("--purpose", required=True)
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), default="photo", show_default=True)
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="First day on which it no longer counts.")
@click.option("--wording", type=int, help="The version that is printed on the form; the one in force where it says none.")
@click.option("--language", default="nl", show_default=True, help="The language of the form.")
@click.option("--scan", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True, help="The scanned form.")
@by
@refusals_are_sentences
def paper(person: str, word: str, scan: Path, by: str, **told: Any) -> None:
    """Record WORD (yes, no, withdrawn) for PERSON from a paper form, and keep its scan."""
    vault, at = built().services.vault, built().services.clock()
    media_type = _SCANS.get(scan.suffix.lower())
    if media_type is None:
        raise click.ClickException("A scan is a PDF, a JPEG or a PNG file.")
    digest = hashlib.sha256(scan.read_bytes()).hexdigest()
    stored = vault.put(scan.read_bytes())
    try:
        with writing() as session:
            actor = staff(session, by)
            consents.keep_scan(
                session, PersonId(person), digest, vault_name=stored.name, size=stored.size, media_type=media_type, actor=actor, at=at
            )
            entry = consents.speak(session, _word(session, person, _SAYS[word], digest, **told), actor=actor, at=at)
            kept = files.scan(session, digest, PersonId(person))
    except BaseException:
        vault.shred(stored.name)
        raise
    if kept != stored.name:  # the same form, for another purpose
        vault.shred(stored.name)
    click.echo(f"entry {entry.seq}")


def _word(
    session: Session,
    person: str,
    say: Say,
    scan: str,
    *,
    speaker: str,
    purpose: str,
    kind: str,
    until: datetime | None,
    wording: int | None,
    language: str,
) -> Word:
    """What the form says, under the wording printed on it: in its language, or in Dutch where that lacks it."""
    code = PurposeCode(purpose)
    printed = notices.wordings(session, code, wording) if wording is not None else {}
    notice = (printed.get(language) or next(iter(printed.values()))) if printed else school.current_notice(session, code, language)
    shown = {"notice": notice.version, "language": notice.language, "method": Method.PAPER, "scan": scan}
    return Word(PersonId(speaker), PersonId(person), say, code, Kind(kind), until=until.date() if until else None, **shown)  # type: ignore[arg-type]
