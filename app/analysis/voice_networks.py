"""The two networks that listen, written as ONNX graphs.

- `speech`: Silero's voice detector over any number of windows in order; how surely somebody speaks in each;
- `voices`: Resemblyzer's network; mel spectrograms in, one descriptor for each moment asked for.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper

from app.analysis import ggml, torchfile
from app.analysis.graph import Graph, Values

CONTEXT = 64  # samples of the window before that the detector hears again
WINDOW = 512  # samples of which it says one thing
STATE = 128
MELS = 40
DESCRIPTOR = 256

_EDGE = 64  # samples mirrored at a window's end
_FOURIER_STEP = 128
_STRIDES = (1, 2, 2, 1)
_LAYERS = 3

Weights = Mapping[str, NDArray[np.float32]]


def speech(source: bytes) -> bytes:
    """Silero's detector. In: `windows` float32 (n, 576), `hidden` and `cell` (1, 1, 128); out: `sure` (n,), 0 to 1, and both states.

    Its layers before the recurrent one see all windows at once. Raises `ValueError` for another file.
    """
    weights, graph = ggml.tensors(source), Graph()
    heard = _encoded(graph, weights)
    steps = graph.add("Unsqueeze", graph.add("Squeeze", heard, _axes(graph, 2)), _axes(graph, 1))
    recurrent = _recurrent(graph, [weights[f"_model.decoder.rnn.{part}"] for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")])
    every, hidden, cell = graph.add_many("LSTM", steps, *recurrent, "", "hidden", "cell", outputs=3, hidden_size=STATE)
    flat = graph.add("Squeeze", graph.add("Relu", every), _axes(graph, 1, 2))
    weight, bias = weights["_model.decoder.decoder.2.weight"], weights["_model.decoder.decoder.2.bias"]
    logits = graph.add("Add", graph.add("MatMul", flat, graph.constant(weight.reshape(STATE))), graph.constant(bias.reshape(1)))
    state = [1, 1, STATE]
    inputs = [_floats("windows", ["n", CONTEXT + WINDOW]), _floats("hidden", state), _floats("cell", state)]
    sure = graph.add("Sigmoid", logits)
    return graph.saved(
        inputs, [(sure, _floats("sure", ["n"])), (hidden, _floats("hidden_after", state)), (cell, _floats("cell_after", state))]
    )


def _encoded(graph: Graph, weights: Weights) -> str:
    """Strength of each frequency (a Fourier transform as a convolution), then four convolutions: (n, 128, 1)."""
    pads = graph.constant(np.array([0, 0, 0, _EDGE], np.int64))
    rows = graph.add("Unsqueeze", graph.add("Pad", "windows", pads, mode="reflect"), _axes(graph, 1))
    waves = graph.add("Conv", rows, graph.constant(weights["_model.stft.forward_basis_buffer"]), strides=[_FOURIER_STEP])
    real, imaginary = graph.add_many("Split", waves, outputs=2, axis=1)
    squares = [graph.add("Mul", part, part) for part in (real, imaginary)]
    heard = graph.add("Sqrt", graph.add("Add", *squares))
    for number, stride in enumerate(_STRIDES):
        layer = [graph.constant(weights[f"_model.encoder.{number}.reparam_conv.{part}"]) for part in ("weight", "bias")]
        heard = graph.add("Relu", graph.add("Conv", heard, *layer, strides=[stride], pads=[1, 1]))
    return heard


def voices(source: bytes) -> bytes:
    """Resemblyzer's network. In: `mels` float32 (n, frames, 40) and `ends` int64 (k,), frames after which to describe; out: `voices`
    (n, k, 256), each of length 1. Raises `ValueError` for another file.
    """
    weights, graph = torchfile.tensors(source, "model_state"), Graph()
    steps = graph.add("Transpose", "mels", perm=[1, 0, 2])
    for layer in range(_LAYERS):
        names = [f"lstm.{part}_l{layer}" for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]
        every = graph.add("LSTM", steps, *_recurrent(graph, [weights[name] for name in names]), hidden_size=DESCRIPTOR)
        steps = graph.add("Squeeze", every, _axes(graph, 1))
    asked = graph.add("Gather", graph.add("Transpose", steps, perm=[1, 0, 2]), "ends", axis=1)
    matrix, bias = graph.constant(weights["linear.weight"].T.copy()), graph.constant(weights["linear.bias"])
    raw = graph.add("Relu", graph.add("Add", graph.add("MatMul", asked, matrix), bias))
    found = graph.add("LpNormalization", raw, axis=-1, p=2)
    ends = helper.make_tensor_value_info("ends", TensorProto.INT64, ["k"])
    return graph.saved([_floats("mels", ["n", "frames", MELS]), ends], [(found, _floats("voices", ["n", "k", DESCRIPTOR]))])


def _recurrent(graph: Graph, weights: Sequence[NDArray[np.float32]]) -> list[str]:
    """Weights and biases of an LSTM, from torch's order of gates (input, forget, cell, output) to ONNX's (input, output, forget, cell)."""
    turned = [np.concatenate([np.split(each, 4)[gate] for gate in (0, 3, 1, 2)]) for each in weights]
    into, hidden, bias_into, bias_hidden = turned
    return [graph.constant(each[None]) for each in (into, hidden, np.concatenate([bias_into, bias_hidden]))]


def _axes(graph: Graph, *axes: int) -> str:
    return graph.constant(np.array(axes, np.int64))


def _floats(name: str, shape: Sequence[int | str]) -> Values:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
