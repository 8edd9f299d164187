"""The room of pictures found elsewhere."""

from flask import Blueprint

from app.web import access
from consent_store.rules.terms import Duty

bp = Blueprint("found", __name__, url_prefix="/found")
looking = access.allow(Duty.TEACHER, Duty.COMMS, Duty.SUPERVISOR, Duty.OFFICE)
