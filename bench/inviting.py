"""Who has answered, counted beside folded; letters and forms for a class; and what the shaper costs where it is not needed."""

import io
import tempfile
from pathlib import Path
from time import process_time
from zoneinfo import ZoneInfo

from pypdf import PdfReader
from sqlalchemy.orm import Session

from app.letters.forms import Printed, blank
from app.letters.invitations import Asked, on_paper
from app.paper.forms import print_forms
from app.paper.letters import print_letters
from app.paper.sheet import Sheet
from bench._site import Site
from bench.report import Report
from consent_store.records.queries import consents, invitations, people, school
from consent_store.rules.entries import Say
from tests.school import School

FAMILIES, CLASS = 200, 30


def run(report: Report) -> None:
    """Seconds of computing throughout: a busy machine does not change them."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site.at(Path(folder) / "home")
        with site.built.services.db.unit_of_work() as session:
            ours = _school(session)
            _count(report, session, ours)
            _print(report, session, ours)
    _shape(report)


def _school(session: Session) -> School:
    ours = School.open(session)
    group = ours.group("2A")
    for number in range(FAMILIES):
        child, guardian = ours.family(groups=[group] if number < CLASS else [])
        for view in school.purposes(session):
            for kind in view.purpose.kinds:
                ours.says(guardian, Say.YES, child, view.code, kind)
    return ours


def _count(report: Report, session: Session, ours: School) -> None:
    """The count of a whole school, beside folding its ledger as a family's page does."""
    stages = invitations.stages_of(session, None, at=ours.at)
    began = process_time()
    invitations.overview(session, at=ours.at)
    counted = process_time() - began
    began = process_time()
    known = consents.grounds(session, stages, at=ours.at)
    asked = [(view.purpose, kind) for view in school.purposes(session) for kind in view.purpose.kinds]
    folded = [known.standing(person, purpose, kind, ours.at).stands for person in stages for purpose, kind in asked]
    report.row(f"who has answered, {FAMILIES} families, beside folding", counted * 1e3, (process_time() - began) * 1e3, unit="ms")
    assert all(folded)


def _print(report: Report, session: Session, ours: School) -> None:
    """A class on paper: letters of a sheet, forms of three."""
    (group,) = people.group_list(session)
    pupils = invitations.pupils(session, invitations.stages_of(session, group.id, at=ours.at), at=ours.at)
    on = ours.at.astimezone(ZoneInfo("Europe/Amsterdam")).date()
    began = process_time()
    letters = print_letters(
        on_paper(Asked(each.speakers[0][0], "De Linde", [(each.person, ("2A",))]), "https://school.test/signin", "x" * 90, None, on, None)
        for each in pupils
    )
    report.row(f"{len(PdfReader(io.BytesIO(letters)).pages)} letters, one file", process_time() - began, unit="s")
    printed, notices = Printed("De Linde", school.purposes(session), "https://school.test/p"), school.current_notices(session, "nl")
    began = process_time()
    forms = print_forms(blank(printed, each.person, ("2A",), notices, "nl") for each in pupils)
    report.row(f"{CLASS} forms, {len(PdfReader(io.BytesIO(forms)).pages)} sheets", process_time() - began, unit="s")
    report.row("the same, as a file", len(forms) / 1e6, unit="MB")


def _shape(report: Report) -> None:
    """A page of Latin letters, unshaped as we print it, beside shaped as right to left asks for."""
    took = {}
    for shaped in (False, True):
        sheet = Sheet()
        sheet.add_page()
        sheet.turn(False)
        sheet.set_text_shaping(shaped)
        began = process_time()
        for _ in range(200):
            sheet.write_text("Beeld van lessen, uitstapjes en feesten op het ouderportaal, achter een eigen inlog.", 8)
        took[shaped] = process_time() - began
    report.row("200 lines of Latin letters, beside shaping them", took[False] * 1e3, took[True] * 1e3, unit="ms")
