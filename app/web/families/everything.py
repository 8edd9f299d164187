"""Everything that is kept about somebody, gathered once for the page and for the copy. Never in it: that somebody must not be found, nor
what another of the family wrote to the office.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import takewhile
from typing import Any

from app.web import entries
from app.web.context import me, now, session
from app.web.entries import Line
from app.web.presenters import purpose_titles
from consent_store.ids import PersonId
from consent_store.operations import erasure
from consent_store.operations.erasure import Erased
from consent_store.records import ledger
from consent_store.records.queries import consents, corrections, exports, people, register, reminders, school, shown
from consent_store.records.queries.consents import ScanView
from consent_store.records.queries.corrections import CorrectionView
from consent_store.records.queries.exports import ExportView, Ready
from consent_store.records.queries.people import PersonView
from consent_store.records.queries.register import References, Tie
from consent_store.records.queries.reminders import Reminded
from consent_store.records.queries.shown import Appearance
from consent_store.rules.entries import Entry, LocatableRecorded, TemplateKept, TemplatesDeleted, Word

_LATEST = 20  # entries of the ledger on the page


@dataclass(frozen=True)
class Kept:
    """What is kept about a person, each part read when it is asked for."""

    person: PersonView

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """Their classes and other groups."""
        return people.groups_by_person(session(), [self.person.id]).get(self.person.id, ())

    @cached_property
    def guardians(self) -> list[Tie]:
        """Who is recorded with them."""
        return register.guardians_of(session(), self.person.id)

    @cached_property
    def references(self) -> References | None:
        """What is kept of their face."""
        return register.references(session(), [self.person.id]).get(self.person.id)

    @cached_property
    def appearances(self) -> list[Appearance]:
        """Every picture that they are listed in, whether it went out or not."""
        return shown.pictures(session(), self.person.id)

    @cached_property
    def out(self) -> list[Appearance]:
        """Those that went out, and so who received them."""
        return [each for each in self.appearances if each.showings]

    @cached_property
    def papers(self) -> list[ScanView]:
        """The scans of forms about them: the reader's own, or about the reader."""
        signed, myself = consents.signed_by(session(), me().person.id, self.person.id), self.person.id == me().person.id
        return [scan for scan in consents.scans_of(session(), self.person.id) if myself or scan.sha256 in signed]

    @cached_property
    def letters(self) -> list[tuple[str, Reminded]]:
        """What went out by itself to them, and to the reader."""
        return reminders.sent_to(session(), {self.person.id, me().person.id})

    @cached_property
    def entries(self) -> list[Entry]:
        """Every entry of the ledger about them, the latest first."""
        return _told(ledger.read(session(), person=self.person.id))[::-1]

    @cached_property
    def wishes(self) -> list[CorrectionView]:
        """What the reader asked of the office about them, the latest first."""
        asked = corrections.asked_by(session(), me().person.id, self.person.id)
        return sorted(asked, key=lambda each: each.asked_at, reverse=True)

    @cached_property
    def export(self) -> ExportView | None:
        """The copy that the reader asked for."""
        return exports.latest(session(), self.person.id, me().person.id, at=now())

    @cached_property
    def ready(self) -> Ready:
        """How far the pictures for it are."""
        return exports.ready(session(), self.person.id)

    @cached_property
    def remains(self) -> Erased:
        """What would stay if all this were erased."""
        return erasure.remains(session(), self.person.id)

    @cached_property
    def learnt_at(self) -> datetime | None:
        """Since when something is kept of their face."""
        learnt = takewhile(lambda entry: not isinstance(entry.body, TemplatesDeleted), self._faces)
        return min((entry.at for entry in learnt), default=None)

    @cached_property
    def latest(self) -> list[Line]:
        """The latest entries in words."""
        return entries.lines(_told(ledger.read(session(), person=self.person.id, limit=_LATEST))[::-1])

    @property
    def _faces(self) -> list[Entry]:
        found = [ledger.read(session(), person=self.person.id, kind=kind.__name__) for kind in (TemplateKept, TemplatesDeleted)]
        return sorted((entry for entries_ in found for entry in entries_), key=lambda entry: -entry.seq)


