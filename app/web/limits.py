"""How often one may try. Generous for an address, because a school stands behind one; strict for an account."""

import hashlib

from flask import Flask, request, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from app.services import Site
from app.web.context import visitor

limiter = Limiter(key_func=get_remote_address)


def install(app: Flask, site: Site) -> None:
    """Count where the site says: in memory, or in a Redis that all web processes share."""
    app.config["RATELIMIT_STORAGE_URI"] = site.limits_url
    app.config["RATELIMIT_HEADERS_ENABLED"] = False
    app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = True
    limiter.init_app(app)


def account_key() -> str:
    """Whose door is tried, as a hash: addresses do not lie about in a Redis."""
    who, named = visitor(), request.form.get("email") or (request.view_args or {}).get("key")
    address = who.person.id if who else named or session.get("email") or session.get("door") or get_remote_address()
    address = str(address).strip().lower()
    return f"account:{hashlib.sha256(address.encode()).hexdigest()}"


per_address = limiter.limit("100 per minute", methods=["POST"])
per_hour = limiter.limit("30 per hour", methods=["POST"], key_func=account_key)
per_account = limiter.limit("10 per minute", methods=["POST"], key_func=account_key)
