"""The networks inside the packages, written as ONNX graphs that ONNX Runtime runs several times faster.

Three graphs, each taking pictures as they are, uint8 (n, height, width, 3) in RGB:

- `describer`: dlib's ResNet; chips of 150x150 in, descriptors float32 (n, 128) out;
- `second_opinion`: dlib's CNN face detector at one scale; a map of scores float32 (n, 1, rows, columns) out;
- `centerface`: CenterFace for any size that is a multiple of 32; its four maps out.
"""

from collections.abc import Sequence

import numpy as np
import onnx
from onnx import TensorProto, helper, version_converter

from app.analysis.dat import Convolution, Linear, convolutions, layers
from app.analysis.graph import OPSET, Graph, checked

CENTERFACE_MAPS = ("537", "538", "539", "540")

_RGB_MEAN = np.array([122.782, 117.001, 104.298], np.float32)
_RESNET_LEVELS = ((32, 3), (64, 4), (128, 3), (256, 3), (256, 1))


class _Graph(Graph):
    """A graph that takes pictures."""

    def convolution(self, source: str, layer: Convolution) -> str:
        weights = self.constant(layer.filters), self.constant(layer.bias)
        return self.add("Conv", source, *weights, strides=layer.stride, pads=layer.padding * 2)

    def normalised(self, pictures: str) -> str:
        """dlib's input: channels first, mean taken off, divided by 256."""
        floats = self.add("Cast", pictures, to=TensorProto.FLOAT)
        first = self.add("Transpose", floats, perm=[0, 3, 1, 2])
        centred = self.add("Sub", first, self.constant(_RGB_MEAN.reshape(1, 3, 1, 1)))
        return self.add("Mul", centred, self.constant(np.array([1 / 256], np.float32)))

    def model(self, size: Sequence[int | str], output: str, shape: Sequence[int | str]) -> bytes:
        pictures = helper.make_tensor_value_info("pictures", TensorProto.UINT8, ["n", *size, 3])
        out = helper.make_tensor_value_info("out", TensorProto.FLOAT, ["n", *shape])
        return self.saved([pictures], [(output, out)])


def _halved(channels: int, wanted: int) -> Convolution:
    """Average pooling by 2x2 that also adds empty channels, as one convolution: dlib pads the smaller operand of a sum with zeros."""
    filters = np.zeros((wanted, channels, 2, 2), np.float32)
    filters[np.arange(channels), np.arange(channels)] = 0.25
    return Convolution(filters, np.zeros(wanted, np.float32), (2, 2), (0, 0))


def _residual(graph: _Graph, source: str, pair: Sequence[Convolution], channels: int, *, short: bool) -> str:
    """Two convolutions beside a short cut. `short`: the convolutions come out one row and column smaller than the short cut."""
    inner = graph.add("Relu", graph.convolution(source, pair[0]))
    branch = graph.convolution(inner, pair[1])
    wanted = pair[1].filters.shape[0]
    if pair[0].stride == (2, 2):
        source = graph.convolution(source, _halved(channels, wanted))
    if short:
        branch = graph.add("Pad", branch, graph.constant(np.array([0, 0, 0, 0, 0, 0, 1, 1], np.int64)))
    return graph.add("Relu", graph.add("Add", branch, source))


def describer(dat: bytes) -> bytes:
    """dlib's face recognition ResNet as an ONNX file. Raises `ValueError` where the layers are not those of that network."""
    first, *rest = convolutions(dat)
    matrices = [layer.matrix for layer in layers(dat) if isinstance(layer, Linear)]
    if len(rest) != 2 * sum(blocks for _, blocks in _RESNET_LEVELS) or len(matrices) != 1:
        raise ValueError("not dlib's face recognition network")
    graph = _Graph()
    face = graph.add("Relu", graph.convolution(graph.normalised("pictures"), first))
    face = graph.add("MaxPool", face, kernel_shape=[3, 3], strides=[2, 2])
    channels, size = 32, 35
    for pair in zip(rest[::2], rest[1::2], strict=True):
        halves = pair[0].stride == (2, 2)
        shrunk = (size - 3) // 2 + 1
        face = _residual(graph, face, pair, channels, short=halves and shrunk < size // 2)
        channels, size = pair[1].filters.shape[0], size // 2 if halves else size
    flat = graph.add("Flatten", graph.add("GlobalAveragePool", face))
    return graph.model([150, 150], graph.add("MatMul", flat, graph.constant(matrices[0])), [128])


def second_opinion(dat: bytes) -> bytes:
    """dlib's CNN face detector, without its image pyramid, as an ONNX file: a positive score where a face of about 80 pixels is centred."""
    *hidden, last = convolutions(dat)
    graph = _Graph()
    face = graph.normalised("pictures")
    for layer in hidden:
        face = graph.add("Relu", graph.convolution(face, layer))
    return graph.model(["height", "width"], graph.convolution(face, last), [1, "rows", "columns"])


def centerface(source: bytes) -> bytes:
    """CenterFace as an ONNX file for pictures of any size that is a multiple of 32.

    The file in the package lists its weights as inputs, which keeps ONNX Runtime from folding and laying them out: taking them out of
    the inputs halves the time.
    """
    model = version_converter.convert_version(_without_weight_inputs(onnx.load_from_string(source)), OPSET)
    graph = model.graph
    name = graph.input[0].name
    graph.input[0].CopyFrom(helper.make_tensor_value_info("pictures", TensorProto.UINT8, ["n", "height", "width", 3]))
    graph.node.insert(0, helper.make_node("Transpose", ["floats"], [name], perm=[0, 3, 1, 2]))
    graph.node.insert(0, helper.make_node("Cast", ["pictures"], ["floats"], to=TensorProto.FLOAT))
    for output, depth in zip(graph.output, (1, 2, 2, 10), strict=True):
        output.CopyFrom(helper.make_tensor_value_info(output.name, TensorProto.FLOAT, ["n", depth, "rows", "columns"]))
    del graph.value_info[:]
    return checked(model)


def _without_weight_inputs(model: onnx.ModelProto) -> onnx.ModelProto:
    graph = model.graph
    used = {name for node in graph.node for name in node.input}
    weights = [weight for weight in graph.initializer if weight.name in used]
    pictures = [entry for entry in graph.input if entry.name not in {weight.name for weight in graph.initializer}]
    del graph.initializer[:], graph.input[:]
    graph.initializer.extend(weights)
    graph.input.extend(pictures[:1])
    return model
