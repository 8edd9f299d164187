"""Identifiers: opaque, random, one type a noun, so that a person's id can never stand where an item's belongs."""

import secrets
from base64 import b32encode
from typing import NewType

PersonId = NewType("PersonId", str)
GroupId = NewType("GroupId", str)
AccountId = NewType("AccountId", str)
EventId = NewType("EventId", str)
ItemId = NewType("ItemId", str)
SightingId = NewType("SightingId", str)
TrackId = NewType("TrackId", str)
TrimId = NewType("TrimId", str)
ReviewId = NewType("ReviewId", str)
DoubtId = NewType("DoubtId", str)
DifferenceId = NewType("DifferenceId", str)
RenditionId = NewType("RenditionId", str)
ReleaseId = NewType("ReleaseId", str)
DownloadId = NewType("DownloadId", str)
PostingId = NewType("PostingId", str)
RecallId = NewType("RecallId", str)
RosterId = NewType("RosterId", str)
ClaimId = NewType("ClaimId", str)
CoverId = NewType("CoverId", str)
TaskId = NewType("TaskId", str)
InquiryId = NewType("InquiryId", str)
IncidentId = NewType("IncidentId", str)
ChoiceId = NewType("ChoiceId", str)
LinkId = NewType("LinkId", str)
BulkId = NewType("BulkId", str)
HoldId = NewType("HoldId", str)
RequestId = NewType("RequestId", str)
CorrectionId = NewType("CorrectionId", str)
ExportId = NewType("ExportId", str)
EventDoorId = NewType("EventDoorId", str)
TemplateId = NewType("TemplateId", str)
UploadId = NewType("UploadId", str)
PurposeCode = NewType("PurposeCode", str)


def new_id() -> str:
    """A fresh identifier: 26 characters of unguessable lower-case base 32 (128 bits and some)."""
    return b32encode(secrets.token_bytes(17))[:26].decode().lower()