def _told(found: Sequence[Entry]) -> list[Entry]:
    """Also a line that says nothing of it would say it: no other change goes without a name."""
    return [entry for entry in found if not isinstance(entry.body, LocatableRecorded)]


def as_json(kept: Kept) -> dict[str, Any]:
    """The same, as data: texts, numbers, lists; moments and days as ISO 8601, moments in UTC."""
    person = kept.person
    return {
        "made_at": now().isoformat(),
        "person": {
            "given_name": person.given_name,
            "family_name": person.family_name,
            "role": person.role,
            "born": person.born and person.born.isoformat(),
            "email": person.email,
            "language": person.language,
            "number_elsewhere": person.external_id,
            "left_on": person.left_on and person.left_on.isoformat(),
            "groups": list(kept.groups),
            "guardians": [_guardian(tie) for tie in kept.guardians],
        },
        "face": _face(kept),
        "consents": _words(kept.entries),
        "pictures": [_picture(each) for each in kept.appearances],
        "papers": [{"kept_at": each.kept_at.isoformat(), "sha256": each.sha256, "media_type": each.media_type} for each in kept.papers],
        "letters": [{"matter": matter, "times": each.times, "last_at": each.last_at.isoformat()} for matter, each in kept.letters],
        "wishes": [_wish(each) for each in kept.wishes],
        "ledger": [{"number": line.number, "at": entry.at.isoformat(), "says": line.what} for line, entry in _ledger(kept)],
    }


def _ledger(kept: Kept) -> Sequence[tuple[Line, Entry]]:
    return list(zip(entries.lines(kept.entries), kept.entries, strict=True))


def _face(kept: Kept) -> dict[str, Any] | None:
    if kept.references is None:
        return None
    since = kept.learnt_at and kept.learnt_at.isoformat()
    return {"references": kept.references.number, "since": since, "lapses_on": kept.references.lapses_on.isoformat()}


def _guardian(tie: Tie) -> dict[str, Any]:
    return {"name": tie.person.name, "has_authority": tie.has_authority, "since": tie.since.isoformat()}


def _words(found: Sequence[Entry]) -> list[dict[str, Any]]:
    """Each word of consent, with the name of who said it."""
    said = [(entry, entry.body) for entry in found if isinstance(entry.body, Word)]
    names = {id_: view.name for id_, view in people.people(session(), {word.speaker for _, word in said}).items()}
    titles = purpose_titles(school.purposes(session(), retired=True))
    return [
        {
            "number": entry.seq,
            "at": entry.at.isoformat(),
            "speaker": names.get(PersonId(word.speaker), ""),
            "says": word.say,
            "purpose": word.purpose and titles.get(word.purpose, word.purpose),
            "kind": word.kind,
            "wording": word.notice,
            "language": word.language,
            "method": word.method,
            "until": word.until and word.until.isoformat(),
            "only_picture": word.item,
        }
        for entry, word in said
    ]


def _picture(each: Appearance) -> dict[str, Any]:
    uses = [
        {
            "purpose": use.release.purpose,
            "channel": use.release.channel,
            "released_at": use.release.at.isoformat(),
            "called_back_at": use.release.ended_at and use.release.ended_at.isoformat(),
            "gone_at": use.gone_at and use.gone_at.isoformat(),
            "covered": use.covered,
            "downloads": use.taken,
            "posted_at": list(use.addresses),
        }
        for use in each.showings
    ]
    return {
        "id": each.item,
        "event": each.title,
        "on": each.on.isoformat(),
        "number": each.number,
        "still_kept": not each.gone,
        "uses": uses,
    }


def _wish(each: CorrectionView) -> dict[str, Any]:
    told = {"matter": each.matter, "wanted": each.wanted, "asked_at": each.asked_at.isoformat(), "answer_by": each.due_on.isoformat()}
    return told | {"granted": each.granted, "answer": each.answer}
