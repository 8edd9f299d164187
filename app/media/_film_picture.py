"""Frames of a film as people see them: upright, square pixels, 8 bits; and which of them are worth a look."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, cast

import numpy as np
from av.filter import Graph
from av.video.frame import VideoFrame
from av.video.reformatter import ColorTrc
from numpy.typing import NDArray

from app.media.unplayable import Unplayable

MAX_PIXELS: Final = 36_000_000

_TURNS: Final = {0: (), 90: (("transpose", "cclock"),), 180: (("hflip", ""), ("vflip", "")), 270: (("transpose", "clock"),)}
_BRIGHT: Final = {ColorTrc.SMPTE2084, ColorTrc.ARIB_STD_B67}  # transfer of HDR10 and of HLG
_HIGH_DEFINITION: Final = 720  # lines; from there on colour that does not say what it is is BT.709

Planes = NDArray[np.uint8]
"""Y, U and V of a frame one below the other, shape (height * 3 / 2, width)."""


@dataclass(slots=True)
class Shape:
    """How frames are made upright and of one size: `width` and `height` in pixels, both even; the film's own are `scale` times as many."""

    width: int
    height: int
    scale: float
    _graph: Graph | None = field(default=None, init=False)
    _made_for: tuple[object, ...] = field(default=(), init=False)

    @classmethod
    def of(cls, frame: VideoFrame, longest: int, narrow: int, aspect: Fraction | None) -> "Shape":
        """The shape of a film by its first frame, its sides at most `longest` and `narrow` pixels. `aspect` is that of its pixels."""
        across, down = frame.width * float(aspect or 1), float(frame.height)
        scale = max(1.0, max(across, down) / longest, min(across, down) / narrow)
        width, height = (max(2, 2 * round(side / scale / 2)) for side in ((down, across) if frame.rotation % 180 else (across, down)))
        return cls(width, height, scale)

    def upright(self, frame: VideoFrame) -> Planes:
        """`frame` in this shape. Raises Unplayable where a later frame is larger than may be."""
        if frame.width * frame.height > MAX_PIXELS:
            raise Unplayable("too_many_pixels")
        kind = (frame.width, frame.height, frame.format.name, frame.color_trc, frame.colorspace, frame.rotation)
        if self._graph is None or kind != self._made_for:
            self._graph, self._made_for = self._made(frame), kind
        self._graph.push(frame)
        return np.asarray(cast(VideoFrame, self._graph.pull()).to_ndarray(), np.uint8)

    def _made(self, frame: VideoFrame) -> Graph:
        turned = frame.rotation % 180
        width, height = (self.height, self.width) if turned else (self.width, self.height)
        words = [f"w={width}:h={height}:out_range=tv:out_color_matrix=bt709:flags=bilinear"]
        if frame.color_trc in _BRIGHT:
            words.append("out_transfer=bt709:out_primaries=bt709:intent=perceptual")
        if frame.colorspace == _UNSPECIFIED and frame.height >= _HIGH_DEFINITION:
            words.append("in_color_matrix=bt709")
        graph = Graph()
        # Colours that differ from what was declared make the scaler set itself up anew for every frame: seconds for each, with HDR.
        declared = f"pix_fmt={frame.format.name}:colorspace={int(frame.colorspace)}:range={int(frame.color_range)}:time_base=1/90000"
        last = graph.add("buffer", f"video_size={frame.width}x{frame.height}:pixel_aspect=1/1:{declared}")
        for name, value in (
            ("scale", ":".join(words)),
            *_TURNS[frame.rotation % 360 // 90 * 90],
            ("format", "yuv420p"),
            ("buffersink", ""),
        ):
            following = graph.add(name, value)
            last.link_to(following)
            last = following
        graph.configure()
        return graph


_UNSPECIFIED: Final = 2

_ROWS, _COLUMNS = 18, 32  # of the small grey picture by which change is measured
_CUT: Final = 22.0  # mean grey levels from one frame to the next
_CUT_AGAINST: Final = 4.0  # times what changed between the frames before
_MOVED: Final = 14.0  # grey levels in one cell since the last frame that was sent


class Chooser:
    """Which frames are sent: all, or one each `step` seconds, each `busy` seconds while something moves, and one at each cut."""

    def __init__(self, step: float | None, busy: float | None) -> None:
        self._step, self._busy = step, busy
        self._usual = 1.0
        self._before: NDArray[np.float32] | None = None
        self._sent: NDArray[np.float32] | None = None
        self._at = 0.0
        self.cut = False

    def wants(self, frame: VideoFrame, time: float) -> bool:
        """Whether `frame` is sent; afterwards `cut` says whether a shot begins with a frame since the last that was sent."""
        small, before = _small(frame), self._before
        self._before = small
        cut = before is None or self._is_cut(float(np.abs(small - before).mean()))
        if self._step is None or self._busy is None:
            self.cut = cut
            return True
        if not (cut or self._is_due(small, time)):
            return False
        self.cut, self._sent, self._at = cut, small, time
        return True

    def _is_due(self, small: NDArray[np.float32], time: float) -> bool:
        waited = time - self._at + 1e-3
        moved = self._sent is None or float(np.abs(small - self._sent).max()) > _MOVED
        return waited >= (self._step or 0) or (moved and waited >= (self._busy or 0))

    def _is_cut(self, change: float) -> bool:
        cut = change > _CUT and change > _CUT_AGAINST * self._usual
        self._usual = max(1.0, 0.8 * self._usual + 0.2 * min(change, _CUT))
        return cut


def _small(frame: VideoFrame) -> NDArray[np.float32]:
    """The first plane, brightness in all films that cameras make, as mean grey levels of `_ROWS` by `_COLUMNS` cells."""
    plane, deep = frame.planes[0], frame.format.components[0].bits > 8
    lines = np.frombuffer(memoryview(plane), np.dtype("<u2") if deep else np.uint8).reshape(plane.height, -1)
    every = max(1, plane.height // (4 * _ROWS)), max(1, plane.width // (4 * _COLUMNS))
    some = lines[:: every[0], : plane.width : every[1]]
    rows, columns = (max(1, side // cells) for side, cells in zip(some.shape, (_ROWS, _COLUMNS), strict=True))
    some = some[: some.shape[0] // rows * rows, : some.shape[1] // columns * columns]
    cells = some.reshape(some.shape[0] // rows, rows, some.shape[1] // columns, columns).mean(axis=(1, 3), dtype=np.float32)
    return np.asarray(cells / (1 << (frame.format.components[0].bits - 8)) if deep else cells, np.float32)
