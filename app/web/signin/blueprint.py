"""The blueprint of everything at the door."""

from flask import Blueprint

bp = Blueprint("signin", __name__)
