"""Learns faces: from pictures sent in, and from confirmed faces in reviewed items. Only under a standing consent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from sqlalchemy.orm import Session

from app.analysis.enrolment import MOST_REFERENCES, Aside, Candidate, choose
from app.analysis.matching import distances
from app.analysis.ports import DescribedFace, Descriptors, FoundFace
from app.jobs.analysing import crop_of
from app.jobs.filing import Filed, Filing
from app.jobs.workshop import Workshop
from app.media.boxed import open_boxed
from app.media.images import Picture
from app.media.refusals import Unreadable
from app.vault import VaultError, new_person_key, seal_for, unseal_with
from consent_store.errors import Refusal
from consent_store.ids import PersonId
from consent_store.operations import enrolments, templates
from consent_store.operations.templates import Reference
from consent_store.records.queries import enrolments as questions
from consent_store.records.queries import media as media_queries
from consent_store.records.queries import templates as template_queries
from consent_store.records.queries.enrolments import EnrolmentView
from consent_store.rules.sightings import Box
from consent_store.rules.terms import SYSTEM

_SAME_PLACE = 0.5  # overlap of a face found again with the box that was confirmed
_CLEARLY_SMALLER = 0.5  # of the height of the largest face: then it is somebody in the background


@dataclass(frozen=True, slots=True)
class Seen:
    """A face that was asked for, with the picture it is in."""

    enrolment: str
    picture: Picture
    face: DescribedFace


def enrol_waiting(shop: Workshop) -> None:
    """Try every face that waits, a person at a time."""
    with shop.services.db.reading() as session:
        waiting = questions.waiting(session)
    for person, asked in groupby(waiting, key=lambda enrolment: enrolment.person):
        enrol(shop, person, list(asked))


def enrol(shop: Workshop, person: PersonId, asked: Sequence[EnrolmentView]) -> None:
    """Try what was asked for one person. Where another worker did so meanwhile, nothing is kept twice."""
    outcomes: dict[str, str | None] = {}
    seen: list[Seen] = []
    for enrolment in asked:
        found = _look(shop, enrolment)
        if isinstance(found, Seen):
            seen.append(found)
        else:
            outcomes[enrolment.id] = found
    chosen, aside = _chosen(shop, person, seen)
    outcomes |= aside
    try:
        _keep(shop, person, chosen, outcomes | {each.enrolment: None for each in chosen})
    except Refusal as refusal:  # the consent ended meanwhile: nothing is kept
        with shop.services.db.unit_of_work() as session:
            enrolments.settle(session, {enrolment.id: refusal.code for enrolment in asked}, at=shop.now())


def _look(shop: Workshop, enrolment: EnrolmentView) -> Seen | str:
    """The face that was asked for, or the code of what is wrong."""
    with shop.services.db.reading() as session:
        name = enrolment.vault_name or (enrolment.item and media_queries.vault_name(session, enrolment.item))
    if not name:
        return "removed"
    try:
        picture = open_boxed(shop.services.vault.open(name))
    except Unreadable as error:
        return error.code
    except VaultError:
        return "damaged"
    [faces] = shop.engine.find([picture.pixels])
    face = face_at(faces, enrolment.box) if enrolment.box else _only(faces)
    if not isinstance(face, FoundFace):
        return face
    [[described]] = shop.engine.describe([picture.pixels], [[face]])
    return Seen(enrolment.id, picture, described)


def face_at(faces: Iterable[FoundFace], box: Box) -> FoundFace | str:
    """The face found again at a place that somebody confirmed, or the code `no_face`."""
    best = max(faces, key=lambda face: face.box.overlap(box), default=None)
    return best if best and best.box.overlap(box) >= _SAME_PLACE else "no_face"


def _only(faces: Sequence[FoundFace]) -> FoundFace | str:
    """The one face of a portrait; small ones behind it do not count."""
    if not faces:
        return "no_face"
    largest, *others = sorted(faces, key=lambda face: -face.box.height)
    return "several_faces" if others and others[0].box.height > largest.box.height * _CLEARLY_SMALLER else largest


def _chosen(shop: Workshop, person: PersonId, seen: Sequence[Seen]) -> tuple[list[Seen], dict[str, str | None]]:
    """Which faces to keep beside those kept before, and why not the others."""
    by_id = {each.enrolment: each for each in seen}
    with shop.services.db.reading() as session:
        known = _kept_before(session, shop, person)
    most = max(0, MOST_REFERENCES - len(known))
    choice = choose([Candidate(each.enrolment, each.face.descriptor, each.face.quality) for each in seen], shop.engine.thresholds, most)
    aside: dict[str, str | None] = {candidate.key: _why(candidate, reason) for candidate, reason in choice.aside}
    strangers = {c.key: Aside.OUTLIER.value for c in choice.kept if _differs(c.descriptor, known, shop.engine.thresholds.unsure)}
    return [by_id[c.key] for c in choice.kept if c.key not in strangers], aside | strangers


def _why(candidate: Candidate, reason: Aside) -> str:
    return " ".join(candidate.quality.flaws) if reason is Aside.POOR else reason.value


def _differs(descriptor: Descriptors, known: Descriptors, furthest: float) -> bool:
    return bool(len(known)) and bool(distances(descriptor[np.newaxis], known).min() > furthest)


def _kept_before(session: Session, shop: Workshop, person: PersonId) -> Descriptors:
    kept = template_queries.templates_of(session, person, shop.engine.describer_id)
    rows = [np.frombuffer(unseal_with(shop.services.keys, each.wrapped_key, each.sealed), np.float32) for each in kept]
    return np.stack(rows) if rows else np.empty((0, shop.engine.describer.length), np.float32)


def _keep(shop: Workshop, person: PersonId, chosen: Sequence[Seen], outcomes: dict[str, str | None]) -> None:
    with Filing(shop.services.vault) as filing:
        crops = [crop_of(filing, each.picture.pixels, each.face.face.box) for each in chosen]
        with shop.services.db.unit_of_work() as session:
            if not enrolments.still_wait(session, outcomes.keys()):
                return
            if chosen:
                _write_down(session, shop, person, list(zip(chosen, crops, strict=True)))
            enrolments.settle(session, outcomes, at=shop.now())
        filing.keep()


def _write_down(session: Session, shop: Workshop, person: PersonId, faces: Sequence[tuple[Seen, Filed]]) -> None:
    keys = shop.services.keys
    wrapped = template_queries.key_of(session, person) or new_person_key(keys)
    references = [
        Reference(seal_for(keys, wrapped, seen.face.descriptor.tobytes()), seen.face.quality.score, crop.stored.name)
        for seen, crop in faces
    ]
    templates.keep(session, person, shop.engine.describer_id, wrapped, references, actor=SYSTEM, at=shop.now())
