"""The living style guide: one page with every component in every state, so that a built page can be compared at a glance."""

from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

from flask import Blueprint, current_app, render_template

from app.web import access
from consent_store.rules.sightings import Box
from consent_store.rules.terms import Kind

bp = Blueprint("styleguide", __name__)


def signs() -> list[str]:
    """Names of all icons in the sprite, in its order; the logo is no icon."""
    sprite = ElementTree.parse(Path(current_app.static_folder or "") / "icons.svg")  # noqa: S314 - our own file
    return [name for symbol in sprite.iter("{http://www.w3.org/2000/svg}symbol") if (name := symbol.get("id", "")) != "logo"]


def group_faces() -> list[Box]:
    """Where the four faces are in static/samples/group.svg, in its 1200 by 800 pixels."""
    return [Box(left, top, left + 164, top + 196) for left, top in ((98, 432), (378, 396), (658, 432), (938, 396))]


@bp.get("/styleguide")
@access.always
def page() -> str:
    """Every component in every state; nothing on it comes from the register."""
    sample = SimpleNamespace(width=1200, height=800, kind=Kind.PHOTO, preview=None, thumb=None, removed=False)
    return render_template("styleguide/page.html", signs=signs(), boxes=group_faces(), sample=sample)
