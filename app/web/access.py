"""Who may open what. Every route names one permission; a route without one opens for nobody."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import Forbidden, NotFound

from app.web.context import Visitor, school, visitor
from consent_store.records.queries.accounts import Area
from consent_store.rules.terms import Duty

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
_MARK = "permission"


@dataclass(frozen=True, slots=True)
class Permission:
    """Who is admitted: anybody (`open_to_all`), or people of an area, holding one of the duties where any are named.

    `half`: for those between two steps of signing in, and only for them; None: for them too.
    `before_opening`: while there is no school, and only then; None: at any time.
    """

    open_to_all: bool = False
    area: Area | None = None
    duties: frozenset[Duty] = frozenset()
    half: bool | None = False
    before_opening: bool | None = False

    def __call__(self, view: View) -> View:
        """Mark a view."""
        setattr(view, _MARK, self)
        return view

    def admits(self, who: Visitor | None) -> bool:
        """Whether somebody, or nobody, may come in."""
        if self.open_to_all:
            return True
        if who is None or self.half not in (None, who.half) or self.area not in (None, who.area):
            return False
        return not self.duties or bool(self.duties & who.duties)


public = Permission(open_to_all=True)
always = Permission(open_to_all=True, before_opening=None)
setup = Permission(open_to_all=True, before_opening=True)
half = Permission(area=Area.STAFF, half=True)
at_any_step = Permission(half=None)
choosing = Permission(area=Area.FAMILY, half=True)
signed_in = Permission()
staff = Permission(area=Area.STAFF)
family = Permission(area=Area.FAMILY)


def allow(*duties: Duty) -> Permission:
    """Staff with one of these duties."""
    return Permission(area=Area.STAFF, duties=frozenset(duties))


def permission_of(app: Flask, endpoint: str) -> Permission | None:
    """The permission that a route names."""
    if endpoint == "static":
        return public
    return getattr(app.view_functions[endpoint], _MARK, None)


def install(app: Flask) -> None:
    """Ask before every request."""
    app.before_request(_enforce)


def _enforce() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    permission = permission_of(current_app, request.endpoint)
    if permission is None:
        raise RuntimeError(f"{request.endpoint} names no permission")
    if request.endpoint == "static":
        return None
    if school() is None and permission.before_opening is False:
        return redirect(url_for("setup.closed"), 303)
    if school() is not None and permission.before_opening:
        raise NotFound()
    return None if permission.admits(visitor()) else _turn_away(permission, visitor())


def _turn_away(permission: Permission, who: Visitor | None) -> ResponseReturnValue:
    """Nobody to the door, somebody half in to the second factor, anybody else gets told."""
    if who is None or (permission.half and not who.half):
        return _to_the_door(url_for("signin.start", next=_wanted()))
    if who.half:
        return _to_the_door(url_for("signin.second" if who.area is Area.STAFF else "signin.who"))
    raise Forbidden()


def _to_the_door(address: str) -> ResponseReturnValue:
    if request.headers.get("HX-Request"):
        return "", 401, {"HX-Redirect": address}
    if request.headers.get("Tus-Resumable"):
        return "", 401
    if request.method not in ("GET", "HEAD"):
        flash(_("You were not signed in any more. Nothing was changed; sign in and try again."), "error")
    return redirect(address, 303)


def _wanted() -> str | None:
    """Where to go after signing in: the page asked for, where that can be asked for again."""
    return request.full_path.rstrip("?") if request.method == "GET" and request.path != "/" else None
