"""Consent on paper: what the form says, who signed it, and its scan, which the office alone may see again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import IO, Any, cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.intake import Scan
from app.letters.forms import parse_versions
from app.web import bodies, door
from app.web.attempts import day
from app.web.context import me, now, services, session, today, unit_of_work
from app.web.office.blueprint import bp, office
from app.web.office.folder import open_
from consent_store.errors import BadInput
from consent_store.ids import PersonId, PurposeCode
from consent_store.operations import consents
from consent_store.records.queries import files, notices, people, register, school
from consent_store.records.queries.people import PersonView
from consent_store.rules.entries import Method, Say, Word
from consent_store.rules.terms import Kind, Role

_SAYS = {"yes": Say.YES, "no": Say.NO}


@dataclass(frozen=True, slots=True)
class Form:
    """What a form on paper says. `said` holds an answer for each purpose and kind that it answers; `printed`, the version of each
    wording that is printed on it, where the office says so.
    """

    speaker: PersonId
    signed_on: date
    language: str
    said: Mapping[tuple[PurposeCode, Kind], Say]
    printed: Mapping[PurposeCode, int]


@bp.get("/people/<person>/paper")
@office
def paper(person: PersonId) -> ResponseReturnValue:
    """A form on paper, to be filled in from its scan. The square on a form that we printed names its language and its wordings."""
    printed = {f"{code}.wording": version for code, version in parse_versions(request.args.get("w", "")).items()}
    return _page(person, {"signed_on": today().isoformat(), "language": request.args.get("language", "nl")} | printed)


@bp.post("/people/<person>/paper")
@office
def keep_paper(person: PersonId) -> ResponseReturnValue:
    """Keep the scan and record what the form says, all of it or nothing. The words stand before the file in it."""
    open_(person)
    told: dict[str, str] = {}
    scan: Scan | None = None
    try:
        for part in bodies.parts():
            if part.file_name is None:
                told[part.name] = part.words()
            elif part.file_name and scan is None:
                scan = services().intake.receive_scan(cast(IO[bytes], part))
        _keep(person, _form(told), scan)
    except BadInput as wrong:
        _shred_unless_kept(person, scan)
        return _page(person, told, wrong), 422
    except BaseException:
        _shred_unless_kept(person, scan)
        raise
    _shred_unless_kept(person, scan)  # the same scan was there already, under another name
    flash(_("What the form says is recorded, and its scan is kept."))
    return redirect(url_for("office.person", person=person, _anchor="consents"), 303)


@bp.get("/people/<person>/scans/<sha256>")
@office
def scan(person: PersonId, sha256: str) -> ResponseReturnValue:
    """The scan of a form."""
    return door.hand_over_scan(sha256, person)


def speakers(person: PersonView) -> list[PersonView]:
    """Whose signature may count: whoever says yes today, a holder of authority for a no, and the person for their own no."""
    found = {view.id: view for view in people.speakers_for(session(), person.id, today())}
    if person.role is Role.PUPIL:
        found |= {tie.person.id: tie.person for tie in register.guardians_of(session(), person.id) if tie.has_authority}
    return [*(view for view in found.values() if view.id != person.id), person]


def _form(told: Mapping[str, str]) -> Form:
    signed_on = day(told.get("signed_on", ""), "signed_on")
    if signed_on is None or signed_on > today():
        raise BadInput(_("Fill in the day on which the form was signed."), field="signed_on")
    said = {pair: _SAYS[told[field]] for field, pair in _fields() if told.get(field) in _SAYS}
    if not said:
        raise BadInput(_("Fill in at least one answer of the form."), field="answers")
    printed = {view.code: _number(told.get(f"{view.code}.wording", "")) for view in school.purposes(session())}
    known = {code: version for code, version in printed.items() if version}
    return Form(PersonId(told.get("speaker", "")), signed_on, told.get("language", "nl"), said, known)


def _number(text: str) -> int:
    """A version, or 0 where the form says none."""
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def _keep(person: PersonId, form: Form, scan: Scan | None) -> None:
    if scan is None:
        raise BadInput(_("Add the scan of the form. Without it the answers do not count."), field="scan")
    versions = {**_versions(form.signed_on), **form.printed}
    shown = {
        purpose: _shown(purpose, versions.get(purpose), form.language) for (purpose, _kind), say in form.said.items() if say is Say.YES
    }
    with unit_of_work() as changing:  # nothing is read beside it: what is read after it would be as old
        kept = {"vault_name": scan.stored.name, "size": scan.stored.size, "media_type": scan.media_type}
        consents.keep_scan(changing, person, scan.stored.sha256, **kept, actor=me().person.id, at=now())  # type: ignore[arg-type]
        for (purpose, kind), say in form.said.items():
            read = shown[purpose] if say is Say.YES else {}
            word = Word(form.speaker, person, say, purpose, kind, method=Method.PAPER, scan=scan.stored.sha256, **read)
            consents.from_paper(changing, word, form.signed_on, actor=me().person.id, at=now())


def _shown(purpose: PurposeCode, version: int | None, language: str) -> dict[str, Any]:
    """The wording that lay before whoever signed. Where it lacks the form's language, it was printed in Dutch."""
    if version is None:
        return {}
    wordings = notices.wordings(session(), purpose, version)
    return {"notice": version, "language": language if language in wordings else next(iter(wordings))}


def _versions(signed_on: date) -> dict[PurposeCode, int]:
    """The wording of each purpose that was in force when a form was signed."""
    policy = school.policy(session())
    return {notice.purpose: notice.version for notice in school.notice_versions(session()) if policy.day(notice.since) <= signed_on}


def _fields() -> Iterator[tuple[str, tuple[PurposeCode, Kind]]]:
    for view in school.purposes(session()):
        for kind in Kind:
            if kind in view.purpose.kinds:
                yield f"{view.code}.{kind}", (view.code, kind)


def _shred_unless_kept(person: PersonId, scan: Scan | None) -> None:
    if scan and files.scan(session(), scan.stored.sha256, person) != scan.stored.name:
        services().vault.shred(scan.stored.name)


def _page(person: PersonId, form: Mapping[str, Any], wrong: BadInput | None = None) -> str:
    folder = open_(person)
    versions = school.notice_versions(session())
    told = {"speakers": speakers(folder.person), "form": form, "wrong": wrong, "versions": versions}
    return render_template("office/paper.html", folder=folder, **told)


bp.record_once(bodies.by_hand(keep_paper))
