"""A school on the evening after the drawn event: sixty people of whom forty are in its register, their faces learnt, and the photos in."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from itertools import count, cycle, islice
from pathlib import Path
from typing import Self

import numpy as np
from sqlalchemy.orm import Session

from app.analysis.ports import POOR
from app.jobs.workshop import Workshop
from app.vault import new_person_key, seal, seal_for
from bench._drawn import REGISTERED, SIZE, TWINS, Drawn, Shot
from bench._looked import Face, Looked
from bench._prints import Prints
from consent_store.ids import EventId, GroupId, ItemId, PersonId, SightingId
from consent_store.operations import consents, media, people, school, templates
from consent_store.operations.findings import Found
from consent_store.operations.model_form import DUTCH_MODEL_FORM
from consent_store.operations.templates import Reference
from consent_store.rules.entries import Say, Word
from consent_store.rules.sightings import Answer, Box
from consent_store.rules.terms import RECOGNITION, SYSTEM, Duty, Kind, Maker, Permission, Role

Truth = tuple[Answer, PersonId | None]
_OURS = Maker("De Linde", Permission.OWN_WORK)
_ROW = 8  # faces
_SAME_FACE = 0.3  # overlap of a face that was found with the drawn one
_NAMES = ("Anna", "Bram", "Chloë", "Daan", "Esra", "Finn", "Guus", "Hanna", "Ilias", "Jip", "Kaan", "Liv", "Mees", "Noor", "Omar", "Puck")
_FAMILIES = ("de Vries", "El Amrani", "Yılmaz")


@dataclass(slots=True)
class Evening:
    """`people` are those of the register, in the order of the drawing; `truth` says of each face that was found who it is, `missed` who
    stands in an item beside those.
    """

    shop: Workshop
    teacher: PersonId = field(init=False)
    colleague: PersonId = field(init=False)
    people: list[PersonId] = field(default_factory=list)
    groups: list[GroupId] = field(default_factory=list)
    truth: dict[SightingId, Truth] = field(default_factory=dict)
    missed: dict[ItemId, list[tuple[Box, Truth]]] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=count)

    @classmethod
    def open(cls, shop: Workshop) -> Self:
        """The school opens with two teachers and two classes of twenty, whose families said yes."""
        made = cls(shop)
        with shop.services.db.unit_of_work() as session:
            names = {"given_name": "Ada", "family_name": "Beheer", "email": "ada@school.test"}
            admin = school.open_school(session, name="De Linde", origin="school.test/ledger", **names, at=shop.now())  # type: ignore[arg-type]
            made.teacher, made.colleague = (made._hire(session, name, admin) for name in ("Marit", "Ruben"))
            media.bring_into_force(session, shop.engine.version, at=shop.now())
            made.groups = [people.make_group(session, name) for name in ("2A", "2B")]
            made.people = [made._pupil(session, number, admin) for number in range(REGISTERED)]
            people.flag_look_alike(session, *(made.people[one] for one in TWINS), actor=admin, at=shop.now())
        return made

    def learn(self, drawn: Drawn, looked: Looked) -> None:
        """The portraits of those in the register become references, as far as they are good."""
        with self.shop.services.db.unit_of_work() as session:
            for person, files, faces in zip(self.people, drawn.portraits, looked.portraits, strict=True):
                good = [(file, face) for file, face in zip(files, faces, strict=True) if face.quality > POOR]
                if good:
                    self._keep(session, person, good)

    def event(self, title: str) -> EventId:
        """An event of both classes."""
        with self.shop.services.db.unit_of_work() as session:
            told = {"on": self.shop.now().date(), "groups": self.groups, "actor": self.teacher, "at": self.shop.now()}
            return media.make_event(session, title=title, **told)  # type: ignore[arg-type]

    def take_in(
        self, event: EventId, drawn: Drawn, looked: Looked, prints: Prints | None = None, photos: int | None = None
    ) -> list[ItemId]:
        """So many photos come in, the drawn ones again and again, and what the engine found in them is written down as the worker does."""
        items, sightings, shots = [], [], list(zip(drawn.shots, looked.photos, strict=True))
        with self.shop.services.db.unit_of_work() as session:
            for shot, faces in islice(cycle(shots), photos or len(shots)):
                items.append(self._admit(session, event, shot.path.name))
                sightings.append(self._written(session, items[-1], faces))
                self._know(items[-1], shot, [face.box for face in faces], sightings[-1])
            if prints:
                prints.record(session, items, sightings, self.shop.now())
        return items

    def crowd(self, event: EventId, faces: int, prints: Prints) -> ItemId:
        """A photo of so many faces in rows, of nobody that anybody knows."""
        across, down = SIZE[0] // _ROW, SIZE[1] // -(-faces // _ROW)
        draw = np.random.default_rng(1)
        boxes = [Box(left := n % _ROW * across, top := n // _ROW * down, left + across // 2, top + down * 2 // 3) for n in range(faces)]
        with self.shop.services.db.unit_of_work() as session:
            item = self._admit(session, event, "crowd.jpg")
            found = [Face(box, 0.9, 0.4, draw.normal(0, 0.12, 128).astype(np.float32)) for box in boxes]
            sightings = self._written(session, item, found)
            self.truth |= dict.fromkeys(sightings, (Answer.STRANGER, None))
            replace(prints, faces=(prints.faces[0][:1] * faces,)).record(session, [item], [sightings], self.shop.now())
        return item

    def _hire(self, session: Session, name: str, admin: PersonId) -> PersonId:
        who = {"given_name": name, "family_name": "Koning", "email": f"{name.lower()}@school.test", "language": "en"}
        member = people.register(session, role=Role.STAFF, **who, actor=admin, at=self.shop.now())  # type: ignore[arg-type]
        school.record_duty(session, member, Duty.TEACHER, True, actor=admin, at=self.shop.now())
        return member

    def _pupil(self, session: Session, number: int, admin: PersonId) -> PersonId:
        told = {"actor": admin, "at": self.shop.now()}
        family = _FAMILIES[number // len(_NAMES)]
        names = {"given_name": _NAMES[number % len(_NAMES)], "family_name": family, "groups": [self.groups[number % 2]]}
        child = people.register(session, role=Role.PUPIL, born=date(2014, 5, 4), **names, **told)  # type: ignore[arg-type]
        people.correct(session, child, {"reference_shown": number % 5 > 0}, **told)  # type: ignore[arg-type]
        parent = people.register(session, role=Role.GUARDIAN, given_name="Robin", family_name=family, **told)  # type: ignore[arg-type]
        people.record_guardianship(session, parent, child, True, **told)  # type: ignore[arg-type]
        for code in (RECOGNITION, *(draft.code for draft in DUTCH_MODEL_FORM if draft.code != RECOGNITION)):
            said = Say.NO if number % 8 == 0 and code != RECOGNITION else Say.YES
            consents.speak(session, Word(parent, child, said, code, Kind.PHOTO, notice=1, language="nl"), actor=parent, at=self.shop.now())
        return child

    def _keep(self, session: Session, person: PersonId, good: Sequence[tuple[Path, Face]]) -> None:
        services, key = self.shop.services, new_person_key(self.shop.services.keys)
        kept = [
            Reference(seal_for(services.keys, key, face.descriptor.tobytes()), face.quality, services.vault.put(file.read_bytes()).name)
            for file, face in good
        ]
        templates.keep(session, person, self.shop.engine.describer_id, key, kept, actor=SYSTEM, at=self.shop.now())

    def _admit(self, session: Session, event: EventId, label: str) -> ItemId:
        mark = sha256(f"{event}{label}{next(self._numbers)}".encode()).hexdigest()
        told = {"kind": Kind.PHOTO, "label": label, "sha256": mark, "size": 1, "vault_name": mark, "maker": _OURS}
        return media.admit(session, event, **told, actor=self.teacher, at=self.shop.now()).item  # type: ignore[arg-type]

    def _written(self, session: Session, item: ItemId, faces: Sequence[Face]) -> list[SightingId]:
        shop = self.shop
        proposals = shop.engine.propose([face.descriptor for face in faces], [face.quality for face in faces], shop.register(session))
        found = [
            Found(face.box, face.score, face.quality, proposal, seal(shop.services.keys, face.descriptor.tobytes()))
            for face, proposal in zip(faces, proposals, strict=True)
        ]
        size = {"width": SIZE[0], "height": SIZE[1], "taken_at": None, "dropped": ()}
        return media.record_analysis(session, item, version=shop.engine.version, found=found, **size, at=shop.now())  # type: ignore[arg-type]

    def _know(self, item: ItemId, shot: Shot, boxes: Sequence[Box], found: Sequence[SightingId]) -> None:
        """Who each face is by the drawing, and whom the engine missed."""
        there = dict(enumerate(shot.truth))
        for sighting, box in zip(found, boxes, strict=True):
            best = max(there, key=lambda place: there[place][1].overlap(box), default=None)
            if best is not None and there[best][1].overlap(box) >= _SAME_FACE:
                self.truth[sighting] = self._named(there.pop(best)[0])
            else:
                self.truth[sighting] = (Answer.NOBODY, None)
        self.missed[item] = [(box, self._named(who)) for who, box in there.values()]

    def _named(self, who: int) -> Truth:
        return (Answer.PERSON, self.people[who]) if who < REGISTERED else (Answer.STRANGER, None)
