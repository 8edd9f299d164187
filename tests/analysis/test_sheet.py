"""The technical sheet says what the engine is and what was measured, and invents nothing."""

from dataclasses import replace

from app.analysis.pipeline import Engine
from app.analysis.sheet import technical_sheet
from app.analysis.watch import Precision
from tests.analysis.values import LIMITS


def test_the_sheet_repeats_the_record(engine: Engine) -> None:
    sheet = technical_sheet(engine, Precision(98, 2), 0.95)
    assert (sheet.describer, sheet.version) == (engine.describer_id, engine.version)
    assert (sheet.people, sheet.pairs_non_mated, sheet.false_sure) == (15, 836, 0)
    assert sheet.precision.rate == 0.98


def test_what_was_not_measured_is_not_on_it(engine: Engine) -> None:
    sheet = technical_sheet(replace(engine, thresholds=LIMITS), Precision(0, 0), 0.95)
    assert (sheet.people, sheet.equal_error_rate, sheet.precision.rate) == (None, None, None)


def test_other_thresholds_are_another_version(engine: Engine) -> None:
    assert replace(engine, thresholds=LIMITS).version == replace(engine, thresholds=LIMITS).version
    assert replace(engine, thresholds=replace(LIMITS, sure=0.4)).version != replace(engine, thresholds=LIMITS).version
