"""Places in a picture, as forms and addresses write them: fractions of its width and height."""

from collections.abc import Mapping

from flask_babel import gettext as _

from consent_store.errors import BadInput
from consent_store.records.views import ItemView
from consent_store.rules.sightings import Box


def place(view: ItemView, form: Mapping[str, str]) -> Box | None:
    """A place as fractions of the picture, "left top right bottom" in the field `box`, in its pixels; None where none is given."""
    text = form.get("box", "").split()
    if not text:
        return None
    try:
        left, top, right, bottom = map(float, text)
        if not all(0 <= part <= 1 for part in (left, top, right, bottom)):
            raise ValueError(text)
        width, height = view.width or 0, view.height or 0
        return Box(round(left * width), round(top * height), round(right * width), round(bottom * height))
    except ValueError as error:
        raise BadInput(_("This place is not in the picture."), field="box") from error
