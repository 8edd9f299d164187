"""The room of cases, and who has its key."""

from flask import Blueprint

from app.web import access
from consent_store.operations.incidents import KEEPING

bp = Blueprint("incidents", __name__, url_prefix="/cases")
keeping = access.allow(*KEEPING)
