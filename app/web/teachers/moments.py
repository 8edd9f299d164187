"""Moments and stretches of a film or a sound, as forms write them: "1:02:03.5", "0:12", "12.5"."""

from collections.abc import Mapping

from flask_babel import gettext as _

from consent_store.errors import BadInput
from consent_store.rules.spans import Span

_PARTS = 3  # hours, minutes, seconds
_SECONDS = 100 * 60 * 60  # beyond any film


def moment(form: Mapping[str, str], name: str) -> int:
    """The moment in a field, in whole milliseconds. Raises `BadInput` for what is none."""
    parts = form.get(name, "").strip().replace(",", ".").split(":")
    try:
        if len(parts) > _PARTS:
            raise ValueError(parts)
        seconds = sum(float(part) * float(60**place) for place, part in enumerate(reversed(parts)))
        if not all(float(part) >= 0 for part in parts) or not seconds < _SECONDS:
            raise ValueError(parts)
        return round(seconds * 1000)
    except ValueError as error:
        raise BadInput(_("Write a moment like 0:12 or 1:02:03.5."), field=name) from error


def maybe(form: Mapping[str, str], name: str) -> int | None:
    """The same, or None where the field is empty or not there."""
    return moment(form, name) if form.get(name, "").strip() else None


def stretch(form: Mapping[str, str]) -> Span:
    """From `from` to `to`. Raises `BadInput` where it ends before it begins."""
    span = Span(moment(form, "from"), moment(form, "to"))
    if span.start >= span.end:
        raise BadInput(_("A part ends after it begins."), field="to")
    return span
