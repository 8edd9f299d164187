"""Entries of the ledger in words: a sentence each, with the names of whoever is still in the register."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.web import words
from app.web.context import session
from app.web.naming import item_words
from app.web.presenters import day_words, list_words, moment_words, purpose_titles
from consent_store.ids import EventId, ItemId, PersonId, PurposeCode
from consent_store.records.queries import media, people, school
from consent_store.records.views import ItemView
from consent_store.rules.entries import Body, Entry, LocatableRecorded, PersonCorrected, RecognitionSwitched, Word
from consent_store.rules.terms import SYSTEM, Duty, Kind, Permission

# By the name of the kind, and the value of its deciding field where there is one.
SENTENCES: dict[str, LazyString] = {
    "Word.yes": _l("%(speaker)s said yes for %(person)s: %(use)s."),
    "Word.no": _l("%(speaker)s said no for %(person)s: %(use)s."),
    "Word.withdrawn": _l("%(speaker)s took the yes back for %(person)s: %(use)s."),
    "Word.lifted": _l("%(speaker)s let the usual answer count again for %(person)s: %(use)s."),
    "NoticePublished.True": _l("Version %(version)s of the wording for “%(purpose)s” came into force. Everybody is asked again."),
    "NoticePublished.False": _l("Version %(version)s of the wording for “%(purpose)s” came into force."),
    "PersonRegistered": _l("%(person)s entered the register."),
    "PersonCorrected": _l("What is kept about %(person)s was corrected: %(fields)s."),
    "PersonLeft": _l("%(person)s left the school on %(on)s."),
    "PersonErased": _l("What was kept about somebody was erased."),
    "GuardianshipRecorded.True": _l("%(guardian)s has authority over %(person)s."),
    "GuardianshipRecorded.False": _l("%(guardian)s has no authority over %(person)s."),
    "LocatableRecorded.True": _l("%(person)s must not be found."),
    "LocatableRecorded.False": _l("%(person)s may be found again."),
    "PolicyRecorded": _l("The school chose its age of consent: %(age_of_consent)s."),
    "PurposeRetired.True": _l("“%(purpose)s” is no longer in use."),
    "PurposeRetired.False": _l("“%(purpose)s” is in use again."),
    "DutyRecorded.True": _l("%(person)s works here as: %(duty)s."),
    "DutyRecorded.False": _l("%(person)s no longer works here as: %(duty)s."),
    "RecognitionSwitched.True": _l("Recognition was switched on: %(scope)s."),
    "RecognitionSwitched.False": _l("Recognition was switched off: %(scope)s."),
    "TemplateKept": _l("A face of %(person)s was learnt."),
    "TemplatesDeleted": _l("What was learnt of the face of %(person)s was deleted."),
    "ItemAdmitted": _l("%(item)s came in."),
    "ItemAnalysed": _l("The computer looked at %(item)s. Faces found: %(faces)s."),
    "ItemRemoved": _l("%(item)s was removed: %(why)s."),
    "MakerRecorded": _l("Whose work %(item)s is, was recorded: %(permission)s."),
    "ConfidentialityRecorded.True": _l("%(item)s is confidential."),
    "ConfidentialityRecorded.False": _l("%(item)s is no longer confidential."),
    "AsideRecorded.True": _l("%(actor)s set %(item)s aside."),
    "AsideRecorded.False": _l("%(actor)s took %(item)s back from those set aside."),
    "MendingRecorded.covered": _l("%(actor)s covered a place in %(item)s by hand."),
    "MendingRecorded.uncovered": _l("%(actor)s no longer covers a place in %(item)s."),
    "MendingRecorded.cut": _l("%(actor)s cut %(item)s to a part of it."),
    "MendingRecorded.whole": _l("%(actor)s lets %(item)s go out whole again."),
    "MendingRecorded.taken_out": _l("%(actor)s took a stretch out of %(item)s."),
    "MendingRecorded.put_back": _l("%(actor)s put a stretch of %(item)s back."),
    "MendingRecorded.hushed": _l("%(actor)s chose how covered voices sound in %(item)s."),
    "ReviewAttested": _l("%(actor)s attested that everyone in %(item)s is listed: %(listed)s."),
    "ReviewReopened": _l("What is said about %(item)s changed after it was attested."),
    "DoubtRaised": _l("%(actor)s has a doubt about %(item)s."),
    "DoubtSettled.True": _l("%(actor)s resolved the doubt about %(item)s."),
    "DoubtSettled.False": _l("%(actor)s keeps %(item)s shut."),
    "DraftOpened": _l("%(actor)s opened a file of %(item)s that is not released."),
    "Released": _l("%(actor)s released %(item)s for %(purpose)s, %(channel)s. People in it: %(people)s."),
    "Downloaded": _l("%(actor)s downloaded %(item)s."),
    "Posted": _l("%(actor)s said where %(item)s was posted."),
    "RecallOpened": _l("%(item)s must come back."),
    "RecallClosed": _l("%(actor)s saw to it that %(item)s is gone."),
    "SettingRecorded.yes_lasts": _l("The school chose how long a yes lasts."),
    "SettingRecorded.onlookers_see": _l("The school chose what a parent without authority sees."),
    "SettingRecorded.controller": _l("The school changed what it says of itself on receipts."),
    "SettingRecorded.addresses": _l("The school chose whether we ask the places where something was posted."),
    "SettingRecorded.reminding": _l("The school chose how often families are reminded."),
    "SettingRecorded.keeping": _l("The school chose for how long pictures, drafts, letters and proofs are kept."),
    "PurposeChanged": _l("“%(purpose)s” was changed: %(fields)s."),
    "IncidentOpened": _l("%(actor)s reported something that was published. It is a case now."),
    "IncidentClosed.True": _l("%(actor)s closed a case."),
    "IncidentClosed.False": _l("%(actor)s opened a case again."),
    "EventHeld.True": _l("%(actor)s holds the pictures of %(event)s beyond their time."),
    "EventHeld.False": _l("%(actor)s lets the time of the pictures of %(event)s count again."),
    "RegistryRestored": _l("The registry was restored from a backup of %(size)s entries. Words lost by it: %(revived)s."),
}
_DECIDED_BY = {
    "Word": "say",
    "NoticePublished": "material",
    "GuardianshipRecorded": "has_authority",
    "LocatableRecorded": "not_locatable",
    "PurposeRetired": "retired",
    "DutyRecorded": "held",
    "RecognitionSwitched": "on",
    "ConfidentialityRecorded": "confidential",
    "AsideRecorded": "aside",
    "MendingRecorded": "mending",
    "DoubtSettled": "resolved",
    "IncidentClosed": "closed",
    "EventHeld": "held",
    "SettingRecorded": "setting",
}
# What a list of kinds to choose from says of each.
KINDS: dict[str, LazyString] = {
    "Word": _l("consents"),
    "NoticePublished": _l("wordings"),
    "PersonRegistered": _l("people who entered"),
    "PersonCorrected": _l("corrections of people"),
    "PersonLeft": _l("people who left"),
    "PersonErased": _l("people who were erased"),
    "GuardianshipRecorded": _l("authority of guardians"),
    "LocatableRecorded": _l("who must not be found"),
    "PolicyRecorded": _l("choices of the school"),
    "PurposeRetired": _l("purposes in and out of use"),
    "PurposeChanged": _l("purposes"),
    "DutyRecorded": _l("duties"),
    "RecognitionSwitched": _l("recognition switches"),
    "TemplateKept": _l("faces learnt"),
    "TemplatesDeleted": _l("faces deleted"),
    "ItemAdmitted": _l("pictures that came in"),
    "ItemAnalysed": _l("pictures looked at"),
    "ItemRemoved": _l("pictures removed"),
    "MakerRecorded": _l("makers"),
    "ConfidentialityRecorded": _l("confidential pictures"),
    "AsideRecorded": _l("pictures set aside"),
    "MendingRecorded": _l("what was covered or cut by hand"),
    "ReviewAttested": _l("attestations"),
    "ReviewReopened": _l("reviews that reopened"),
    "DoubtRaised": _l("doubts"),
    "DoubtSettled": _l("answers to doubts"),
    "DraftOpened": _l("files that were opened before they were released"),
    "Released": _l("releases"),
    "Downloaded": _l("downloads"),
    "Posted": _l("postings"),
    "RecallOpened": _l("recalls"),
    "RecallClosed": _l("recalls that are done"),
    "SettingRecorded": _l("other choices of the school"),
    "IncidentOpened": _l("cases that were opened"),
    "IncidentClosed": _l("cases that were closed"),
    "EventHeld": _l("pictures that stay longer"),
    "RegistryRestored": _l("restored backups"),
}
_STATES = {"Released": "cleared", "RecallOpened": "recalled", "DoubtRaised": "doubt"}
_SIGNS = {"Word": "person", "Downloaded": "download", "Posted": "link", "RecallClosed": "check"} | {
    kind: f"gate-{state}" for kind, state in _STATES.items()
}
_PERMISSIONS = {
    Permission.OWN_WORK: _l("made for the school"),
    Permission.GIVEN: _l("with permission"),
    Permission.LICENCE: _l("under a licence"),
}
_FIELDS: dict[str, LazyString] = {
    "given_name": _l("given name"),
    "family_name": _l("family name"),
    "born": _l("date of birth"),
    "email": _l("e-mail address"),
    "language": _l("language"),
    "external_id": _l("number elsewhere"),
    "reference_shown": _l("whether the picture is shown"),
    "groups": _l("groups"),
    "left_on": _l("whether somebody is at school"),
    "kinds": _l("kinds"),
    "masks_allowed": _l("whether people may be covered"),
    "consent_per_item": _l("whether each picture is asked for"),
    "recipients": _l("who receives it"),
    "retention": _l("how long it is kept"),
    "position": _l("its place in the order"),
    "more": _l("something"),
}
_PEOPLE = ("person", "guardian", "speaker")
_BY_ITSELF = "RecallOpened"  # its actor is whoever took consent back, which is not for everybody to read


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as components/timeline.html draws it, with the person and the item that it is about, for whoever adds links."""

    number: int
    what: str
    when: str
    sign: str
    state: str | None
    more: str | None
    person: PersonId | None
    item: ItemId | None
    links: tuple[tuple[str, str], ...] = ()


