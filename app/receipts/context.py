"""The vocabularies of a receipt: W3C DPV 2 in the profile for ISO/IEC TS 27560:2023, Dublin Core, and a few names of our own for the proof.

The context stands in every receipt in full, so that reading one asks nothing of the network.
"""

from typing import Any

RECEIPT_PROFILE = "https://w3id.org/dpv/schema/dpv-27560#receipt-eu-gdpr"
RECORD_PROFILE = "https://w3id.org/dpv/schema/dpv-27560#record-eu-gdpr"
OURS = "urn:beeldpoort:"

_A_NAME: dict[str, str] = {"@type": "@id"}
_A_MOMENT: dict[str, str] = {"@type": "xsd:dateTime"}
_REFERENCES = (
    "dct:conformsTo", "dct:publisher", "dpv:hasApplicableLaw", "dpv:hasDataController", "dpv:hasDataSubject", "dpv:hasJurisdiction",
    "dpv:hasLegalBasis", "dpv:isExercisedAt", "dpv:isIndicatedBy", "schema:url", "skos:broader",
)  # fmt: skip

CONTEXT: dict[str, Any] = {
    "bp": OURS,
    "dct": "http://purl.org/dc/terms/",
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "loc": "https://w3id.org/dpv/loc#",
    "pd": "https://w3id.org/dpv/pd#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    **dict.fromkeys(_REFERENCES, _A_NAME),
    **dict.fromkeys(("dct:created", "dct:issued", "dpv:isIndicatedAtTime"), _A_MOMENT),
    "bp:path": {"@container": "@list"},
}


def person(id_: str) -> str:
    """The name of a person in a receipt: opaque, as in the ledger."""
    return f"{OURS}person:{id_}"
