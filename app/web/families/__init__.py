"""Families: every purpose and kind with its notice, a yes or a no in one tap, and what stands."""

from app.web.families import choices
from app.web.families.blueprint import bp

__all__ = ["bp", "choices"]
