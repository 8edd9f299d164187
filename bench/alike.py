"""Pictures of one moment: how many of the drawn bursts are found, what is taken for one that is none, and how long 2,000 pictures take."""

import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import combinations
from pathlib import Path
from time import process_time

from sqlalchemy import update

from app.analysis.pipeline import build_engine
from app.analysis.weights import DEFAULT_CACHE
from app.jobs import clustering, likening
from app.jobs.workshop import Workshop
from app.media.images import open_picture
from bench._drawn import Drawn
from bench._evening import Evening
from bench._looked import Looked
from bench._prints import Prints
from bench._site import Site
from bench.gate import per_call
from bench.report import Report
from consent_store.ids import EventId, ItemId
from consent_store.records.media import ItemRow
from consent_store.records.queries import likeness

LARGE = 2_000
_BURST = timedelta(seconds=3)  # the drawn moments lie at least twenty apart
_PAGE = 100  # ms

Pairs = set[frozenset[ItemId]]


def run(report: Report, photos: int = LARGE) -> None:
    """The drawn event with the camera's clock and without it; then the same photos again and again, until they are so many."""
    engine, drawn = build_engine(DEFAULT_CACHE), Drawn.kept()
    looked = Looked.at(drawn, engine)
    with tempfile.TemporaryDirectory() as folder:
        shop = Workshop(Site.at(Path(folder) / "home").built.services, engine, lambda _shop: None)
        evening, prints = Evening.open(shop), Prints.of(shop.services.vault, drawn, looked)
        event = evening.event("Sports day")
        times = _taken(shop, evening.take_in(event, drawn, looked, prints), drawn)
        clustering.cluster_ready(shop)
        _compare(shop)
        _found(report, ", without a clock", times, _asked(shop, event))
        _set_clock(shop, times)
        _found(report, "", times, _asked(shop, event))
        _many(report, evening, drawn, looked, prints, photos)


def _many(report: Report, evening: Evening, drawn: Drawn, looked: Looked, prints: Prints, photos: int) -> None:
    shop, event = evening.shop, evening.event("Many")
    evening.take_in(event, drawn, looked, prints, photos)
    report.row(f"comparing {photos:,} pictures, a picture", _compare(shop) / photos * 1_000, unit="ms")
    with shop.services.db.reading() as session:
        report.row("the moments of that event", per_call(lambda: likeness.groups_of(session, event), 3) * 1_000, unit="ms", goal=_PAGE)
        report.row("moments in it", len(likeness.groups_of(session, event)), unit="")


def _compare(shop: Workshop) -> float:
    """Seconds of processor time for all that waits."""
    began = process_time()
    waiting = True
    while waiting:
        likening.liken_missing(shop)
        with shop.services.db.reading() as session:
            waiting = bool(likeness.to_liken(session, 1))
    return process_time() - began


def _taken(shop: Workshop, items: Sequence[ItemId], drawn: Drawn) -> dict[ItemId, datetime]:
    """When each was taken, as its file says."""
    taken = [open_picture(shot.path.read_bytes()).taken_at for shot in drawn.shots]
    return {item: at.replace(tzinfo=shop.now().tzinfo) for item, at in zip(items, taken, strict=True) if at}


def _set_clock(shop: Workshop, times: Mapping[ItemId, datetime]) -> None:
    with shop.services.db.unit_of_work() as session:
        for item, at in times.items():
            session.execute(update(ItemRow).where(ItemRow.id == item).values(taken_at=at))


def _asked(shop: Workshop, event: EventId) -> Pairs:
    with shop.services.db.reading() as session:
        return {frozenset(pair) for group in likeness.groups_of(session, event) for pair in combinations(group, 2)}


def _found(report: Report, words: str, times: Mapping[ItemId, datetime], asked: Pairs) -> None:
    truth = {frozenset((one, other)) for one, other in combinations(times, 2) if abs(times[one] - times[other]) <= _BURST}
    report.row(f"pairs of drawn bursts that are asked about{words}", len(asked & truth), unit="pairs", goal=len(truth))
    report.row(f"other pairs that are asked about{words}", len(asked - truth), unit="pairs", goal=0)
