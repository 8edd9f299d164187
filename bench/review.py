"""A teacher's evening: the drawn event of 300 photos, with 60 people of whom 20 are not in the register, from analysed to attested.

The real engine looked at the photos once; what it found is kept (`_looked`). From there on everything goes through the records: proposals,
grouping by the worker's job, the questions that the pages ask, and the answers of a teacher who knows everybody (`_teacher`).
"""

import tempfile
from pathlib import Path
from time import perf_counter

from app.analysis.pipeline import build_engine
from app.analysis.weights import DEFAULT_CACHE
from app.jobs import clustering
from app.jobs.workshop import Workshop
from bench._drawn import PHOTOS, Drawn
from bench._evening import Evening
from bench._looked import Looked
from bench._site import Site
from bench._teacher import Teacher
from bench.report import Report
from consent_store.records.queries import work
from consent_store.rules.piles import Sort

_SHARE = 8  # decisions a face, at most one in so many


def run(report: Report, photos: int = PHOTOS) -> None:
    """Decisions of a perfect teacher, beside one decision a face."""
    engine = build_engine(DEFAULT_CACHE)
    drawn = Drawn.kept(photos=photos)
    looked = Looked.at(drawn, engine)
    with tempfile.TemporaryDirectory() as folder:
        shop = Workshop(Site.at(Path(folder) / "home").built.services, engine, lambda _shop: None)
        evening = Evening.open(shop)
        evening.learn(drawn, looked)
        event = evening.event("Sports day")
        evening.take_in(event, drawn, looked)
        began = perf_counter()
        clustering.cluster_ready(shop)
        report.row(f"grouping the faces of {photos} photos", perf_counter() - began)
        _counted(report, Teacher(evening, event))


def _counted(report: Report, teacher: Teacher) -> None:
    with teacher.evening.shop.services.db.reading() as session:
        left = work.left(session, teacher.event)
    missed = sum(map(len, teacher.evening.missed.values()))
    faces = len(teacher.evening.truth) + missed
    presses = teacher.review()
    report.row("presses for the drawn event, beside one decision a face", presses.all, faces, "presses", faces / _SHARE)
    for what, count in presses.counted.items():
        report.row(f"  of them {what}", count, unit="presses")
    report.row("decisions about faces, as the pages count them", left.faces, faces, "", faces / _SHARE)
    report.row("faces missed by the engine", missed, unit="faces")
    report.row("somebody else's faces in piles of the sure", presses.astray[Sort.SURE], unit="faces", goal=0)
    report.row("the same in piles that are asked about", presses.astray.total() - presses.astray[Sort.SURE], unit="faces")
    report.row("wrong answers", teacher.wrong(), unit="answers", goal=0)
