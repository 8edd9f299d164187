"""The blueprint of everything that communications does."""

from flask import Blueprint

from app.web import access
from consent_store.rules.terms import Duty

bp = Blueprint("comms", __name__, url_prefix="/releases")
comms = access.allow(Duty.COMMS)
recalling = access.allow(Duty.COMMS, Duty.SUPERVISOR)
counting = access.allow(Duty.COMMS, Duty.SUPERVISOR, Duty.PRIVACY)
