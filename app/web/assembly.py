"""The web application, put together: a table of contents."""

from flask import Flask
from flask_babel import Babel
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from app.services import Services
from app.web import access, addresses, context, errors, headers, limits, logs, nav, preferences, presenters, security, sessions, weight

from app.web import asking, comms, families, found, guests, home, incidents, ledger, links, notices, office, pictures  # isort: skip
from app.web import receipts, setup, signin, styleguide, supervisor, teachers, watch  # isort: skip

BLUEPRINTS = (
    asking.bp, comms.bp, families.bp, found.bp, guests.bp, home.bp, incidents.bp, ledger.bp, links.bp, notices.bp, office.bp, pictures.bp,
    preferences.bp, receipts.bp, setup.bp, signin.bp, styleguide.bp, supervisor.bp, teachers.bp, watch.bp,
)  # fmt: skip
_SMALL = 512 * 1024  # bytes of a form; a route that takes files says so itself, by `request.max_content_length`


def assemble(services: Services) -> Flask:
    """Everything between a request and the rooms behind it. Hooks run in the order in which they stand here."""
    app = Flask("app")
    app.extensions[context.EXTENSION] = services
    _configure(app, services)
    weight.install(app)
    logs.install(app, services.site.log_level)
    headers.install(app)
    security.install(app)
    limits.install(app, services.site)
    Babel(app, locale_selector=preferences.language, timezone_selector=presenters.zone)
    errors.install(app)
    context.install(app)
    sessions.install(app)
    access.install(app)
    CSRFProtect(app)
    nav.install(app)
    presenters.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app


def _configure(app: Flask, services: Services) -> None:
    site = services.site
    app.config.update(
        SECRET_KEY=services.keys.secret,
        SESSION_COOKIE_NAME="__Host-beeldpoort-form" if site.secure else "beeldpoort-form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=site.secure,
        WTF_CSRF_TIME_LIMIT=None,  # it ends with the session
        WTF_CSRF_SSL_STRICT=False,  # asks for a Referer, which no page of ours sends; Fetch Metadata asks instead
        MAX_CONTENT_LENGTH=_SMALL,
        MAX_FORM_PARTS=2_000,
        TRUSTED_HOSTS=addresses.hosts(site),
        BABEL_DEFAULT_LOCALE="nl",
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=site.proxies, x_proto=site.proxies, x_host=site.proxies)  # type: ignore[method-assign]