def lines(entries: Sequence[Entry], *, office: bool = False) -> list[Line]:
    """Entries in words, in the order given. That somebody must not be found is said to the office alone."""
    known = _known(entries)
    return [_line(entry, known, office) for entry in entries]


@dataclass(frozen=True, slots=True)
class _Known:
    """The names of what the entries speak of."""

    people: dict[PersonId, str]
    items: dict[ItemId, str]
    events: dict[EventId, str]
    purposes: dict[PurposeCode, str]

    def person(self, person: PersonId) -> str:
        """A name, also for whoever was erased and for the machine."""
        return self.people.get(person) or str(_("Beeldpoort") if person == SYSTEM else _("somebody who was erased"))


def _known(entries: Sequence[Entry]) -> _Known:
    values = [(name, getattr(entry.body, name)) for entry in entries for name in _names(entry.body)]
    who = {PersonId(value) for name, value in values if name in _PEOPLE and value} | {entry.actor for entry in entries}
    views = media.items(session(), list({ItemId(value) for name, value in values if name == "item" and value}))
    titles = {event.id: event.title for event in media.event_titles(session(), among=_events_of(values, views.values()))}
    numbered = {id_: _("%(item)s of “%(title)s”", item=item_words(view), title=titles[view.event]) for id_, view in views.items()}
    names = {id_: view.name for id_, view in people.people(session(), who).items()}
    return _Known(names, numbered, titles, purpose_titles(school.purposes(session(), retired=True)))


