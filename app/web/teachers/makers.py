"""Whose work a picture is: asked once for a batch, before it is sent. Not said, the gate stays shut until it is."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.web.context import me
from consent_store.errors import BadInput
from consent_store.rules.terms import Maker, Permission

LATER = "later"
# What is sent, the question's answer, and what follows from it.
GROUNDS = (
    (Permission.OWN_WORK.value, _l("I did, for the school"), None),
    (Permission.GIVEN.value, _l("Somebody else, who gave permission"), _l("Fill in who, and where the permission can be found.")),
    (Permission.LICENCE.value, _l("Somebody else, under a licence"), _l("Fill in who, and the terms of the licence.")),
    (LATER, _l("I do not know yet"), _l("Then the gate stays shut until it is known.")),
)


def told(form: Mapping[str, str]) -> Maker | None:
    """The maker that a form names, None for later. Raises `BadInput` where a ground lacks what proves it."""
    ground = form.get("ground", "")
    if ground == LATER:
        return None
    if ground not in set(Permission):
        raise BadInput(_("Say first whose work these pictures are."), field="ground")
    if ground == Permission.OWN_WORK:
        return Maker(me().person.name, Permission.OWN_WORK)
    maker = Maker(form.get("maker", "").strip(), Permission(ground), form.get("proof", "").strip())
    if not maker.permits:
        raise BadInput(_("Fill in who made these pictures, and where the permission or the licence can be found."), field="proof")
    return maker
