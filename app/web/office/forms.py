"""How the files that go out are written: their format and quality in each form, and the colour of masks."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.web.attempts import attempt
from app.web.context import me, now, session
from app.web.office.blueprint import admin, bp
from consent_store.operations import forms as operations
from consent_store.records.queries import renditions
from consent_store.rules.forms import MEDIA_TYPES, QUALITIES, Form

_TITLES = {
    Form.ORIGINAL: _l("As it was taken"),
    Form.WEB: _l("For a web page, 2048 pixels at most"),
    Form.SQUARE: _l("Square, 1080 by 1080"),
    Form.STORY: _l("Story, 1080 by 1920"),
}
_NAMES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WebP", "image/avif": "AVIF"}


@bp.get("/files")
@admin
def forms() -> ResponseReturnValue:
    """The forms in which something may go out, each with how it is written."""
    formats = renditions.formats(session())
    return render_template(
        "office/forms.html",
        forms=[(form, _TITLES[form], formats[form]) for form in Form],
        media_types=[(media_type, _NAMES[media_type]) for media_type in MEDIA_TYPES],
        qualities=QUALITIES,
        colour=renditions.mask_colour(session()),
    )


@bp.post("/files")
@admin
def keep_forms() -> ResponseReturnValue:
    """Keep what was chosen, all of it or nothing. What is made already stays as it is."""
    with attempt(_("It is kept. Files that are made from now on are so.")) as changing:
        operations.set_mask_colour(changing, request.form.get("colour", ""), actor=me().person.id, at=now())
        for form in Form:
            media_type, quality = request.form.get(f"{form}_type", ""), request.form.get(f"{form}_quality", 0, int)
            operations.set_form(changing, form, media_type=media_type, quality=quality, actor=me().person.id, at=now())
    return redirect(url_for("office.forms"), 303)
