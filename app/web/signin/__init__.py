"""The door: how families and staff come in, and how they leave."""

from app.web.signin import account, arriving, codes, demo, invitations, passkeys, second, staff
from app.web.signin.blueprint import bp

__all__ = ["account", "arriving", "bp", "codes", "demo", "invitations", "passkeys", "second", "staff"]
