"""The application: everything that touches the world."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from config import Config


def create_app(config: "Config") -> "Flask":
    """The web application of one school, with its commands."""
    # Imported here, because the process that opens uploads imports this package too and must stay small.
    from app import cli
    from app.web.assembly import assemble
    from app.wiring import build

    built = build(config)
    app = assemble(built.services)
    cli.install(app, built)
    return app
