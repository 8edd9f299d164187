"""The blueprint of everything that teachers do."""

from flask import Blueprint

from app.web import access
from consent_store.rules.terms import Duty

bp = Blueprint("events", __name__, url_prefix="/events")
teachers = access.allow(Duty.TEACHER)
