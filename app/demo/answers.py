"""What the people of the demo school say: each family, member of staff and guest, online or on paper, under the wording in force."""

from collections.abc import Iterable
from datetime import timedelta

import cv2
import numpy as np
from sqlalchemy.orm import Session

from app.demo.camera import save_jpeg
from app.demo.canvas import Pixels
from app.demo.families import ABENA, ADMINISTRATOR, GUESTS, PUPILS, STAFF, Adult, Guardian, Says
from app.demo.stage import Stage
from consent_store.ids import PurposeCode
from consent_store.operations import consents
from consent_store.records import queries
from consent_store.records.queries.school import PurposeView
from consent_store.rules.entries import Method, Say, Word
from consent_store.rules.terms import RECOGNITION, Audience, Kind

_SPREAD = (PurposeCode("social_media"), PurposeCode("press"))
_PAPER_LASTS = timedelta(days=47)


def ask_everybody(stage: Stage) -> None:
    """Guardians, staff and guests answer online; one guardian on paper, until a day."""
    stage.clock.days_ago(57)
    for pupil in PUPILS:
        for guardian in pupil.guardians:
            _answer(stage, guardian, pupil.given)
    for adult in (ADMINISTRATOR, *STAFF, *GUESTS):
        with stage.writing() as session:
            speak(session, stage, adult.given, adult.given, adult.says)
    with stage.writing() as session:
        speak(session, stage, ABENA, ABENA, Says.EVERYTHING)
    _answer_on_paper(stage, "Rachida", "Ilias")


def renew(stage: Stage, purpose: PurposeCode, but: str) -> None:
    """Whoever said yes to a purpose says so again under its new wording; the family of one pupil has not come to it yet."""
    families: list[tuple[Guardian | Adult, str]] = [
        (guardian, pupil.given) for pupil in PUPILS for guardian in pupil.guardians if pupil.given != but and not pupil.own
    ]
    for one, about in [*families, *((adult, adult.given) for adult in (*STAFF, *GUESTS) if adult.given in stage.people)]:
        with stage.writing() as session:
            asked = in_force(session, purpose)
            for kind in sorted(asked.purpose.kinds):
                if one.says is not Says.SILENT and _said(one.says, asked, kind) is Say.YES:
                    say(session, stage, one.given, about, asked, kind, Say.YES, one.language)


def withdraw(stage: Stage, speaker: str, about: str, purposes: Iterable[PurposeCode]) -> None:
    """Somebody takes back every yes to some purposes."""
    with stage.writing() as session:
        for asked in (in_force(session, purpose) for purpose in purposes):
            for kind in sorted(asked.purpose.kinds):
                say(session, stage, speaker, about, asked, kind, Say.WITHDRAWN)


def speak(session: Session, stage: Stage, speaker: str, about: str, says: Says, language: str = "nl") -> None:
    """Somebody answers for every purpose and kind, recognition apart."""
    for view in queries.school.purposes(session):
        if view.code != RECOGNITION and says is not Says.SILENT:
            for kind in sorted(view.purpose.kinds):
                say(session, stage, speaker, about, view, kind, _said(says, view, kind), language)


def say(session: Session, stage: Stage, speaker: str, about: str, asked: PurposeView, kind: Kind, said: Say, language: str = "nl") -> None:
    """One word, online, under the wording in force."""
    by = stage.people[speaker]
    consents.speak(session, Word(by, stage.people[about], said, asked.code, kind, asked.version, language), actor=by, at=stage.at)


def in_force(session: Session, purpose: PurposeCode) -> PurposeView:
    """A purpose with the wording that is in force."""
    return next(view for view in queries.school.purposes(session) if view.code == purpose)


def _answer(stage: Stage, guardian: Guardian, child: str) -> None:
    with stage.writing() as session:
        speak(session, stage, guardian.given, child, guardian.says, guardian.language)
        if guardian.recognition is not None:
            said = Say.YES if guardian.recognition else Say.NO
            say(session, stage, guardian.given, child, in_force(session, RECOGNITION), Kind.PHOTO, said, guardian.language)


def _said(says: Says, view: PurposeView, kind: Kind) -> Say:
    refused = {
        Says.EVERYTHING: False,
        Says.INSIDE: view.purpose.audience is Audience.PUBLIC,
        Says.PHOTOS: kind is not Kind.PHOTO,
        Says.UNHEARD: kind is Kind.SOUND,
        Says.NOT_SPREAD: view.code in _SPREAD,
        Says.NOTHING: True,
    }
    return Say.NO if refused[says] else Say.YES


def _answer_on_paper(stage: Stage, guardian: str, child: str) -> None:
    """A form on paper, scanned by the office: yes to every purpose, for photos, until a day."""
    office, speaker, person = (stage.people[name] for name in ("Marlies", guardian, child))
    scan = stage.worker.shop.services.vault.put(save_jpeg(_form()))
    until = (stage.at + _PAPER_LASTS).date()
    with stage.writing() as session:
        file = {"vault_name": scan.name, "media_type": "image/jpeg"}
        consents.keep_scan(session, person, scan.sha256, **file, size=scan.size, actor=office, at=stage.at)
        for view in queries.school.purposes(session):
            if view.code != RECOGNITION:
                form = (view.code, Kind.PHOTO, view.version, "nl", Method.PAPER, scan.sha256, until)
                consents.speak(session, Word(speaker, person, Say.YES, *form), actor=office, at=stage.at)


def _form() -> Pixels:
    """A sheet with lines, ticks and something like a signature, uint8 RGB (842, 595, 3)."""
    sheet = np.full((842, 595, 3), 250, dtype=np.uint8)
    cv2.putText(sheet, "De Linde: toestemming voor beeld", (60, 90), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (40, 40, 40), 1, cv2.LINE_AA)
    for row in range(160, 620, 40):
        cv2.rectangle(sheet, (60, row), (76, row + 16), (90, 90, 90), 1)
        cv2.line(sheet, (62, row + 8), (68, row + 14), (40, 60, 140), 2, cv2.LINE_AA)
        cv2.line(sheet, (68, row + 14), (80, row - 4), (40, 60, 140), 2, cv2.LINE_AA)
        cv2.line(sheet, (96, row + 12), (500, row + 12), (190, 190, 190), 1)
    across = np.linspace(0, 6 * np.pi, 120)
    ink = np.stack([300 + 9 * across + 14 * np.cos(across), 720 + 22 * np.sin(across)], axis=1).astype(np.int32)
    cv2.polylines(sheet, [ink], False, (40, 60, 140), 2, cv2.LINE_AA)
    return sheet
