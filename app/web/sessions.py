"""Who is in: a random token in a cookie, of which the registry keeps the hash, and when it was last seen."""

from datetime import timedelta

from flask import Flask, Response, after_this_request, g, request
from flask import session as form_session

from app.web import tokens
from app.web.context import Visitor, now, services, session, unit_of_work
from consent_store.ids import PersonId
from consent_store.operations import accounts
from consent_store.records.queries import accounts as account_queries
from consent_store.records.queries import people
from consent_store.records.queries.accounts import Area, SessionView, Stage

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
_SEEN_EVERY = timedelta(minutes=1)  # a write on every request would queue all readers behind one lock
_WANTED = "next"


def install(app: Flask) -> None:
    """Recognise whoever comes, before anything asks."""
    app.before_request(_recognise)


def cookie_name() -> str:
    """Over TLS a name that no other host and no plain connection can set."""
    return "__Host-beeldpoort" if services().site.secure else "beeldpoort"


def current() -> SessionView | None:
    """The session of this request, if it counts."""
    hashed = _hashed()
    kept = account_queries.session_of(session(), hashed) if hashed else None
    return kept if kept and lasts(kept) else None


def lasts(kept: SessionView) -> bool:
    """Whether a session still counts."""
    return kept.lasts(now(), idle=IDLE, longest=LONGEST)


def begin(person: PersonId, area: Area, stage: Stage) -> None:
    """Let somebody in under a fresh token; whatever token the browser had before ends here."""
    token, old = tokens.fresh(), _hashed()
    with unit_of_work() as changing:
        if old:
            accounts.end_session(changing, old, at=now())
        accounts.start_session(changing, tokens.hashed(token), person, area, stage, at=now())
    _renewed(token)


def step_up() -> None:
    """From half in to in, under a fresh token. Raises `NotFound` where the half session is gone."""
    token = tokens.fresh()
    with unit_of_work() as changing:
        accounts.promote_session(changing, _hashed() or "", tokens.hashed(token), at=now())
    _renewed(token)


def end() -> None:
    """Let this browser out."""
    hashed = _hashed()
    if hashed:
        with unit_of_work() as changing:
            accounts.end_session(changing, hashed, at=now())
    form_session.clear()
    after_this_request(_take)


def want(address: str) -> None:
    """Remember where somebody was going."""
    form_session[_WANTED] = address


def wanted() -> str:
    """Where somebody was going before the door."""
    return str(form_session.pop(_WANTED, "/"))


def _hashed() -> str | None:
    token = request.cookies.get(cookie_name())
    return tokens.hashed(token) if token else None


def _recognise() -> None:
    g.visitor = None
    kept = current() if request.endpoint != "static" else None
    if kept is None:
        return
    person, works = people.person(session(), kept.person), kept.area is Area.STAFF
    if works and person.left_on is not None:
        return
    duties = people.duties_of(session(), kept.person) if works else frozenset()
    g.visitor = Visitor(person, kept.area, kept.stage is not Stage.FULL, duties)
    if now() - kept.seen_at >= _SEEN_EVERY:
        with unit_of_work() as changing:
            accounts.touch_session(changing, _hashed() or "", at=now())


def _renewed(token: str) -> None:
    """A fresh token, and a fresh CSRF token with it: neither may have been planted by whoever sat here before."""
    address = wanted()
    form_session.clear()
    want(address)
    after_this_request(lambda answer: _give(answer, token))


def _give(answer: Response, token: str) -> Response:
    answer.set_cookie(cookie_name(), token, httponly=True, samesite="Lax", secure=services().site.secure, path="/")
    return answer


def _take(answer: Response) -> Response:
    answer.delete_cookie(cookie_name(), httponly=True, samesite="Lax", secure=services().site.secure, path="/")
    return answer
