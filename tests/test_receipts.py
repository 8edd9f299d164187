"""The file of a receipt: what stands in it, in whose words, and that it holds for whoever has nothing but the key."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import receipts
from app.receipts import Refused, canonical
from app.receipts.context import CONTEXT
from consent_store.operations import erasure
from consent_store.records.queries import receipts as questions
from consent_store.rules.receipts import Event
from tests.receipts import Desk
from tests.school import School

# Every term of DPV 2 and its extensions that a receipt uses, as its module spells it.
DPV = {
    *("Adult", "CommunicationManagement", "ConsentNotice", "ConsentReceipt", "ConsentRecord", "DataController", "DataSubject"),
    *("DataSubjectRight", "Employee", "ExplicitlyExpressedConsent", "GuardianOfDataSubject", "PersonalData", "Process", "ProvideConsent"),
    *("Purpose", "Recipient", "SpecialCategoryPersonalData", "StorageDuration", "StorageLocation", "Student", "UntilEventDuration"),
    *("UntilTimeDuration", "Visitor", "WithdrawConsent", "ConsentGiven", "RenewedConsentGiven", "ConsentRefused", "ConsentWithdrawn"),
    *("ConsentExpired", "ConsentInvalidated", "ConsentStatus", "hasApplicableLaw", "hasConsentControl", "hasConsentStatus"),
    *("hasDataController", "hasDataSubject", "hasDuration", "hasEntity", "hasIdentifier", "hasIndicationMethod", "hasJurisdiction"),
    *("hasLegalBasis", "hasName", "hasNotice", "hasPersonalData", "hasProcess", "hasPurpose", "hasRecipient", "hasRecordOfActivity"),
    *("hasRight", "hasStorageCondition", "isExercisedAt", "isIndicatedAtTime", "isIndicatedBy"),
}
OTHERS = {"pd": {"Picture", "VoiceCommunicationRecording", "FacialPrint"}, "eu-gdpr": {"A6-1-a", "A9-2-a", "A7-3", "GDPR"}, "loc": {"EU"}}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A family that said yes, no, and took a yes back."""
    return Desk.open(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def document(desk: Desk) -> dict[str, Any]:
    """Its receipt."""
    return canonical.read(desk.file())


def terms(value: object) -> Iterator[str]:
    """Every name with a prefix in a document: of a member, or in a place where names stand."""
    if isinstance(value, list):
        for each in value:
            yield from terms(each)
    if isinstance(value, dict):
        for name, inside in value.items():
            yield from [name] if ":" in name else []
            named = name == "@type" or CONTEXT.get(name) == {"@type": "@id"}
            yield from [each for each in (inside if isinstance(inside, list) else [inside]) if named and isinstance(each, str)]
            yield from terms(inside)


def test_every_term_is_explained_in_the_receipt_itself(document: dict[str, Any]) -> None:
    context = document["@context"]
    assert context == CONTEXT and all(isinstance(each, str | dict) for each in context.values())
    rest = {name: value for name, value in document.items() if name != "@context"}
    for term in terms(rest):
        prefix, _, local = term.partition(":")
        assert prefix in context or prefix in ("http", "https", "urn"), term
        assert local in OTHERS.get(prefix, DPV if prefix == "dpv" else {local}), term


def test_it_has_every_part_that_the_standard_asks_for(document: dict[str, Any], desk: Desk) -> None:
    assert document["@type"] == "dpv:ConsentReceipt" and document["dct:conformsTo"].startswith(
        "https://w3id.org/dpv/schema/dpv-27560#receipt"
    )
    assert {"dct:identifier", "dct:created", "dct:publisher", "dpv:hasEntity"} <= document.keys()
    school, subject, speaker = document["dpv:hasEntity"]
    assert (school["dpv:hasName"], subject["@id"], speaker["@type"]) == (
        "De Linde", f"urn:beeldpoort:person:{desk.child}", "dpv:GuardianOfDataSubject",
    )  # fmt: skip
    for record in document["dpv:hasRecordOfActivity"]:
        assert {"dct:identifier", "dct:conformsTo", "dpv:hasDataSubject", "dpv:hasConsentStatus"} <= record.keys()
        (notice,), process = record["dpv:hasNotice"], record["dpv:hasProcess"]
        assert len(notice["bp:digest"]) == 64 and (notice["bp:version"], notice["dct:language"]) in ((1, "nl"), (1, "en"))
        asked = (
            "Purpose",
            "PersonalData",
            "DataController",
            "Recipient",
            "StorageCondition",
            "ConsentControl",
            "LegalBasis",
            "Jurisdiction",
        )
        assert all(process[f"dpv:has{name}"] for name in asked)
        for status in record["dpv:hasConsentStatus"]:
            assert {"dpv:isIndicatedAtTime", "dpv:isIndicatedBy", "dpv:hasDuration", "dpv:hasIndicationMethod"} <= status.keys()


def test_it_says_what_was_said_and_names_nobody(desk: Desk, document: dict[str, Any]) -> None:
    said = [(each.event, each.purpose, each.kind) for each in receipts.check(desk.file(), desk.key).events]
    assert said == [
        (Event.GIVEN, "School website", "photo"),
        (Event.WITHDRAWN, "School website", "photo"),
        (Event.REFUSED, "Parent portal", "photo"),
        (Event.GIVEN, "Face recognition while photos are reviewed", "photo"),
    ]
    text = desk.file().decode()
    assert "Nummer" not in text and "@school.test" not in text
    *_, recognition = document["dpv:hasRecordOfActivity"]
    assert recognition["dpv:hasProcess"]["dpv:hasLegalBasis"] == "eu-gdpr:A9-2-a"


def test_the_same_decision_gives_the_same_file_also_when_the_ledger_grows(desk: Desk) -> None:
    with desk.services.db.reading() as session:
        receipt = questions.about(session, desk.child, at=desk.services.clock())[0]
    before = receipts.make(desk.services, receipt, "en")
    with desk.services.db.unit_of_work() as session:
        School.again(session, desk.services.clock()).family()
    assert receipts.make(desk.services, receipt, "en") == before


@given(st.data())
def test_no_flipped_bit_passes(desk: Desk, data: st.DataObject) -> None:
    file = bytearray(desk.file())
    file[data.draw(st.integers(0, len(file) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Refused):
        receipts.check(bytes(file), desk.key)


@given(st.binary(max_size=60) | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(lambda value: json.dumps(value).encode()))
def test_whatever_else_is_given_is_refused_in_a_sentence(desk: Desk, data: bytes) -> None:
    with pytest.raises(Refused, match=r"\w"):
        receipts.check(data, desk.key)


def test_an_end_by_time_and_a_new_wording_have_receipts_too(tmp_path: Path) -> None:
    desk = Desk.open(tmp_path)
    later = desk.services.clock() + timedelta(days=366)
    desk.services = replace(desk.services, clock=lambda: later)
    found = receipts.check(desk.file(), desk.key)  # a year later recognition has lapsed
    assert [(each.event, each.purpose) for each in found.events] == [(Event.EXPIRED, "Face recognition while photos are reviewed")]
    with desk.services.db.unit_of_work() as session:
        school = School.again(session, later)
        child, guardian = school.family(born=date(2020, 5, 4))
        school.gives(guardian, child)
        reword(school)
    desk.services = replace(desk.services, clock=lambda: later + timedelta(minutes=2))
    assert [each.event for each in receipts.check(desk.file(child), desk.key).events] == [Event.INVALIDATED]


def test_a_receipt_outlives_the_person(tmp_path: Path) -> None:
    desk = Desk.open(tmp_path)
    kept = desk.file()
    with desk.services.db.unit_of_work() as session:
        school = School.again(session, desk.services.clock())
        erasure.erase(session, desk.child, actor=school.admin, at=school.at)
    assert receipts.check(kept, desk.key).person.endswith(desk.child)


def reword(school: School) -> None:
    """A material change of the website's notice."""
    from consent_store.operations import school as operations
    from consent_store.operations.model_form import DUTCH_MODEL_FORM

    (draft,) = [each for each in DUTCH_MODEL_FORM if each.code == "website"]
    wordings = {language: replace(wording, text=f"{wording.text}\n\nAnew.") for language, wording in draft.wordings.items()}
    operations.publish_notice(school.session, draft.code, wordings, True, actor=school.admin, at=school.at + timedelta(minutes=1))
