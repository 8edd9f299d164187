"""A receipt as consent records: one for each purpose, kind and picture, with the notice, the processing and every event."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.letters import Speech
from app.receipts import context
from app.receipts.words import Words
from consent_store.ids import PurposeCode
from consent_store.records.queries.people import PersonView
from consent_store.records.queries.receipts import Controller, Published, Terms
from consent_store.rules import chain
from consent_store.rules.entries import Word
from consent_store.rules.receipts import Event, Happened, Receipt
from consent_store.rules.terms import RECOGNITION, Role

Json = dict[str, Any]
Wording = tuple[PurposeCode, int]  # a purpose, and the version of its notice

STATES: dict[Event, str] = {
    Event.GIVEN: "dpv:ConsentGiven",
    Event.RENEWED: "dpv:RenewedConsentGiven",
    Event.REFUSED: "dpv:ConsentRefused",
    Event.WITHDRAWN: "dpv:ConsentWithdrawn",
    Event.LIFTED: "dpv:ConsentStatus",  # DPV has no word for taking back a no; `bp:event` says it
    Event.EXPIRED: "dpv:ConsentExpired",
    Event.INVALIDATED: "dpv:ConsentInvalidated",
}
_DATA = {"photo": "pd:Picture", "film": "pd:Picture", "sound": "pd:VoiceCommunicationRecording"}
_SUBJECTS = {Role.PUPIL: "dpv:Student", Role.STAFF: "dpv:Employee", Role.GUEST: "dpv:Visitor", Role.GUARDIAN: "dpv:Adult"}


@dataclass(frozen=True, slots=True)
class Background:
    """What a receipt says besides the receipt: the school and its terms, the wordings, who it is about, and in which language."""

    controller: Controller
    terms: Mapping[PurposeCode, Terms]
    published: Mapping[Wording, Published]
    subject: PersonView
    speech: Speech
    site: str

    @property
    def school(self) -> str:
        """The school's name in a receipt."""
        return f"{context.OURS}school:{self.controller.origin}"

    def wordings(self, events: Iterable[Happened]) -> list[tuple[Wording, str]]:
        """The wordings that lay before whoever spoke, each with its language; a no names none, and the one in force is meant."""
        named = [(self._wording(each.word, each.at), each.word.language or self.speech.language) for each in events]
        return sorted({(wording, language) for wording, language in named if wording in self.published})

    def _wording(self, word: Word, at: datetime) -> Wording:
        code = word.purpose or PurposeCode("")
        in_force = (version for (purpose, version), each in self.published.items() if purpose == code and each.at <= at)
        return (code, max(in_force, default=0) if word.notice is None else word.notice)


def records(receipt: Receipt, known: Background, address: str) -> list[Json]:
    """The consent records of a receipt, in its own order."""
    by_matter: dict[tuple[object, ...], list[Happened]] = {}
    for each in receipt.happened:
        by_matter.setdefault((each.word.purpose, each.word.kind, each.word.item), []).append(each)
    return [_record(number, events, known, address) for number, events in enumerate(by_matter.values(), 1)]


def entities(receipt: Receipt, known: Background) -> list[Json]:
    """The school, the person, and who spoke for them."""
    school = known.controller
    contact = {"schema:address": school.address, "schema:email": school.email}
    controller: Json = {"@id": known.school, "@type": "dpv:DataController", "dpv:hasIdentifier": school.origin, "dpv:hasName": school.name}
    controller |= {"schema:url": f"{known.site}/", **{name: text for name, text in contact.items() if text}}
    subject = {"@id": context.person(receipt.person), "@type": ["dpv:DataSubject", _SUBJECTS[known.subject.role]]}
    if receipt.speaker == receipt.person:
        return [controller, subject]
    return [controller, subject, {"@id": context.person(receipt.speaker), "@type": "dpv:GuardianOfDataSubject"}]


