"""Families: every purpose and kind with its notice, a yes or a no in one tap, what stands, where somebody was shown, and what is kept."""

from app.web.families import asked, choices, kept, shown
from app.web.families.blueprint import bp

__all__ = ["asked", "bp", "choices", "kept", "shown"]
