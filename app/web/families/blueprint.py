"""The blueprint of what families see."""

from flask import Blueprint

bp = Blueprint("families", __name__, url_prefix="/families")