def _record(number: int, events: list[Happened], known: Background, address: str) -> Json:
    word = events[-1].word
    return {
        "@id": f"{address}#{number}",
        "@type": "dpv:ConsentRecord",
        "dct:conformsTo": context.RECORD_PROFILE,
        "dct:identifier": f"{events[0].said}.{number}",
        "dpv:hasConsentStatus": [_status(each, known) for each in events],
        "dpv:hasDataSubject": context.person(word.person),
        "dpv:hasNotice": [_notice(wording, language, known) for wording, language in known.wordings(events)],
        "dpv:hasProcess": _process(word, known),
    }


def _status(each: Happened, known: Background) -> Json:
    by = known.school if each.ended else context.person(each.word.speaker)
    word, says = each.word, Words(known.speech, known.controller.days)
    until: Json = {"@type": "dpv:UntilEventDuration", "rdf:value": says.until_taken_back()}
    if word.until is not None:
        until = {"@type": "dpv:UntilTimeDuration", "rdf:value": word.until.isoformat()}
    return {
        "@type": [STATES[each.event], "dpv:ExplicitlyExpressedConsent"],
        "bp:entries": sorted({each.said, each.shown}),
        "bp:event": each.event.value,
        "dpv:hasDuration": until,
        "dpv:hasIndicationMethod": says.method(word.method),
        "dpv:isIndicatedAtTime": chain.timestamp(each.at),
        "dpv:isIndicatedBy": by,
    }


def _notice(wording: Wording, language: str, known: Background) -> Json:
    published = known.published[wording]
    return {
        "@id": f"{context.OURS}notice:{wording[0]}:{wording[1]}",
        "@type": "dpv:ConsentNotice",
        "bp:digest": published.digest,
        "bp:entry": published.seq,
        "bp:version": wording[1],
        "dct:issued": chain.timestamp(published.at),
        "dct:language": language,
    }


def _process(word: Word, known: Background) -> Json:
    says, terms = Words(known.speech, known.controller.days), known.terms.get(word.purpose) if word.purpose else None
    choices = f"{known.site}/families/{word.person}"
    return {
        "@type": "dpv:Process",
        "dpv:hasApplicableLaw": "eu-gdpr:GDPR",
        "dpv:hasConsentControl": {"@type": ["dpv:ProvideConsent", "dpv:WithdrawConsent"], "dpv:isExercisedAt": choices},
        "dpv:hasDataController": known.school,
        "dpv:hasJurisdiction": "loc:EU",
        "dpv:hasLegalBasis": "eu-gdpr:A9-2-a" if word.purpose == RECOGNITION else "eu-gdpr:A6-1-a",
        "dpv:hasPersonalData": _data(word, says),
        "dpv:hasPurpose": _purpose(word, terms, says),
        "dpv:hasRecipient": {"@type": "dpv:Recipient", "dct:description": says.recipients(terms)},
        "dpv:hasRight": {"@type": ["dpv:DataSubjectRight", "eu-gdpr:A7-3"], "dpv:isExercisedAt": choices},
        "dpv:hasStorageCondition": [
            {"@type": "dpv:StorageLocation", "dct:description": known.controller.storage or says.storage()},
            {"@type": "dpv:StorageDuration", "dpv:hasDuration": {"@type": "dpv:UntilEventDuration", "rdf:value": says.retention(terms)}},
        ],
    }


def _purpose(word: Word, terms: Terms | None, says: Words) -> Json:
    code = word.purpose or "everything"
    found = {"@id": f"{context.OURS}purpose:{code}", "@type": "dpv:Purpose", "dct:identifier": code, "dct:title": says.purpose(terms)}
    return found if word.purpose == RECOGNITION else found | {"skos:broader": "dpv:CommunicationManagement"}


def _data(word: Word, says: Words) -> Json:
    """What of the person is used. Numbers that describe a face are a special category of their own."""
    found: Json = {"@type": "dpv:PersonalData", "dct:title": says.kind(word.kind)}
    if word.purpose == RECOGNITION:
        found |= {"@type": ["dpv:PersonalData", "dpv:SpecialCategoryPersonalData"], "skos:broader": "pd:FacialPrint"}
    elif word.kind is not None:
        found |= {"skos:broader": _DATA[word.kind]}
    found |= {"bp:kind": word.kind} if word.kind else {}
    return found | ({"dct:identifier": f"{context.OURS}item:{word.item}"} if word.item else {})
