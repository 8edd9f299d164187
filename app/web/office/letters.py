"""The mail folder, where no mail server is configured. Codes and links lie in it: it is the administrator's alone."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.mail import FolderMailer, KeptLetter
from app.web.context import services
from app.web.office.blueprint import admin, bp
from consent_store.errors import NotFound


@bp.get("/mail")
@admin
def letters() -> ResponseReturnValue:
    """The newest letters; with `open`, one of them in full."""
    kept = _letters()
    key = request.args.get("open")
    opened = next((letter for letter in kept or [] if letter.key == key), None)
    if key and opened is None:
        raise NotFound()
    return render_template("office/letters.html", letters=kept, opened=opened)


def _letters() -> list[KeptLetter] | None:
    """What lies in the folder; None where letters leave by a server."""
    mailer = services().mailer
    return mailer.letters() if isinstance(mailer, FolderMailer) else None
