"""The trade-off between the two errors, drawn as an SVG file by hand: two axes and one line need no library."""

import math
from pathlib import Path
from xml.etree import ElementTree as ET

from app.analysis.evaluation import Comparisons

_SIZE, _MARGIN = 480, 64
_LOWEST = 1e-5  # both axes are logarithmic and end here


def write_plot(compared: Comparisons, path: Path, title: str) -> None:
    """Draw false non-match rate against false match rate (a DET curve), on logarithmic axes from 0.001 % to 100 %."""
    drawing = ET.Element("svg", xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {_SIZE} {_SIZE}", role="img")
    ET.SubElement(drawing, "title").text = title
    ET.SubElement(drawing, "rect", width=str(_SIZE), height=str(_SIZE), fill="white")
    for exponent in range(-5, 1):
        _rule(drawing, 10.0**exponent)
    _text(drawing, _SIZE / 2, _SIZE - 16, "false match rate")
    _text(drawing, 16, _SIZE / 2, "false non-match rate", turned=True)
    _text(drawing, _SIZE / 2, 28, title)
    ET.SubElement(drawing, "polyline", points=_curve(compared), fill="none", stroke="#0b5fa5", attrib={"stroke-width": "2"})
    path.write_text(ET.tostring(drawing, encoding="unicode"), "utf-8")


def _curve(compared: Comparisons) -> str:
    rates = zip(compared.false_match_rate, compared.false_non_match_rate, strict=True)
    places = dict.fromkeys((f"{_along(match):.1f}", f"{_SIZE - _along(miss):.1f}") for match, miss in rates)
    return " ".join(",".join(place) for place in places)


def _along(rate: float) -> float:
    """Where a rate lies along an axis, in pixels from its beginning."""
    share = 1 + math.log10(max(float(rate), _LOWEST)) / -math.log10(_LOWEST)
    return _MARGIN + share * (_SIZE - 2 * _MARGIN)


def _rule(drawing: ET.Element, rate: float) -> None:
    low, high, place = str(_MARGIN), str(_SIZE - _MARGIN), _along(rate)
    for line in (
        {"x1": str(place), "x2": str(place), "y1": low, "y2": high},
        {"y1": str(_SIZE - place), "y2": str(_SIZE - place), "x1": low, "x2": high},
    ):
        ET.SubElement(drawing, "line", line, stroke="#d0d0d0")
    label = f"{rate * 100:g} %"
    _text(drawing, place, _SIZE - _MARGIN + 18, label)
    _text(drawing, _MARGIN - 24, _SIZE - place + 4, label)


def _text(drawing: ET.Element, x: float, y: float, words: str, *, turned: bool = False) -> None:
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "font-size": "11", "font-family": "sans-serif", "text-anchor": "middle"}
    if turned:
        place["transform"] = f"rotate(-90 {x:.1f} {y:.1f})"
    ET.SubElement(drawing, "text", place).text = words
