"""Models that an operator brings, with their own thresholds."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from app.analysis.matching import BadDescriptor, Register
from app.analysis.pipeline import Engine, build_engine
from app.analysis.ports import Pixels
from app.analysis.thresholds import ThresholdError
from app.analysis.weights import DEFAULT_CACHE, WeightsError
from consent_store.ids import PersonId

DESCRIBER = '[describer]\nfile = "small.onnx"\n'
THRESHOLDS = "[thresholds]\nsure = 0.2\nmargin = 0.05\nunsure = 0.4\ngroup = 0.2\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a describer of 48 numbers: the face made 4 by 4 pixels small."""
    nodes = [
        helper.make_node("AveragePool", ["face"], ["small"], kernel_shape=[28, 28], strides=[28, 28]),
        helper.make_node("Flatten", ["small"], ["out"]),
    ]
    face = helper.make_tensor_value_info("face", TensorProto.FLOAT, [1, 3, 112, 112])
    out = helper.make_tensor_value_info("out", TensorProto.FLOAT, [1, 48])
    model = helper.make_model(helper.make_graph(nodes, "small", [face], [out]), opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.save(model, tmp_path / "small.onnx")
    return tmp_path


def built(folder: Path, text: str) -> Engine:
    (folder / "models.toml").write_text(text)
    return build_engine(DEFAULT_CACHE, folder)


def test_a_brought_describer_describes_under_its_own_name_and_thresholds(
    folder: Path, engine: Engine, drawn: Callable[..., Pixels]
) -> None:
    brought = built(folder, DESCRIBER + THRESHOLDS)
    [[face]] = brought.describe([drawn(0)], brought.find([drawn(0)]))
    assert np.linalg.norm(face.descriptor) == pytest.approx(1, abs=1e-5)
    assert brought.describer_id.startswith("small-")
    assert brought.version != engine.version
    assert brought.thresholds.sure == 0.2
    with pytest.raises(BadDescriptor, match="enrol again"):
        engine.propose([np.ones(128, np.float32)], [face.quality.score], Register([PersonId("anna")], face.descriptor[None]))


@pytest.mark.parametrize(
    ("text", "wrong", "sentence"),
    [
        (DESCRIBER, ThresholdError, r"needs \[thresholds\]"),
        (DESCRIBER + "[thresholds]\nsure = 0.2\n", ThresholdError, r"needs \[thresholds\]"),
        ('[describer]\nfile = "gone.onnx"\n' + THRESHOLDS, WeightsError, "gone.onnx"),
        ("this is not toml", WeightsError, "models.toml"),
    ],
)
def test_what_is_missing_is_a_sentence(folder: Path, text: str, wrong: type[Exception], sentence: str) -> None:
    with pytest.raises(wrong, match=sentence):
        built(folder, text)


def test_a_folder_without_a_description_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"models\.toml"):
        build_engine(DEFAULT_CACHE, tmp_path)
