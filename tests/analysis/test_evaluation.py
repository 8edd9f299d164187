"""Error rates and thresholds from labelled distances."""

from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from app.analysis import evaluation
from app.analysis.calibration import calibrate
from app.analysis.evaluation import Comparisons, every_pair, figures
from app.analysis.plot import write_plot
from app.analysis.thresholds import RECORD, ThresholdError, Thresholds, keep, thresholds_for
from tests.analysis.values import at


def compared(mated: list[float], non_mated: list[float]) -> Comparisons:
    apart = np.array(mated + non_mated, np.float32)
    return Comparisons.of(apart, np.arange(len(apart)) < len(mated))


def people(count: int, pictures: int, spread: float) -> tuple[np.ndarray, list[str]]:
    draw = np.random.default_rng(3)
    centres = draw.normal(size=(count, 1, 32)) * 0.14
    faces = centres + draw.normal(size=(count, pictures, 32)) * spread
    return faces.reshape(-1, 32).astype(np.float32), [str(person) for person in range(count) for _ in range(pictures)]


def test_rates_of_a_case_worked_by_hand() -> None:
    case = compared([0.2, 0.3, 0.4, 0.7], [0.5, 0.6, 0.8, 0.9])
    assert case.equal_error_rate == pytest.approx(0.25)
    assert case.nearest_strangers() == pytest.approx(0.5)
    assert case.threshold_at(1e-3) == pytest.approx(0.5, abs=0.002)
    assert case.misses_at(0.5) == 0.25


def test_too_few_pairs_are_called_too_few() -> None:
    assert not compared([0.2], [0.9] * 2999).suffice_for(1e-3)
    assert compared([0.2], [0.9] * 3000).suffice_for(1e-3)
    with pytest.raises(ValueError, match="pairs of two"):
        figures(compared([0.2], []))


def test_every_pair_is_counted_once_whatever_the_block(monkeypatch: pytest.MonkeyPatch) -> None:
    faces, names = people(5, 4, 0.02)
    whole = every_pair(faces, names)
    monkeypatch.setattr(evaluation, "_BLOCK", 3)
    assert np.array_equal(every_pair(faces, names).mated, whole.mated)
    assert (whole.mated.sum(), whole.non_mated.sum()) == (5 * 6, 20 * 19 // 2 - 30)


def test_calibrated_thresholds_let_no_stranger_be_sure_and_say_how() -> None:
    faces, names = people(12, 4, 0.02)
    limits = calibrate(faces, names, "drawn")
    assert 0 < limits.sure <= limits.unsure
    assert limits.found["false_sure"] == 0
    assert limits.found["sure_and_right"] == limits.found["tried_enrolled"] == 48


def test_more_confusing_people_give_stricter_thresholds() -> None:
    faces, names = people(12, 4, 0.02)
    assert calibrate(faces * np.float32(0.4), names, "drawn").sure < calibrate(faces, names, "drawn").sure


def test_too_little_to_learn_from_is_refused() -> None:
    with pytest.raises(ThresholdError, match="at least 5 people"):
        calibrate(at(0, 1, 2), ["a", "b", "c"], "drawn")


def test_thresholds_are_kept_beside_others(tmp_path: Path) -> None:
    record = tmp_path / "thresholds.json"
    keep(Thresholds("one", 0.4, 0.1, 0.5, 0.4), record)
    keep(Thresholds("other", 0.3, 0.1, 0.5, 0.4, {"how": "by hand"}), record)
    assert (thresholds_for("one", record).sure, thresholds_for("other", record).found) == (0.4, {"how": "by hand"})
    with pytest.raises(ThresholdError, match="no thresholds for nobody"):
        thresholds_for("nobody", record)
    with pytest.raises(ThresholdError, match="above 0"):
        Thresholds("wrong", 0.6, 0.1, 0.5, 0.4)


def test_the_shipped_record_says_how_it_was_found() -> None:
    found = thresholds_for("dlib-resnet-55533b28a958", RECORD).found
    assert found["false_sure"] == 0
    assert found["how"]


def test_the_plot_is_a_drawing_with_its_curve(tmp_path: Path) -> None:
    path = tmp_path / "det.svg"
    write_plot(compared([0.2, 0.3, 0.7], [0.5, 0.9, 0.9]), path, "three <and> three")
    drawing = ET.fromstring(path.read_text())
    [curve] = drawing.iter("{http://www.w3.org/2000/svg}polyline")
    assert len(curve.attrib["points"].split()) >= 4
