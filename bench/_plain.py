"""The application with one more way in: a whole file as the body of one plain POST. What `bench.upload` compares with."""

import os

from flask import request
from flask.typing import ResponseReturnValue

from app import arrivals, create_app
from app.arrivals import Coming
from app.web import bodies
from app.web.context import me, services, unit_of_work
from app.web.teachers.blueprint import teachers
from config import Config
from consent_store.ids import EventId
from consent_store.rules.terms import Maker, Permission


@teachers
def plain(event: EventId) -> ResponseReturnValue:
    """File the body, and admit it, as whoever took the picture for the school."""
    stream, maker = bodies.whole(), Maker(me().person.name, Permission.OWN_WORK)
    arrivals.take_in(services(), unit_of_work, stream, Coming(event, request.headers["X-Name"], maker, me().person.id))
    return "", 201


os.umask(0o077)
app = create_app(Config.from_env(os.environ))
app.add_url_rule("/plain/<event>", view_func=plain, methods=["POST"])
app.extensions["csrf"].exempt(plain)
