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
    record = tmp_path / "record.json"
    thresholds.keep(LIMITS, record)
    sheet = technical_sheet(f"finder+tests+{LIMITS.fingerprint}", records=[record])
    assert sheet is not None
    assert (sheet.sure, sheet.people, sheet.equal_error_rate) == (LIMITS.sure, None, None)
    assert technical_sheet(f"finder+other+{LIMITS.fingerprint}", records=[record]) is None
    assert technical_sheet("finder+tests+00000000", records=[record]) is None


def test_a_schools_own_thresholds_are_on_it_once_they_are_in_force(engine: Engine, tmp_path: Path) -> None:
    own, mine = tmp_path / "thresholds.json", replace(LIMITS, describer=engine.describer_id, sure=0.4, found={"data": "ours"})
    thresholds.keep(mine, own)
    for running, data in ((engine, engine.thresholds.found["data"]), (replace(engine, thresholds=mine), "ours")):
        sheet = technical_sheet(running.version, records=(own, thresholds.RECORD))
        assert sheet is not None
        assert (sheet.sure, sheet.data) == (running.thresholds.sure, data)


def test_models_that_an_operator_brings_have_a_sheet_too(tmp_path: Path) -> None:
    (tmp_path / "models.toml").write_text("[thresholds]\nsure = 0.9\nmargin = 0.15\nunsure = 1.05\ngroup = 0.9\n")
    limits = replace(LIMITS, sure=0.9, margin=0.15, unsure=1.05, group=0.9)
    sheet = technical_sheet(f"yunet-1+sface-2+{limits.fingerprint}", tmp_path)
    assert sheet is not None
    assert (sheet.sure, sheet.data) == (0.9, None)


def test_other_thresholds_are_another_version(engine: Engine) -> None:
    assert replace(engine, thresholds=LIMITS).version == replace(engine, thresholds=LIMITS).version
    assert replace(engine, thresholds=replace(LIMITS, sure=0.4)).version != replace(engine, thresholds=LIMITS).version
