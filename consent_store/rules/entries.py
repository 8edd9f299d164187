"""The kinds of entry that the ledger knows. Each is frozen and carries ids, never names.

An entry is a `Body` with who wrote it (`actor`), when (`at`) and its place in the ledger (`seq`, from 1). Bodies hold only text, whole
numbers, booleans, dates and None, so that their canonical form is the same everywhere.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from consent_store.ids import (
    DownloadId,
    EventId,
    IncidentId,
    ItemId,
    PersonId,
    PostingId,
    PurposeCode,
    RecallId,
    ReleaseId,
)
from consent_store.rules.item_entries import (
    AsideRecorded,
    ConfidentialityRecorded,
    DoubtRaised,
    DoubtSettled,
    DraftOpened,
    ItemAdmitted,
    ItemAnalysed,
    ItemRemoved,
    MakerRecorded,
    MendingRecorded,
    ReviewAttested,
    ReviewReopened,
)
from consent_store.rules.terms import Kind, Setting

__all__ = [
    "BODIES",
    "AsideRecorded",
    "Body",
    "ConfidentialityRecorded",
    "DoubtRaised",
    "DoubtSettled",
    "Downloaded",
    "DraftOpened",
    "DutyRecorded",
    "Entry",
    "EventHeld",
    "GuardianshipRecorded",
    "IncidentClosed",
    "IncidentOpened",
    "ItemAdmitted",
    "ItemAnalysed",
    "ItemRemoved",
    "LocatableRecorded",
    "MakerRecorded",
    "MendingRecorded",
    "Method",
    "NoticePublished",
    "PersonCorrected",
    "PersonErased",
    "PersonLeft",
    "PersonRegistered",
    "PolicyRecorded",
    "Posted",
    "PurposeChanged",
    "PurposeRetired",
    "RecallClosed",
    "RecallOpened",
    "RecognitionSwitched",
    "RegistryRestored",
    "Released",
    "ReviewAttested",
    "ReviewReopened",
    "Say",
    "SettingRecorded",
    "TemplateKept",
    "TemplatesDeleted",
    "Word",
]


class Say(StrEnum):
    """What a speaker says. `LIFTED` takes back the speaker's own word: one about an item, so that the standing word counts again, or a
    standing one, as if it had not been said."""

    YES = "yes"
    NO = "no"
    WITHDRAWN = "withdrawn"
    LIFTED = "lifted"


class Method(StrEnum):
    """How the word reached us."""

    ONLINE = "online"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Word:
    """A speaker's yes or no for one person, one purpose and one kind, under one version of a notice.

    With `item`, it is about that item alone; a no about an item may leave `purpose` and `kind` open: none of them, then.
    `until` is the first day on which it no longer counts. `scan` is the SHA-256 (hex) of the paper form.
    """

    speaker: PersonId
    person: PersonId
    say: Say
    purpose: PurposeCode | None
    kind: Kind | None
    notice: int | None = None
    language: str | None = None
    method: Method = Method.ONLINE
    scan: str | None = None
    until: date | None = None
    item: ItemId | None = None


@dataclass(frozen=True, slots=True)
class NoticePublished:
    """A wording came into force; `wording` is the SHA-256 (hex) over all its languages."""

    purpose: PurposeCode
    version: int
    material: bool
    wording: str


@dataclass(frozen=True, slots=True)
class PersonRegistered:
    """Somebody entered the register."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class PersonCorrected:
    """What is kept about somebody was changed; `fields` names which, separated by spaces, never their content."""

    person: PersonId
    fields: str


@dataclass(frozen=True, slots=True)
class PersonLeft:
    """Somebody left the school on a day."""

    person: PersonId
    on: date


@dataclass(frozen=True, slots=True)
class PersonErased:
    """What was kept about somebody was erased; the entries stay, without a name."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class GuardianshipRecorded:
    """Whether somebody has legal authority over a pupil from today."""

    person: PersonId
    guardian: PersonId
    has_authority: bool


@dataclass(frozen=True, slots=True)
class LocatableRecorded:
    """Whether somebody's whereabouts must stay hidden."""

    person: PersonId
    not_locatable: bool


@dataclass(frozen=True, slots=True)
class PolicyRecorded:
    """What the school chose: the age of consent, its time zone, and after how many days a guardian's word lapses (None: it stays)."""

    age_of_consent: int
    zone: str
    lapse_days: int | None


