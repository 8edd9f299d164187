"""The blueprint of the privacy officer's watch."""

from flask import Blueprint

bp = Blueprint("watch", __name__, url_prefix="/watch")
