"""dlib's own file format, as far as its face networks use it.

Integers are packed: one header byte (low four bits: number of bytes; high bit: the sign), then little endian. Floats are a
packed mantissa and a packed binary exponent. A tensor is version 2, four packed dimensions and float32 values, little endian. A layer is
its length-prefixed name followed by its parameters; layers stand in the file from input to output.

Only layers that carry weights are read; a reader finds them by name. That is safe because `weights` checks the SHA-256 of
a file before anything here looks at it. Source: dlib/serialize.h, dlib/dnn/layers.h and dlib/cuda/tensor.h of dlib 19 and 20.
"""

import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]

_LAYER_NAMES = re.compile(rb"\x01\x05con_4|\x01\x07affine_|\x01\x07bn_con2|\x01\x04fc_2")
_BATCH_NORM_EPSILON = 1e-4


@dataclass(frozen=True, slots=True)
class Convolution:
    """Filters (out, in, rows, columns), a bias (out,), and the geometry as (rows, columns)."""

    filters: Floats
    bias: Floats
    stride: tuple[int, int]
    padding: tuple[int, int]

    def folded(self, affine: "Affine") -> "Convolution":
        """The same convolution with the per-channel scale and shift that follow it taken in."""
        return Convolution(
            filters=self.filters * affine.scale[:, None, None, None],
            bias=self.bias * affine.scale + affine.shift,
            stride=self.stride,
            padding=self.padding,
        )


@dataclass(frozen=True, slots=True)
class Affine:
    """A scale and a shift per channel, each (channels,)."""

    scale: Floats
    shift: Floats


@dataclass(frozen=True, slots=True)
class Linear:
    """A matrix (inputs, outputs) without a bias."""

    matrix: Floats


Layer: TypeAlias = Convolution | Affine | Linear


class _Reader:
    """A cursor over the bytes of a file."""

    def __init__(self, data: bytes, position: int) -> None:
        self._data = data
        self._position = position

    def integer(self) -> int:
        header = self._data[self._position]
        size = header & 0x0F
        start = self._position + 1
        self._position = start + size
        value = int.from_bytes(self._data[start : self._position], "little")
        return -value if header & 0x80 else value

    def integers(self, count: int) -> list[int]:
        return [self.integer() for _ in range(count)]

    def tensor(self) -> Floats:
        version, *shape = self.integers(5)
        if version != 2 or min(shape) < 0:
            raise struct.error("not a dlib tensor")
        count = int(np.prod(shape))
        values = np.frombuffer(self._data, "<f4", count, self._position)
        self._position += 4 * count
        return values.reshape(shape).astype(np.float32)

    def alias(self) -> list[int]:
        """Shape of a part of a tensor, as dlib keeps it beside the tensor."""
        _version, *shape = self.integers(5)
        return shape


def _convolution(reader: _Reader) -> Convolution:
    flat = reader.tensor().ravel()
    _count, _rows, _columns, *geometry = reader.integers(7)
    shape = reader.alias()
    weights = int(np.prod(shape))
    stride, padding = (geometry[0], geometry[1]), (geometry[2], geometry[3])
    return Convolution(flat[:weights].reshape(shape), flat[weights:], stride, padding)


def _affine(reader: _Reader) -> Affine:
    scale, shift = np.split(reader.tensor().ravel(), 2)
    return Affine(scale, shift)


def _batch_norm(reader: _Reader) -> Affine:
    """Batch normalisation as it acts after training: with the running mean and variance."""
    gamma, beta = np.split(reader.tensor().ravel(), 2)
    reader.alias(), reader.alias()
    _means, _inverses, mean, variance = (reader.tensor().ravel() for _ in range(4))
    scale = gamma / np.sqrt(variance + np.float32(_BATCH_NORM_EPSILON))
    return Affine(scale, beta - mean * scale)


def _linear(reader: _Reader) -> Linear:
    outputs, inputs = reader.integers(2)
    return Linear(reader.tensor().reshape(inputs, outputs))


_READERS: dict[bytes, Callable[[_Reader], Layer]] = {b"con_4": _convolution, b"affine_": _affine, b"bn_con2": _batch_norm, b"fc_2": _linear}


def layers(data: bytes) -> Iterator[Layer]:
    """Every layer with weights in a dlib network file, from input to output.

    Raises `struct.error`, `IndexError` or `ValueError` where the bytes are not what the format says.
    """
    for found in _LAYER_NAMES.finditer(data):
        yield _READERS[found.group()[2:]](_Reader(data, found.end()))


def convolutions(data: bytes) -> list[Convolution]:
    """Every convolution, with the affine layer or batch normalisation that follows it folded in."""
    found: list[Convolution] = []
    for layer in layers(data):
        match layer:
            case Convolution():
                found.append(layer)
            case Affine():
                found[-1] = found[-1].folded(layer)
    return found