def _events_of(values: Iterable[tuple[str, object]], views: Iterable[ItemView]) -> set[EventId]:
    return {EventId(str(value)) for name, value in values if name == "event" and value} | {view.event for view in views}


def _names(body: Body) -> list[str]:
    return [field.name for field in fields(body)]


def _line(entry: Entry, known: _Known, office: bool) -> Line:
    body, kind = entry.body, type(entry.body).__name__
    if isinstance(body, LocatableRecorded) and not office:
        body, kind = PersonCorrected(body.person, "more"), "PersonCorrected"
    key = f"{kind}.{getattr(body, _DECIDED_BY[kind])}" if kind in _DECIDED_BY else kind
    actor = known.person(entry.actor)
    sentence = str(SENTENCES[key]) % ({name: _value(name, getattr(body, name), known) for name in _names(body)} | _more(body, known, actor))
    by = None if actor in sentence or kind == _BY_ITSELF else str(_("By %(name)s", name=actor))
    person, item = getattr(body, "person", None), getattr(body, "item", None)
    return Line(entry.seq, _capital(sentence), moment_words(entry.at), _SIGNS.get(kind, "receipt"), _STATES.get(kind), by, person, item)


def _value(name: str, value: object, known: _Known) -> str:
    """A field of an entry in words."""
    if name in _PEOPLE:
        return known.person(PersonId(str(value)))
    if name == "item":
        return known.items.get(ItemId(str(value)), str(_("a photo that is gone")))
    if name == "purpose":
        return known.purposes.get(PurposeCode(str(value)), str(value))
    if name == "fields":
        return list_words(str(_FIELDS.get(field, field)) for field in str(value).split())
    if name == "duty":
        return str(words.DUTIES[Duty(str(value))])
    if name == "permission":
        return str(_PERMISSIONS[Permission(str(value))])
    return day_words(value) if isinstance(value, date) else str(value)


def _more(body: Body, known: _Known, actor: str) -> dict[str, str]:
    """What a sentence puts together from several fields."""
    found = {"actor": actor}
    if isinstance(body, Word):
        found["use"] = _use(body, known)
    if isinstance(body, RecognitionSwitched):
        of_event = known.events.get(body.event, "") if body.event else ""
        found["scope"] = known.person(body.person) if body.person else of_event or str(_("for the whole school"))
    return found


def _use(word: Word, known: _Known) -> str:
    """What a word of consent is about."""
    purpose = known.purposes.get(word.purpose, word.purpose) if word.purpose else str(_("everything"))
    parts = [purpose, str(words.KINDS[Kind(word.kind)]) if word.kind else ""]
    parts.append(_("only %(item)s", item=_value("item", word.item, known)) if word.item else "")
    return ", ".join(part for part in parts if part)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
