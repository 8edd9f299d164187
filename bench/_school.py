"""A large school for the bench: 2,000 people, 20,000 photos, 100,000 entries, written in bulk, row by row as the operations would."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice, product
from json import loads
from random import Random
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.vault import Stored
from consent_store.ids import EventId, GroupId, ItemId, PersonId, PurposeCode, ReleaseId, ReviewId, new_id
from consent_store.operations import media, people, school
from consent_store.operations.model_form import DUTCH_MODEL_FORM
from consent_store.records import ledger
from consent_store.records.answered import AnsweredRow
from consent_store.records.base import Base
from consent_store.records.entries import EntryRow
from consent_store.records.media import EventGroupRow, EventRow, ItemRow, RenditionRow
from consent_store.records.people import GuardianshipRow, MembershipRow, PersonRow
from consent_store.records.releases import RecallRow, ReleaseRow
from consent_store.records.reviews import DoubtRow, ReviewRow
from consent_store.records.sightings import SightingRow
from consent_store.rules import chain
from consent_store.rules.entries import (
    Body,
    Entry,
    ItemAdmitted,
    ItemAnalysed,
    MakerRecorded,
    PersonRegistered,
    Released,
    ReviewAttested,
    Say,
    Word,
)
from consent_store.rules.terms import Audience, Duty, Kind, Permission, Role

PUPILS, GUARDIANS, TEACHERS, GROUPS = 1000, 940, 53, 40
EVENTS, EACH, FACES = 200, 100, 4
ENTRIES = 100_000
_ATTESTED, _OUT = 0.75, 0.1  # share of the items; of those attested, share that is out
_RECALLED = 40
_BATCH = 5_000
_VERSION = "bench-1"
_GIVEN = ("Anna", "Bram", "Chloë", "Daan", "Esra", "Finn", "Guus", "Hanna", "Ilias", "Jip", "Liv", "Mees", "Noor", "Omar", "Puck", "Ravi")
_FAMILY = ("de Vries", "Jansen", "El Amrani", "Bakker", "Visser", "Yılmaz", "Smit", "Meijer", "Kaya", "de Boer", "Mulder", "Nguyen", "Bos")

Row = dict[str, Any]


@dataclass(slots=True)
class LargeSchool:
    """What the bench asks for by name: who signs in, and an example for each argument of an address."""

    staff: dict[Duty, PersonId] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)


def fill(session: Session, files: Mapping[str, Stored], at: datetime) -> LargeSchool:
    """Fill an empty registry. `files` lie in the vault, one for each use of a rendition; every item shares them."""
    return _Builder(session, files, at).build()


class _Builder:
    def __init__(self, session: Session, files: Mapping[str, Stored], at: datetime) -> None:
        self.session, self.files, self.at, self.random = session, files, at, Random(1)
        self.made = LargeSchool()
        self.said: list[tuple[PersonId, Body]] = []
        self.pupils: list[PersonId] = []
        self.teachers: list[PersonId] = []
        self.guardians: list[PersonId] = []
        self.groups: list[GroupId] = []
        self.speaker: dict[PersonId, PersonId] = {}
        self.admin = PersonId("")

    def build(self) -> LargeSchool:
        """Everything, in the order in which tables need each other."""
        self._open()
        self._people()
        self._families()
        items = self._items()
        self._words()
        self._chain()
        self._looked_at(items)
        self._answered()
        return self.made

    def _add(self, table: type[Base], rows: Iterator[Row] | Sequence[Row]) -> None:
        waiting = iter(rows)
        while some := list(islice(waiting, _BATCH)):
            self.session.execute(insert(table), some)

    def _open(self) -> None:
        told = {"given_name": "Ada", "family_name": "Beheer", "email": "ada@school.test"}
        self.admin = school.open_school(self.session, name="De Linde", origin="school.test/ledger", **told, at=self.at)  # type: ignore[arg-type]
        media.bring_into_force(self.session, _VERSION, at=self.at)
        self.made.staff[Duty.ADMIN] = self.admin
        for duty in set(Duty) - {Duty.ADMIN}:
            who = {"given_name": duty.title(), "family_name": "Koning", "email": f"{duty}@school.test"}
            member = people.register(self.session, role=Role.STAFF, **who, actor=self.admin, at=self.at)  # type: ignore[arg-type]
            school.record_duty(self.session, member, duty, True, actor=self.admin, at=self.at)
            self.made.staff[duty] = member

    def _people(self) -> None:
        roles = [Role.PUPIL] * PUPILS + [Role.GUARDIAN] * GUARDIANS + [Role.STAFF] * TEACHERS
        rows = [self._person(number, role) for number, role in enumerate(roles)]
        self._add(PersonRow, rows)
        self.said += [(self.admin, PersonRegistered(PersonId(row["id"]))) for row in rows]
        self.pupils = [row["id"] for row in rows[:PUPILS]]
        self.teachers = [row["id"] for row in rows[PUPILS + GUARDIANS :]]
        self.guardians = [row["id"] for row in rows[PUPILS : PUPILS + GUARDIANS]]

    def _person(self, number: int, role: Role) -> Row:
        born = date(2010 + number % 8, 1 + number % 12, 1 + number % 28) if role is Role.PUPIL else None
        names = {"given_name": self.random.choice(_GIVEN), "family_name": f"{self.random.choice(_FAMILY)} {number}"}
        email = None if role is Role.PUPIL else f"p{number}@school.test"
        return {"id": new_id(), "role": role, **names, "born": born, "email": email, "registered_at": self.at}

    def _families(self) -> None:
        self.groups = [people.make_group(self.session, f"klas {number}") for number in range(GROUPS)]
        since = self.at.date() - timedelta(days=400)
        pairs = [(pupil, self.guardians[number % GUARDIANS]) for number, pupil in enumerate(self.pupils)]
        speaks = {"has_authority": True, "since": since, "until": None}
        self._add(GuardianshipRow, [{"id": new_id(), "guardian_id": guardian, "pupil_id": pupil, **speaks} for pupil, guardian in pairs])
        self._add(MembershipRow, [{"group_id": self.groups[n % GROUPS], "person_id": pupil} for n, pupil in enumerate(self.pupils)])
        self.speaker = dict(pairs)
        self.made.examples |= {"person": self.pupils[0], "pupil": self.pupils[0], "guardian": self.guardians[0], "group": self.groups[0]}

    def _items(self) -> list[Row]:
        """The events and their photos; an entry for each step that a photo took."""
        days = [self.at - timedelta(days=2 + number) for number in range(EVENTS)]
        events = [
            {"id": new_id(), "title": f"Sports day {n}", "on": day.date(), "made_by": self.teachers[0], "made_at": day}
            for n, day in enumerate(days)
        ]
        self._add(EventRow, events)
        pairs = [(event["id"], self.groups[(number + more) % GROUPS]) for number, event in enumerate(events) for more in (0, 1)]
        self._add(EventGroupRow, [{"event_id": event, "group_id": group} for event, group in pairs])
        items = [self._item(event, number) for event, number in product(events, range(1, EACH + 1))]
        self._add(ItemRow, items)
        self.made.examples |= {"event": events[0]["id"], "item": items[0]["id"]}
        return items

    def _item(self, event: Row, number: int) -> Row:
        id_, sha256 = new_id(), f"{self.random.getrandbits(256):064x}"
        item, uploader = ItemId(id_), self.teachers[number % TEACHERS]
        self.said += [
            (uploader, ItemAdmitted(item, EventId(event["id"]), Kind.PHOTO, sha256)),
            (uploader, MakerRecorded(item, Permission.OWN_WORK.value)),
            (PersonId("system"), ItemAnalysed(item, _VERSION, FACES)),
        ]
        came = {"received_at": event["made_at"], "taken_at": None, "uploader": uploader, "vault_name": self.files["clean"].name}
        seen = {
            "analysis_version": _VERSION,
            "faces": FACES,
            "analysed_at": event["made_at"],
            "revision": FACES,
            "width": 4000,
            "height": 3000,
        }
        made = {"maker": "De Linde", "maker_permission": Permission.OWN_WORK, "label": f"IMG_{number}.jpg", "size": 5_000_000}
        return {"id": id_, "event_id": event["id"], "number": number, "kind": Kind.PHOTO, "sha256": sha256, **came, **seen, **made}

    def _words(self) -> None:
        """Answers of families, until there are as many entries as there shall be."""
        missing = ENTRIES - len(self.said) - ledger.head(self.session).size - round(EVENTS * EACH * _ATTESTED * (1 + _OUT))
        codes = [draft.code for draft in DUTCH_MODEL_FORM]
        asked = product((Kind.PHOTO, Kind.FILM), codes, self.pupils)
        for (kind, code, pupil), _ in zip(asked, range(missing), strict=False):
            say = Say.NO if self.random.random() < 0.1 else Say.YES
            speaker = self.speaker[pupil]
            self.said.append((speaker, Word(speaker, pupil, say, PurposeCode(code), kind, notice=1, language="nl")))

    def _answered(self) -> None:
        """What operations would have counted."""
        rows = self.session.scalars(select(EntryRow.body).where(EntryRow.kind == Word.__name__))
        words = (loads(body) for body in rows)
        names = ("purpose", "kind", "say", "notice")
        self._add(AnsweredRow, [{"person_id": word["person"], "until": None, **{name: word[name] for name in names}} for word in words])

    def _looked_at(self, items: list[Row]) -> None:
        """Faces with their answers, files, attestations, doubts, and what is out."""
        faces = [face for number, item in enumerate(items) for face in self._faces(number, item)]
        self._add(SightingRow, faces)
        self._add(RenditionRow, self._files(items, faces))
        attested = items[-round(len(items) * _ATTESTED) :]
        reviews = [
            {"id": new_id(), "item_id": item["id"], "reviewer": self.teachers[1], "revision": FACES, "listed": FACES, "at": self.at}
            for item in attested
        ]
        self._add(ReviewRow, reviews)
        self.said = [(self.teachers[1], ReviewAttested(ItemId(r["item_id"]), ReviewId(r["id"]), FACES, FACES)) for r in reviews]
        self._doubts(items)
        self._releases(attested[: round(len(attested) * _OUT)])
        self._chain()

    def _faces(self, number: int, item: Row) -> Iterator[Row]:
        """The newest quarter waits for answers, with proposals; the others have theirs."""
        waiting = number < EVENTS * EACH * (1 - _ATTESTED)
        group = [pupil for place, pupil in enumerate(self.pupils) if place % GROUPS == (number // EACH) % GROUPS]
        for place, person in enumerate(self.random.sample(group, FACES)):
            guess = {"confidence": "sure", "proposed": person, "distance": 0.35, "runner_up": group[0], "runner_up_distance": 0.6}
            answer = {"answer": None, "person_id": None} if waiting else {"answer": "person", "person_id": person}
            box = {"left": 300 * place, "top": 200, "right": 300 * place + 200, "bottom": 460}
            yield {"id": new_id(), "item_id": item["id"], "origin": "machine", "score": 0.9, "quality": 0.8, **box, **guess, **answer}

    def _files(self, items: list[Row], faces: list[Row]) -> Iterator[Row]:
        for use, item in product(("clean", "preview", "thumb"), items):
            yield self._file(use, item["id"], None)
        for face in faces:
            yield self._file("crop", face["item_id"], face["id"])

    def _file(self, use: str, item: str, sighting: str | None) -> Row:
        file = self.files[use]
        row = {"id": new_id(), "item_id": item, "use": use, "sighting_id": sighting, "vault_name": file.name, "sha256": file.sha256}
        self.made.examples |= {"rendition": str(row["id"])} if use == "preview" else {}
        return row | {"size": file.size, "media_type": "image/jpeg", "width": 1600, "height": 1200, "made_at": self.at}

    def _doubts(self, items: list[Row]) -> None:
        asked = {"raised_by": self.teachers[0], "raised_at": self.at, "question": "May this be shown?", "state": "open"}
        rows = [{"id": new_id(), "item_id": item["id"], **asked} for item in items[:40]]
        self._add(DoubtRow, rows)
        self.made.examples["doubt"] = rows[0]["id"]

    def _releases(self, items: list[Row]) -> None:
        """A tenth of what may go out is out, and some of it is recalled."""
        clean = {
            row.item_id: row.id for row in self.session.query(RenditionRow.item_id, RenditionRow.id).filter(RenditionRow.use == "clean")
        }
        by, sha256 = self.made.staff[Duty.COMMS], self.files["clean"].sha256
        what = {"sha256": sha256, "purpose": "website", "audience": Audience.PUBLIC, "channel": "news page", "personally": False}
        ended = [self.at if number < _RECALLED else None for number in range(len(items))]
        rows = [
            {"id": new_id(), "item_id": i["id"], "rendition_id": clean[i["id"]], "by": by, "at": self.at, "ended_at": e, **what}
            for i, e in zip(items, ended, strict=True)
        ]
        self._add(ReleaseRow, rows)
        website = PurposeCode("website")
        for row in rows:
            self.said.append((by, Released(ItemId(row["item_id"]), ReleaseId(row["id"]), website, "news page", sha256, 0, FACES, False)))
        due = {"opened_at": self.at, "due_at": self.at + timedelta(days=5), "owner": by}
        recalls = [{"id": new_id(), "release_id": row["id"], **due} for row in rows[:_RECALLED]]
        self._add(RecallRow, recalls)
        self.made.examples |= {"release": rows[-1]["id"], "recall": recalls[0]["id"], "purpose": "website"}

    def _chain(self) -> None:
        """Write what was said into the ledger, one line bound to the other."""
        self._add(EntryRow, self._lines())
        self.said = []

    def _lines(self) -> Iterator[Row]:
        head = ledger.head(self.session)
        before = head.hash
        for seq, (actor, body) in enumerate(self.said, head.size + 1):
            kept = chain.line(Entry(seq, self.at, actor, body), before)
            before = kept.hash
            yield asdict(kept)