@dataclass(frozen=True, slots=True)
class PurposeRetired:
    """A purpose went out of use, or came back: nobody is asked for it while it is."""

    purpose: PurposeCode
    retired: bool


@dataclass(frozen=True, slots=True)
class DutyRecorded:
    """A member of staff was given a duty, or lost it."""

    person: PersonId
    duty: str
    held: bool


@dataclass(frozen=True, slots=True)
class RecognitionSwitched:
    """Recognition was switched for the whole school, for an event or for a person."""

    on: bool
    event: EventId | None = None
    person: PersonId | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class TemplateKept:
    """A face reference of somebody is kept, made by the model named."""

    person: PersonId
    model: str


@dataclass(frozen=True, slots=True)
class TemplatesDeleted:
    """All face references of somebody are gone, key and all."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class Released:
    """A rendition was let out for one purpose and channel, bound to the SHA-256 (hex) of its bytes."""

    item: ItemId
    release: ReleaseId
    purpose: PurposeCode
    channel: str
    rendition: str
    masks: int
    people: int
    personally: bool


@dataclass(frozen=True, slots=True)
class Downloaded:
    """Somebody took a release's bytes, and why."""

    item: ItemId
    release: ReleaseId
    download: DownloadId


@dataclass(frozen=True, slots=True)
class Posted:
    """A release was published somewhere."""

    item: ItemId
    release: ReleaseId
    posting: PostingId


@dataclass(frozen=True, slots=True)
class RecallOpened:
    """A release must come back; `cause` is the entry that reached it, None where only time has passed."""

    item: ItemId
    release: ReleaseId
    recall: RecallId
    cause: int | None


@dataclass(frozen=True, slots=True)
class RecallClosed:
    """Somebody saw to it that a release is gone."""

    item: ItemId
    release: ReleaseId
    recall: RecallId


@dataclass(frozen=True, slots=True)
class PurposeChanged:
    """What a purpose takes, or says on receipts, was changed; `fields` names which, separated by spaces."""

    purpose: PurposeCode
    fields: str


@dataclass(frozen=True, slots=True)
class SettingRecorded:
    """What the school set: the text of a `Lasting`, one of `Onlookers`, which fields say who it is, days and times of
    reminding, whether the addresses of postings are asked, or the text of a `Schedule`.
    """

    setting: Setting
    value: str


@dataclass(frozen=True, slots=True)
class IncidentOpened:
    """Somebody reported what was published against the protocol; `item` is the picture of ours that it shows, where it is one."""

    incident: IncidentId
    item: ItemId | None


@dataclass(frozen=True, slots=True)
class IncidentClosed:
    """The supervisor or the privacy officer wrote down how a case ended; False: that it goes on after all."""

    incident: IncidentId
    closed: bool


@dataclass(frozen=True, slots=True)
class EventHeld:
    """The pictures of an event stay beyond their time; False: no longer."""

    event: EventId
    held: bool


@dataclass(frozen=True, slots=True)
class RegistryRestored:
    """The registry was restored from a backup of the size named; `revived` counts the words lost by it."""

    size: int
    revived: int


Body = (
    Word
    | NoticePublished
    | PersonRegistered
    | PersonCorrected
    | PersonLeft
    | PersonErased
    | GuardianshipRecorded
    | LocatableRecorded
    | PolicyRecorded
    | PurposeRetired
    | DutyRecorded
    | RecognitionSwitched
    | TemplateKept
    | TemplatesDeleted
    | ItemAdmitted
    | ItemAnalysed
    | ItemRemoved
    | MakerRecorded
    | ConfidentialityRecorded
    | AsideRecorded
    | MendingRecorded
    | ReviewAttested
    | ReviewReopened
    | DoubtRaised
    | DoubtSettled
    | DraftOpened
    | Released
    | Downloaded
    | Posted
    | RecallOpened
    | RecallClosed
    | PurposeChanged
    | SettingRecorded
    | IncidentOpened
    | IncidentClosed
    | EventHeld
    | RegistryRestored
)

BODIES: dict[str, type] = {body.__name__: body for body in Body.__args__}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger. `at` is in UTC."""

    seq: int
    at: datetime
    actor: PersonId
    body: Body
