"""Writing networks as ONNX files: nodes and weights are collected under fresh names, and checked before they are saved."""

from collections.abc import Sequence
from typing import Any

import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

OPSET = 13

Values = onnx.ValueInfoProto


class Graph:
    """Collects nodes and weights; every method returns the name of what it adds."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def constant(self, values: NDArray[Any]) -> str:
        """Weights of the network."""
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(values, name))
        return name

    def add(self, operator: str, *inputs: str, **attributes: Any) -> str:
        """A node with one output."""
        return self.add_many(operator, *inputs, outputs=1, **attributes)[0]

    def add_many(self, operator: str, *inputs: str, outputs: int, **attributes: Any) -> list[str]:
        """A node with several outputs."""
        name = f"n{len(self.nodes)}"
        names = [name, *(f"{name}.{number}" for number in range(1, outputs))]
        self.nodes.append(helper.make_node(operator, list(inputs), names, name=name, **attributes))
        return names

    def saved(self, inputs: Sequence[Values], outputs: Sequence[tuple[str, Values]]) -> bytes:
        """The ONNX file; `outputs` pairs what a node gave with the value that the network gives."""
        given = [helper.make_node("Identity", [source], [value.name]) for source, value in outputs]
        graph = helper.make_graph([*self.nodes, *given], "beeldpoort", list(inputs), [value for _, value in outputs], self.weights)
        return checked(helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8))


def checked(model: onnx.ModelProto) -> bytes:
    """The bytes of a model that ONNX finds sound. Raises `onnx.checker.ValidationError`."""
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())
