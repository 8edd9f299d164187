"""The line that belongs under what is published, in the school's own words."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.web.attempts import attempt
from app.web.context import me, now, session
from app.web.office.blueprint import admin, bp
from consent_store.operations import lines as operations
from consent_store.records.queries import drafts, school
from consent_store.rules.lines import LINES, Behalf, filled


@bp.get("/lines")
@admin
def lines() -> ResponseReturnValue:
    """The lines, as they are and as they read."""
    kept, name = drafts.lines(session()), school.opened(session()).name
    shown = {key: filled(line, name) for key, line in kept.items()}
    return render_template("office/lines.html", lines=kept, shown=shown, behalves=list(Behalf))


@bp.post("/lines")
@admin
def keep_lines() -> ResponseReturnValue:
    """Keep all of them, or none."""
    with attempt(_("It is kept.")) as changing:
        for behalf, language in LINES:
            line = request.form.get(f"{behalf}_{language}", "")
            operations.set_line(changing, behalf, language, line, actor=me().person.id, at=now())
    return redirect(url_for("office.lines"), 303)
