"""How the pages of the review are drawn: all of them from one desk, with the same words."""

from typing import Any

from flask import render_template

from app.web.teachers import foresight, retold, said
from app.web.teachers.desk import Desk
from app.web.teachers.keys import KEYS


def draw(template: str, desk: Desk, **more: Any) -> str:
    """A page of the review, or a part of it."""
    told = {"said": said, "retold": retold, "foresee": foresight.foresee, "foreseen_if": foresight.condition, "keys": KEYS}
    return render_template(template, desk=desk, item=desk.item, current=desk.current, **told, **more)
