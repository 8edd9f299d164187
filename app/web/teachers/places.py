"""Places in a picture, as forms and addresses write them: fractions of its width and height, or squares of it that were ticked."""

from collections.abc import Sequence

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from consent_store.errors import BadInput
from consent_store.records.views import ItemView
from consent_store.rules.sightings import Box

ACROSS, DOWN = 10, 6
"""How many squares a picture has that places are ticked in."""


def place(view: ItemView, form: "MultiDict[str, str]") -> Box | None:
    """A place in pixels of the picture, or None where none is given: its fractions, "left top right bottom" in the field `box`, or around
    all squares in `square`, "column row" from 0 each.
    """
    text, squares = form.get("box", "").split(), form.getlist("square")
    if not text and not squares:
        return None
    try:
        left, top, right, bottom = map(float, text) if text else _around(squares)
        if not all(0 <= part <= 1 for part in (left, top, right, bottom)):
            raise ValueError(text)
        width, height = view.width or 0, view.height or 0
        return Box(round(left * width), round(top * height), round(right * width), round(bottom * height))
    except ValueError as error:
        raise BadInput(_("This place is not in the picture."), field="box") from error


def _around(squares: Sequence[str]) -> tuple[float, float, float, float]:
    """Fractions of the picture. Raises `ValueError` for what is no square."""
    columns, rows = zip(*(map(int, square.split()) for square in squares), strict=True)
    return min(columns) / ACROSS, min(rows) / DOWN, (max(columns) + 1) / ACROSS, (max(rows) + 1) / DOWN
