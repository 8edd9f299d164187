"""Reading the old format of torch (before 1.6) without torch: a network's weights by name.

Such a file is three pickles (a magic number, a version, the machine's sizes), then the pickled state, in which storages stand as
persistent ids, then the list of their keys, then for each an int64 count and that many little-endian floats. A pickle may name any
function to call: this one may name three, and nothing else is ever called. Source: torch/serialization.py, `_legacy_load`.
"""

import io
import pickle
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Tensors = Mapping[str, NDArray[np.float32]]

_MAGIC = 0x1950A86A20F9469CFC6C


class _Tensor(NamedTuple):
    """A tensor whose numbers are still to come: its storage's key, where it starts in it, its shape and steps, in numbers."""

    storage: str
    start: int
    shape: tuple[int, ...]
    steps: tuple[int, ...]

    def filled(self, storages: Mapping[str, NDArray[np.float32]]) -> NDArray[np.float32]:
        """Its numbers, from the one storage that they lie in. Raises `ValueError` where it reaches beyond it."""
        last = self.start + sum((size - 1) * step for size, step in zip(self.shape, self.steps, strict=True))
        storage = storages[self.storage]
        if not 0 <= self.start <= last < len(storage) or min(self.steps, default=1) < 1:
            raise ValueError("a tensor reaches beyond its storage")
        view = np.lib.stride_tricks.as_strided(storage[self.start :], self.shape, [step * 4 for step in self.steps])
        return np.ascontiguousarray(view)


def _tensor(storage: str, start: int, shape: tuple[int, ...], steps: tuple[int, ...], *_: object) -> _Tensor:
    return _Tensor(storage, start, shape, steps)


_ALLOWED: Mapping[tuple[str, str], Any] = {
    ("collections", "OrderedDict"): OrderedDict,
    ("torch._utils", "_rebuild_tensor_v2"): _tensor,
    ("torch", "FloatStorage"): "FloatStorage",
}


class _Unpickler(pickle.Unpickler):
    """Calls nothing but what stands above."""

    def find_class(self, module: str, name: str) -> Any:
        """What a pickle may name."""
        if (module, name) not in _ALLOWED:
            raise ValueError(f"the file asks for {module}.{name}, which weights do not need")
        return _ALLOWED[module, name]

    def persistent_load(self, pid: Any) -> str:
        """The key of a storage; its kind, place, length and view are not needed."""
        return str(pid[2])


def tensors(data: bytes, state: str) -> Tensors:
    """The tensors of the dictionary `state` in a file, by name, float32. Raises `ValueError` where the file is none of that format."""
    file = io.BytesIO(data)
    try:
        if _load(file) != _MAGIC:
            raise ValueError("not a file in torch's old format")
        _load(file), _load(file)
        named = _load(file)[state]
        storages = {key: _storage(file) for key in _load(file)}
        return {name: each.filled(storages) for name, each in named.items()}
    except (KeyError, TypeError, EOFError, AttributeError, pickle.UnpicklingError) as error:
        raise ValueError("not a file in torch's old format") from error


def _load(file: io.BytesIO) -> Any:
    return _Unpickler(file).load()


def _storage(file: io.BytesIO) -> NDArray[np.float32]:
    count = int.from_bytes(file.read(8), "little", signed=True)
    return np.frombuffer(file.read(4 * count), "<f4")
