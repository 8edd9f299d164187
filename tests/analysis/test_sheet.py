"""The technical sheet says what the engine is and what was measured, and invents nothing."""

from dataclasses import replace
from pathlib import Path

from app.analysis import thresholds
from app.analysis.pipeline import Engine
from app.analysis.sheet import technical_sheet
from tests.analysis.values import LIMITS


def test_the_sheet_repeats_the_record(engine: Engine) -> None:
    sheet = technical_sheet(engine.version)
    assert sheet is not None
    assert (sheet.detector, sheet.describer, sheet.version) == (engine.detector.id, engine.describer_id, engine.version)
    assert (sheet.people, sheet.pairs_non_mated, sheet.false_sure) == (15, 836, 0)
    assert sheet.sure == engine.thresholds.sure


def test_what_was_not_measured_is_not_on_it(tmp_path: Path) -> None:
    thresholds.keep(LIMITS, tmp_path / "record.json")
    sheet = technical_sheet("finder+tests+00000000", record=tmp_path / "record.json")
    assert sheet is not None
    assert (sheet.sure, sheet.people, sheet.equal_error_rate) == (LIMITS.sure, None, None)
    assert technical_sheet("finder+other+00000000", record=tmp_path / "record.json") is None


def test_models_that_an_operator_brings_have_a_sheet_too(tmp_path: Path) -> None:
    (tmp_path / "models.toml").write_text("[thresholds]\nsure = 0.9\nmargin = 0.15\nunsure = 1.05\ngroup = 0.9\n")
    sheet = technical_sheet("yunet-1+sface-2+00000000", tmp_path)
    assert sheet is not None
    assert (sheet.sure, sheet.data) == (0.9, None)


def test_other_thresholds_are_another_version(engine: Engine) -> None:
    assert replace(engine, thresholds=LIMITS).version == replace(engine, thresholds=LIMITS).version
    assert replace(engine, thresholds=replace(LIMITS, sure=0.4)).version != replace(engine, thresholds=LIMITS).version
